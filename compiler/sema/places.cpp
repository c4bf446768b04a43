// Clauses within clauses: phases and how they follow each other, `protect`, `one of`.
#include "compiler/sema/checker.h"

namespace weir::sema {
/// Names come before what uses them, wherever they stand.
void StrategyChecker::declare(const std::vector<syntax::Clause>& clauses, const Place& place) {
    for (const syntax::Clause& clause : clauses) {
        if (const auto* let = std::get_if<syntax::Let>(&clause.kind)) {
            if (let->value) scope_.declare_let(*let, place);
        } else if (const auto* work = std::get_if<syntax::Work>(&clause.kind)) {
            scope_.declare_work(work->name);
        } else if (const auto* phase = std::get_if<syntax::Phase>(&clause.kind)) {
            if (place.phase != kNoPhase) continue;
            const auto id = static_cast<PhaseId>(strategy_.phases.size());
            strategy_.phases.push_back({phase->name.text, {}, phase->head, phase->name.range});
            declare(phase->clauses, {.phase = id});
        } else if (const auto* protect = std::get_if<syntax::Protect>(&clause.kind)) {
            declare(protect->clauses, {.phase = place.phase, .ledger = kProtectLedger});
        } else if (const auto* one_of = std::get_if<syntax::OneOf>(&clause.kind)) {
            const auto id = static_cast<GroupId>(strategy_.groups.size());
            strategy_.groups.push_back({place, one_of->head});
            declare(one_of->clauses, {.phase = place.phase, .group = id, .ledger = place.ledger});
        }
    }
}

void StrategyChecker::read_at(const Place& place, const std::vector<syntax::Clause>& clauses) {
    const Place outer = scope_.enter(place);
    for (const syntax::Clause& source : clauses) clause(source);
    scope_.enter(outer);
}

void StrategyChecker::read(const syntax::Phase& source, SourceRange range) {
    read_at({.phase = next_phase_++}, source.clauses);
    unsupported(range);
}

void StrategyChecker::read(const syntax::Protect& source, SourceRange range) {
    read_at({.phase = scope_.here().phase, .ledger = kProtectLedger}, source.clauses);
    unsupported(range);
}

void StrategyChecker::read(const syntax::OneOf& source, SourceRange range) {
    const Place& here = scope_.here();
    read_at({.phase = here.phase, .group = next_group_++, .ledger = here.ledger}, source.clauses);
    unsupported(range);
}

}  // namespace weir::sema
