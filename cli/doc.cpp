// `weir doc`: pages from the `///` of scripts.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
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
    std::string out;
    bool check = false;
};

std::string first_line(const std::string& doc) {
    return doc.substr(0, doc.find('\n'));
}

/// A cell of a table: on one line, its bars escaped.
std::string cell(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '|') result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result;
}

std::string source_of(const SourceFile& file, const syntax::ExprPtr& expression) {
    return expression ? "`" + std::string(file.text(expression->range)) + "`" : "";
}

class Page {
  public:
    Page(const SourceFile& file, const syntax::Tree& tree) : file_(file), tree_(tree) {}

    std::string write() {
        text_ = "# " + std::filesystem::path(file_.path()).stem().string() + "\n";
        for (const syntax::DeclarationRef& one : tree_.order) {
            if (one.kind == syntax::DeclarationKind::strategy) strategy(tree_.strategies[one.index]);
            if (one.kind == syntax::DeclarationKind::function) function(tree_.functions[one.index]);
            if (one.kind == syntax::DeclarationKind::policy) policy(tree_.policies[one.index]);
        }
        tests();
        text_ += fmt::format("\n## Source\n\n```weir\n{}```\n", file_.text());
        return std::move(text_);
    }

  private:
    void head(std::string_view kind, const std::string& name, const std::string& doc) {
        text_ += fmt::format("\n## {} `{}`\n", kind, name);
        if (!doc.empty()) text_ += "\n" + doc + "\n";
    }

    void strategy(const syntax::Strategy& one) {
        head("strategy", one.name.text, one.doc);
        if (one.parameters.empty()) return;
        text_ += "\n| parameter | type | default | from | to | |\n|---|---|---|---|---|---|\n";
        for (const syntax::Parameter& parameter : one.parameters)
            text_ +=
                fmt::format("| `{}` | {}{} | {} | {} | {} | {} |\n", parameter.name.text, parameter.live ? "live " : "",
                            parameter.type.text, source_of(file_, parameter.value), source_of(file_, parameter.low),
                            source_of(file_, parameter.high), cell(parameter.doc));
    }

    void function(const syntax::Function& one) {
        head("fn", one.name.text, one.doc);
        std::string parameters;
        for (const syntax::FunctionParameter& parameter : one.parameters)
            parameters += (parameters.empty() ? "" : ", ") + parameter.name.text + " : " + parameter.type.text;
        text_ += fmt::format("\n`{}({}){} = {}`\n", one.name.text, parameters,
                             one.result.text.empty() ? "" : " -> " + one.result.text,
                             one.value ? file_.text(one.value->range) : "");
    }

    void policy(const syntax::Policy& one) {
        head("policy", one.name.text, one.doc);
        text_ += "\n";
        for (const syntax::RiskLine& line : one.lines) text_ += fmt::format("- `{}`\n", file_.text(line.range));
    }

    void tests() {
        if (tree_.tests.empty()) return;
        text_ += "\n## What its tests show\n\n";
        for (const syntax::Test& test : tree_.tests) text_ += "- " + test.title.text + "\n";
    }

    const SourceFile& file_;
    const syntax::Tree& tree_;
    std::string text_;
};

class Writer {
  public:
    explicit Writer(const Options& options) : options_(options) {}

    int run() {
        const std::vector<std::string> paths = scripts_in(options_.files);
        if (paths.empty()) return fail("no `.weir` file found");
        if (options_.check && options_.out.empty()) return fail("--check compares with a folder: name it by -o");
        for (const std::string& path : paths) page(path);
        if (!options_.out.empty()) put("README.md", index_);
        return failed_ ? kFailed : kOk;
    }

  private:
    void page(const std::string& path) {
        auto text = read_file(path);
        if (!text) {
            fail(text.error);
            failed_ = true;
            return;
        }
        const SourceFile file(path, std::move(text.value));
        const syntax::Parsed parsed = syntax::parse(file);
        if (parsed.diagnostics.has_errors()) {
            fmt::print(stderr, "{}", render(parsed.diagnostics, {&file, 1}, {.colours = isatty(STDERR_FILENO) != 0}));
            failed_ = true;
            return;
        }
        const std::string page = Page(file, parsed.tree).write();
        const std::string name = std::filesystem::path(path).stem().string();
        for (const syntax::Strategy& one : parsed.tree.strategies)
            index_ += fmt::format("| [`{}`]({}.md) | {} |\n", one.name.text, name, cell(first_line(one.doc)));
        if (options_.out.empty())
            fmt::print("{}", page);
        else
            put(name + ".md", page);
    }

    /// Writes a page, or says that the one there is another.
    void put(const std::string& name, const std::string& page) {
        const std::string path = (std::filesystem::path(options_.out) / name).string();
        const auto there = read_file(path);
        if (there && there.value == page) return;
        if (options_.check) {
            fail(path + (there ? ": not what the scripts say" : ": missing") + "; `weir doc` writes it");
            failed_ = true;
            return;
        }
        std::error_code ignored;
        std::filesystem::create_directories(options_.out, ignored);
        if (const std::string error = write_file(path, page); !error.empty()) {
            fail(error);
            failed_ = true;
            return;
        }
        fmt::print("{}\n", path);
    }

    const Options& options_;
    std::string index_ = "# Strategies\n\n| strategy | |\n|---|---|\n";
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
        "Examples:\n  weir doc stdlib/vwap.weir\n  weir doc stdlib -o docs/stdlib\n"
        "  weir doc stdlib -o docs/stdlib --check");
    command->callback([&action, options] { action = [options] { return Writer(*options).run(); }; });
}

}  // namespace weir::cli
