#include "ide/verdicts.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/compiler.h"
#include "compiler/nominal_market.h"
#include "ide/remedies.h"
#include "ide/walk.h"
#include "proofs/sha256.h"

namespace weir::ide {
namespace {

constexpr const char* kExhibits = "counterexamples";  // the folder of files that show what breaks a limit

SourceRange moved(SourceRange range, SourceRange outer, int64_t by) {
    const bool is_within = range.file == 0 && outer.begin <= range.begin && range.end <= outer.end;
    if (!is_within) return range;
    return {0, static_cast<uint32_t>(range.begin + by), static_cast<uint32_t>(range.end + by)};
}

Diagnostics moved(const Diagnostics& all, SourceRange outer, int64_t by) {
    Diagnostics result;
    for (Diagnostic one : all) {
        one.range = moved(one.range, outer, by);
        for (Label& label : one.labels) label.range = moved(label.range, outer, by);
        result.report(std::move(one));
    }
    return result;
}

/// All that the verdicts on a strategy follow from, by its place in the version.
std::string basis_of(const Analysis& analysis, SourceRange strategy, const std::string& ground) {
    return std::string(analysis.text(strategy)) + '\0' + ground;
}

/// Whatever a test follows from: all strategies of the file, since one without `of` means the only one.
std::string basis_of_test(const Analysis& analysis, const syntax::Test& test, const std::string& ground) {
    std::string basis(analysis.text(test.range));
    for (const syntax::Strategy& strategy : analysis.tree().strategies)
        if (test.strategy.text.empty() || test.strategy.text == strategy.name.text)
            basis += '\0' + std::string(analysis.text(strategy.range));
    return basis + '\0' + ground;
}

/// The market that breaks a line, event by event, as places of its diagnostic.
void walk_through(Diagnostic& diagnostic, const proofs::Line& line) {
    diagnostic.helps.clear();
    const proofs::Counterexample& shown = *line.counterexample;
    for (const std::string& given : shown.given) diagnostic.help(given);
    if (!shown.inequality.empty()) diagnostic.here(shown.inequality);
    for (const proofs::Incident& incident : shown.incidents) {
        const bool has_place = incident.range.end > incident.range.begin;
        diagnostic.label(has_place ? incident.range : diagnostic.range,
                         fmt::format("{}  {}", incident.clock, incident.text));
    }
}

Diagnostics remarks_of(const proofs::Verified& verified, const sema::Strategy& strategy) {
    Diagnostics result;
    for (Diagnostic one : proofs::remarks(verified, strategy)) {
        // A limit of a policy in another file is told of at the strategy that it binds.
        if (one.range.file != 0) {
            one.label(one.range, "the policy's limit");
            one.range = strategy.name_range;
        }
        for (const proofs::Line& line : verified.lines)
            if (line.counterexample && one.code == Code::market_breaks &&
                one.message.find(line.name) != std::string::npos)
                walk_through(one, line);
        result.report(std::move(one));
    }
    return result;
}

/// The rest of a version that was changed elsewhere stands where it stood, and more to the right or left.
template <class Verdict>
Verdict moved_to(const Verdict& verdict, SourceRange range);

template <>
Proven moved_to(const Proven& proven, SourceRange range) {
    Proven result = proven;
    const int64_t by = int64_t{range.begin} - proven.range.begin;
    result.remarks = moved(proven.remarks, proven.range, by);
    for (Remedy& remedy : result.remedies) {
        remedy.range = moved(remedy.range, proven.range, by);
        for (Edit& edit : remedy.edits) edit.range = moved(edit.range, proven.range, by);
    }
    result.range = range;
    return result;
}
template <>
Tested moved_to(const Tested& tested, SourceRange range) {
    Tested result = tested;
    const int64_t by = int64_t{range.begin} - tested.range.begin;
    for (testing::Result& one : result.results) {
        one.range = moved(one.range, tested.range, by);
        for (testing::Failure& failure : one.failures) failure.range = moved(failure.range, tested.range, by);
    }
    result.range = range;
    return result;
}

class Judge {
  public:
    Judge(const Analysis& analysis, const Judging& how, const std::stop_token& stop)
        : analysis_(analysis), how_(how), stop_(stop) {}

    std::optional<Verdicts> run(const Verdicts& known) {
        verdicts_ = carried_over(known, analysis_);
        const std::string ground = common_ground(analysis_);
        const syntax::Tree& tree = analysis_.tree();
        for (const syntax::Strategy& strategy : tree.strategies)
            if (how_.proves && verdicts_.of_strategy(strategy.name.text) == nullptr) prove(strategy, ground);
        for (const syntax::Test& test : tree.tests)
            if (how_.tests && verdicts_.of_test(test.title.text) == nullptr) run(test, ground);
        for (const std::string& strategy : judged_) seek_remedies(strategy);
        if (stop_.stop_requested()) return std::nullopt;
        return std::move(verdicts_);
    }

  private:
    /// The compiler's own view of the version, once something has to be worked out.
    const compiler::Checked& checked() {
        if (!checked_) checked_ = check(analysis_.file());
        return *checked_;
    }

    compiler::Checked check(const SourceFile& script) const {
        const auto read = [&](const std::string& path) -> syntax::FileText {
            for (const SourceFile& file : analysis_.files)
                if (file.path() == path) return {file.text(), ""};
            return {"", "it is not there"};
        };
        std::vector<SourceFile> policies;
        for (const std::string& path : analysis_.policies)
            if (syntax::FileText text = read(path); text.error.empty())
                policies.emplace_back(path, std::move(text.text));
        const auto market = [](const sema::Program& program) { return compiler::nominal_market(program); };
        return compiler::check(script, market, read, policies);
    }

    void prove(const syntax::Strategy& strategy, const std::string& ground) {
        if (stop_.stop_requested()) return;
        const compiler::Checked& all = checked();
        const auto plan = std::ranges::find(all.plans, strategy.name.text, &plan::Plan::name);
        if (plan == all.plans.end()) return;
        const auto index = static_cast<size_t>(plan - all.plans.begin());
        proofs::Options options;
        options.cache_dir = how_.cache_dir;
        auto verified = proofs::verify(all, index, options, stop_);
        if (!verified) return;
        judged_.push_back(strategy.name.text);
        Diagnostics remarks = remarks_of(*verified, all.program.strategies[index]);
        verdicts_.strategies.push_back({strategy.name.text,
                                        basis_of(analysis_, strategy.range, ground),
                                        strategy.range,
                                        strategy.range,
                                        std::make_shared<const proofs::Verified>(std::move(*verified)),
                                        std::make_shared<const plan::Plan>(*plan),
                                        all.market,
                                        {},
                                        std::move(remarks)});
        if (how_.progress) how_.progress(verdicts_);
    }

    /// Tries what may make each limit that is not proven one that is.
    void seek_remedies(const std::string& name) {
        const auto proven = std::ranges::find(verdicts_.strategies, name, &Proven::strategy);
        const auto strategy = std::ranges::find(analysis_.tree().strategies, name,
                                                [](const syntax::Strategy& one) { return one.name.text; });
        const size_t before = proven->remedies.size();
        walk(strategy->clauses, [&](const syntax::RiskLine& line) {
            const bool is_open = std::ranges::any_of(proven->verified->lines, [&](const proofs::Line& one) {
                return one.range == line.range &&
                       (one.verdict == proofs::Verdict::refuted || one.verdict == proofs::Verdict::guarded);
            });
            if (!is_open || stop_.stop_requested()) return false;
            std::vector<Edit> edits = stricter(analysis_, *strategy, line);
            if (!edits.empty() && proves(name, line, edits))
                proven->remedies.push_back(
                    {stricter_title(line, analysis_.text(line.limit->range)), line.range, std::move(edits)});
            return false;
        });
        if (how_.progress && proven->remedies.size() > before) how_.progress(verdicts_);
    }

    /// Whether the script with these edits keeps the limit, for certain.
    bool proves(const std::string& strategy, const syntax::RiskLine& line, const std::vector<Edit>& edits) const {
        std::string text = analysis_.file().text();
        for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
            text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
        const compiler::Checked changed = check(SourceFile(analysis_.file().path(), std::move(text)));
        const auto plan = std::ranges::find(changed.plans, strategy, &plan::Plan::name);
        if (plan == changed.plans.end()) return false;
        proofs::Options options;
        options.cache_dir = how_.cache_dir;
        options.search = false;
        const auto verified =
            proofs::verify(changed, static_cast<size_t>(plan - changed.plans.begin()), options, stop_);
        return verified && std::ranges::any_of(verified->lines, [&](const proofs::Line& one) {
                   return one.name == analysis_.text(line.range) && one.verdict == proofs::Verdict::proven;
               });
    }

    void run(const syntax::Test& test, const std::string& ground) {
        if (stop_.stop_requested()) return;
        testing::Options options;
        options.filter = test.title.text;
        options.stop = stop_;
        std::vector<testing::Result> results = testing::run(checked(), options);
        std::erase_if(results, [&](const testing::Result& one) { return one.title != test.title.text; });
        if (stop_.stop_requested()) return;
        verdicts_.tests.push_back(
            {test.title.text, basis_of_test(analysis_, test, ground), test.range, std::move(results)});
        if (how_.progress) how_.progress(verdicts_);
    }

    const Analysis& analysis_;
    const Judging& how_;
    const std::stop_token& stop_;
    Verdicts verdicts_;
    std::optional<compiler::Checked> checked_;
    std::vector<std::string> judged_;  // strategies of which nothing was known
};

}  // namespace

bool Tested::passed() const {
    return std::ranges::all_of(results, &testing::Result::passed);
}

const Proven* Verdicts::of_strategy(std::string_view name) const {
    const auto found = std::ranges::find(strategies, name, &Proven::strategy);
    return found == strategies.end() ? nullptr : &*found;
}
const Tested* Verdicts::of_test(std::string_view title) const {
    const auto found = std::ranges::find(tests, title, &Tested::title);
    return found == tests.end() ? nullptr : &*found;
}

std::optional<Verdicts> judge(const Analysis& analysis, const Verdicts& known, const Judging& how,
                              const std::stop_token& stop) {
    if (analysis.diagnostics.has_errors()) return Verdicts{};
    return Judge(analysis, how, stop).run(known);
}

Verdicts carried_over(const Verdicts& verdicts, const Analysis& now) {
    Verdicts result;
    const std::string ground = common_ground(now);
    for (const syntax::Strategy& strategy : now.tree().strategies) {
        const Proven* known = verdicts.of_strategy(strategy.name.text);
        if (known != nullptr && known->basis == basis_of(now, strategy.range, ground))
            result.strategies.push_back(moved_to(*known, strategy.range));
    }
    for (const syntax::Test& test : now.tree().tests) {
        const Tested* known = verdicts.of_test(test.title.text);
        if (known != nullptr && known->basis == basis_of_test(now, test, ground))
            result.tests.push_back(moved_to(*known, test.range));
    }
    return result;
}

std::string summary(const proofs::Verified& verified) {
    using enum proofs::Verdict;
    // What the order manager promises of every order is not of the script.
    const auto is_promised = [](const proofs::Line& line) {
        return line.verdict == inherited && line.source == proofs::Source::risk;
    };
    const auto promised = std::ranges::count_if(verified.lines, is_promised);
    std::string text = fmt::format("proven {}", verified.count(proven) + promised);
    for (const proofs::Verdict verdict : {refuted, guarded, vacuous})
        if (const int count = verified.count(verdict); count > 0)
            text += fmt::format(" · {} {}", proofs::name_of(verdict), count);
    return text;
}

namespace {

std::string line_text(const proofs::Line& line) {
    return fmt::format("{:<12} {}{}", proofs::name_of(line.verdict), line.name,
                       line.why.empty() ? "" : fmt::format("  ({})", line.why));
}

}  // namespace

std::string verdict_at(const Verdicts& verdicts, uint32_t offset) {
    for (const Proven& proven : verdicts.strategies) {
        const int64_t by = int64_t{proven.range.begin} - proven.judged.begin;
        for (const proofs::Line& line : proven.verified->lines) {
            const SourceRange range = moved(line.range, proven.judged, by);
            const bool is_here = line.source == proofs::Source::risk && range.file == 0 && range.begin <= offset &&
                                 offset <= range.end && range.end > range.begin;
            if (!is_here) continue;
            std::string text =
                fmt::format("**{}**{}\n", proofs::name_of(line.verdict), line.why.empty() ? "" : ": " + line.why);
            if (line.operations > 0) text += fmt::format("\nIts check needs {} operations a step.\n", line.operations);
            if (line.counterexample)
                for (const std::string& sentence : proofs::story_of(*line.counterexample))
                    text += fmt::format("\n- {}", sentence);
            return text;
        }
    }
    return "";
}

std::string report_text(const Verdicts& verdicts) {
    std::string text;
    for (const Proven& proven : verdicts.strategies) {
        text += fmt::format("{}: {}\n", proven.strategy, summary(*proven.verified));
        for (const proofs::Line& line : proven.verified->lines) {
            if (line.source == proofs::Source::order_manager) continue;
            text += fmt::format("  {}\n", line_text(line));
            if (!line.counterexample) continue;
            for (const std::string& sentence : proofs::story_of(*line.counterexample))
                text += fmt::format("      {}\n", sentence);
        }
    }
    for (const Tested& tested : verdicts.tests) {
        text += fmt::format("{} {}\n", tested.passed() ? "passes" : "FAILS ", tested.title);
        for (const Unmet& one : unmet(tested)) text += fmt::format("      {}\n", one.message);
    }
    return text;
}

std::string report_page(const Verdicts& verdicts, const Analysis& analysis) {
    std::vector<proofs::Sheet> sheets;
    for (const Proven& proven : verdicts.strategies) {
        proofs::Subject subject;
        subject.script = analysis.file().path();
        subject.script_sha256 = proofs::sha256(analysis.file().text());
        subject.policies = analysis.policies;
        subject.counterexamples = kExhibits;
        subject.plan = proven.plan.get();
        subject.market = &proven.market;
        sheets.push_back({proven.verified.get(), std::move(subject)});
    }
    return proofs::page(sheets);
}

Exhibits exhibits(const Proven& proven, size_t line, const std::string& script) {
    const proofs::Counterexample& shown = *proven.verified->lines.at(line).counterexample;
    const std::string files = proofs::files_of(*proven.verified, line, kExhibits);
    Exhibits result;
    for (const proofs::Counterexample::File& file : shown.files)
        result.files.push_back({files + file.suffix, file.content});
    result.test = shown.test;
    for (size_t at = 0; (at = result.test.find(proofs::kFilesMark, at)) != std::string::npos;)
        result.test.replace(at, proofs::kFilesMark.size(), files);
    result.command = proofs::command_of(shown, script, files);
    return result;
}

std::string summary(const Tested& tested) {
    for (const testing::Result& one : tested.results) {
        if (!one.fault.empty()) return "cannot be run: " + one.fault;
        if (!one.failures.empty()) return fmt::format("fails: {}", one.failures.front().expected);
    }
    return "passes";
}

std::vector<Unmet> unmet(const Tested& tested) {
    std::vector<Unmet> all;
    const bool both = tested.results.size() > 1;
    for (const testing::Result& one : tested.results) {
        const std::string_view side = !both ? "" : one.side == Side::buy ? " of a buy" : " of a sell";
        if (!one.fault.empty())
            all.push_back({one.range, fmt::format("the test{} cannot be run: {}", side, one.fault)});
        for (const testing::Failure& failure : one.failures)
            all.push_back({failure.range, fmt::format("not so in the test{}: {}", side, failure.happened)});
    }
    return all;
}

}  // namespace weir::ide
