// What is proven of the strategies of a script and how its tests go: slower than all else that an editor asks, so it is
// worked out beside it, for one version, and shown with another where nothing that it follows from has changed.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "ide/ide.h"
#include "proofs/proofs.h"
#include "testing/testing.h"

namespace weir::ide {

/// A change of the strategy with which a limit of it is proven, as was tried.
struct Remedy {
    std::string title;
    SourceRange range;  // of the limit
    std::vector<Edit> edits;
};

/// Of one strategy.
struct Proven {
    std::string strategy;
    std::string basis;   // all text that it follows from
    SourceRange range;   // of the strategy
    SourceRange judged;  // where it stood when it was judged, as the ranges of `verified` do
    std::shared_ptr<const proofs::Verified> verified;
    std::shared_ptr<const plan::Plan> plan;
    lower::Market market;  // that it was checked for
    std::vector<Remedy> remedies;
    Diagnostics remarks;  // those of a limit that is broken walk through the market that breaks it
};
/// Of one test, for each side that it is run for.
struct Tested {
    std::string title;
    std::string basis;
    SourceRange range;  // of the test
    std::vector<testing::Result> results;

    bool passed() const;
};
struct Verdicts {
    std::vector<Proven> strategies;
    std::vector<Tested> tests;

    const Proven* of_strategy(std::string_view name) const;
    const Tested* of_test(std::string_view title) const;
};

struct Judging {
    std::filesystem::path cache_dir;  // of proofs; empty: nothing is kept
    bool proves = true, tests = true;
    std::function<void(const Verdicts&)> progress = {};  // what is known so far, after each strategy and test
};

/// Of a version without errors; what `known` says of the same text is not worked out again. Nothing, where it was
/// stopped.
std::optional<Verdicts> judge(const Analysis& analysis, const Verdicts& known, const Judging& how,
                              const std::stop_token& stop);

/// Those of strategies and tests that are the same in another version, with their places there.
Verdicts carried_over(const Verdicts& verdicts, const Analysis& now);

/// "proven 14 · guarded 1"
std::string summary(const proofs::Verified& verified);
/// What is known of the limit, rule or test at a place, as Markdown; empty: nothing.
std::string verdict_at(const Verdicts& verdicts, uint32_t offset);
/// All verdicts in lines, for whoever asked for them.
std::string report_text(const Verdicts& verdicts);
/// The page for whoever signs strategies off.
std::string report_page(const Verdicts& verdicts, const Analysis& analysis);

/// A counterexample as files, and a test that fails for it.
struct Exhibit {
    std::string path;  // beside the script
    std::string content;
};
struct Exhibits {
    std::vector<Exhibit> files;
    std::string test;     // empty where the language cannot say it
    std::string command;  // `weir run …`
};
/// Of a line that is refuted.
Exhibits exhibits(const Proven& proven, size_t line, const std::string& script);

/// "passes", "fails: `expect paused by 09:20:03`"
std::string summary(const Tested& tested);
/// An expectation that was not met, or why the test could not be run.
struct Unmet {
    SourceRange range;
    std::string message;
};
std::vector<Unmet> unmet(const Tested& tested);

}  // namespace weir::ide
