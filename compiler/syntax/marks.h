// Words whose part in a statement is seen from afar. Internal to this folder.
#pragma once

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {

/// Gives them kinds of their own, so that the grammar needs one token of look ahead. `lexemes` are those of the token
/// filter.
/// - STATEMENT_BY, STATEMENT_AT: in `expect executed = order.quantity by 10:00` the `by` belongs to the statement, in
///   `expect mid better than arrival by 5 bps by 10:00` only the last one does; in `at 09:10 trade 2 BTC at 30_000 USD`
///   the price follows the `at` behind `trade`; in `mid at most 5 USD` the `at` asks for no value of the past.
/// - ARGUMENT_NAME: the first word of `alpha 12 bps` as an argument.
/// - COUNT: the first word of `25 levels from …`, and the one before `times`.
void mark_words(std::vector<Lexeme>& lexemes);

}  // namespace weir::syntax
