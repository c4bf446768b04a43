// Clauses within clauses: phases and how they follow each other, `protect`, `one of`.
#include <algorithm>

#include "compiler/sema/checker.h"

namespace weir::sema {
namespace {

/// Clauses that speak of the whole strategy. Null: the clause may stand in a phase.
struct WholeStrategyOnly {
    std::string_view operator()(const syntax::Complete&) const { return "complete"; }
    std::string_view operator()(const syntax::Risk&) const { return "risk"; }
    std::string_view operator()(const syntax::Assume&) const { return "assume"; }
    std::string_view operator()(const syntax::Settle&) const { return "settle"; }
    std::string_view operator()(const syntax::JoinReopening&) const { return "join reopening"; }
    std::string_view operator()(const syntax::Session&) const { return "session"; }
    std::string_view operator()(const syntax::Auction&) const { return "at open"; }
    std::string_view operator()(const syntax::Legs&) const { return "legs"; }
    std::string_view operator()(const syntax::Phase&) const { return "phase"; }
    template <class Other>
    std::string_view operator()(const Other&) const {
        return {};
    }
};

}  // namespace

/// Names come before what uses them, wherever they stand.
void StrategyChecker::declare(const std::vector<syntax::Clause>& clauses, const Place& place) {
    for (const syntax::Clause& clause : clauses) {
        if (const auto* let = std::get_if<syntax::Let>(&clause.kind)) {
            if (let->value) scope_.declare_let(*let, place);
        } else if (const auto* work = std::get_if<syntax::Work>(&clause.kind)) {
            scope_.declare_work(work->name);
        } else if (std::holds_alternative<syntax::Would>(clause.kind) ||
                   (std::holds_alternative<syntax::Auction>(clause.kind) && place.phase == kNoPhase)) {
            scope_.declare_work({});  // it has a number, and no name
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
    for (const syntax::Clause& source : clauses)
        if (may_stand_here(source)) clause(source);
    scope_.enter(outer);
}

bool StrategyChecker::may_stand_here(const syntax::Clause& clause) {
    if (scope_.here().phase == kNoPhase) return true;
    const std::string_view name = std::visit(WholeStrategyOnly{}, clause.kind);
    if (name.empty()) return true;
    diagnostics_.report(message::not_in_phase(clause.range, name)
                            .label(strategy_.phases[scope_.here().phase].head, "this phase")
                            .help("it speaks of the whole strategy: write it outside of every phase"));
    return false;
}

void StrategyChecker::read(const syntax::Phase& source, SourceRange) {
    const PhaseId id = next_phase_++;
    const auto first = std::ranges::find(strategy_.phases, source.name.text, &Phase::name);
    if (!source.name.text.empty() && first - strategy_.phases.begin() != id)
        diagnostics_.report(
            message::duplicate_phase(source.name.range, source.name.text).label(first->name_range, "the first"));
    read_at({.phase = id}, source.clauses);
}

void StrategyChecker::read(const syntax::Next& source, SourceRange range) {
    Transition transition;
    transition.range = range;
    if (source.when) transition.when = expressions_.expect(*source.when, {Unit::boolean}, "");
    const PhaseId here = scope_.here().phase;
    if (here == kNoPhase) {
        diagnostics_.report(message::next_outside_phase(range).help("say in which phase: `phase NAME { next … }`"));
        return;
    }
    if (source.phase.text.empty()) return;
    must_not_read_target(transition.when, "next");
    const auto found = std::ranges::find(strategy_.phases, source.phase.text, &Phase::name);
    if (found == strategy_.phases.end()) {
        Diagnostic diagnostic = message::unknown_phase(source.phase.range, source.phase.text);
        std::vector<std::string_view> names;
        for (const Phase& phase : strategy_.phases) names.push_back(phase.name);
        diagnostic.suggest(source.phase.range, source.phase.text, names);
        diagnostics_.report(std::move(diagnostic));
        return;
    }
    transition.to = static_cast<PhaseId>(found - strategy_.phases.begin());
    if (transition.to == here) {
        diagnostics_.report(message::next_to_itself(range, source.phase.text).help("name another phase"));
        return;
    }
    strategy_.phases[here].next.push_back(std::move(transition));
}

void StrategyChecker::read(const syntax::Done& source, SourceRange range) {
    if (!source.when) return;
    Done done{scope_.here().phase, expressions_.expect(*source.when, {Unit::boolean}, ""), range};
    must_not_read_target(done.when, "done");
    strategy_.done.push_back(std::move(done));
}

void StrategyChecker::read(const syntax::Protect& source, SourceRange range) {
    not_empty(source.clauses, range, "protect executed");
    read_at({.phase = scope_.here().phase, .ledger = kProtectLedger}, source.clauses);
}

void StrategyChecker::read(const syntax::OneOf& source, SourceRange range) {
    not_empty(source.clauses, range, "one of");
    const Place& here = scope_.here();
    read_at({.phase = here.phase, .group = next_group_++, .ledger = here.ledger}, source.clauses);
}

/// Phases that nothing leads to are never worked.
void StrategyChecker::phases_are_entered() {
    std::vector<bool> entered(strategy_.phases.size(), false);
    std::vector<PhaseId> open;
    if (!strategy_.phases.empty()) open.push_back(0);
    while (!open.empty()) {
        const PhaseId at = open.back();
        open.pop_back();
        if (entered[at]) continue;
        entered[at] = true;
        for (const Transition& transition : strategy_.phases[at].next) open.push_back(transition.to);
    }
    for (size_t i = 0; i < entered.size(); ++i)
        if (!entered[i])
            diagnostics_.report(
                message::phase_not_entered(strategy_.phases[i].name_range, strategy_.phases[i].name)
                    .label(strategy_.phases[0].name_range, "it starts in this phase, and nothing leads to the other")
                    .help("add `next " + strategy_.phases[i].name + " when …` to a phase, or remove it"));
}

}  // namespace weir::sema
