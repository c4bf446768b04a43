// A market view allocates nothing: this program counts what it allocates.
#include <gtest/gtest.h>

#include "tests/support/allocations.h"
#include "tests/tca/scene.h"

namespace weir::tca {
namespace {

TEST(Allocation, AMarketViewAllocatesNothing) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(100, 9'990);
    for (int i = 0; i < 100; ++i) scene.fill(child, 9'990, 1);
    const int64_t before = weir::test::allocations;
    for (int i = 0; i < 200'000; ++i) {
        scene.wait(Duration{7'000'000});  // long enough for markouts to fall due and the course to halve
        scene.quote(9'000 + i % 997, 10'010);
        if (i % 3 == 0) scene.print(9'500, 1);
    }
    EXPECT_EQ(weir::test::allocations - before, 0);
    EXPECT_LE(scene.finish().series.points.size(), static_cast<size_t>(kSeriesMost));
}

}  // namespace
}  // namespace weir::tca
