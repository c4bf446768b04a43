#include <algorithm>
#include <charconv>

#include "compiler/syntax/build.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

constexpr int64_t kEdition = 1;

/// Puts a declaration at the end of the list of its kind.
template <class Node>
void add(Tree& tree, DeclarationKind kind, std::vector<Node>& list, Node node) {
    tree.order.push_back({kind, list.size()});
    list.push_back(std::move(node));
}

}  // namespace

Tree Builder::tree(P::FileContext* context) {
    Tree tree;
    tree.range = {file_.id(), 0, static_cast<uint32_t>(file_.text().size())};
    for (P::DeclarationContext* one : context->declaration()) declaration(one, tree);
    return tree;
}

void Builder::declaration(P::DeclarationContext* context, Tree& tree) {
    if (context->edition() != nullptr) edition(context->edition(), tree);
    if (context->strategy() != nullptr)
        add(tree, DeclarationKind::strategy, tree.strategies, strategy(context->strategy()));
    if (P::UseContext* use = context->use(); use != nullptr && !faulty(use))
        add(tree, DeclarationKind::use, tree.uses, Use{range(use), {}, quoted(use->STRING())});
    if (context->function() != nullptr)
        add(tree, DeclarationKind::function, tree.functions, function(context->function()));
    if (context->policy() != nullptr) add(tree, DeclarationKind::policy, tree.policies, policy(context->policy()));
    if (context->test() != nullptr) add(tree, DeclarationKind::test, tree.tests, test(context->test()));
    if (context->otherDeclaration() != nullptr)
        other(context->otherDeclaration(), kDeclarationHeads, "a declaration", message::unknown_declaration);
}

void Builder::edition(P::EditionContext* context, Tree& tree) {
    if (faulty(context)) return;
    const SourceRange at = range(context);
    const SourceRange number_range = range(context->NUMBER()->getSymbol());
    const std::string number = text(number_range);
    int64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || end != number.data() + number.size() || value != kEdition)
        diagnostics_.report(message::unknown_edition(number_range, number)
                                .help("this compiler knows edition `1`")
                                .fix(number_range, "1"));
    tree.edition = Edition{value, at, {}};
}

Strategy Builder::strategy(P::StrategyContext* context) {
    Strategy strategy;
    strategy.range = range(context);
    P::StrategyHeadContext* head = context->strategyHead();
    if (head != nullptr) {
        strategy.name = name(head->word());
        for (P::ParameterContext* one : head->parameter()) strategy.parameters.push_back(parameter(one));
    }
    strategy.clauses = clauses(context->clause());
    return strategy;
}

Parameter Builder::parameter(P::ParameterContext* context) {
    Parameter parameter;
    parameter.range = range(context);
    parameter.live = context->LIVE() != nullptr;
    parameter.name = name(context->word(0));
    parameter.type = name(context->word(1));
    size_t next = 0;
    if (context->EQUAL() != nullptr) parameter.value = whole(context->expression(next++));
    if (context->FROM() != nullptr) {
        parameter.low = whole(context->expression(next));
        parameter.high = whole(context->expression(next + 1));
    }
    return parameter;
}

/// A name that was given is known, even if the rest could not be read.
Function Builder::function(P::FunctionContext* context) {
    Function function;
    function.range = range(context);
    function.name = name(context->word(0));
    for (P::FunctionParameterContext* one : context->functionParameter())
        function.parameters.push_back({range(one), name(one->word(0)), name(one->word(1))});
    function.result = name(context->word(1));
    function.value = whole(faulty(context) ? nullptr : context->expression());
    return function;
}

Policy Builder::policy(P::PolicyContext* context) {
    Policy policy;
    policy.range = range(context);
    if (P::PolicyHeadContext* head = context->policyHead()) policy.name = name(head->word());
    policy.lines = risk_lines(context->riskLine());
    return policy;
}

}  // namespace weir::syntax
