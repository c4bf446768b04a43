#include "proofs/proofs.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/plan/passes.h"
#include "compiler/verify/solve.h"
#include "proofs/inherited.h"
#include "proofs/kept.h"
#include "proofs/rules.h"
#include "proofs/sha256.h"

namespace weir::proofs {
namespace {

Source source_of(verify::Kind kind) {
    switch (kind) {
        case verify::Kind::risk:
            return Source::risk;
        case verify::Kind::rule:
            return Source::rule;
        default:
            return Source::faults;
    }
}

/// As written, without the blanks that align it with its neighbours.
std::string on_one_line(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank) out += c;
        if (blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    return out;
}

Line line_of(verify::Property property) {
    Line line;
    line.source = source_of(property.kind);
    line.name = on_one_line(property.name);
    line.range = property.range;
    line.guard = property.guard;
    return line;
}

bool is_watched(const Line& line) {
    return line.guard >= 0 && line.verdict != Verdict::proven && line.verdict != Verdict::inherited;
}

/// The plan with the guards of some lines alone.
plan::Plan with_guards(const plan::Plan& asked, const std::set<int>& wanted) {
    plan::Plan plan = asked;
    plan.guards.clear();
    for (size_t i = 0; i < asked.guards.size(); ++i)
        if (asked.guards[i].assumption || wanted.contains(static_cast<int>(i))) plan.guards.push_back(asked.guards[i]);
    return plan;
}

std::set<int> watched(const std::vector<Line>& lines) {
    std::set<int> guards;
    for (const Line& line : lines)
        if (is_watched(line)) guards.insert(line.guard);
    return guards;
}

int64_t operations(const plan::Plan& asked, const std::set<int>& guards) {
    return plan::bounds_of(plan::specialise(with_guards(asked, guards), {})).operations;
}

/// What a step would be spared if one line were proven.
void price_guards(const plan::Plan& asked, std::vector<Line>& lines) {
    const std::set<int> all = watched(lines);
    if (all.empty()) return;
    const int64_t with_all = operations(asked, all);
    for (Line& line : lines) {
        if (!is_watched(line)) continue;
        std::set<int> others = all;
        others.erase(line.guard);
        line.operations = with_all - operations(asked, others);
    }
}

/// Many slots of a strategy ask the same.
std::vector<Question> questions_of(const std::vector<verify::Script>& scripts) {
    std::vector<Question> questions;
    for (const verify::Script& script : scripts) {
        Question question{{}, script.settled, script.text + "(check-sat)\n"};
        question.sha256 = sha256(question.text);
        if (std::ranges::find(questions, question.sha256, &Question::sha256) == questions.end())
            questions.push_back(std::move(question));
    }
    return questions;
}

Verified prove(const plan::Plan& generic, const Options& options) {
    Verified out;
    verify::Proofs proofs = verify::prove(generic, options.prover);
    for (verify::Finding& finding : proofs.findings) {
        Line line = line_of(std::move(finding.property));
        line.verdict = finding.proven ? Verdict::proven : Verdict::guarded;
        line.why = std::move(finding.open);
        line.questions = questions_of(finding.scripts);
        out.lines.push_back(std::move(line));
    }
    price_guards(proofs.asked, out.lines);
    out.resources = proofs.resources;
    return out;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    constexpr std::string_view kNames[] = {"proven", "proven (order manager)", "refuted", "guarded", "vacuous"};
    return kNames[static_cast<size_t>(verdict)];
}

int Verified::count(Verdict verdict) const {
    return static_cast<int>(std::ranges::count(lines, verdict, &Line::verdict));
}

std::string identity_of(const plan::Plan& generic, const Options& options) {
    std::string fresh;  // of generic plans alone, and no part of their hash
    for (const plan::Slot& slot : generic.slots) fresh += fmt::format(" {}", slot.fresh);
    return fmt::format("verdicts of plan {:016x}, fresh{}, rules {}, {}, limit {}, rounds {}",
                       plan::content_hash(generic), fresh, kRules, verify::Solver::version(),
                       options.prover.resource_limit, options.prover.rounds);
}

Verified verify(const plan::Plan& generic, const Options& options) {
    const Kept kept(options.cache_dir, identity_of(generic, options));
    Verified out;
    if (auto known = kept.load(options.with_texts)) {
        out = std::move(*known);
    } else {
        out = prove(generic, options);
        kept.store(out);
    }
    out.strategy = generic.name;
    out.plan_hash = plan::content_hash(generic);
    out.solver = verify::Solver::version();
    for (Line& line : out.lines)  // an edit elsewhere may have moved them
        if (line.source == Source::risk) line.range = generic.guards[static_cast<size_t>(line.guard)].range;
    for (Line& line : inherited_lines(generic)) out.lines.push_back(std::move(line));
    return out;
}

plan::Plan guarded_plan(const plan::Plan& generic, const Verified& verified) {
    return with_guards(verify::ask(generic).plan, watched(verified.lines));
}

}  // namespace weir::proofs
