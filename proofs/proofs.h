// What can be said of a strategy before it trades, line by line; and what is done about what cannot.
//
//     const Verified verified = verify(checked, 0, {});
//     for (const Line& line : verified.lines) …                          // proven, refuted, guarded
//     const plan::Plan plan = guarded_plan(checked.plans[0], verified);  // watches what is not proven, nothing else
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/plan/plan.h"
#include "runtime/core/types.h"

namespace weir::proofs {

/// What is claimed of a line.
enum class Verdict : uint8_t {
    proven,     // it holds at every step in every market of the domain
    inherited,  // the order manager sees to it, of which it is proven once for all strategies
    refuted,    // a market breaks it, and a run shows it
    guarded,    // neither: it is watched as the strategy runs, which a breach stops
    vacuous     // proven, and nothing was found that it is proven of; watched all the same
};
std::string_view name_of(Verdict verdict);

/// Where a line comes from.
enum class Source : uint8_t { risk, rule, faults, order_manager };

/// A question of a proof as a file for any solver of SMT-LIB.
struct Question {
    std::string sha256;    // of the text
    bool settled = false;  // answered `unsat`: nothing breaks the line here
    std::string text;      // empty where `Options::with_texts` is not set
};

/// Something that happens in a market that breaks a line.
struct Incident {
    enum class Kind : uint8_t { order, quote, trade, market, command, child, fill, mode, stop };
    /// What of the strategy has a part in it.
    struct Part {
        enum class Of : uint8_t { nothing, line, slot, node, parameter, pauses, holds };
        Of of = Of::nothing;
        uint32_t index = 0;  // slot, node, parameter: of the generic plan
    };
    Kind kind = Kind::quote;
    Time time;
    std::string clock;  // of the time, on the instrument's clock
    std::string text;   // in market terms
    Part part;
    SourceRange range;  // of the part; empty where there is none
};
std::string_view name_of(Incident::Kind kind);

/// A market that breaks a line, with the order, and how to run it.
struct Counterexample {
    struct File {
        std::string suffix;  // of its name: `.tape`, `.x.tape`, `.commands`
        std::string content;
    };
    std::vector<File> files;
    std::string test;  // a `test` block that fails for it, with kFilesMark for its tapes; empty where none can say it
    std::string command;              // `weir run …`, with kScriptMark and kFilesMark for the paths
    std::vector<std::string> given;   // what is so from the beginning: the order, rules, parameters, the seed
    std::vector<Incident> incidents;  // in order; the last is where it breaks
    std::string inequality;  // `child value: 312 BTC x 1,650.00 = 514,800.00 USD > 500,000.00 USD`; may be empty
    std::string picture;     // SVG: quotes, fills, and where it breaks
};
/// All of it in sentences, one a line.
std::vector<std::string> story_of(const Counterexample& shown);
inline constexpr std::string_view kScriptMark = "{SCRIPT}", kFilesMark = "{FILES}";

struct Line {
    Source source = Source::rule;
    std::string name;  // as it is written, or the rule in words
    SourceRange range;
    int guard = -1;  // its condition, by index into the guards of what was asked; -1: it has none
    Verdict verdict = Verdict::guarded;
    std::string why;                               // of what is not proven
    int64_t operations = 0;                        // that its check alone needs in a step, of what is watched
    std::vector<Question> questions;               // of its proof; without one it is true as the plan stands
    std::optional<Counterexample> counterexample;  // of what is refuted
};

/// What cannot be guarded, but should happen: it was seen in a plain market, or proven never to happen, or neither.
enum class Shown : uint8_t { witnessed, unreachable, not_shown };
std::string_view name_of(Shown shown);

struct Sight {
    std::string what;
    Shown status = Shown::not_shown;
};

struct Verified {
    std::string strategy;
    uint64_t plan_hash = 0;  // of the generic plan
    std::vector<Line> lines;
    std::vector<Sight> seen;  // of a search
    uint64_t resources = 0;   // of the solver's count
    std::string solver;

    int count(Verdict verdict) const;
    bool refuted() const { return count(Verdict::refuted) > 0; }
};

/// `Line::why` of what the solver could not decide within its effort.
inline constexpr std::string_view kGaveUp = "the solver gave up";

struct Options {
    double effort = 1;                // so many times the usual one, of the solver and of the search
    bool search = true;               // for markets that break what is not proven
    std::filesystem::path cache_dir;  // empty: nothing is kept
    bool with_texts = false;          // of the questions
};

/// Of one strategy of a script without errors.
Verified verify(const compiler::Checked& checked, size_t strategy, const Options& options);
/// Nothing, where it was stopped before all was known: then nothing is kept either.
std::optional<Verified> verify(const compiler::Checked& checked, size_t strategy, const Options& options,
                               const std::stop_token& stop);

/// Says anew where in the script the lines and the incidents are: an edit elsewhere may have moved them.
void place(Verified& verified, const compiler::Checked& checked, size_t strategy);

/// The plan with a guard for each line that is not proven, and its assumptions.
plan::Plan guarded_plan(const plan::Plan& generic, const Verified& verified);

/// What a user should know of it, with its place and its remedy: refuted lines, those that the solver gave up on, and
/// those that want a bound of the market.
Diagnostics remarks(const Verified& verified, const sema::Strategy& strategy);

// ---------------------------------------------------------------------------------------------------- the certificate

/// What a certificate is of, besides the plan.
struct Subject {
    std::string script;                 // its path
    std::string script_sha256;          // of its text and of those that it uses
    std::vector<std::string> policies;  // paths of what binds it besides
    std::string counterexamples;        // the folder of their files
    const plan::Plan* plan = nullptr;   // generic
    const lower::Market* market = nullptr;
};

/// As JSON; docs/verify.md describes it. Questions are in it by their hashes.
std::string certificate(const Verified& verified, const Subject& subject);

/// What the proofs take for granted, and the lines of `assume`, which the engine holds the market to.
std::vector<std::string> trusted();
std::vector<std::string> assumed(const plan::Plan& plan);

/// One page, with nothing outside of it, for whoever signs strategies off.
struct Sheet {
    const Verified* verified;
    Subject subject;
};
std::string page(const std::vector<Sheet>& sheets);

/// How the files of a line's counterexample begin; and the command that runs them.
std::string files_of(const Verified& verified, size_t line, const std::string& folder);
std::string command_of(const Counterexample& shown, const std::string& script, const std::string& files);

/// A file for each question, and what it is of: `index.json`.
struct QuestionFile {
    std::string name;
    std::string text;
};
std::vector<QuestionFile> question_files(const Verified& verified);
/// The same of what is proven of the order manager, once for all strategies.
std::vector<QuestionFile> order_manager_files();

}  // namespace weir::proofs
