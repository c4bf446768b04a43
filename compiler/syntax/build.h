// From ANTLR's parse tree to ours. Internal to this folder.
#pragma once

#include <WeirParser.h>

#include "compiler/syntax/syntax.h"
#include "compiler/syntax/words.h"

namespace weir::syntax {

class Builder {
  public:
    /// `clean`: the parser met no error, so no part can be missing.
    Builder(const SourceFile& file, Diagnostics& diagnostics, bool clean)
        : file_(file), diagnostics_(diagnostics), clean_(clean) {}

    Tree tree(grammar::WeirParser::FileContext* context);

  private:
    using P = grammar::WeirParser;

    // Declarations and clauses: build_clauses.cpp
    void edition(P::EditionContext* context, Tree& tree);
    Strategy strategy(P::StrategyContext* context);
    Parameter parameter(P::ParameterContext* context);
    Clause clause(P::ClauseContext* context);
    Clause::Kind clause_kind(P::ClauseContext* context);
    Schedule schedule(P::ScheduleContext* context);
    Clause::Kind participate(P::ParticipateContext* context);
    Complete complete(P::CompleteContext* context);
    Risk risk(P::RiskContext* context);
    std::optional<RiskLine> risk_line(P::RiskLimitContext* context);
    Assume assume(P::AssumeContext* context);
    AssumeLine assumption(P::AssumptionContext* context);
    void other(antlr4::ParserRuleContext* context, const Heads& heads, std::string_view what,
               const Message<std::string_view>& unknown);

    // Works: build_works.cpp
    Work work(P::WorkContext* context);
    Item item(P::ItemContext* context);
    Item::Kind item_kind(P::ItemContext* context);
    Item::Kind peg(P::PegContext* context);
    Item::Kind take(P::TakeContext* context);
    void other_item(P::OtherItemContext* context);

    // Expressions: build_expressions.cpp
    ExprPtr expression(P::ExpressionContext* context);
    ExprPtr optional(P::ExpressionContext* context) { return context == nullptr ? nullptr : expression(context); }
    ExprPtr whole(P::ExpressionContext* context);
    Expr::Kind expression_kind(P::ExpressionContext* context);
    Expr::Kind number(P::NumberContext* context);
    Expr::Kind time(const antlr4::Token* token);
    Expr::Kind call(P::CallExpressionContext* context);
    Expr::Kind relative(P::RelativeExpressionContext* context);
    Expr::Kind relative_by(P::ByExpressionContext* context);
    Expr::Kind compare(P::CompareExpressionContext* context);
    Expr::Kind logical(BinaryOp op, P::ExpressionContext* context, antlr4::tree::TerminalNode* sign);
    Expr::Kind binary(BinaryOp op, P::ExpressionContext* context, const antlr4::Token* sign);
    void check_for(const Expr& operand, SourceRange sign, SourceRange all);

    // Places and words
    bool faulty(const antlr4::tree::ParseTree* context) const;
    SourceRange range(const antlr4::Token* token) const;
    SourceRange range(const antlr4::ParserRuleContext* context) const;
    Name name(P::WordContext* context) const;
    std::string text(SourceRange range) const { return std::string(file_.text(range)); }

    const SourceFile& file_;
    Diagnostics& diagnostics_;
    bool clean_;
};

}  // namespace weir::syntax
