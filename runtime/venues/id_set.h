// Order ids that have been seen. Open addressing with linear probing; it only grows. Id 0 is never stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::venues {

class IdSet {
  public:
    IdSet() : slots_(1024) {}

    /// False when it was there already.
    bool insert(uint64_t id) {
        const size_t mask = slots_.size() - 1;
        size_t i = (id * 0x9E3779B97F4A7C15u >> 32) & mask;
        for (; slots_[i] != 0; i = (i + 1) & mask)
            if (slots_[i] == id) return false;
        slots_[i] = id;
        if (++count_ * 2 > slots_.size()) grow();
        return true;
    }

  private:
    void grow() {
        std::vector<uint64_t> old(slots_.size() * 2);
        old.swap(slots_);
        count_ = 0;
        for (uint64_t id : old)
            if (id != 0) insert(id);
    }

    std::vector<uint64_t> slots_;  // a power of two of them, at most half of them in use
    size_t count_ = 0;
};

}  // namespace weir::venues
