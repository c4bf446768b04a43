// Counts what a test program allocates. It replaces operator new for the whole program: include it in one file of a
// program.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace weir::test {
inline std::atomic<int64_t> allocations{0};
}

void* operator new(size_t size) {
    ++weir::test::allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
    std::free(memory);
}
