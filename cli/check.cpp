#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <memory>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/market_of.h"
#include "cli/stated_markets.h"
#include "cli/verify_text.h"
#include "compiler/compiler.h"
#include "compiler/native/native.h"
#include "compiler/nominal_market.h"
#include "compiler/sema/sema.h"
#include "compiler/syntax/syntax.h"
#include "proofs/proofs.h"

namespace weir::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string strategy, print, engine;
    std::vector<std::string> tape, same_currency;
    int opt_level = 2;
    bool json = false, time_passes = false, no_cache = false, verify = false;
};

class Checker {
  public:
    explicit Checker(Options options) : options_(std::move(options)), markets_(options_.same_currency) {}

    int run() {
        for (const std::string& text : options_.tape)
            if (const std::string fault = markets_.open(text); !fault.empty()) return complain(fault);
        const std::vector<std::string> paths = scripts_in(options_.files);
        if (paths.empty()) return complain("no `.weir` file found");
        for (const std::string& path : paths) check_file(path);
        // What a broken script names is not known.
        const std::string fault = failed_ ? "" : same_currency_fault(options_.same_currency, currencies_);
        if (!fault.empty()) complain(fault);
        if (options_.json) fmt::print("{}\n", boost::json::serialize(results_));
        return failed_ ? kFailed : kOk;
    }

  private:
    int complain(const std::string& message) {
        fmt::print(stderr, "error: {}\n", message);
        failed_ = true;
        return kFailed;
    }

    void check_file(const std::string& path) {
        auto text = read_file(path);
        if (!text) {
            complain(text.error);
            return;
        }
        const SourceFile file(path, std::move(text.value));
        auto checked = compiler::check(
            file, [&](const sema::Program& program) { return markets_.market_for(program); }, read_used_file);
        for (std::string& currency : compiler::currencies_of(checked.program))
            currencies_.push_back(std::move(currency));
        const std::vector<std::string> verdicts = verify(checked);
        failed_ |= checked.diagnostics.has_errors();
        if (options_.json)
            add_json(file, checked);
        else
            show(file, checked, verdicts);
        if (!checked.diagnostics.has_errors()) build(checked);
        if (options_.time_passes) show_times(path, checked.phases);
    }

    /// A line for each strategy; what a user should know of it joins the diagnostics.
    std::vector<std::string> verify(compiler::Checked& checked) const {
        std::vector<std::string> lines;
        if (!options_.verify) return lines;
        proofs::Options how;
        how.search = false;
        if (!options_.no_cache) how.cache_dir = compiler::default_cache_dir();
        Diagnostics remarks;
        for (size_t i = 0; i < checked.plans.size(); ++i) {
            const proofs::Verified verified = proofs::verify(checked, i, how);
            remarks.append(proofs::remarks(verified, checked.program.strategies[i]));
            lines.push_back(summary(verified));
        }
        checked.diagnostics.append(std::move(remarks));
        checked.diagnostics.sort_by_place();
        return lines;
    }

    void show(const SourceFile& file, const compiler::Checked& checked, const std::vector<std::string>& verdicts) {
        if (!checked.diagnostics.empty())
            fmt::print(stderr, "{}",
                       render(checked.diagnostics, checked.files, {.colours = isatty(STDERR_FILENO) != 0}));
        if (!options_.print.empty())
            print_stage(file, checked);
        else if (!checked.diagnostics.has_errors())
            summarise(file, checked, verdicts);
    }

    static void summarise(const SourceFile& file, const compiler::Checked& checked,
                          const std::vector<std::string>& verdicts) {
        fmt::print("{}: ok\n", file.path());
        for (size_t i = 0; i < checked.plans.size(); ++i) {
            const plan::Plan& plan = checked.plans[i];
            const plan::Bounds bounds = plan::bounds_of(plan);
            fmt::print(
                "  {}: {} bytes of state, {} operations a step, at most {} working at once, wakes on {} inputs\n",
                plan.name, bounds.state_bytes, bounds.operations, bounds.working_orders, bounds.wake_inputs);
            for (const sema::Leg& leg : checked.program.strategies[i].legs)
                fmt::print("    leg {}\n", file.text(leg.range));
            if (!verdicts.empty()) fmt::print("  {}\n", verdicts[i]);
        }
    }

    void add_json(const SourceFile& file, const compiler::Checked& checked) {
        boost::json::object result;
        result["file"] = file.path();
        result["ok"] = !checked.diagnostics.has_errors();
        result["diagnostics"] = boost::json::parse(render_json(checked.diagnostics, checked.files));
        boost::json::array strategies;
        for (size_t i = 0; i < checked.plans.size(); ++i) {
            const plan::Plan& plan = checked.plans[i];
            const plan::Bounds bounds = plan::bounds_of(plan);
            boost::json::array legs;
            for (const sema::Leg& leg : checked.program.strategies[i].legs)
                legs.push_back(boost::json::string(leg.name));
            strategies.push_back({{"name", plan.name},
                                  {"plan_hash", fmt::format("{:016x}", plan::content_hash(plan))},
                                  {"state_bytes", bounds.state_bytes},
                                  {"operations", bounds.operations},
                                  {"working_orders", bounds.working_orders},
                                  {"wake_inputs", bounds.wake_inputs},
                                  {"legs", std::move(legs)}});
        }
        result["strategies"] = std::move(strategies);
        results_.push_back(std::move(result));
    }

    bool wanted(const plan::Plan& plan) const { return options_.strategy.empty() || plan.name == options_.strategy; }

    void print_stage(const SourceFile& file, const compiler::Checked& checked) {
        if (options_.print == "tree") fmt::print("{}", syntax::print_tree(checked.trees.front()));
        if (options_.print == "types" && !checked.diagnostics.has_errors())
            fmt::print("{}", sema::print_types(checked.program, file));
        for (const plan::Plan& generic : checked.plans) {
            if (!wanted(generic)) continue;
            const native::Options native{.opt_level = options_.opt_level, .cache_dir = {}};
            if (options_.print == "plan") fmt::print("{}", plan::print(plan::specialise(generic, markets_.bindings())));
            if (options_.print == "llvm")
                fmt::print("{}", native::print_llvm(plan::specialise(generic, markets_.bindings()), native));
            if (options_.print == "asm")
                fmt::print("{}", native::print_asm(plan::specialise(generic, markets_.bindings()), native));
        }
    }

    /// With `--engine`, each strategy is also made ready to run.
    void build(compiler::Checked& checked) {
        if (options_.engine.empty()) return;
        compiler::BuildOptions how;
        how.engine = options_.engine == "native" ? compiler::EngineKind::native : compiler::EngineKind::interpreter;
        how.opt_level = options_.opt_level;
        if (!options_.no_cache) how.cache_dir = compiler::default_cache_dir();
        for (const plan::Plan& generic : checked.plans) {
            if (!wanted(generic)) continue;
            const compiler::Built built = compiler::build(generic, markets_.bindings(), how);
            if (!built.error.empty()) complain(built.error);
            checked.phases.insert(checked.phases.end(), built.phases.begin(), built.phases.end());
        }
    }

    static void show_times(const std::string& path, const std::vector<compiler::Phase>& phases) {
        std::chrono::nanoseconds total{};
        fmt::print(stderr, "{}\n", path);
        for (const compiler::Phase& phase : phases) {
            total += phase.time;
            fmt::print(stderr, "  {:<24} {:>9.3f} ms\n", phase.name, static_cast<double>(phase.time.count()) / 1e6);
        }
        fmt::print(stderr, "  {:<24} {:>9.3f} ms\n", "total", static_cast<double>(total.count()) / 1e6);
    }

    Options options_;
    StatedMarkets markets_;
    boost::json::array results_;
    std::vector<std::string> currencies_;  // that the scripts name
    bool failed_ = false;
};

}  // namespace

void add_check(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("check", "Check scripts: syntax, types, units; print what they cost");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "Scripts, or folders of scripts")->required();
    command->add_option("--strategy", options->strategy, "Only this strategy of the file (with --print, --engine)");
    command->add_option("--tape", options->tape, "Check for the instrument of this tape; NAME=TAPE for each leg")
        ->allow_extra_args(false);
    command->add_option("--same-currency", options->same_currency,
                        "Take this currency as worth the instrument's, one for one");
    command->add_option("--print", options->print, "Print a stage: tree, types, plan, llvm or asm")
        ->check(CLI::IsMember({"tree", "types", "plan", "llvm", "asm"}));
    command->add_flag("--verify", options->verify,
                      "Also prove what can be proven, without a search for markets (see weir verify)");
    command->add_option("--engine", options->engine, "Also compile: native or interpreter")
        ->check(CLI::IsMember({"native", "interpreter"}));
    command->add_option("-O", options->opt_level, "Optimisation level of native code: 0 or 2")
        ->check(CLI::IsMember({0, 2}));
    command->add_flag("--no-cache", options->no_cache, "Compile anew, and keep nothing");
    command->add_flag("--time-passes", options->time_passes, "Print how long each phase took");
    command->add_flag("--json", options->json, "Diagnostics and bounds as JSON");
    command->footer(
        "Examples:\n  weir check stdlib\n  weir check stdlib/sniper.weir --verify\n  weir check stdlib/vwap.weir "
        "--print=plan\n  weir check stdlib/vwap.weir "
        "--engine native "
        "--time-passes\n\n"
        "Compiled strategies are kept in $WEIR_CACHE, or else in $XDG_CACHE_HOME/weir or ~/.cache/weir.");
    command->callback([&action, options] { action = [options] { return Checker(*options).run(); }; });
}

}  // namespace weir::cli
