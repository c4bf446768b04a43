// The certificate: what was proven, of what, for which markets, by whom and on what ground.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "compiler/plan/roots.h"
#include "proofs/orders/orders_proof.h"
#include "proofs/proofs.h"
#include "proofs/sha256.h"

namespace weir::proofs {
namespace {

namespace json = boost::json;

std::string_view name_of(Source source) {
    constexpr std::string_view kNames[] = {"risk", "rule", "faults", "order manager"};
    return kNames[static_cast<size_t>(source)];
}

json::array parameters(const Subject& subject) {
    json::array all;
    for (const plan::Parameter& parameter : subject.plan->parameters) {
        const auto text = [&](int64_t value) {
            return json::string(lower::parameter_text(parameter, value, *subject.market));
        };
        all.push_back({{"name", parameter.name},
                       {"unit", parameter.unit},
                       {"live", parameter.live},
                       {"from", text(parameter.low)},
                       {"to", text(parameter.high)}});
    }
    return all;
}

/// What the engine holds each input to that the plan reads: a row for each name, the widest of its places.
json::array inputs(const plan::Plan& plan) {
    const std::vector<step::InputBounds> bounds = plan::bounds_by_offset(plan);
    const std::vector<int> rows = plan::inputs_by_offset(plan.layout);
    std::map<int, step::InputBounds> read;
    for (const plan::Node& node : plan.nodes) {
        if (node.op != plan::Op::input) continue;
        const auto offset = static_cast<size_t>(node.immediate);
        if (rows[offset] == plan::kNoInput) continue;
        const auto [known, is_new] = read.try_emplace(rows[offset], bounds[offset]);
        step::InputBounds& widest = known->second;
        widest.low = std::min(widest.low, bounds[offset].low);
        widest.high = std::max(widest.high, bounds[offset].high);
        widest.can_be_absent |= bounds[offset].can_be_absent;
    }
    json::array all;
    for (const auto& [row, within] : read)
        all.push_back({{"input", json::string(step::kInputs[static_cast<size_t>(row)].name)},
                       {"from", within.low},
                       {"to", within.high},
                       {"can_be_absent", within.can_be_absent}});
    return all;
}

json::array texts(const std::vector<std::string>& all) {
    json::array out;
    for (const std::string& one : all) out.push_back(json::string(one));
    return out;
}

json::object domain(const Subject& subject) {
    const plan::Plan& plan = *subject.plan;
    json::array venues;
    for (const lower::Venue& venue : subject.market->venues) venues.push_back(json::string(venue.name));
    return {
        {"base", subject.market->base},
        {"currency", subject.market->currency},
        {"decimals", {{"price", plan.scales.price}, {"quantity", plan.scales.quantity}, {"money", plan.scales.money}}},
        {"venues", std::move(venues)},
        {"parameters", parameters(subject)},
        {"inputs", inputs(plan)}};
}

json::object property(const Line& line, const Subject& subject, const std::string& files) {
    json::object out{{"name", line.name}, {"source", name_of(line.source)}, {"status", proofs::name_of(line.verdict)}};
    if (!line.why.empty()) out["why"] = line.why;
    const bool is_watched = line.verdict != Verdict::proven && line.verdict != Verdict::inherited;
    if (is_watched && line.guard >= 0) out["guard_operations"] = line.operations;
    if (line.counterexample) {
        json::array story;
        for (const std::string& sentence : story_of(*line.counterexample)) story.push_back(json::string(sentence));
        out["counterexample"] = json::object{{"command", command_of(*line.counterexample, subject.script, files)},
                                             {"story", std::move(story)}};
    }
    json::array questions;
    for (const Question& question : line.questions)
        questions.push_back({{"sha256", question.sha256}, {"answer", question.settled ? "unsat" : "open"}});
    out["questions"] = std::move(questions);
    return out;
}

std::string hexadecimal(uint64_t hash) {
    return fmt::format("{:016x}", hash);
}

/// For the name of a file: `children are on the lot grid` → `children-are-on-the-lot-grid`.
std::string slug(std::string_view name) {
    std::string out;
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (plain)
            out += c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    out = out.substr(0, 40);
    while (out.ends_with('-')) out.pop_back();
    return out;
}

}  // namespace

std::vector<std::string> assumed(const plan::Plan& plan) {
    std::vector<std::string> lines;
    for (const plan::Guard& guard : plan.guards)
        if (guard.assumption) lines.push_back(guard.text);
    return lines;
}

std::vector<std::string> trusted() {
    return {"the engine holds every input to its bounds, and stops the strategy on a breach",
            "the engine enforces the lines of assume, and stops the strategy on a breach",
            "counters of the market and of the order do not fall; a crossed market has no quotes",
            "the order manager is the one of which its promises are proven",
            "the translation of a plan into questions, and the solver that answers them",
            "the interpreter and the native code take the steps of the plan; the tests compare them"};
}

std::string files_of(const Verified& verified, size_t line, const std::string& folder) {
    const std::string name = fmt::format("{}-{:02}-{}", verified.strategy, line + 1, slug(verified.lines[line].name));
    return folder.empty() ? name : folder + "/" + name;
}

std::string command_of(const Counterexample& shown, const std::string& script, const std::string& files) {
    std::string command = shown.command;
    const auto replace = [&](std::string_view mark, const std::string& by) {
        for (size_t at = 0; (at = command.find(mark, at)) != std::string::npos; at += by.size())
            command.replace(at, mark.size(), by);
    };
    replace(kScriptMark, script);
    replace(kFilesMark, files);
    return command;
}

std::string certificate(const Verified& verified, const Subject& subject) {
    json::array properties, policies;
    for (size_t i = 0; i < verified.lines.size(); ++i)
        properties.push_back(property(verified.lines[i], subject, files_of(verified, i, subject.counterexamples)));
    json::array seen;
    for (const Sight& sight : verified.seen) seen.push_back({{"what", sight.what}, {"status", name_of(sight.status)}});
    for (const std::string& policy : subject.policies) policies.push_back(json::string(policy));
    const json::object out{{"certificate", 1},
                           {"script", subject.script},
                           {"script_sha256", subject.script_sha256},
                           {"strategy", verified.strategy},
                           {"plan_hash", hexadecimal(verified.plan_hash)},
                           {"policies", std::move(policies)},
                           {"domain", domain(subject)},
                           {"assumed", texts(assumed(*subject.plan))},
                           {"trusted", texts(trusted())},
                           {"properties", std::move(properties)},
                           {"seen", std::move(seen)},
                           {"solver", verified.solver},
                           {"resources", verified.resources}};
    return json::serialize(out);
}

std::vector<QuestionFile> question_files(const Verified& verified) {
    std::vector<QuestionFile> files;
    json::array index;
    for (size_t i = 0; i < verified.lines.size(); ++i) {
        const Line& line = verified.lines[i];
        for (size_t k = 0; k < line.questions.size(); ++k) {
            const Question& question = line.questions[k];
            std::string name = fmt::format("{:02}-{}-{:03}.smt2", i + 1, slug(line.name), k + 1);
            index.push_back({{"file", name},
                             {"property", line.name},
                             {"status", proofs::name_of(line.verdict)},
                             {"expected", question.settled ? "unsat" : "open"},
                             {"sha256", question.sha256}});
            files.push_back({std::move(name), question.text});
        }
    }
    const json::object root{{"strategy", verified.strategy},
                            {"plan_hash", hexadecimal(verified.plan_hash)},
                            {"solver", verified.solver},
                            {"questions", std::move(index)}};
    files.push_back({"index.json", json::serialize(root) + "\n"});
    return files;
}

std::vector<QuestionFile> order_manager_files() {
    std::vector<QuestionFile> files;
    json::array index;
    const auto add = [&](const order_proof::Claim& claim, const order_proof::Script& script, const char* expected) {
        index.push_back({{"file", script.name + ".smt2"},
                         {"property", fmt::format("{}: {}", claim.name, claim.says)},
                         {"expected", expected},
                         {"sha256", sha256(script.text)}});
        files.push_back({script.name + ".smt2", script.text});
    };
    for (const order_proof::Claim& claim : order_proof::order_manager_claims()) {
        for (const order_proof::Script& script : claim.scripts) add(claim, script, "unsat");
        for (const order_proof::Script& script : claim.witnesses) add(claim, script, "sat");
    }
    files.push_back({"index.json", json::serialize(json::object{{"questions", std::move(index)}}) + "\n"});
    return files;
}

}  // namespace weir::proofs
