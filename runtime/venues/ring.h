// A first-in first-out queue in one block of memory. It grows when it is full and never shrinks, so that a queue whose
// length is bounded allocates nothing once it has reached that bound.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace weir::venues {

template <class T>
class Ring {
  public:
    bool empty() const { return first_ == end_; }
    size_t size() const { return end_ - first_; }
    const T& front() const { return slots_[first_ & mask()]; }

    void push(const T& value) {
        if (size() == slots_.size()) grow();
        slots_[end_++ & mask()] = value;
    }
    void pop() { ++first_; }

  private:
    size_t mask() const { return slots_.size() - 1; }
    void grow() {
        std::vector<T> larger(slots_.empty() ? 64 : 2 * slots_.size());
        const size_t count = size();
        for (size_t i = 0; i < count; ++i) larger[i] = std::move(slots_[(first_ + i) & mask()]);
        slots_ = std::move(larger);
        first_ = 0;
        end_ = count;
    }

    std::vector<T> slots_;  // a power of two of them
    size_t first_ = 0, end_ = 0;
};

}  // namespace weir::venues
