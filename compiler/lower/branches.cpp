// `one of`: which of its works has the budget.
#include <algorithm>
#include <functional>

#include "compiler/lower/slots.h"

namespace weir::lower {

void SlotBuilder::choose_branches() {
    for (sema::GroupId group = 0; group < strategy_.groups.size(); ++group) choose_branch(group);
}

/// The first work whose condition comes true takes the budget, and keeps it; of several at one moment the one that is
/// written first. Until then it belongs to the work without a condition. What is protected must be there first.
void SlotBuilder::choose_branch(sema::GroupId group) {
    const sema::Group& source = strategy_.groups[group];
    const Builder::From from(b_, source.head);
    const Expressions::At at(e_, source.place);
    const CellId taken = b_.scalar(strategy_.name + "/one of " + std::to_string(group));
    std::vector<const sema::Work*> works;
    for (const sema::Work& work : strategy_.works)
        if (work.place.group == group && work.when) works.push_back(&work);
    std::ranges::sort(works, std::ranges::greater{}, &sema::Work::id);
    NodeId first = zero();
    for (const sema::Work* work : works) {
        const Expressions::At inside(e_, work->place);
        first = b_.select(e_.permissive(*work->when), b_.constant(int64_t{work->id} + 1), first);
    }
    NodeId armed = paces_[source.place.ledger].open;
    if (source.place.ledger == sema::kProtectLedger) armed = b_.both(armed, b_.positive(e_.leaves()));
    const NodeId before = b_.read(taken);
    const NodeId now = b_.select(b_.is_true(before), before, b_.select(armed, first, zero()));
    b_.remember(taken, now);
    branches_.push_back(now);
}

NodeId SlotBuilder::has_branch(const sema::Work& work) {
    const int64_t branch = work.when ? int64_t{work.id} + 1 : 0;
    return b_.eq(branches_[work.place.group], b_.constant(branch));
}

}  // namespace weir::lower
