// Which executions were counted already, in bounded memory.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/core/events.h"

namespace weir::orders {

/// A set of the last executions: at least the last `capacity` are known, older ones up to twice that. Two hash sets
/// take turns: when the young one is full, the old one is emptied and they change places. Allocates once.
///
/// An execution forgotten here and reported again is counted again. That is the safe side: its child is closed or has
/// less left than was sent, and what goes beyond a child's quantity stops the strategy.
class ExecutionMemory {
  public:
    explicit ExecutionMemory(size_t capacity)
        : capacity_(capacity), young_(table_size(capacity)), old_(young_.size()) {}

    /// False when the execution is known already. An execution without a number (0) is always taken as new.
    bool insert(ChildId child, uint64_t execution) {
        if (execution == 0) return true;
        const Key key{child, execution};
        if (*find(young_, key) == key || *find(old_, key) == key) return false;
        if (count_ == capacity_) {
            std::swap(young_, old_);
            young_.assign(young_.size(), Key{});
            count_ = 0;
        }
        *find(young_, key) = key;
        ++count_;
        return true;
    }

  private:
    struct Key {
        ChildId child = 0;
        uint64_t execution = 0;  // 0: an empty place
        friend bool operator==(const Key&, const Key&) = default;
    };

    /// A power of two, at most half full.
    static size_t table_size(size_t capacity) {
        size_t size = 2;
        while (size < 2 * capacity) size *= 2;
        return size;
    }

    /// The place of the key, or the empty one where it would go.
    static Key* find(std::vector<Key>& table, const Key& key) {
        size_t place = (key.execution * 0x9E37'79B9'7F4A'7C15u + key.child * 0xC2B2'AE3D'27D4'EB4Fu) >> 20;
        for (;; ++place) {
            Key& entry = table[place & (table.size() - 1)];
            if (entry == key || entry.execution == 0) return &entry;
        }
    }

    size_t capacity_;
    std::vector<Key> young_, old_;
    size_t count_ = 0;
};

}  // namespace weir::orders
