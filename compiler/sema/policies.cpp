// Policies: the house's limits. Their lines are guards of every strategy that they bind, and no limit of a strategy's
// own may be wider.
#include "compiler/sema/checker.h"

namespace weir::sema {
namespace {

/// Numbers in one unit, which compare whatever the instrument is.
bool written_alike(const Expression& a, const Expression& b) {
    return a.operation == Operation::literal && b.operation == Operation::literal &&
           a.literal.measure == b.literal.measure && a.literal.symbol == b.literal.symbol;
}

}  // namespace

void StrategyChecker::read_policy(const Policy& policy) {
    not_empty(policy.source->lines, policy.source->range, "policy");
    for (const syntax::RiskLine& line : policy.source->lines) risk_line(line);
}

void StrategyChecker::obey_policies() {
    const size_t own = strategy_.risk.size();
    for (const Policy& policy : policies_) {
        Diagnostics said_already;
        StrategyChecker reader(source_, *policy.file, tree_is_whole_, scope_.functions(), {}, said_already);
        reader.read_policy(policy);
        for (RiskLine& line : reader.strategy_.risk) {
            line.policy = policy.source->name.text;
            line.text = "policy " + line.policy + ": " + line.text;
            for (size_t i = 0; i < own; ++i) must_not_widen(strategy_.risk[i], line);
            strategy_.risk.push_back(std::move(line));
        }
    }
}

/// Two limits of one kind, over one window: the strategy's may be the narrower alone.
void StrategyChecker::must_not_widen(const RiskLine& own, const RiskLine& policy) {
    if (own.subject != policy.subject || own.window_ns != policy.window_ns) return;
    if (own.limit.unit != policy.limit.unit) return;
    const auto allowed = bounds_of(policy.limit, strategy_), used = bounds_of(own.limit, strategy_);
    if (!allowed || !used || compare(used->high, allowed->low) <= 0) return;
    diagnostics_.report(message::wider_than_policy(own.range, policy.policy)
                            .here("this allows more")
                            .label(policy.range, "than this does")
                            .help("narrow it; the policy would stop the strategy anyway"));
}

/// The least child that a work sends is beyond a limit, whatever the parameters are: the first one stops the strategy.
void StrategyChecker::limits_leave_room() {
    for (const RiskLine& line : strategy_.risk) {
        const bool of_child =
            line.subject == syntax::RiskSubject::child_value || line.subject == syntax::RiskSubject::child_quantity;
        const auto allowed = bounds_of(line.limit, strategy_);
        if (!of_child || !allowed) continue;
        for (const Work& work : strategy_.works)
            for (const Expression& least : work.child_least) {
                const auto used = bounds_of(least, strategy_);
                if (!used || least.unit != line.limit.unit || compare(used->low, allowed->high) <= 0) continue;
                const std::string whose = line.policy.empty() ? "`risk`" : "the policy `" + line.policy + "`";
                diagnostics_.report(message::least_above_limit(least.range, whose)
                                        .here("never less than this")
                                        .label(line.range, "never more than this")
                                        .help("lower the least child, or raise the limit"));
            }
    }
}

/// Two lines of `assume` on one thing that cannot both hold: whatever is proven would be proven of no market.
void StrategyChecker::assumptions_meet() {
    const auto above = [&](const AssumeLine& high, const AssumeLine& low) {
        if (!high.low || !low.high || !written_alike(*high.low, *low.high)) return false;
        const auto least = bounds_of(*high.low, strategy_), most = bounds_of(*low.high, strategy_);
        return least && most && compare(least->low, most->high) > 0;
    };
    for (size_t i = 0; i < strategy_.assume.size(); ++i)
        for (size_t j = 0; j < i; ++j) {
            const AssumeLine &one = strategy_.assume[i], &other = strategy_.assume[j];
            if (!same(one.subject, other.subject) || !(above(one, other) || above(other, one))) continue;
            diagnostics_.report(message::assumptions_exclude(one.range)
                                    .label(other.range, "the other")
                                    .help("keep the one that is meant"));
        }
}

}  // namespace weir::sema
