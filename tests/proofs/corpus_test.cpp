// The corpus of the verifier: what is wrong of a bad script is found, and what holds of a good one is not refuted.
#include <algorithm>
#include <filesystem>
#include <set>

#include "proofs/minimise.h"
#include "proofs/story.h"
#include "tests/proofs/strategies.h"

#include <gtest/gtest.h>

namespace weir::test {
namespace {

namespace fs = std::filesystem;

/// What a comment at the beginning of a script says.
std::string said(const std::string& script, const std::string& mark) {
    const std::string start = "// " + mark + ": ";
    const size_t at = script.find(start);
    if (at == std::string::npos) return "";
    return script.substr(at + start.size(), script.find('\n', at) - at - start.size());
}

std::vector<std::string> scripts_of(const std::string& folder) {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(fs::path(WEIR_SOURCE_DIR) / "tests/verify" / folder))
        out.push_back("tests/verify/" + folder + "/" + entry.path().filename().string());
    std::ranges::sort(out);
    return out;
}

TEST(Corpus, WhatIsWrongIsFoundMadeSmallAndTold) {
    size_t found = 0;
    for (const std::string& path : scripts_of("bad")) {
        SCOPED_TRACE(path);
        Strategy strategy = open_file(path);
        const std::string name = said(strategy.checked.files.front().text(), "refuted");
        const auto at = only(strategy, name);
        ASSERT_TRUE(at.has_value()) << name;
        const auto hunt = proofs::search(strategy.ground, strategy.proofs);
        EXPECT_TRUE(hunt.found[*at].has_value()) << name;
        if (!hunt.found[*at]) continue;
        ++found;
        const verify::Property& property = strategy.proofs.findings[*at].property;
        const proofs::Refutation small = proofs::minimise(strategy.ground, strategy.proofs, property, *hunt.found[*at]);
        EXPECT_TRUE(proofs::breaks(small.replay, property));
        EXPECT_LE(proofs::moments_of(small.scenario), proofs::moments_of(hunt.found[*at]->scenario));
        const auto story = proofs::tell(strategy.ground, strategy.proofs, property, small, strategy.checked.files);
        EXPECT_FALSE(story.inequality.empty()) << proofs::text_of(story, strategy.checked.files);
        EXPECT_EQ(story.incidents.back().time, small.replay.time);
    }
    EXPECT_GE(found, 77u);
}

TEST(Corpus, WhatHoldsIsNotRefuted) {
    for (const std::string& path : scripts_of("good")) {
        SCOPED_TRACE(path);
        Strategy strategy = open_file(path);
        for (verify::Finding& finding : strategy.proofs.findings)
            finding.proven = finding.property.kind != verify::Kind::risk;
        const auto hunt = proofs::search(strategy.ground, strategy.proofs, {.operations = 3'000'000});
        for (size_t i = 0; i < hunt.found.size(); ++i)
            EXPECT_FALSE(hunt.found[i].has_value()) << strategy.proofs.findings[i].property.name;
    }
}

}  // namespace
}  // namespace weir::test
