// How clauses go together: what a strategy may have one of, in which order its works go, and what risk forbids.
#include <algorithm>

#include "compiler/sema/checker.h"
#include "step/step.h"

namespace weir::sema {
namespace {

void close_transitively(std::vector<std::vector<bool>>& order) {
    const size_t n = order.size();
    for (size_t k = 0; k < n; ++k)
        for (size_t i = 0; i < n; ++i)
            for (size_t j = 0; j < n; ++j)
                if (order[i][k] && order[k][j]) order[i][j] = true;
}

/// One is said to be exactly when the other is not.
bool is_negation(const Expression& a, const Expression& b) {
    if (a.operation == Operation::logical_not) return same(a.operands[0], b);
    if (a.operation != Operation::less || b.operation != Operation::less_equal) return false;
    return same(a.operands[0], b.operands[1]) && same(a.operands[1], b.operands[0]);
}

bool exclude_each_other(const Work& a, const Work& b) {
    if (!meet(a.place.phase, b.place.phase) || a.place.ledger != b.place.ledger) return true;
    if (a.place.group != kNoGroup && a.place.group == b.place.group) return true;  // one at a time
    return a.when && b.when && (is_negation(*a.when, *b.when) || is_negation(*b.when, *a.when));
}

}  // namespace

void StrategyChecker::compose() {
    one_pace();
    tilts_have_a_pace();
    keeps_to_a_schedule();
    ceiling_can_be_raised();
    const auto of_order = [](const Work& work) { return work.place.ledger == kOrderLedger; };
    if (std::ranges::none_of(strategy_.works, of_order) && tree_is_whole_)
        diagnostics_.report(message::no_work(strategy_.name_range, strategy_.name)
                                .help("add a work, for example `work passive { peg near touch }`"));
    if (tree_is_whole_ && !diagnostics_.has_errors()) phases_are_entered();
    report_branches();
    works_in_order();
    routes_agree();
    legs_agree();
    ranges_within_risk();
    bounds_leave_room();
    limits_leave_room();
    assumptions_meet();
    rules_can_fire();
}

void StrategyChecker::one_pace() {
    std::vector<const Participation*> targets;
    for (const Participation& participation : strategy_.participations) {
        if (participation.share != syntax::Share::target) continue;
        const auto met = [&](const Participation* other) { return meet(other->phase, participation.phase); };
        if (const auto other = std::ranges::find_if(targets, met); other != targets.end())
            diagnostics_.report(message::two_participation_targets(participation.range)
                                    .here("the second")
                                    .label((*other)->range, "the first")
                                    .help("keep one; write the others as `at most` or `at least`"));
        else
            targets.push_back(&participation);
    }
    for (const Participation* target : targets)
        for (const Schedule& schedule : strategy_.schedules)
            if (meet(target->phase, schedule.phase))
                diagnostics_.report(message::two_paces(target->range)
                                        .here("this sets the pace")
                                        .label(schedule.range, "and so does this")
                                        .help("write `participate at most` or `at least` to bound the schedule "
                                              "instead"));
}

/// Without a schedule or a target for participation all is due at once, however it is tilted.
void StrategyChecker::tilts_have_a_pace() {
    if (!tree_is_whole_ || diagnostics_.has_errors()) return;
    for (const Tilt& tilt : strategy_.tilts) {
        const auto met = [&](PhaseId phase) { return meet(phase, tilt.phase); };
        const bool paced = std::ranges::any_of(strategy_.schedules, met, &Schedule::phase) ||
                           std::ranges::any_of(strategy_.participations, [&](const Participation& participation) {
                               return participation.share == syntax::Share::target && met(participation.phase);
                           });
        if (!paced)
            diagnostics_.report(message::no_pace_to_tilt(tilt.range)
                                    .help("set one, for example `schedule linear`; without one all is due at once"));
    }
}

void StrategyChecker::ceiling_can_be_raised() {
    if (!strategy_.complete || !strategy_.complete->up_to) return;
    const bool bounded = std::ranges::any_of(strategy_.participations, [](const Participation& participation) {
        return participation.share != syntax::Share::at_least;
    });
    if (!bounded && tree_is_whole_)
        diagnostics_.report(message::no_ceiling_to_raise(strategy_.complete->up_to->range)
                                .help("without `participate at most` nothing limits participation; leave out `up to`"));
}

/// What each `before` says; a name that is no work is reported, and left out.
bool StrategyChecker::read_order(Order& order) {
    bool known = true;
    for (size_t i = 0; i < strategy_.works.size(); ++i) {
        for (size_t j = 0; j < strategy_.works.size(); ++j)
            if (strategy_.works[i].kind < strategy_.works[j].kind) order[i][j] = true;
        if (!work_sources_[i]) continue;
        for (const syntax::Name& name : work_sources_[i]->before) {
            if (name.text.empty()) continue;
            const std::optional<uint32_t> other = scope_.work(name);
            known = known && other;
            if (other) order[i][*other] = true;
        }
    }
    close_transitively(order);
    return known;
}

bool StrategyChecker::report_circle(const Order& order) {
    const size_t n = strategy_.works.size();
    for (size_t i = 0; i < n; ++i) {
        if (!order[i][i]) continue;
        Diagnostic diagnostic = message::before_cycle(strategy_.works[i].head, strategy_.works[i].name);
        for (size_t j = 0; j < n; ++j)
            if (j != i && order[i][j] && order[j][i])
                diagnostic.label(strategy_.works[j].head, "by way of `" + strategy_.works[j].name + "`");
        diagnostics_.report(std::move(diagnostic));
        return true;
    }
    return false;
}

/// Works of one name are a mistake that has been reported: a `before` that names them means the first.
void StrategyChecker::report_overlaps(const Order& order) {
    const auto is_second = [&](size_t i) {
        const auto same_name = [&](const Work& other) { return other.name == strategy_.works[i].name; };
        return std::ranges::find_if(strategy_.works, same_name) - strategy_.works.begin() != static_cast<ptrdiff_t>(i);
    };
    for (size_t i = 0; i < strategy_.works.size(); ++i) {
        for (size_t j = i + 1; j < strategy_.works.size(); ++j) {
            const Work &a = strategy_.works[i], &b = strategy_.works[j];
            if (order[i][j] || order[j][i] || exclude_each_other(a, b) || is_second(i) || is_second(j)) continue;
            diagnostics_.report(
                message::works_overlap(b.head, a.name, b.name)
                    .here("this one may be enabled")
                    .label(a.head, "while this one is")
                    .help("say which goes first, for example `work " + b.name + " before " + a.name + "`"));
        }
    }
}

/// Of the works of a `one of`, one may have the budget until another's condition comes true.
void StrategyChecker::report_branches() {
    std::vector<const Work*> without(strategy_.groups.size(), nullptr);
    for (const Work& work : strategy_.works) {
        if (work.place.group == kNoGroup || work.when) continue;
        const Work*& first = without[work.place.group];
        if (first && tree_is_whole_)
            diagnostics_.report(message::two_branches_begin(work.head, first->name, work.name)
                                    .here("this has no `when`")
                                    .label(first->head, "and neither has this")
                                    .help("say when one of them takes the budget over, for example `work " + work.name +
                                          " when last worse than arrival by 1%`"));
        else
            first = &work;
    }
}

/// Puts the works in their order; those that may go at the same place keep that of the script.
void StrategyChecker::works_in_order() {
    const size_t n = strategy_.works.size();
    int64_t children = strategy_.complete && strategy_.complete->must ? 1 : 0;
    for (const Work& work : strategy_.works) children += work.ladder ? work.ladder->most : 1;
    if (n + 1 > static_cast<size_t>(step::kMaxSlots)) {
        diagnostics_.report(message::too_many_works(strategy_.works.back().head, step::kMaxSlots - 1));
        return;
    }
    if (children > step::kMaxSlots)
        diagnostics_.report(message::too_many_children(strategy_.works.back().head, step::kMaxSlots)
                                .help("every work has one, and every level of a ladder"));
    Order order(n, std::vector<bool>(n, false));
    const bool known = read_order(order);
    if (report_circle(order)) return;
    if (known && tree_is_whole_) report_overlaps(order);
    std::vector<Work> sorted;
    std::vector<bool> placed(n, false);
    const auto is_next = [&](size_t i) {
        for (size_t j = 0; j < n; ++j)
            if (!placed[j] && order[j][i]) return false;
        return !placed[i];
    };
    while (sorted.size() < n) {
        size_t i = 0;
        while (!is_next(i)) ++i;
        placed[i] = true;
        sorted.push_back(std::move(strategy_.works[i]));
    }
    strategy_.works = std::move(sorted);
}

/// A rule whose condition no market and no value of a parameter can make true is a mistake of who wrote it.
void StrategyChecker::rules_can_fire() {
    const auto check = [&](const std::optional<Expression>& when, std::string_view rule) {
        if (!when || when->is_error() || known_truth(*when, strategy_) != false) return;
        diagnostics_.report(message::never_true(when->range, rule).help("change the condition, or remove the rule"));
    };
    for (const Halt& halt : strategy_.halts) {
        check(halt.when, halt.kind == syntax::HaltKind::pause ? "pause" : "hold");
        check(halt.until, "until");
    }
    const auto check_route = [&](const Route& route) {
        for (const RouteBar& bar : route.bars) check(bar.when, "avoid");
    };
    for (const Route& route : strategy_.routes) check_route(route);
    for (const Work& work : strategy_.works)
        if (work.route) check_route(*work.route);
    for (const Cancel& cancel : strategy_.cancels) check(cancel.when, "cancel");
    for (const Tilt& tilt : strategy_.tilts) check(tilt.when, "tilt");
    for (const Work& work : strategy_.works) check(work.when, "work " + work.name);
    for (const Phase& phase : strategy_.phases)
        for (const Transition& next : phase.next) check(next.when, "next " + strategy_.phases[next.to].name);
    for (const Done& done : strategy_.done) check(done.when, "done");
}

/// A least that is above its most, whatever the parameters are: nothing is ever sent, or the least never counts.
void StrategyChecker::bounds_leave_room() {
    const auto check = [&](const Expression& least, std::string_view what, const Expression& most,
                           std::string_view other) {
        const auto low = bounds_of(least, strategy_), high = bounds_of(most, strategy_);
        if (!low || !high || least.unit != most.unit || compare(low->low, high->high) <= 0) return;
        diagnostics_.report(message::bounds_cross(least.range, what, other)
                                .here("this is more")
                                .label(most.range, "than this allows")
                                .help("lower the one, or raise the other"));
    };
    for (const Work& work : strategy_.works)
        for (const Expression& least : work.child_least)
            for (const Expression& most : work.child_most) check(least, "the least child", most, "the largest");
    for (const Participation& wanted : strategy_.participations)
        for (const Participation& ceiling : strategy_.participations) {
            if (wanted.share == syntax::Share::at_most || ceiling.share != syntax::Share::at_most) continue;
            const bool same_volume = wanted.window_ns == ceiling.window_ns && wanted.including == ceiling.including &&
                                     wanted.venues.empty() && ceiling.venues.empty();
            if (!same_volume || !meet(wanted.phase, ceiling.phase)) continue;
            const bool floor = wanted.share == syntax::Share::at_least;
            check(wanted.ratio, floor ? "the floor of participation" : "what participation aims at", ceiling.ratio,
                  "its ceiling");
        }
}

void StrategyChecker::ranges_within_risk() {
    for (const RiskLine& line : strategy_.risk) {
        const auto allowed = bounds_of(line.limit, strategy_);
        if (!allowed) continue;
        const auto compare_with = [&](const Expression& used, std::string_view what) {
            const auto bounds = bounds_of(used, strategy_);
            if (!bounds || used.unit != line.limit.unit || compare(bounds->high, allowed->low) <= 0) return;
            if (same(used, line.limit)) return;
            diagnostics_.report(message::wider_than_risk(used.range, what)
                                    .here("this may be more")
                                    .label(line.range, "than this allows")
                                    .help("narrow the range, or risk will stop the strategy when it is used"));
        };
        if (line.subject == syntax::RiskSubject::participation) {
            for (const Participation& participation : strategy_.participations)
                if (participation.share != syntax::Share::at_least) compare_with(participation.ratio, "participation");
            if (strategy_.complete && strategy_.complete->up_to)
                compare_with(*strategy_.complete->up_to, "participation");
        }
        if (line.subject == syntax::RiskSubject::price)
            for (const Work& work : strategy_.works) {
                if (!work.price || work.price->operation != Operation::worse_price || !line.reference) continue;
                if (same(work.price->operands[1], *line.reference))
                    compare_with(work.price->operands[0], "the distance of the price");
            }
        for (const Work& work : strategy_.works) {
            const bool value = line.subject == syntax::RiskSubject::child_value;
            const bool quantity = line.subject == syntax::RiskSubject::child_quantity;
            if (!value && !quantity) continue;
            for (const Expression& most : work.child_most) compare_with(most, value ? "child value" : "child quantity");
        }
    }
}

}  // namespace weir::sema
