// Words whose part in a statement is seen from afar. Internal to this folder.
#pragma once

#include "compiler/syntax/lexemes.h"

namespace weir::syntax {

/// So that the grammar needs no long look ahead. `lexemes` are those of the token filter.
/// - In `expect executed = order.quantity by 10:00` the `by` belongs to the statement, in `expect mid better than
/// arrival by
///   5 bps by 10:00` only the last one does; in `at 09:10 trade 2 BTC at 30_000 USD` the price follows the `at` behind
///   `trade`. They are marked, and the expression before them ends there.
/// - In `depth levels from 2% to 8% better than anchor` the first word is a name, whatever else it may mean.
void mark_words(std::vector<Lexeme>& lexemes);

}  // namespace weir::syntax
