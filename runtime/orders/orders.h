// The order manager: one ledger (a parent order, what protects it, a hedge), and its child orders at the venues.
//
// It promises, whatever the order in which fills, acknowledgements, cancel confirmations, duplicates and late reports
// come: executed + everything that may still fill <= the ledger's total. It holds as far as the venue's words do; a
// fill that the venue had no right to is counted, is named as excess, and stops the strategy.
//
// What a strategy wants is one order per slot. Each slot is reconciled by itself: keep what is right; else reduce,
// since the venue then keeps the place in the queue; else cancel, wait for the confirmation, and only then send anew.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "runtime/core/decimal.h"
#include "runtime/core/events.h"
#include "runtime/orders/execution_memory.h"
#include "runtime/orders/traffic.h"
#include "runtime/orders/transitions.h"
#include "step/step.h"

namespace weir::orders {

inline constexpr int kChildren = 256;   // child orders remembered, alive or not
inline constexpr int kOpenPerSlot = 4;  // one at the venue, others only awaiting fills that were announced
inline constexpr int kOpenMost = 2 * step::kMaxSlots;  // over all slots
inline constexpr int kAsksMost = 6;  // questions after an order of unknown truth before its exposure is escalated
inline constexpr int kNoSlot = -1;

/// What all orders of a slot have in common.
struct Place {
    uint8_t venue = 0;
    bool post_only = false;
    Auction auction = Auction::none;
};

struct Settings {
    Instrument instrument;
    uint8_t instrument_index = 0;
    Side side = Side::buy;
    Quantity total;
    int slots = 1;  // at most step::kMaxSlots
    std::array<Place, step::kMaxSlots> places{};
    step::OrderLimits limits;
    HouseRate house;
    Traffic* traffic = nullptr;  // shared with other managers; else its own, of `limits` and `house`
    /// Children are numbered first + stride, first + 2 stride, …: managers side by side differ in `id_first`.
    uint32_t id_stride = 1, id_first = 0;
    Duration unknown_after{5 * kSecond};
    size_t executions_remembered = 4096;
};

/// Every number of the parent that must be exact. Quantities in 10^-quantity_decimals.
struct Ledger {
    Quantity total;  // what may execute: as set, or more while what was taken away from it may still fill
    Quantity executed;
    Quantity exposure;        // everything that may still fill
    Quantity excess;          // executed that the venue had no right to: within executed
    Wide executed_value = 0;  // Σ price × quantity, 10^-(price_decimals + quantity_decimals)
    int64_t fees = 0;         // money
    int64_t position = 0;     // signed quantity
    int64_t fills = 0;
    int64_t duplicates = 0;  // executions reported again
    int64_t messages = 0;    // commands that left

    /// How much more may be sent.
    Quantity allowance() const { return total + excess - executed - exposure; }
};

struct Child {
    ChildId id = 0;
    int32_t slot = kNoSlot;
    ChildState state = ChildState::empty;
    bool seen = false;      // the venue has, or had, the order
    bool crossing = false;  // immediate or cancel
    bool must_ask = false;  // a cancel is to go out, to learn the truth
    uint8_t asks = 0;       // how often an answer was overdue
    Price price;
    Quantity quantity;  // as sent
    Quantity executed;
    Quantity most;             // the largest total that may ever fill
    Quantity at_venue;         // what has not filled there, by its reports; fills beyond may be on their way to us
    Time answer_by = kNoTime;  // when a missing answer is overdue
    Time not_before{std::numeric_limits<int64_t>::min()};  // no command to the venue before

    Quantity open() const { return most - executed; }
    /// At the venue, or possibly so.
    bool live() const {
        return state != ChildState::empty && state != ChildState::closed && state != ChildState::settling;
    }
};

/// What may be done: everything; only leave alone what rests; or take back all.
enum class Stance : uint8_t { work, hold, withdraw };

struct Condition {
    Stance stance = Stance::work;
    uint64_t touch = 0;  // changes when the venue's best prices or their quantities do
};

struct Situation {
    Stance stance = Stance::work;
    Time now;
    uint64_t touch = 0;
    std::span<const Condition> slots{};  // by slot, where they differ: the stricter stance, and the touch
    std::optional<Price> limit{};  // what rests beyond it is withdrawn at once, in every stance; nothing beyond is sent

    Condition of(int slot) const {
        if (slots.empty()) return {stance, touch};
        const Condition& own = slots[static_cast<size_t>(slot)];
        return {std::max(stance, own.stance), own.touch};
    }
};

/// Where commands leave. False: refused on the way, nothing left.
class Outlet {
  public:
    virtual bool pass(const OrderCommand& command, int slot, step::Bound bound) = 0;

  protected:
    ~Outlet() = default;
};

/// What a report was to the ledger.
struct Applied {
    int32_t slot = kNoSlot;
    bool duplicate = false;  // it changed nothing, for it was known
};

class Manager {
  public:
    explicit Manager(const Settings& settings, const TransitionTable& table = kTransitions);

    /// Brings the working orders towards the desired ones (`Settings::slots` of them), as far as the stance, the
    /// parent's allowance, the venue's minimums and the message limits let it. Withdrawals and reductions go first.
    void reconcile(std::span<const step::Desired> desired, const Situation& situation, Outlet& outlet);
    Applied on_report(const OrderReport& report, Time now);
    /// Marks answers that are overdue; reconcile then.
    void on_time(Time now);
    /// The ledger's total from here on. Less than what is executed or may still fill: that is withdrawn first, and
    /// `ledger().total` follows as it is confirmed. Never below what is executed. Reconcile then.
    void set_total(Quantity total);
    /// As last set.
    Quantity total() const { return wanted_total_; }
    /// From here on everything is withdrawn and nothing new is sent.
    void stop() { stopped_ = true; }

    const Ledger& ledger() const { return ledger_; }
    Quantity exposure(int slot) const { return slots_[static_cast<size_t>(slot)].exposure; }
    Quantity executed(int slot) const { return slots_[static_cast<size_t>(slot)].executed; }
    /// When to call on_time and reconcile again, if nothing else happens; kNoTime for never.
    Time next_wake() const { return wake_; }
    /// Something is wanted that can only be had from another touch: reconcile again when it changes.
    bool waits_for_touch() const { return waits_for_touch_; }
    /// The child by which the venue broke its word: an excess, or an exposure whose truth cannot be learnt.
    std::optional<ChildId> breach() const { return breach_; }
    /// Children that are not closed.
    int open_children() const { return open_count_; }
    const Child& open_child(int index) const { return children_[open_[static_cast<size_t>(index)]]; }
    const Child* find(ChildId id) const;
    /// Whether the number is one of this manager's.
    bool owns(ChildId id) const { return id % settings_.id_stride == settings_.id_first && sequence_of(id) > 0; }

  private:
    friend struct Inspector;  // tests tell states apart by all that is in them
    static constexpr int kNoPlace = -1;

    /// The same order again could only meet the same end before the touch changes: a crossing order took what there
    /// was, a post only order would have taken. A price further away from that end is another matter.
    struct Bar {
        bool crossing;
        Price price;
        uint64_t touch;
    };
    struct Slot {
        int place = kNoPlace;  // of the live child
        int open = 0;          // children that are not closed
        Quantity exposure;
        Quantity executed;
        uint64_t sent_touch = 0;  // at the last new order
        std::optional<Bar> bar;
        Time not_before{std::numeric_limits<int64_t>::min()};  // after a rejection: no new order here before
    };
    struct Attempt {
        const Situation& situation;
        Outlet& outlet;
    };

    uint64_t sequence_of(ChildId id) const { return id / settings_.id_stride; }
    ChildId id_of(uint64_t sequence) const { return sequence * settings_.id_stride + settings_.id_first; }
    size_t place_of(ChildId id) const { return static_cast<size_t>(sequence_of(id) % kChildren); }
    Traffic& traffic() { return settings_.traffic ? *settings_.traffic : own_traffic_; }
    const Traffic& traffic() const { return settings_.traffic ? *settings_.traffic : own_traffic_; }

    // orders.cpp: events become numbers
    Child* find_mutable(ChildId id);
    Applied on_stray(const OrderReport& report, bool known);
    void apply(Child& child, ChildEvent event, const OrderReport* report, Time now);
    void act(Child& child, ChildAction action, const OrderReport* report, Time now);
    void fill(Child& child, const OrderReport& report);
    void count_fill(const OrderReport& report);
    void count_excess(Quantity quantity, ChildId child);
    void await_answer(Child& child, Time now) const;
    void enter(Child& child, ChildState next);
    void check() const;
    void confirm_total();
    void update_wake();

    // reconcile.cpp: what is wanted becomes commands
    std::span<const step::Desired> within_total(std::span<const step::Desired> desired);
    void keep_or_withdraw(Child& child, const step::Desired& wanted, const Attempt& attempt);
    void adjust(Child& child, const step::Desired& wanted, const Attempt& attempt);
    bool beyond_limit(Price price, const Situation& situation) const;
    void open_order(int slot, const step::Desired& wanted, const Attempt& attempt);
    std::optional<OrderCommand> new_order(int slot, const step::Desired& wanted) const;
    OrderCommand command_for(const Child& child, CommandKind kind) const;
    bool barred(const Slot& slot, const step::Desired& wanted, uint64_t touch) const;
    void on_rejection(const Child& child, Reject reason, Time now);
    bool meets_minimums(Quantity quantity, Price price) const;
    bool send(Child& child, ChildEvent event, const OrderCommand& command, step::Bound bound, const Attempt& attempt);
    void cancel(Child& child, const Attempt& attempt);
    bool budget_allows(ChildEvent event, Time now);
    uint64_t next_free_sequence() const;

    Settings settings_;
    TransitionTable table_;
    Ledger ledger_;
    Quantity wanted_total_;
    std::array<Child, kChildren> children_{};
    std::array<uint8_t, kOpenMost> open_{};  // places of the children that are not closed
    int open_count_ = 0;
    std::array<Slot, step::kMaxSlots> slots_{};
    uint64_t last_sequence_ = 0;  // of a child's number
    std::array<step::Desired, step::kMaxSlots> wanted_{};
    Traffic own_traffic_;
    ExecutionMemory executions_;
    std::optional<ChildId> breach_;
    bool waits_for_touch_ = false;
    Time blocked_until_ = kNoTime;  // a command waits for room in a message budget
    Time wake_ = kNoTime;
    bool stopped_ = false;
};

}  // namespace weir::orders
