// The numbers that a step reads, in one flat array, and whether one that wakes the strategy has changed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/core/events.h"
#include "runtime/engine/engine.h"
#include "runtime/orders/orders.h"
#include "step/step.h"

namespace weir::engine {

/// One view of one instrument, as a step sees it.
struct View {
    MarketView market;
    Time resumed = kNoTime;  // when its last halt was over; kNoTime: it had none
    bool open = false;
    int64_t taker_fee = 0, maker_fee = 0;  // 1e-9 of value
    Duration latency;
};

class Inputs {
  public:
    explicit Inputs(const step::Program& program);

    /// What the program does not read costs nothing but this.
    void set(int offset, int64_t value) {
        int64_t& input = values_[static_cast<size_t>(offset)];
        if (input == value) return;
        input = value;
        breached_ |= !bounds_[static_cast<size_t>(offset)].admit(value);
        changed_ |= wakes_[static_cast<size_t>(offset)] != 0;
    }
    /// An input of the run, of a ledger or of a slot: its place is found when this is compiled.
    template <step::Input kInput>
    void set(int64_t value, int index = 0) {
        constexpr auto kScope = step::kInputs[static_cast<size_t>(kInput)].scope;
        constexpr int kRank = step::rank_of(kInput);
        static_assert(kScope == step::InputScope::run || kScope == step::InputScope::order ||
                      kScope == step::InputScope::slot);
        if constexpr (kScope == step::InputScope::run) set(kRank, value);
        if constexpr (kScope == step::InputScope::order)
            set(layout_.order_base() + index * step::Layout::kOrder + kRank, value);
        if constexpr (kScope == step::InputScope::slot)
            set(layout_.slot_base() + index * step::Layout::kSlot + kRank, value);
    }

    void set_instrument(const Instrument& instrument, int index = 0);
    void set_session(const Session& session, int index);
    void set_order(const ParentOrder& order, int ledger, Side side);
    void set_view(const View& view, int instrument, int index);
    /// What has been executed and works, of a ledger and of its slots.
    void set_ledger(const orders::Manager& orders, const Instrument& instrument, int ledger,
                    std::span<const int> slots);
    bool reads(step::Input input, int ledger = 0) const;

    const int64_t* data() const { return values_.data(); }
    /// Whether something that wakes the strategy has changed since `clear_changed`.
    bool changed() const { return changed_; }
    void clear_changed() { changed_ = false; }
    /// Holds all inputs to their bounds, also those that nobody has set: these are absent.
    void check();
    /// Whether an input was found outside the bounds on which the program relies.
    bool breached() const { return breached_; }

  private:
    struct Row {
        step::Input input;
        uint8_t depth;
        int32_t offset;
    };
    void find_rows();

    step::Layout layout_;
    std::vector<int32_t> read_;           // offsets that the program reads
    std::vector<std::vector<Row>> rows_;  // by instrument and view: what of it the program reads
    std::vector<int64_t> values_;
    std::vector<uint8_t> wakes_;             // by offset
    std::vector<step::InputBounds> bounds_;  // by offset
    bool changed_ = false;
    bool breached_ = false;
};

}  // namespace weir::engine
