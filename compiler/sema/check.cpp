#include <algorithm>
#include <numeric>
#include <tuple>

#include "compiler/sema/checker.h"
#include "compiler/sema/sema.h"
#include "compiler/sema/tests.h"

namespace weir::sema {
namespace {

bool name_is_taken(const Program& program, const syntax::Name& name, Diagnostics& diagnostics) {
    const auto other = std::ranges::find(program.strategies, name.text, &Strategy::name);
    if (name.text.empty() || other == program.strategies.end()) return false;
    diagnostics.report(
        message::duplicate_strategy(name.range, name.text).label(other->name_range, "it is first declared here"));
    return true;
}

/// Reports what is wrong in the policies; each is read again, without a word, in every strategy that it binds.
std::vector<Policy> policies_of(std::span<const Source> sources, Functions& functions, Diagnostics& diagnostics) {
    static const syntax::Strategy kNobody;
    std::vector<Policy> policies;
    for (const Source& source : sources) {
        for (const syntax::Policy& policy : source.tree->policies) {
            const auto same = [&](const Policy& other) { return other.source->name.text == policy.name.text; };
            const auto other = std::ranges::find_if(policies, same);
            if (other != policies.end() && !policy.name.text.empty())
                diagnostics.report(message::duplicate_name(policy.name.range, policy.name.text)
                                       .label(other->source->name.range, "it is first declared here"));
            policies.push_back({&policy, source.file});
            const bool whole = !source.tree->has_errors;
            StrategyChecker(kNobody, *source.file, whole, functions, {}, diagnostics).read_policy(policies.back());
        }
    }
    return policies;
}

/// By place, each expression once.
std::vector<Typed> in_order(const std::vector<Typed>& types) {
    const auto place = [&](size_t i) {
        return std::tuple(types[i].range.file, types[i].range.begin, types[i].range.end);
    };
    std::vector<size_t> order(types.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::sort(order, {}, [&](size_t i) { return std::pair(place(i), i); });
    std::vector<Typed> sorted;
    for (const size_t i : order)
        if (sorted.empty() || sorted.back().range != types[i].range) sorted.push_back(types[i]);
    return sorted;
}

}  // namespace

Strategy StrategyChecker::check() {
    strategy_.name = source_.name.text;
    strategy_.name_range = source_.name.range;
    strategy_.range = source_.range;
    strategy_.doc = source_.doc;
    declare_legs();
    for (const syntax::Parameter& source : source_.parameters) parameter(source);
    declare(source_.clauses, {});
    read_at({}, source_.clauses);
    scope_.check_all_lets();
    obey_policies();
    compose();
    if (tree_is_whole_) scope_.report_unused();
    return std::move(strategy_);
}

Checked check(std::span<const Source> sources) {
    Checked result;
    Functions functions(result.diagnostics);
    for (const Source& source : sources)
        for (const syntax::Function& function : source.tree->functions) functions.declare(function);
    functions.check_all();
    const std::vector<Policy> policies = policies_of(sources, functions, result.diagnostics);
    const Source& main = sources.front();
    for (const syntax::Strategy& source : main.tree->strategies) {
        name_is_taken(result.program, source.name, result.diagnostics);
        const bool whole = !main.tree->has_errors;
        result.program.strategies.push_back(
            StrategyChecker(source, *main.file, whole, functions, policies, result.diagnostics).check());
    }
    result.tests = read_tests(main, result.program, functions, result.diagnostics);
    result.types = in_order(functions.types());
    result.diagnostics.sort_by_place();
    return result;
}

}  // namespace weir::sema
