// Parts of a script as text, for `to_source`. Internal to this folder.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/operators.h"

namespace weir::syntax {

/// With the brackets that it was written in.
std::string write(const Expr& expr);
/// In brackets, and not in two.
std::string in_brackets(const Expr& expr);
/// In parentheses when it binds more loosely than its place needs.
std::string write(const ExprPtr& expr, Binding at_least);
/// " word EXPR", or nothing when the part was left out.
std::string clause(std::string_view word, const ExprPtr& expr);
/// In parentheses when it has one of these words outside of parentheses, where the statement around it has one too.
std::string without(std::initializer_list<std::string_view> words, const ExprPtr& expr);
std::string in_quotes(const Quoted& text);
std::string list_of(const std::vector<Quoted>& texts);

/// Statements that are one line each. An item must not be a route, which is a block.
std::string item_text(const Item& item);
std::string route_line_text(const RouteLine& line);
std::string risk_line_text(const RiskLine& line);
std::string assume_line_text(const AssumeLine& line);
/// " including blocks, auctions", or nothing.
std::string including_text(const Including& prints);
std::string leg_text(const Leg& leg);
std::string test_statement_text(const TestStatement& statement);

}  // namespace weir::syntax
