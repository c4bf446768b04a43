// The unit that the value at a place should have. Internal to this folder.
#pragma once

#include <vector>

#include "compiler/sema/units.h"
#include "compiler/syntax/expected.h"
#include "ide/analysis.h"

namespace weir::ide {

/// What `word` is of: of the language, a parameter or a let that can be read at a place. `error`: not known.
sema::Unit unit_of(const Analysis& analysis, std::string_view word, uint32_t offset);

/// The units that what is typed next may have, the likeliest first; empty: nothing is known of it.
std::vector<sema::Unit> wanted_at(const Analysis& analysis, const syntax::Expected& expected, uint32_t offset);

}  // namespace weir::ide
