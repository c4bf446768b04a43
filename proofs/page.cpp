// The verdicts as one page, for whoever signs a strategy off: what holds, what is watched, what goes wrong and how, and
// what all of it rests on.
#include "runtime/tca/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "proofs/proofs.h"

namespace weir::proofs {
namespace {

using tca::escaped;
using tca::Rows;

std::string section(std::string_view title, std::string_view note, std::string_view content) {
    return fmt::format("<section class=\"breakable\"><h2>{}</h2><p>{}</p>{}</section>\n", escaped(title), escaped(note),
                       content);
}

std::string card(std::string_view name, int value, std::string_view more, std::string_view tone) {
    return fmt::format(
        "<div class=\"card\"><div class=\"name\">{}</div><div class=\"value {}\">{}</div><div "
        "class=\"more\">{}</div></div>\n",
        escaped(name), tone, value, escaped(more));
}

std::string cards(const Verified& verified) {
    return "<div class=\"cards\">\n" +
           card("Proven", verified.count(Verdict::proven), "of this strategy, in every market assumed", "better") +
           card("Inherited", verified.count(Verdict::inherited), "proven once, of the order manager", "better") +
           card("Watched", verified.count(Verdict::guarded) + verified.count(Verdict::vacuous),
                "not proven; a breach stops the strategy", "") +
           card("Refuted", verified.count(Verdict::refuted), "a market breaks it", verified.refuted() ? "worse" : "") +
           "</div>\n";
}

std::string verdicts(const Verified& verified) {
    Rows rows({"Line", "verdict", "why", "operations a step"}, 3);
    for (const Line& line : verified.lines)
        rows.row({line.name, std::string(name_of(line.verdict)), line.why,
                  line.operations > 0 ? std::to_string(line.operations) : ""});
    return section("Verdicts", "What is watched has a check compiled in; what it costs a step stands beside it.",
                   rows.html());
}

std::string list(const std::vector<std::string>& sentences) {
    std::string html = "<ul>\n";
    for (const std::string& sentence : sentences) html += "<li>" + escaped(sentence) + "</li>\n";
    return html + "</ul>\n";
}

std::string stories(const Verified& verified, const Subject& subject) {
    std::string html;
    for (size_t i = 0; i < verified.lines.size(); ++i) {
        const auto& shown = verified.lines[i].counterexample;
        if (!shown) continue;
        const std::string command = command_of(*shown, subject.script, files_of(verified, i, subject.counterexamples));
        html += section(
            "How a market breaks: " + verified.lines[i].name,
            "Bid and ask as lines, orders as rings, fills as dots, the breach as a broken line.",
            shown->picture + list(story_of(*shown)) + "<p class=\"note\"><code>" + escaped(command) + "</code></p>");
    }
    return html;
}

std::string domain(const Subject& subject) {
    Rows rows({"Parameter", "from", "to", "while it runs"}, 4);
    for (const plan::Parameter& parameter : subject.plan->parameters)
        rows.row({parameter.name, lower::parameter_text(parameter, parameter.low, *subject.market),
                  lower::parameter_text(parameter, parameter.high, *subject.market),
                  parameter.live ? "may be moved" : "stays"});
    return section("Parameters", "The verdicts hold for every value within these ranges.",
                   rows.count() > 0 ? rows.html() : "");
}

std::string about(const Verified& verified, const Subject& subject) {
    Rows rows({"Of", ""}, 2);
    rows.row({"script", subject.script});
    rows.row({"SHA-256", subject.script_sha256});
    rows.row({"plan", fmt::format("{:016x}", verified.plan_hash)});
    for (const std::string& policy : subject.policies) rows.row({"policies", policy});
    rows.row({"solver", verified.solver});
    rows.row({"resources", fmt::format("{}", verified.resources)});
    return section("The certificate", "What was verified, and by whom.", rows.html());
}

}  // namespace

std::string page(const std::vector<Sheet>& sheets) {
    std::string html = tca::page_head("Verification");
    for (const Sheet& sheet : sheets) {
        const Verified& verified = *sheet.verified;
        const bool good = !verified.refuted();
        html += fmt::format("<header><h1>{} <small>{}</small></h1><span class=\"badge {}\">{}</span></header>\n",
                            escaped(verified.strategy), escaped(sheet.subject.script), good ? "good" : "bad",
                            good ? "nothing refuted" : "refuted");
        html += cards(verified) + stories(verified, sheet.subject) + verdicts(verified);
        html +=
            section("Assumed", "Markets outside of these lines stop the strategy.", list(assumed(*sheet.subject.plan)));
        html += domain(sheet.subject);
        html += section("Trusted", "What the proofs take for granted.", list(trusted()));
        html += about(verified, sheet.subject);
    }
    return html + "<footer>Weir, risk verification.</footer>\n</main>\n</body>\n</html>\n";
}

}  // namespace weir::proofs
