// Scripts with exactly one mistake: a right one, and one part of it broken.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/tree.h"

namespace weir::sema::test {

/// Putting `replacement` in the place of `at` makes the script wrong.
struct Break {
    std::string_view kind;  // "wrong unit", "misspelt name"
    SourceRange statement;  // that is to be blamed; `at` lies in it, or at its end
    SourceRange at;
    std::string replacement;
    std::vector<Code> codes;  // one of these says what is wrong

    std::string text_of(const SourceFile& file) const;
    SourceRange blamed() const;  // the statement in the broken text
};

/// All that can be broken in a script without errors. What stands in for what was there is chosen by the seed.
std::vector<Break> breaks_of(const syntax::Tree& tree, const SourceFile& file, uint64_t seed);

}  // namespace weir::sema::test
