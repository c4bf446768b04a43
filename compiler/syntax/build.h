// From ANTLR's parse tree to ours. Internal to this folder.
#pragma once

#include <WeirParser.h>

#include <span>

#include "compiler/syntax/syntax.h"
#include "compiler/syntax/words.h"

namespace weir::syntax {

class Builder {
  public:
    /// `clean`: the parser met no error, so no part can be missing.
    Builder(const SourceFile& file, Diagnostics& diagnostics, bool clean)
        : file_(file), diagnostics_(diagnostics), clean_(clean) {}

    /// What a file, or a piece of one, declares.
    Tree tree(grammar::WeirParser::FileContext* context);

  private:
    using P = grammar::WeirParser;

    // build_declarations.cpp
    void declaration(P::DeclarationContext* context, Tree& tree);
    void edition(P::EditionContext* context, Tree& tree);
    Strategy strategy(P::StrategyContext* context);
    Parameter parameter(P::ParameterContext* context);
    Function function(P::FunctionContext* context);
    Policy policy(P::PolicyContext* context);

    // build_clauses.cpp
    Clause clause(P::ClauseContext* context);
    Clause::Kind clause_kind(P::ClauseContext* context);
    Schedule schedule(P::ScheduleContext* context);
    void name_schedule(Schedule& schedule);
    Clause::Kind participate(P::ParticipateContext* context);
    Including including(P::IncludingContext* context);
    Clause::Kind catch_up(P::CatchUpContext* context);
    Clause::Kind session(P::SessionContext* context);
    Stay stay(P::StayContext* context);
    Complete complete(P::CompleteContext* context);

    // Clauses that hold statements of their own: build_blocks.cpp
    std::optional<Clause::Kind> block(P::ClauseContext* context);
    std::vector<Clause> clauses(const std::vector<P::ClauseContext*>& contexts);
    std::vector<Clause> clauses_of(const std::vector<P::ClauseContext*>& contexts, std::string_view block,
                                   std::string_view what, bool (*allowed)(const Clause::Kind&));
    Auction auction(P::AuctionContext* context);
    Would would(P::WouldContext* context);
    Risk risk(P::RiskContext* context);
    std::vector<RiskLine> risk_lines(const std::vector<P::RiskLineContext*>& contexts);
    std::optional<RiskLine> risk_line(P::RiskLimitContext* context);
    Assume assume(P::AssumeContext* context);
    AssumeLine assumption(P::AssumptionContext* context);
    Legs legs(P::LegsContext* context);
    std::optional<Leg> leg(P::LegContext* context);

    // build_works.cpp
    Work work(P::WorkContext* context);
    std::vector<Item> items(const std::vector<P::ItemContext*>& contexts);
    Item::Kind item_kind(P::ItemContext* context);
    Item::Kind peg(P::PegContext* context);
    Item::Kind take(P::TakeContext* context);
    Item::Kind ladder(P::LadderContext* context);
    Refill refill(P::RefillContext* context);
    Item::Kind time_in_force(P::TimeInForceContext* context);
    ScoredBy scored_by(ScoredAct act, P::ScoresContext* context);
    std::vector<Name> scores(P::ScoresContext* context);
    std::vector<Target> targets(P::TargetsContext* context);
    Route route(P::RouteContext* context);
    RouteLine::Kind route_to(P::RouteToContext* context);

    // build_tests.cpp
    Test test(P::TestContext* context);
    TestStatement::Kind test_statement(P::TestStatementContext* context);
    TestOrder test_order(P::TestOrderContext* context);
    TestMarket market(P::MarketContext* context);
    Happening happening(P::HappeningContext* context);
    Happening::Kind change(P::ChangeContext* context);
    Happening::Kind command(P::CommandContext* context);
    SetParameter set_parameter(P::SetParameterContext* context);
    TestStatement::Kind expect(P::ExpectContext* context);
    static void expect_state(Expect& expect);
    Moment moment(P::MomentContext* context);

    // build_expressions.cpp
    ExprPtr expression(P::ExpressionContext* context);
    ExprPtr optional(P::ExpressionContext* context) { return context == nullptr ? nullptr : expression(context); }
    ExprPtr whole(P::ExpressionContext* context);
    ExprPtr operand(antlr4::ParserRuleContext* context);
    template <class Join>
    ExprPtr chain(antlr4::ParserRuleContext* context, Join join);
    ExprPtr chain_of(antlr4::ParserRuleContext* context);
    Expr::Kind relative(ExprPtr left, SourceRange sign, ExprPtr right);
    Expr::Kind relative_by(ExprPtr left, SourceRange sign, ExprPtr right);
    Expr::Kind compare(ExprPtr left, SourceRange sign, ExprPtr right);
    Expr::Kind negation(P::NegationContext* context);
    void check_for(const Expr& operand, SourceRange sign, SourceRange all);

    // Values that no operator divides: build_values.cpp
    ExprPtr postfix(P::PostfixContext* context);
    ExprPtr primary(P::PrimaryContext* context);
    Expr::Kind named(P::NamedContext* context);
    Expr::Kind pair(P::NamedContext* context);
    Expr::Kind call(P::NamedContext* context);
    ExprPtr argument(P::ArgumentContext* context);
    Expr::Kind curve(P::NamedContext* context);
    Expr::Kind number(const antlr4::Token* digits, const antlr4::Token* unit);
    Expr::Kind number(P::NumberContext* context);
    ExprPtr count(antlr4::tree::TerminalNode* node);
    Expr::Kind time(const antlr4::Token* token);

    // Mistakes, places and words: build_parts.cpp
    void other(antlr4::ParserRuleContext* context, const Heads& heads, std::string_view what,
               const Message<std::string_view>& unknown);
    /// Which of these words it is; no other is reported.
    std::optional<size_t> choice(P::WordContext* context, std::span<const std::string_view> words);
    void unexpected(SourceRange range, std::string_view expected, std::string_view help = {});
    void missing_at_end(SourceRange before, std::string_view expected, std::string_view help = {});
    bool faulty(const antlr4::tree::ParseTree* context) const;
    SourceRange range(const antlr4::Token* token) const;
    SourceRange range(const antlr4::ParserRuleContext* context) const;
    Name name(P::WordContext* context) const;
    Quoted quoted(antlr4::tree::TerminalNode* node) const;
    std::vector<Quoted> strings(P::StringsContext* context) const;
    std::string text(SourceRange range) const { return std::string(file_.text(range)); }

    const SourceFile& file_;
    Diagnostics& diagnostics_;
    bool clean_;
};

/// The parts of `SHARE of WHOLE`, when the expression is that.
inline Binary* share_of(const ExprPtr& expr) {
    Binary* binary = std::get_if<Binary>(&expr->kind);
    return binary != nullptr && binary->op == BinaryOp::of && !expr->parenthesised ? binary : nullptr;
}

/// Whether it is this name, and no parentheses around it.
inline bool is_name(const Expr& expr, std::string_view name) {
    const NameRef* ref = std::get_if<NameRef>(&expr.kind);
    return ref != nullptr && ref->name == name && !expr.parenthesised;
}

template <class Context>
grammar::WeirParser::ExpressionContext* second(Context* context) {
    return context->expression().size() > 1 ? context->expression(1) : nullptr;
}

}  // namespace weir::syntax
