// `weir doc`: pages from the `///` of scripts.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/commands.h"
#include "cli/doc_page.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "cli/market_of.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> files;
    std::string out;
    bool check = false;
};

class Writer {
  public:
    explicit Writer(const Options& options) : options_(options) {}

    int run() {
        const std::vector<std::string> paths = scripts_in(options_.files);
        if (paths.empty()) return fail("no `.weir` file found");
        if (options_.check && options_.out.empty()) return fail("--check compares with a folder: name it by -o");
        for (const std::string& path : paths) page(path);
        if (!options_.out.empty()) put("README.md", list_);
        if (options_.check) look_for_others();
        return failed_ ? kFailed : kOk;
    }

  private:
    void page(const std::string& path) {
        auto text = read_file(path);
        if (!text) return complain(text.error);
        const SourceFile file(path, std::move(text.value));
        const compiler::Checked checked = compiler::check(
            file, [](const sema::Program& program) { return nominal_market(program, {}); }, read_used_file);
        if (checked.diagnostics.has_errors()) {
            fmt::print(stderr, "{}",
                       render(checked.diagnostics, checked.files, {.colours = isatty(STDERR_FILENO) != 0}));
            failed_ = true;
            return;
        }
        list_ += list_rows(checked);
        if (options_.out.empty())
            fmt::print("{}", page_of(checked));
        else
            put(fs::path(path).stem().string() + ".md", page_of(checked));
    }

    /// Writes a page, or says that the one there is another.
    void put(const std::string& name, const std::string& page) {
        const std::string path = (fs::path(options_.out) / name).string();
        if (!written_.insert(name).second) return complain(path + ": two scripts have the same name");
        const auto there = read_file(path);
        if (there && there.value == page) return;
        if (options_.check)
            return complain(path + (there ? ": not what the scripts say" : ": missing") + "; `weir doc` writes it");
        std::error_code ignored;
        fs::create_directories(options_.out, ignored);
        if (const std::string error = write_file(path, page); !error.empty()) return complain(error);
        fmt::print("{}\n", path);
    }

    void look_for_others() {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(options_.out, ignored))
            if (entry.path().extension() == ".md" && !written_.contains(entry.path().filename().string()))
                complain(entry.path().string() + ": no script is called so");
    }

    void complain(const std::string& message) {
        fail(message);
        failed_ = true;
    }

    const Options& options_;
    std::string list_ = list_head();
    std::set<std::string> written_;
    bool failed_ = false;
};

}  // namespace

void add_doc(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("doc", "Write pages from the `///` of scripts");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "Scripts, or folders of scripts")->required();
    command->add_option("-o,--out", options->out, "The folder that gets a page for each script and a list of them");
    command->add_flag("--check", options->check, "Write nothing; exit with 1 when a page is not what its script says");
    command->footer(
        "Examples:\n  weir doc stdlib/vwap.weir\n  weir doc stdlib -o pages\n  weir doc stdlib -o pages --check");
    command->callback([&action, options] { action = [options] { return Writer(*options).run(); }; });
}

}  // namespace weir::cli
