// What is known of a value, in words. Internal to this folder.
#pragma once

#include <string>

#include "ide/analysis.h"

namespace weir::ide {

/// "price of btc, may be absent"
std::string type_text(const Analysis& analysis, const sema::Typed& typed);
/// What the value of a let was found to be.
const sema::Typed* type_of_let(const Analysis& analysis, const Declaration& let);
/// The expression at a place that holds no other there.
const sema::Typed* type_at(const Analysis& analysis, uint32_t offset);

/// When the value of an expression is absent: "before the first trade", several with "or"; empty when that is not
/// known.
std::string absence_text(const Analysis& analysis, SourceRange expression);

}  // namespace weir::ide
