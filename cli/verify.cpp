// `weir verify`: proves what it can of strategies before they trade, and says what of the rest.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>

#include "cli/commands.h"
#include "cli/fail.h"
#include "cli/files.h"
#include "cli/market_of.h"
#include "cli/policies.h"
#include "cli/progress.h"
#include "cli/stated_markets.h"
#include "cli/uninterrupted.h"
#include "cli/verify_text.h"
#include "compiler/compiler.h"
#include "compiler/nominal_market.h"
#include "proofs/proofs.h"
#include "proofs/sha256.h"

namespace weir::cli {
namespace {

struct Options {
    std::vector<std::string> files, policy, tape, same_currency;
    std::string strategy, smt, counterexamples = "counterexamples", report;
    double effort = 1;
    bool json = false, no_cache = false, time_passes = false, quiet = false;
};

/// One strategy, with what its certificate says.
struct Entry {
    std::string file;
    proofs::Verified verified;
    std::string certificate;
    plan::Plan plan;
    lower::Market market;
    proofs::Subject subject;  // of these
    Diagnostics remarks;
    double ms = 0;
};

class Verifier {
  public:
    explicit Verifier(const Options& options) : options_(options), markets_(options.same_currency) {}

    int run() {
        for (const std::string& text : options_.tape)
            if (const std::string fault = markets_.open(text); !fault.empty()) return fail(fault);
        auto policies = read_policies(options_.policy);
        if (!policies) return fail(policies.error);
        policies_ = std::move(policies.value);
        const std::vector<std::string> paths = scripts_in(options_.files);
        if (paths.empty()) return fail("no `.weir` file found");
        std::vector<std::string> read = paths;
        read.insert(read.end(), options_.policy.begin(), options_.policy.end());
        read.insert(read.end(), options_.tape.begin(), options_.tape.end());
        const Output report{"--report", options_.report};
        if (const std::string fault = output_fault({&report, 1}, read); !fault.empty()) return fail(fault);
        for (size_t i = 0; i < paths.size(); ++i) {
            progress_.show(static_cast<double>(i) / static_cast<double>(paths.size()));
            take(paths[i]);
        }
        progress_.clear();
        return finish();
    }

  private:
    void complain(const std::string& message) {
        progress_.clear();
        fail(message);
        failed_ = true;
    }

    bool wanted(const plan::Plan& plan) const { return options_.strategy.empty() || plan.name == options_.strategy; }

    void take(const std::string& path) {
        auto text = read_file(path);
        if (!text) return complain(text.error);
        const SourceFile file(path, std::move(text.value));
        const auto market = [&](const sema::Program& program) { return markets_.market_for(program); };
        compiler::Checked checked = compiler::check(file, market, read_used_file, policies_);
        for (std::string& currency : compiler::currencies_of(checked.program))
            currencies_.push_back(std::move(currency));
        failed_ |= checked.diagnostics.has_errors();
        broken_ |= checked.diagnostics.has_errors();
        std::vector<Entry> entries;
        for (size_t i = 0; i < checked.plans.size(); ++i)
            if (wanted(checked.plans[i])) entries.push_back(verify(checked, i));
        for (const Entry& entry : entries) checked.diagnostics.append(entry.remarks);
        checked.diagnostics.sort_by_place();
        if (!checked.diagnostics.empty() && !options_.json) {
            progress_.clear();
            fmt::print(stderr, "{}",
                       render(checked.diagnostics, checked.files, {.colours = isatty(STDERR_FILENO) != 0}));
        }
        show(path, checked, entries);
        for (Entry& entry : entries) entries_.push_back(std::move(entry));
    }

    Entry verify(const compiler::Checked& checked, size_t strategy) const {
        const auto begin = std::chrono::steady_clock::now();
        proofs::Options how;
        how.effort = options_.effort;
        how.with_texts = !options_.smt.empty();
        if (!options_.no_cache) how.cache_dir = compiler::default_cache_dir();
        Entry entry;
        entry.file = checked.files.front().path();
        entry.verified = proofs::verify(checked, strategy, how);
        entry.plan = checked.plans[strategy];
        entry.market = checked.market;
        entry.remarks = proofs::remarks(entry.verified, checked.program.strategies[strategy]);
        proofs::Subject& subject = entry.subject;
        subject.script = entry.file;
        subject.script_sha256 = hash_of(checked.files);
        subject.policies = options_.policy;
        subject.counterexamples = options_.counterexamples;
        subject.plan = &entry.plan;
        subject.market = &entry.market;
        entry.certificate = proofs::certificate(entry.verified, subject);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
        entry.ms = took.count();
        return entry;
    }

    /// Of one text, that of the file; of several, that of their hashes, one a line.
    static std::string hash_of(const std::vector<SourceFile>& files) {
        if (files.size() == 1) return proofs::sha256(files.front().text());
        std::string hashes;
        for (const SourceFile& file : files) hashes += proofs::sha256(file.text()) + "\n";
        return proofs::sha256(hashes);
    }

    void show(const std::string& path, const compiler::Checked& checked, const std::vector<Entry>& entries) {
        if (options_.json) {
            boost::json::array certificates;
            for (const Entry& entry : entries) certificates.push_back(boost::json::parse(entry.certificate));
            results_.push_back({{"file", path},
                                {"ok", !checked.diagnostics.has_errors()},
                                {"diagnostics", boost::json::parse(render_json(checked.diagnostics, checked.files))},
                                {"certificates", std::move(certificates)}});
        } else if (!entries.empty() && !options_.quiet) {
            progress_.clear();
            fmt::print("{}\n", path);
            for (const Entry& entry : entries)
                fmt::print("  {}\n{}{}", summary(entry.verified), table(entry.verified),
                           stories(entry.verified, entry.file, options_.counterexamples));
            std::fflush(stdout);
        }
        if (options_.time_passes) {
            progress_.clear();
            for (const Entry& entry : entries)
                fmt::print(stderr, "{:<24} {:>9.3f} ms\n", entry.verified.strategy, entry.ms);
        }
    }

    int finish() {
        if (entries_.empty() && !broken_)
            return options_.strategy.empty()
                       ? fail("there is no strategy in what was named")
                       : fail(fmt::format("no strategy is called `{}` in what was named", options_.strategy));
        const std::string fault = broken_ ? "" : same_currency_fault(options_.same_currency, currencies_);
        if (!fault.empty()) complain(fault);
        const Uninterrupted whole;
        if (const std::string error = write_questions(); !error.empty()) complain(error);
        if (const std::string error = write_counterexamples(); !error.empty()) complain(error);
        if (const std::string error = write_report(); !error.empty()) complain(error);
        if (options_.json) fmt::print("{}\n", boost::json::serialize(results_));
        for (const Entry& entry : entries_) failed_ |= entry.verified.refuted();
        return failed_ ? kFailed : kOk;
    }

    std::string write_report() const {
        if (options_.report.empty()) return "";
        std::vector<proofs::Sheet> sheets;
        for (const Entry& entry : entries_) {
            sheets.push_back({&entry.verified, entry.subject});
            sheets.back().subject.plan = &entry.plan;
            sheets.back().subject.market = &entry.market;
        }
        return write_file(options_.report, proofs::page(sheets));
    }

    std::string write_counterexamples() const {
        if (options_.counterexamples == "-") return "";
        for (const Entry& entry : entries_)
            for (size_t i = 0; i < entry.verified.lines.size(); ++i) {
                const auto& shown = entry.verified.lines[i].counterexample;
                if (!shown) continue;
                std::error_code error;
                std::filesystem::create_directories(options_.counterexamples, error);
                if (error) return fmt::format("--counterexamples: {}: {}", options_.counterexamples, error.message());
                const std::string name = proofs::files_of(entry.verified, i, options_.counterexamples);
                for (const proofs::Counterexample::File& file : shown->files)
                    if (std::string fault = write_file(name + file.suffix, file.content); !fault.empty())
                        return "--counterexamples: " + fault;
            }
        return "";
    }

    /// A folder for each strategy: of several with one name, one that says the file too.
    std::string write_questions() const {
        namespace fs = std::filesystem;
        if (options_.smt.empty()) return "";
        for (const Entry& entry : entries_) {
            const auto same = [&](const Entry& other) { return other.verified.strategy == entry.verified.strategy; };
            const bool alone = std::ranges::count_if(entries_, same) == 1;
            const std::string name = entry.verified.strategy;
            const fs::path folder =
                fs::path(options_.smt) / (alone ? name : fs::path(entry.file).stem().string() + "." + name);
            if (std::string fault = write_questions(folder, proofs::question_files(entry.verified)); !fault.empty())
                return fault;
        }
        return write_questions(fs::path(options_.smt) / "order-manager", proofs::order_manager_files());
    }

    static std::string write_questions(const std::filesystem::path& folder,
                                       const std::vector<proofs::QuestionFile>& files) {
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        if (error) return fmt::format("--smt: {}: {}", folder.string(), error.message());
        for (const proofs::QuestionFile& file : files)
            if (std::string fault = write_file((folder / file.name).string(), file.text); !fault.empty())
                return "--smt: " + fault;
        return "";
    }

    const Options& options_;
    StatedMarkets markets_;
    std::vector<SourceFile> policies_;
    std::vector<Entry> entries_;
    std::vector<std::string> currencies_;
    boost::json::array results_;
    Progress progress_{"verifying"};
    bool failed_ = false, broken_ = false;
};

/// Nothing is written until all is known, so an interrupt has nothing to undo but the line of progress.
void leave(int) {
    if (isatty(STDERR_FILENO) != 0) [[maybe_unused]]
        const auto ignored = ::write(STDERR_FILENO, "\r\033[K", 4);
    _exit(128 + SIGINT);
}

int run(const Options& options) {
    std::signal(SIGINT, leave);
    return Verifier(options).run();
}

}  // namespace

void add_verify(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("verify", "Prove what a strategy never does, before it trades");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "Scripts, or folders of scripts")->required();
    command->add_option("--strategy", options->strategy, "Only this strategy");
    command->add_option("--policy", options->policy, "A file of policies that bind every strategy; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--tape", options->tape, "Verify for the instrument of this tape; NAME=TAPE for each leg")
        ->allow_extra_args(false);
    command
        ->add_option("--same-currency", options->same_currency,
                     "Take this currency as worth the instrument's, one for one")
        ->allow_extra_args(false);
    command->add_option("--effort", options->effort, "How many times the usual effort a question is worth")
        ->check([](const std::string& text) -> std::string {
            const bool decimal = text.find_first_not_of("0123456789.e+-") == std::string::npos;
            char* end = nullptr;
            const double value = decimal ? std::strtod(text.c_str(), &end) : 0;
            if (decimal && end && *end == '\0' && value >= 1e-9 && value <= 1e6) return {};
            return "`" + text + "` is no number from 1e-9 to 1e6";
        })
        ->capture_default_str();
    command
        ->add_option("--counterexamples", options->counterexamples,
                     "Where the markets are written that break a line; `-` for nowhere")
        ->capture_default_str();
    command->add_option("--report", options->report, "Also write the verdicts as one HTML file");
    command->add_option("--smt", options->smt, "Also write every question there, for another solver to answer");
    command->add_flag("--quiet", options->quiet, "Print only what is refuted, and what to mend");
    command->add_flag("--json", options->json, "The certificates as JSON");
    command->add_flag("--no-cache", options->no_cache, "Prove anew, and keep nothing");
    command->add_flag("--time-passes", options->time_passes, "Print how long each strategy took");
    command->footer(
        "Examples:\n  weir verify stdlib/sniper.weir\n  weir verify stdlib/sniper.weir --policy desk.weir\n"
        "  weir verify stdlib/sniper.weir --report verified.html\n  weir verify stdlib/sniper.weir --json --smt "
        "questions\n\n"
        "Exit codes: 0 every line is proven or guarded; 1 a line is refuted, or a script has errors; 2 wrong use; 130 "
        "interrupted.\n"
        "Verdicts are kept in $WEIR_CACHE, or else in $XDG_CACHE_HOME/weir or ~/.cache/weir.");
    command->callback([&action, options] { action = [options] { return run(*options); }; });
}

}  // namespace weir::cli
