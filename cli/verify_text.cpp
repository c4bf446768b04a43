#include "cli/verify_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::cli {
namespace {

using proofs::Line;
using proofs::Verdict;

constexpr Verdict kOrder[] = {Verdict::proven, Verdict::inherited, Verdict::vacuous, Verdict::guarded,
                              Verdict::refuted};

std::string remark(const Line& line) {
    std::string text = line.why;
    if (line.operations > 0) text += fmt::format("; its check takes {} operations a step", line.operations);
    return text;
}

}  // namespace

std::string summary(const proofs::Verified& verified) {
    std::string text = verified.strategy + ":";
    for (const Verdict verdict : kOrder)
        if (const auto count = std::ranges::count_if(verified.lines,
                                                     [&](const Line& line) {
                                                         return line.verdict == verdict &&
                                                                line.source != proofs::Source::order_manager;
                                                     });
            count > 0)
            text += fmt::format("{} {} {}", text.back() == ':' ? "" : ",", count, proofs::name_of(verdict));
    return text;
}

std::string table(const proofs::Verified& verified) {
    size_t verdicts = 0, names = 0;
    for (const Line& line : verified.lines) {
        if (line.source == proofs::Source::order_manager) continue;
        verdicts = std::max(verdicts, proofs::name_of(line.verdict).size());
        if (!remark(line).empty()) names = std::max(names, line.name.size());
    }
    std::string text;
    int promises = 0;
    for (const Line& line : verified.lines) {
        promises += line.source == proofs::Source::order_manager;
        if (line.source == proofs::Source::order_manager) continue;
        std::string row = fmt::format("    {:<{}}  {:<{}}  {}", proofs::name_of(line.verdict), verdicts, line.name,
                                      names, remark(line));
        while (row.ends_with(' ')) row.pop_back();
        text += row + "\n";
    }
    for (const proofs::Sight& sight : verified.seen)
        if (sight.status != proofs::Shown::witnessed)
            text += fmt::format("    {:<{}}  {}\n", proofs::name_of(sight.status), verdicts, sight.what);
    if (promises > 0)
        text += fmt::format("    and of every order {} promises of the order manager, proven once\n", promises);
    return text;
}

std::string watched(const proofs::Verified& verified) {
    std::string watched, broken;
    const auto add = [](std::string& list, const std::string& name) {
        list += fmt::format("{}`{}`", list.empty() ? "" : ", ", name);
    };
    for (const Line& line : verified.lines) {
        if (line.verdict == Verdict::refuted) add(broken, line.name);
        if (line.verdict == Verdict::guarded || line.verdict == Verdict::vacuous) add(watched, line.name);
    }
    std::string text;
    if (!watched.empty()) text = "not proven, and watched as it runs: " + watched;
    if (!broken.empty()) text += fmt::format("{}a market is known that breaks {}", text.empty() ? "" : "; ", broken);
    return text;
}

std::string stories(const proofs::Verified& verified, const std::string& script, const std::string& folder) {
    std::string text;
    for (size_t i = 0; i < verified.lines.size(); ++i) {
        const Line& line = verified.lines[i];
        if (!line.counterexample) continue;
        text += fmt::format("\n    {} is broken so:\n", line.name);
        for (const std::string& sentence : proofs::story_of(*line.counterexample)) text += "      " + sentence + "\n";
        text += folder == "-"
                    ? "      to run it, let `--counterexamples` write it to a folder\n"
                    : "      run it: " +
                          proofs::command_of(*line.counterexample, script, proofs::files_of(verified, i, folder)) +
                          "\n";
    }
    return text;
}

}  // namespace weir::cli
