// A script and the files that it uses, read and parsed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/syntax.h"
#include "compiler/syntax/tree.h"

namespace weir::syntax {

/// The text of a file, or why it cannot be read.
struct FileText {
    std::string text;
    std::string error;
};
using ReadFile = std::function<FileText(const std::string& path)>;

struct Sources {
    std::vector<SourceFile> files;  // the script first; `files[i]` has id i
    std::vector<Tree> trees;        // by file
    Diagnostics diagnostics;        // of the syntax, and of what is used and cannot be
};

/// As `parse` does.
using ParseFile = std::function<Parsed(const SourceFile& file)>;

/// `use "house.weir"` names a file beside the one that says it. Each file is read once, whoever uses it. What a used
/// file uses counts too. `besides` are read as though the script used them.
Sources read_sources(
    const SourceFile& script, const ReadFile& read, const std::vector<SourceFile>& besides = {},
    const ParseFile& parse = [](const SourceFile& file) { return syntax::parse(file); });

}  // namespace weir::syntax
