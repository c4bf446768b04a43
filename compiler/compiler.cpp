#include "compiler/compiler.h"

#include <cstdlib>
#include <utility>

#include "compiler/native/native.h"
#include "compiler/plan/interpreter.h"
#include "compiler/sema/sema.h"

namespace weir::compiler {
namespace {

/// Calls `work` and notes how long it took.
template <class Work>
auto timed(std::vector<Phase>& phases, std::string name, Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    auto result = std::forward<Work>(work)();
    phases.push_back({std::move(name), std::chrono::steady_clock::now() - begin});
    return result;
}

class Interpreted final : public Runnable {
  public:
    explicit Interpreted(const plan::Plan& plan) : interpreter_(plan) {}
    step::Program program() const override { return interpreter_.program(); }

  private:
    plan::Interpreter interpreter_;
};

class Native final : public Runnable {
  public:
    explicit Native(std::unique_ptr<native::Compiled> compiled) : compiled_(std::move(compiled)) {}
    step::Program program() const override { return compiled_->program(); }
    bool from_cache() const override { return compiled_->from_cache(); }

  private:
    std::unique_ptr<native::Compiled> compiled_;
};

}  // namespace

Checked check(const SourceFile& file, const MarketOf& market_of, const syntax::ReadFile& read,
              const std::vector<SourceFile>& policies) {
    Checked checked;
    syntax::Sources sources =
        timed(checked.phases, "syntax", [&] { return syntax::read_sources(file, read, policies); });
    checked.files = std::move(sources.files);
    checked.trees = std::move(sources.trees);
    checked.diagnostics = std::move(sources.diagnostics);

    auto typed = timed(checked.phases, "sema", [&] {
        std::vector<sema::Source> all;
        for (size_t i = 0; i < checked.files.size(); ++i) all.push_back({&checked.trees[i], &checked.files[i]});
        return sema::check(all);
    });
    checked.program = std::move(typed.program);
    checked.tests = std::move(typed.tests);
    checked.diagnostics.append(std::move(typed.diagnostics));

    if (!checked.diagnostics.has_errors()) {
        checked.market = market_of(checked.program);
        checked.plans = timed(checked.phases, "lower", [&] {
            std::vector<plan::Plan> plans;
            for (const sema::Strategy& strategy : checked.program.strategies) {
                auto lowered = lower::lower(checked.program, strategy.name, checked.market);
                checked.diagnostics.append(std::move(lowered.diagnostics));
                plans.push_back(std::move(lowered.plan));
            }
            return plans;
        });
        if (checked.diagnostics.has_errors()) checked.plans.clear();
    }
    checked.diagnostics.sort_by_place();
    return checked;
}

Built build(const plan::Plan& generic, const plan::Bindings& bindings, const BuildOptions& options) {
    Built built;
    built.plan = timed(built.phases, "specialise", [&] { return plan::specialise(generic, bindings); });
    if (options.engine == EngineKind::interpreter) {
        built.runnable = std::make_unique<Interpreted>(built.plan);
        return built;
    }
    auto result = native::compile(built.plan, {.opt_level = options.opt_level, .cache_dir = options.cache_dir});
    if (!result.compiled) {
        built.error = std::move(result.error);
        return built;
    }
    for (const native::Phase& phase : result.compiled->phases())
        built.phases.push_back({std::string(phase.name), phase.time});
    built.runnable = std::make_unique<Native>(std::move(result.compiled));
    return built;
}

std::filesystem::path default_cache_dir() {
    if (const char* own = std::getenv("WEIR_CACHE")) return own;
    if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg != 0)
        return std::filesystem::path(xdg) / "weir";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != 0)
        return std::filesystem::path(home) / ".cache" / "weir";
    return {};
}

}  // namespace weir::compiler
