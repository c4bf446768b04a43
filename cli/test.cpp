// `weir test`: runs the tests of scripts in simulated markets.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "compiler/compiler.h"
#include "compiler/nominal_market.h"
#include "testing/testing.h"

namespace weir::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string filter, engine = "interpreter", junit, seed = "1";
    bool json = false, watch = false, quiet = false;
};

/// What became of one file.
struct FileResult {
    std::string path;
    std::string fault;  // why its tests could not be run; empty when they were
    std::vector<testing::Result> tests;
    std::vector<SourceFile> sources;
};

std::string name_of(const testing::Result& result) {
    return fmt::format("{}, {} ({})", result.strategy, result.side == Side::buy ? "buy" : "sell", result.title);
}

std::string place_of(const FileResult& file, SourceRange range) {
    const SourceFile& source = file.sources[range.file];
    return fmt::format("{}:{}", source.path(), source.position(range.begin).line);
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (c == '&')
            result += "&amp;";
        else if (c == '"')
            result += "&quot;";
        else if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t')
            result += c;
    }
    return result;
}

class Tester {
  public:
    explicit Tester(const Options& options) : options_(options) {}

    int run() {
        const std::vector<std::string> paths = scripts_in(options_.files);
        if (paths.empty()) return fail("no `.weir` file found");
        if (const std::string fault = junit_fault(paths); !fault.empty()) return fail(fault);
        for (const std::string& path : paths) test(path);
        if (const std::string fault = junit_fault(used()); !fault.empty()) return fail(fault);
        if (options_.json) fmt::print("{}\n", boost::json::serialize(as_json()));
        if (!options_.junit.empty())
            if (const std::string error = write_file(options_.junit, as_junit()); !error.empty()) return fail(error);
        if (!options_.json) sum_up();
        if (tests_ == 0 && !broken_) return none_found();
        return failed_ == 0 && !broken_ ? kOk : kFailed;
    }

  private:
    std::string junit_fault(const std::vector<std::string>& inputs) const {
        const Output junit{"--junit", options_.junit};
        return output_fault({&junit, 1}, inputs);
    }
    /// The scripts that the scripts use.
    std::vector<std::string> used() const {
        std::vector<std::string> paths;
        for (const FileResult& file : results_)
            for (const SourceFile& source : file.sources) paths.push_back(source.path());
        return paths;
    }

    int none_found() const {
        return options_.filter.empty() ? fail("no test was found; a test is written `test \"…\" { … }` in a script")
                                       : fail(fmt::format("no test or strategy has `{}` in its name", options_.filter));
    }

    void test(const std::string& path) {
        FileResult& result = results_.emplace_back();
        result.path = path;
        auto text = read_file(path);
        if (!text) {
            fail(text.error);
            result.fault = text.error;
            broken_ = true;
            return;
        }
        auto checked = compiler::check(
            SourceFile(path, std::move(text.value)),
            [](const sema::Program& program) { return compiler::nominal_market(program); }, read_used_file);
        result.sources = checked.files;
        if (checked.diagnostics.has_errors()) {
            fmt::print(stderr, "{}",
                       render(checked.diagnostics, checked.files, {.colours = isatty(STDERR_FILENO) != 0}));
            result.fault = render(checked.diagnostics, checked.files, {});
            broken_ = true;
            return;
        }
        testing::Options how;
        how.filter = options_.filter;
        how.engine = options_.engine == "native" ? compiler::EngineKind::native : compiler::EngineKind::interpreter;
        how.seed = std::stoull(options_.seed);
        how.done = [&](const testing::Result& one) { report(result, one); };
        result.tests = testing::run(checked, how);
    }

    void report(const FileResult& file, const testing::Result& one) {
        ++tests_;
        failed_ += !one.passed();
        if (options_.json) return;
        if (one.passed()) {
            if (!options_.quiet) fmt::print("  ok    {}\n", name_of(one));
            return;
        }
        fmt::print("  FAIL  {}\n", name_of(one));
        if (!one.fault.empty()) fmt::print("        {}: {}\n", place_of(file, one.range), one.fault);
        for (const testing::Failure& failure : one.failures) {
            fmt::print("        {}\n", place_of(file, failure.range));
            fmt::print("          expected  {}\n", failure.expected);
            fmt::print("          happened  {}\n", failure.happened);
        }
    }

    void sum_up() const { fmt::print("{} test{}, {} failed\n", tests_, tests_ == 1 ? "" : "s", failed_); }

    boost::json::array as_json() const {
        boost::json::array all;
        for (const FileResult& file : results_) {
            if (!file.fault.empty()) all.push_back({{"file", file.path}, {"passed", false}, {"fault", file.fault}});
            for (const testing::Result& one : file.tests) {
                boost::json::array failures;
                for (const testing::Failure& failure : one.failures)
                    failures.push_back({{"line", file.sources[failure.range.file].position(failure.range.begin).line},
                                        {"expected", failure.expected},
                                        {"happened", failure.happened}});
                all.push_back({{"file", file.path},
                               {"test", one.title},
                               {"strategy", one.strategy},
                               {"side", one.side == Side::buy ? "buy" : "sell"},
                               {"passed", one.passed()},
                               {"fault", one.fault},
                               {"failures", std::move(failures)}});
            }
        }
        return all;
    }

    /// The form that build servers read: a suite a file, a case a test and side.
    std::string as_junit() const {
        std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
        for (const FileResult& file : results_) {
            const bool broken = !file.fault.empty();
            size_t failed = 0, faults = broken;
            for (const testing::Result& one : file.tests) (one.fault.empty() ? failed : faults) += !one.passed();
            text += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                                escaped(file.path), file.tests.size() + broken, failed, faults);
            if (broken)
                text +=
                    fmt::format("    <testcase name=\"check\"><error message=\"{} has errors\">{}</error></testcase>\n",
                                escaped(file.path), escaped(file.fault));
            for (const testing::Result& one : file.tests) add_case(text, file, one);
            text += "  </testsuite>\n";
        }
        return text + "</testsuites>\n";
    }

    static void add_case(std::string& text, const FileResult& file, const testing::Result& one) {
        const std::string name = fmt::format("{} ({})", one.title, one.side == Side::buy ? "buy" : "sell");
        text += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(one.strategy), escaped(name));
        if (one.passed()) {
            text += "/>\n";
            return;
        }
        text += ">\n";
        if (!one.fault.empty()) text += fmt::format("      <error message=\"{}\"/>\n", escaped(one.fault));
        for (const testing::Failure& failure : one.failures)
            text += fmt::format("      <failure message=\"{}\">{}: {}</failure>\n", escaped(failure.expected),
                                escaped(place_of(file, failure.range)), escaped(failure.happened));
        text += "    </testcase>\n";
    }

    const Options& options_;
    std::vector<FileResult> results_;
    size_t tests_ = 0, failed_ = 0;
    bool broken_ = false;
};

using Stamps = std::map<std::string, std::filesystem::file_time_type>;

Stamps stamps_of(const std::vector<std::string>& files) {
    Stamps stamps;
    for (const std::string& path : scripts_in(files)) {
        std::error_code error;
        stamps[path] = std::filesystem::last_write_time(path, error);
    }
    return stamps;
}

/// Runs again whenever a script changes, until it is interrupted.
int watch(const Options& options) {
    constexpr std::chrono::milliseconds kPause{300};
    while (true) {
        const Stamps before = stamps_of(options.files);
        Tester(options).run();
        fmt::print("watching {} script{}; end with Ctrl-C\n", before.size(), before.size() == 1 ? "" : "s");
        std::fflush(stdout);
        while (stamps_of(options.files) == before) std::this_thread::sleep_for(kPause);
    }
}

}  // namespace

void add_test(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("test", "Run the tests of scripts in simulated markets");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "Scripts, or folders of scripts")->required();
    command->add_option("--filter", options->filter, "Only tests with this in their title or their strategy's name");
    command->add_option("--engine", options->engine, "What runs the strategy: interpreter or native")
        ->check(CLI::IsMember({"native", "interpreter"}))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "Of everything that is drawn at random")
        ->check(seed_fault)
        ->capture_default_str();
    command->add_option("--junit", options->junit, "Write the results there, in the form that build servers read");
    command->add_flag("--json", options->json, "Results as JSON");
    command->add_flag("--quiet", options->quiet, "Print only the tests that fail");
    command->add_flag("--watch", options->watch, "Run again whenever a script changes");
    command->footer(
        "Examples:\n  weir test stdlib\n  weir test stdlib/twap.weir --filter \"blown out\"\n  weir test "
        "stdlib/twap.weir --watch\n"
        "  weir test stdlib/twap.weir --junit results.xml\n\n"
        "Exit codes: 0 all passed; 1 a test failed, or a script has errors.");
    command->callback([&action, options] {
        action = [options] { return options->watch ? watch(*options) : Tester(*options).run(); };
    });
}

}  // namespace weir::cli
