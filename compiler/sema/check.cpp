#include <algorithm>

#include "compiler/sema/checker.h"
#include "compiler/sema/sema.h"

namespace weir::sema {
namespace {

bool name_is_taken(const Program& program, const syntax::Name& name, Diagnostics& diagnostics) {
    const auto other = std::ranges::find(program.strategies, name.text, &Strategy::name);
    if (name.text.empty() || other == program.strategies.end()) return false;
    diagnostics.report(
        message::duplicate_strategy(name.range, name.text).label(other->name_range, "it is first declared here"));
    return true;
}

/// Declarations that no stage reads yet.
void report_unsupported(const syntax::Tree& tree, Diagnostics& diagnostics) {
    const auto report = [&](const auto& nodes, std::string_view what) {
        for (const auto& node : nodes) diagnostics.report(message::unsupported_clause(node.range, what));
    };
    report(tree.uses, "use");
    report(tree.functions, "fn");
    report(tree.policies, "policy");
    report(tree.tests, "test");
}

}  // namespace

Strategy StrategyChecker::check() {
    strategy_.name = source_.name.text;
    strategy_.name_range = source_.name.range;
    strategy_.range = source_.range;
    strategy_.doc = source_.doc;
    for (const syntax::Parameter& source : source_.parameters) parameter(source);
    declare(source_.clauses, {});
    read_at({}, source_.clauses);
    scope_.check_all_lets();
    compose();
    if (tree_is_whole_) scope_.report_unused();
    return std::move(strategy_);
}

Checked check(const syntax::Tree& tree, const SourceFile& file) {
    Checked result;
    for (const syntax::Strategy& source : tree.strategies) {
        name_is_taken(result.program, source.name, result.diagnostics);
        result.program.strategies.push_back(
            StrategyChecker(source, file, !tree.has_errors, result.diagnostics).check());
    }
    report_unsupported(tree, result.diagnostics);
    result.diagnostics.sort_by_place();
    return result;
}

}  // namespace weir::sema
