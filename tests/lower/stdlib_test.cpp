// The standard algorithms lower to valid plans for every market they are made for.
#include <algorithm>
#include <filesystem>

#include "compiler/plan/passes.h"
#include "tests/lower/compiled.h"

namespace weir::test {
namespace {

std::vector<std::string> stdlib_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(WEIR_SOURCE_DIR "/stdlib"))
        if (entry.path().extension() == ".weir") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

class Stdlib : public testing::TestWithParam<std::string> {};

TEST_P(Stdlib, LowersToAValidPlanForEveryMarket) {
    const lower::Market markets[] = {shares(), bitcoin(), {{.price = 2, .quantity = 5, .money = 7}, "BTC", "USDT"}};
    for (const lower::Market& market : markets) {
        const Compilation out = compile(stdlib_text(GetParam()), market);
        EXPECT_TRUE(out.diagnostics.empty()) << out.shown;
        EXPECT_EQ(plan::validate(out.plan), std::vector<std::string>{});
    }
}

TEST_P(Stdlib, LowersTheSameTwice) {
    const std::string text = stdlib_text(GetParam());
    EXPECT_EQ(plan::print(plan_of(text, bitcoin())), plan::print(plan_of(text, bitcoin())));
}

INSTANTIATE_TEST_SUITE_P(All, Stdlib, testing::ValuesIn(stdlib_names()), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace weir::test
