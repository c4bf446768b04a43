// One version of a script with all that is known of it, and what makes the next from it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/sema/sema.h"
#include "compiler/syntax/sources.h"
#include "compiler/syntax/syntax.h"
#include "ide/names.h"

namespace weir::ide {

/// What a strategy costs, as far as it could be worked out.
struct Cost {
    std::string strategy;
    plan::Bounds bounds;
    struct Memory {
        SourceRange range;  // of the expression that needs it
        int64_t bytes = 0;
    };
    std::vector<Memory> memory;
};

struct Analysis {
    std::vector<SourceFile> files;      // the script first, then what it uses, then policies that bind it besides
    std::vector<syntax::Tree> trees;    // by file
    std::vector<syntax::Token> tokens;  // of the script, in order
    sema::Program program;              // whole only when there are no errors
    std::vector<sema::TestCase> tests;
    std::vector<sema::Typed> types;  // in order of place
    Names names;
    lower::Market market;               // that it was checked for
    std::vector<std::string> policies;  // paths of those of the files that bind the script besides
    std::vector<Cost> costs;            // by strategy of the program; empty when there are errors
    Diagnostics diagnostics;            // of all files, in order of place

    const SourceFile& file() const { return files.front(); }
    const syntax::Tree& tree() const { return trees.front(); }
    std::string_view text(SourceRange range) const { return files[range.file].text(range); }
    /// The types of expressions that begin and end just there, or nothing.
    const sema::Typed* type_of(SourceRange range) const;
};
using Snapshot = std::shared_ptr<const Analysis>;

/// What every strategy of the script follows from besides its own text: functions, policies, the market.
std::string common_ground(const Analysis& analysis);

/// Analyses versions of one script, one after another: says of each what a compiler that never saw another would say.
class Analyst {
  public:
    /// Files that are used come from `read`; `policies` bind the script besides.
    Snapshot analyse(const SourceFile& file, const syntax::ReadFile& read,
                     const std::vector<SourceFile>& policies = {});

  private:
    struct Lowered {
        Diagnostics diagnostics;  // as though the strategy began at the top of the file
        Cost cost;                // likewise
    };
    using Known = std::unordered_map<std::string, Lowered>;

    void lower_all(Analysis& analysis);

    std::unordered_map<std::string, syntax::Reparser> parsers_;  // by path
    Known lowered_;                                              // by all that a strategy follows from
};

}  // namespace weir::ide
