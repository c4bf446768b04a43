// What may stand at a place of a script, as the grammar has it: for whoever completes what is being typed.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace weir::syntax {

struct Expected {
    /// Where the place is.
    enum class Where : uint8_t { code, text, comment };  // text: between quotes
    Where where = Where::code;
    SourceRange prefix;  // what of a word, or of a text between quotes, stands before the place and right behind it
    /// The first word of the block around it: `strategy`, `work`, `risk`, …; empty: none, the place is of the file.
    std::string block;
    std::vector<std::string> before;  // words and signs of the statement up to the place
    std::vector<SourceRange> ranges;  // of these
    std::set<std::string> words;      // of the language that may stand here: `over`, `at`
    std::set<std::string> names;      // rules of the grammar that may have a name here: `named` is a value
    bool number = false, time = false, text = false, unit = false;
};

/// At byte `offset`. What stands behind it says nothing; what is wrong in other statements neither.
Expected expected_at(const SourceFile& file, uint32_t offset);

}  // namespace weir::syntax
