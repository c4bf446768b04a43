// Stricter clauses by which a limit that is not proven becomes one that is. Internal to this folder.
#pragma once

#include "ide/verdicts.h"

namespace weir::ide {

/// What may make the line provable, as edits in order of place; nothing where there is no idea. It is not yet proven.
std::vector<Edit> stricter(const Analysis& analysis, const syntax::Strategy& strategy, const syntax::RiskLine& line);

/// What such a change does, in words; `text` is of the limit.
std::string stricter_title(const syntax::RiskLine& line, std::string_view text);

}  // namespace weir::ide
