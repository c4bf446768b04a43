// A market view allocates nothing: this program counts what it allocates.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/tca/scene.h"

namespace {
std::atomic<int64_t> allocations = 0;
}

void* operator new(size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
    std::free(memory);
}

namespace weir::tca {
namespace {

TEST(Allocation, AMarketViewAllocatesNothing) {
    Scene scene;
    scene.quote(9'990, 10'010);
    scene.begin();
    const ChildId child = scene.place(100, 9'990);
    for (int i = 0; i < 100; ++i) scene.fill(child, 9'990, 1);
    const int64_t before = allocations;
    for (int i = 0; i < 200'000; ++i) {
        scene.wait(Duration{7'000'000});  // long enough for markouts to fall due and the course to halve
        scene.quote(9'000 + i % 997, 10'010);
        if (i % 3 == 0) scene.print(9'500, 1);
    }
    EXPECT_EQ(allocations - before, 0);
    EXPECT_LE(scene.finish().series.points.size(), static_cast<size_t>(kSeriesMost));
}

}  // namespace
}  // namespace weir::tca
