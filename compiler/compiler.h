// The compiler in two calls, for whoever embeds it: text → generic plans, and a plan → something that runs.
//
//     SourceFile file("vwap.weir", text);
//     auto checked = compiler::check(file, [&](auto&) { return market; });
//     if (checked.diagnostics.has_errors()) return;
//     auto built = compiler::build(checked.plans[0], {.tick = 1, .lot = 1000}, {});
//     step::Program program = built.runnable->program();
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lower/lower.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/plan.h"
#include "compiler/sema/program.h"
#include "compiler/sema/test_case.h"
#include "compiler/syntax/sources.h"

namespace weir::compiler {

struct Phase {
    std::string name;
    std::chrono::nanoseconds time{};
};

struct Checked {
    std::vector<SourceFile> files;    // the script, and what it uses; ranges name them by index
    std::vector<syntax::Tree> trees;  // by file
    std::vector<sema::TestCase> tests;
    sema::Program program;          // to be used only when there are no errors
    std::vector<plan::Plan> plans;  // one per strategy of the file, in its order; empty when there are errors
    lower::Market market;           // what it was checked for
    Diagnostics diagnostics;        // in order of place
    std::vector<Phase> phases;
};

/// Everything that can be said of a script before an order is known. Never fails: what is wrong is in the diagnostics.
/// `market_of` says what the script is checked for, once it is known what the script speaks of; `read` reads the files
/// that it uses; `policies` are files whose policies bind it besides.
using MarketOf = std::function<lower::Market(const sema::Program&)>;
Checked check(const SourceFile& file, const MarketOf& market_of, const syntax::ReadFile& read = {},
              const std::vector<SourceFile>& policies = {});

enum class EngineKind : uint8_t { native, interpreter };

struct BuildOptions {
    EngineKind engine = EngineKind::native;
    int opt_level = 2;
    std::filesystem::path cache_dir;  // native: empty for no cache
};

/// A strategy ready to run; its programs must not outlive it.
class Runnable {
  public:
    virtual ~Runnable() = default;
    virtual step::Program program() const = 0;
    virtual bool from_cache() const { return false; }
};

struct Built {
    plan::Plan plan;  // specialised
    std::unique_ptr<Runnable> runnable;
    std::string error;  // empty, or what the native compiler could not do
    std::vector<Phase> phases;
};

Built build(const plan::Plan& generic, const plan::Bindings& bindings, const BuildOptions& options);

/// Where compiled strategies are kept: $WEIR_CACHE, else $XDG_CACHE_HOME/weir, else ~/.cache/weir; empty when none is
/// set.
std::filesystem::path default_cache_dir();

}  // namespace weir::compiler
