// One golden format for the compiler's stages and the command line.
//
// A file holds a script, and below it what commands make of it:
//
//     weir 1
//     …
//     ==== tree
//     file
//       …
//     ==== weir check SCRIPT --json
//     …
//
// A line `==== COMMAND ARGUMENTS` begins a section; every line of its output is compared. The name of the file begins
// with `fail_` exactly when one of its commands reports an error. With WEIR_UPDATE=1 in the environment the outputs are
// written anew. A golden records, it does not judge: read the change before it is committed.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/source.h"

namespace weir::golden {

struct Outcome {
    std::string output;
    bool failed = false;
};

/// `arguments` are the words behind the command's name.
using Run = std::function<Outcome(const SourceFile& script, const std::vector<std::string>& arguments)>;

struct Command {
    std::string_view name;
    Run run;
};
/// A stage that wants goldens adds a row in commands.cpp.
std::span<const Command> commands();

/// lsp.cpp
Outcome lsp(const SourceFile& script, const std::vector<std::string>& arguments);

struct Section {
    std::string head;  // without the mark
    std::string output;
};
struct File {
    std::string script;
    std::vector<Section> sections;
};
File split(const std::string& text);
std::string join(const File& file);

/// What the file is once its commands have run, and whether one of them failed.
struct Result {
    File file;
    bool failed = false;
    std::string problem;  // a section that cannot be run
};
Result run(const File& file, const std::string& name);

}  // namespace weir::golden
