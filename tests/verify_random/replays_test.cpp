// What `weir verify` refutes of a generated strategy replays: the command that it prints runs to the breach of that
// very line. WEIR_STEPS, where it asks for a million or more, makes it forty strategies; WEIR_SEED is the first.
#include <algorithm>
#include <cstdlib>

#include "tests/cli/shell.h"
#include "tests/differential/scale.h"
#include "tests/verify_random/desk_script.h"

namespace weir::test {
namespace {

struct Told {
    std::string line, command;
};

/// What is told of each line that is refuted: its name, and the command that shows it.
std::vector<Told> told(const std::string& text) {
    const std::string broken = " is broken so:", run_it = "run it: ";
    std::vector<Told> all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with(broken)) {
            const size_t from = line.find_first_not_of(' ');
            all.push_back({line.substr(from, line.size() - broken.size() - from), ""});
        } else if (const size_t at = line.find(run_it); at != std::string::npos && !all.empty()) {
            all.back().command = line.substr(at + run_it.size());
        }
    }
    return all;
}

/// How a run says that it was stopped by a line.
std::string stopped_by(const std::string& line) {
    if (line == "no arithmetic fails") return "stopped by a fault in the strategy";
    return "stopped by the risk guard `" + line + "`";
}

TEST(Replays, WhatIsRefutedOfAGeneratedStrategyReplays) {
    const bool long_run = std::getenv("WEIR_STEPS") != nullptr && wanted_steps() >= 1'000'000;
    const uint64_t first = first_seed(1), scripts = long_run ? 40 : 4;
    const Folder folder;
    size_t refuted = 0, replayed = 0, with_refutation = 0;
    for (uint64_t seed = first; seed < first + scripts; ++seed) {
        const std::string script = desk_script(seed);
        SCOPED_TRACE("WEIR_SEED=" + std::to_string(seed) + "\n" + script);
        folder.write("desk.weir", script);
        const Outcome verified = run(folder, {"weir", "verify", "desk.weir", "--effort", "0.05", "--no-cache"});
        const auto all = told(verified.out);
        EXPECT_EQ(verified.code, all.empty() ? 0 : 1) << verified.err << verified.out;
        with_refutation += !all.empty();
        for (const auto& [line, command] : all) {
            ++refuted;
            const Outcome shown = run(folder, {"sh", "-c", command + " --no-cache"});
            const bool breaks = shown.code == 3 && shown.out.find(stopped_by(line)) != std::string::npos;
            EXPECT_TRUE(breaks) << line << "\n" << command << "\n" << shown.code << "\n" << shown.out << shown.err;
            replayed += breaks;
        }
    }
    std::printf("from seed %llu: %llu scripts, %zu of them with a line refuted; %zu lines refuted, %zu replayed\n",
                static_cast<unsigned long long>(first), static_cast<unsigned long long>(scripts), with_refutation,
                refuted, replayed);
    if (long_run) EXPECT_GT(refuted, 0u);
}

}  // namespace
}  // namespace weir::test
