// `weir doc`: pages from the `///` of scripts.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <map>
#include <memory>

#include "cli/commands.h"
#include "cli/doc_page.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "compiler/nominal_market.h"

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
        if (options_.out.empty()) return failed_ ? kFailed : kOk;
        pages_.emplace("README.md", list_);
        if (failed_) return kFailed;  // a list without some of the scripts would be a wrong one
        for (const auto& [name, text] : pages_) put(name, text);
        if (options_.check) look_for_others();
        return failed_ ? kFailed : kOk;
    }

  private:
    void page(const std::string& path) {
        auto text = read_file(path);
        if (!text) return complain(text.error);
        const SourceFile file(path, std::move(text.value));
        const compiler::Checked checked = compiler::check(
            file, [](const sema::Program& program) { return compiler::nominal_market(program); }, read_used_file);
        if (checked.diagnostics.has_errors()) {
            fmt::print(stderr, "{}",
                       render(checked.diagnostics, checked.files, {.colours = isatty(STDERR_FILENO) != 0}));
            failed_ = true;
            return;
        }
        list_ += list_rows(checked);
        if (options_.out.empty()) return fmt::print("{}", page_of(checked));
        for (const SourceFile& one : checked.files) read_.push_back(one.path());
        const std::string name = fs::path(path).stem().string() + ".md";
        const auto [other, is_new] = scripts_.emplace(name, path);
        if (!is_new)
            return complain(
                fmt::format("{} and {}: both would be {}; give one another name", other->second, path, name));
        if (name == "README.md") return complain(path + ": its page would be README.md, which is the list of all");
        pages_.emplace(name, page_of(checked));
    }

    /// Writes a page, or says that the one there is another.
    void put(const std::string& name, const std::string& page) {
        const std::string path = (fs::path(options_.out) / name).string();
        const auto there = read_file(path);
        if (there && there.value == page) return;
        if (options_.check)
            return complain(path + (there ? ": not what the scripts say" : ": missing") + "; `weir doc` writes it");
        std::error_code ignored;
        fs::create_directories(options_.out, ignored);
        const Output output{"--out", path};
        if (const std::string error = output_fault({&output, 1}, read_); !error.empty()) return complain(error);
        if (const std::string error = write_file(path, page); !error.empty()) return complain(error);
        fmt::print("{}\n", path);
    }

    void look_for_others() {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(options_.out, ignored))
            if (entry.path().extension() == ".md" && !pages_.contains(entry.path().filename().string()))
                complain(entry.path().string() + ": no script is called so");
    }

    void complain(const std::string& message) {
        fail(message);
        failed_ = true;
    }

    const Options& options_;
    std::string list_ = list_head();
    std::map<std::string, std::string> pages_;    // by name, made before any is written
    std::map<std::string, std::string> scripts_;  // by the name of their page
    std::vector<std::string> read_;
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
