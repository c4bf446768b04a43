// `weir fmt`: scripts in the house format. A script that cannot be read is left as it is.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

#include "cli/commands.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "compiler/syntax/syntax.h"

namespace weir::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    bool check = false;
};

/// The text in the house format; nothing when it has errors, which are then shown.
std::optional<std::string> formatted(const SourceFile& file) {
    const syntax::Parsed parsed = syntax::parse(file);
    if (parsed.diagnostics.has_errors()) {
        fmt::print(stderr, "{}", render(parsed.diagnostics, {&file, 1}, {.colours = isatty(STDERR_FILENO) != 0}));
        return std::nullopt;
    }
    return syntax::to_source(parsed.tree, file);
}

int format_standard_input(bool check) {
    const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    const auto result = formatted(SourceFile("<stdin>", text));
    if (!result) return kFailed;
    if (check) return *result == text ? kOk : fail("<stdin>: not in the house format");
    fmt::print("{}", *result);
    return kOk;
}

int format_file(const std::string& path, bool check) {
    auto text = read_file(path);
    if (!text) return fail(text.error);
    const SourceFile file(path, std::move(text.value));
    const auto result = formatted(file);
    if (!result) return kFailed;
    if (*result == file.text()) return kOk;
    if (check) return fail(path + ": not in the house format; `weir fmt " + path + "` writes it so");
    if (const std::string error = write_file(path, *result); !error.empty()) return fail(error);
    fmt::print("{}\n", path);
    return kOk;
}

int run(const Options& options) {
    if (options.files == std::vector<std::string>{"-"}) return format_standard_input(options.check);
    const std::vector<std::string> paths = scripts_in(options.files);
    if (paths.empty()) return fail("no `.weir` file found");
    int code = kOk;
    for (const std::string& path : paths)
        if (format_file(path, options.check) != kOk) code = kFailed;
    return code;
}

}  // namespace

void add_fmt(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("fmt", "Write scripts in the house format");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "Scripts, folders of scripts, or `-` for standard input to output")
        ->required();
    command->add_flag("--check", options->check, "Change nothing; exit with 1 when a script is not in the format");
    command->footer(
        "Examples:\n  weir fmt stdlib\n  weir fmt --check stdlib/*.weir\n  weir fmt - < stdlib/twap.weir\n\n"
        "The names of the scripts that changed are printed. Comments, blank lines between statements, and blocks that "
        "were written on one line stay.");
    command->callback([&action, options] { action = [options] { return run(*options); }; });
}

}  // namespace weir::cli
