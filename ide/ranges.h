// Between which bounds a value stays. Internal to this folder.
#pragma once

#include <string>

#include "ide/analysis.h"

namespace weir::ide {

/// "from 0.5 to 2": what an expression can be, whatever the market does, by its literals and the ranges of parameters;
/// empty when it depends on the market, or says itself what it is.
std::string bounds_text(const Analysis& analysis, SourceRange expression);

}  // namespace weir::ide
