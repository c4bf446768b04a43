// Counts what a test program allocates. It replaces operator new for the whole program: include it in one file of a
// program. The thread sanitizer, which has an operator new of its own, tells of each allocation instead.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace weir::test {
inline std::atomic<int64_t> allocations{0};
}

#if __has_feature(thread_sanitizer)
extern "C" void __sanitizer_malloc_hook(const volatile void*, size_t) {
    ++weir::test::allocations;
}
#else
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
#endif
