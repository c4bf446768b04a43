// The scripts of examples/desk: a market that breaks one of their lines is looked for, and not found.
#include <gtest/gtest.h>

#include <filesystem>

#include "proofs/proofs.h"
#include "tests/proofs/strategies.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

TEST(Examples, NoneIsRefuted) {
    proofs::Options quick;
    quick.effort = 0.1;
    size_t examples = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(WEIR_SOURCE_DIR) / "examples/desk")) {
        if (entry.path().extension() != ".weir") continue;
        SCOPED_TRACE(entry.path().filename());
        ++examples;
        const Strategy strategy = open_file("examples/desk/" + entry.path().filename().string());
        ASSERT_FALSE(strategy.checked.plans.empty());
        for (const proofs::Line& line : proofs::verify(strategy.checked, 0, quick).lines)
            EXPECT_NE(line.verdict, proofs::Verdict::refuted) << line.name;
    }
    EXPECT_GE(examples, 7u);
}

}  // namespace
}  // namespace weir::test
