#include "proofs/proofs.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "compiler/plan/passes.h"
#include "compiler/verify/solve.h"
#include "compiler/verify/verify.h"
#include "proofs/counterexample.h"
#include "proofs/inherited.h"
#include "proofs/kept.h"
#include "proofs/minimise.h"
#include "proofs/rules.h"
#include "proofs/search.h"
#include "proofs/sha256.h"
#include "proofs/witness.h"

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

Line line_of(const verify::Property& property) {
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

Verified lines_of(verify::Proofs& proofs) {
    Verified out;
    for (verify::Finding& finding : proofs.findings) {
        Line line = line_of(finding.property);
        line.verdict = finding.proven ? Verdict::proven : Verdict::guarded;
        line.why = finding.open;
        line.questions = questions_of(finding.scripts);
        out.lines.push_back(std::move(line));
    }
    price_guards(proofs.asked, out.lines);
    out.resources = proofs.resources;
    return out;
}

uint64_t times(uint64_t usual, double effort) {
    constexpr uint64_t kLeast = 400;  // none at all would be no limit
    return std::max(kLeast, static_cast<uint64_t>(static_cast<double>(usual) * effort));
}

/// Looks for markets that break what is not proven.
void refute(const Ground& ground, std::span<const SourceFile> files, const verify::Proofs& proofs,
            const Options& options, const std::stop_token& stop, Verified& verified) {
    const auto proven = [](const verify::Finding& finding) { return finding.proven; };
    if (std::ranges::all_of(proofs.findings, proven)) return;
    const plan::Plan runs = with_guards(proofs.asked, watched(verified.lines));
    const auto fault_or_proven = [](const verify::Finding& finding) {
        return finding.proven || finding.property.kind == verify::Kind::faults;
    };
    // Arithmetic that could fail guards itself: it is worth a look, and no more.
    const bool faults_alone = std::ranges::all_of(proofs.findings, fault_or_proven);
    Budget budget{.stop = stop};
    budget.operations = times(faults_alone ? budget.operations / 16 : budget.operations, options.effort);
    const Hunt hunt = search(ground, proofs, budget);
    for (size_t i = 0; i < hunt.found.size(); ++i) {
        if (!hunt.found[i] || stop.stop_requested()) continue;
        const verify::Property& property = proofs.findings[i].property;
        const Refutation small = minimise(ground, proofs, property, *hunt.found[i], budget);
        auto shown = counterexample_of(small, ground, proofs, i, runs, files);
        if (!shown) shown = counterexample_of(*hunt.found[i], ground, proofs, i, runs, files);
        if (!shown) continue;
        verified.lines[i].verdict = Verdict::refuted;
        verified.lines[i].why = "a market breaks it";
        verified.lines[i].counterexample = std::move(shown);
    }
}

/// A proof of children is of children that are sent; and what the strategy does in plain markets.
void judge_witnesses(const Ground& ground, const verify::Proofs& proofs, const std::stop_token& stop,
                     Verified& verified) {
    Budget budget = kOfWitnesses;
    budget.stop = stop;
    const Witnessed seen = witness(ground, proofs, budget);
    for (size_t i = 0; i < seen.properties.size(); ++i) {
        Line& line = verified.lines[i];
        if (line.verdict != Verdict::proven || line.source == Source::faults) continue;
        if (seen.properties[i]) continue;
        line.verdict = Verdict::vacuous;
        line.why = "no market was found in which what it speaks of happens";
    }
    const auto sent = [&](const std::optional<size_t>& where, const std::vector<size_t>& slots) {
        if (where) return Shown::witnessed;
        return verify::never_sent(proofs.asked, slots, {}, stop) ? Shown::unreachable : Shown::not_shown;
    };
    std::vector<size_t> all(proofs.asked.slots.size());
    std::iota(all.begin(), all.end(), size_t{0});
    verified.seen.push_back({"a child is sent", sent(seen.traded, all)});
    verified.seen.push_back({"the order is done", seen.completed ? Shown::witnessed : Shown::not_shown});
    for (size_t i = 0; i < seen.phases.size(); ++i)
        verified.seen.push_back(
            {"a child is sent in phase " + seen.phases[i].name, sent(seen.phases[i].traded, ground.phases[i].slots)});
    for (const Ground::Phase& work : ground.works) {
        const auto was = [&](size_t slot) { return seen.slots[slot].has_value(); };
        if (work.slots.empty() || std::ranges::any_of(work.slots, was)) continue;
        verified.seen.push_back({"a child is sent by work " + work.name, sent(std::nullopt, work.slots)});
    }
}

/// What a plan means and is asked, with who answers: the same for the same verdicts.
std::string identity_of(const plan::Plan& generic, const Options& options, bool searched) {
    std::string fresh;  // of generic plans alone, and no part of their hash
    for (const plan::Slot& slot : generic.slots) fresh += fmt::format(" {}", slot.fresh);
    return fmt::format("verdicts of plan {:016x}, fresh{}, rules {}, {}, effort {}{}", plan::content_hash(generic),
                       fresh, kRules, verify::Solver::version(), options.effort, searched ? ", searched" : "");
}

/// What is there already, of a search even where none is asked for; otherwise it is worked out, and kept.
std::optional<Verified> known_or_new(const compiler::Checked& checked, size_t strategy, const Options& options,
                                     const std::stop_token& stop) {
    const plan::Plan& generic = checked.plans[strategy];
    for (const bool searched : {true, false}) {
        if (options.search && !searched) continue;
        const Kept kept(options.cache_dir, identity_of(generic, options, searched));
        if (auto known = kept.load(options.with_texts)) return known;
    }
    verify::Options how;
    how.resource_limit = times(how.resource_limit, options.effort);
    how.of_question = times(how.of_question, options.effort);
    how.of_recipe = times(how.of_recipe, options.effort);
    std::optional<verify::Proofs> proofs = verify::prove(generic, how, stop);
    if (!proofs) return std::nullopt;
    Verified out = lines_of(*proofs);
    if (options.search) {
        const Ground ground = ground_of(checked, strategy);
        refute(ground, checked.files, *proofs, options, stop, out);
        judge_witnesses(ground, *proofs, stop, out);
    }
    // Once requested it stays so: where it is not by now, nothing of this was cut short.
    if (stop.stop_requested()) return std::nullopt;
    for (Line& line : inherited_lines(generic)) out.lines.push_back(std::move(line));
    Kept(options.cache_dir, identity_of(generic, options, options.search)).store(out);
    return out;
}

SourceRange place_of(Incident::Part part, const Line& line, const plan::Plan& generic, const sema::Strategy& strategy) {
    using Of = Incident::Part::Of;
    const auto node = [&](uint32_t id) { return id < generic.nodes.size() ? generic.nodes[id].range : SourceRange(); };
    switch (part.of) {
        case Of::nothing:
            return {};
        case Of::line:
            return line.range;
        case Of::slot:
            return part.index < generic.slots.size() ? generic.slots[part.index].range : SourceRange();
        case Of::node:
            return node(part.index);
        case Of::parameter:
            return part.index < strategy.parameters.size() ? strategy.parameters[part.index].range : SourceRange();
        case Of::pauses:
            return node(generic.paused);
        case Of::holds:
            return node(generic.held);
    }
    return {};
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    constexpr std::string_view kNames[] = {"proven", "proven (order manager)", "refuted", "guarded", "vacuous"};
    return kNames[static_cast<size_t>(verdict)];
}

std::string_view name_of(Shown shown) {
    constexpr std::string_view kNames[] = {"witnessed", "unreachable", "not shown"};
    return kNames[static_cast<size_t>(shown)];
}

int Verified::count(Verdict verdict) const {
    return static_cast<int>(std::ranges::count(lines, verdict, &Line::verdict));
}

Verified verify(const compiler::Checked& checked, size_t strategy, const Options& options) {
    return *verify(checked, strategy, options, {});
}

std::optional<Verified> verify(const compiler::Checked& checked, size_t strategy, const Options& options,
                               const std::stop_token& stop) {
    const plan::Plan& generic = checked.plans[strategy];
    std::optional<Verified> out = known_or_new(checked, strategy, options, stop);
    if (!out) return out;
    out->strategy = generic.name;
    out->plan_hash = plan::content_hash(generic);
    out->solver = verify::Solver::version();
    place(*out, checked, strategy);
    return out;
}

void place(Verified& verified, const compiler::Checked& checked, size_t strategy) {
    const plan::Plan& generic = checked.plans[strategy];
    for (Line& line : verified.lines) {
        if (line.source == Source::risk && line.guard >= 0)
            line.range = generic.guards[static_cast<size_t>(line.guard)].range;
        if (!line.counterexample) continue;
        for (Incident& one : line.counterexample->incidents)
            one.range = place_of(one.part, line, generic, checked.program.strategies[strategy]);
    }
}

plan::Plan guarded_plan(const plan::Plan& generic, const Verified& verified) {
    return with_guards(verify::ask(generic).plan, watched(verified.lines));
}

}  // namespace weir::proofs
