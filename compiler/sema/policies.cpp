// Policies: the house's limits. Their lines are guards of every strategy that they bind, and no limit of a strategy's
// own may be wider.
#include "compiler/sema/checker.h"

namespace weir::sema {

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

}  // namespace weir::sema
