// The ledgers of a run side by side: an order manager for each, what they share, and which slot is whose.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "runtime/engine/engine.h"
#include "runtime/engine/inputs.h"
#include "runtime/orders/orders.h"

namespace weir::engine {

/// Where commands of all ledgers leave; `slot` is the program's.
class Exit {
  public:
    virtual bool leave(const OrderCommand& command, int slot, step::Bound bound) = 0;

  protected:
    ~Exit() = default;
};

class Ledgers {
  public:
    Ledgers(const Config& config, Exit& exit);
    Ledgers(const Ledgers&) = delete;
    Ledgers& operator=(const Ledgers&) = delete;

    int count() const { return static_cast<int>(ledgers_.size()); }
    const orders::Manager& parent() const { return ledgers_.front()->manager; }
    const orders::Manager& manager(int index) const { return ledgers_[static_cast<size_t>(index)]->manager; }

    struct Applied {
        int32_t slot;  // of the program
        bool duplicate;
    };
    Applied on_report(const OrderReport& report, Time now);
    void on_time(Time now);
    void stop();

    /// The parent's quantity from here on.
    void amend(Quantity quantity) { ledgers_.front()->manager.set_total(quantity); }
    /// The other totals follow what is executed and what the last step stated.
    void follow(const step::Output& output);
    /// `conditions` are by slot of the program; `stances` by ledger; `limit` is of the parent's own orders. Orders of
    /// two ledgers never cross: where a later one wants to trade, what an earlier one has there is withdrawn first.
    void reconcile(std::span<const step::Desired> desired, std::span<const orders::Stance> stances, Time now,
                   std::span<const orders::Condition> conditions, std::optional<Price> limit);
    void publish(Inputs& inputs) const;

    Side side(int index) const { return ledgers_[static_cast<size_t>(index)]->side; }
    int instrument(int index) const { return infos_[static_cast<size_t>(index)].instrument; }
    Time next_wake() const;
    int open_children() const;
    /// Something is wanted that waits for another touch of its venue.
    bool waits_for_touch() const;
    std::optional<ChildId> breach() const;
    /// Nothing that could be sent is left of any ledger.
    bool complete() const;

  private:
    struct One final : orders::Outlet {
        One(const orders::Settings& settings, Exit& way_out) : manager(settings), exit(way_out) {}
        bool pass(const OrderCommand& command, int slot, step::Bound bound) override {
            return exit.leave(command, slots[static_cast<size_t>(slot)], bound);
        }
        /// So much that a venue would take it.
        bool has_left() const {
            const Quantity left = manager.total() - manager.ledger().executed;
            return left.value > 0 && left >= std::max(instrument.lot, instrument.minimum_quantity);
        }
        orders::Manager manager;
        Exit& exit;
        Side side = Side::buy;
        Instrument instrument;
        std::vector<int> slots;  // of the program
    };

    struct Wish;  // what a round of reconciling is given
    std::optional<Price> clear_of_others(size_t index, const Wish& wish) const;
    bool wants(const One& one, size_t slot, orders::Stance stance, const Wish& wish) const;

    std::vector<step::LedgerInfo> infos_;
    orders::Traffic traffic_;
    std::vector<std::unique_ptr<One>> ledgers_;
};

}  // namespace weir::engine
