// What protects or hedges an order: ledgers beside its own. Their orders and fills stay out of the order's figures.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/core/records.h"
#include "runtime/tca/report.h"

namespace weir::tca {

/// A ledger beside the order's own, before the run.
struct Beside {
    std::string name;  // protect, hedge
    Side side = Side::none;
    Instrument instrument;
    bool closes = false;    // it trades the order's own instrument back: there is a profit or a loss
    bool by_value = false;  // a hedge that is held against money
};

/// Which slots are whose; without any, all are the order's.
struct Ledgers {
    std::vector<uint8_t> of_slot;  // 0: the order's own
    std::vector<Beside> others;    // ledgers 1, 2, …
};

/// Counts what happens in the other ledgers.
class BesideTally {
  public:
    explicit BesideTally(Ledgers ledgers) : ledgers_(std::move(ledgers)), sums_(ledgers_.others.size()) {}

    /// Whether a slot is another ledger's.
    bool has(int32_t slot) const;
    void note(Time time, const Hedged& hedged);
    void note(Time time, const Sent& sent);
    void note(Time time, const Reported& reported);
    void note(const Refused& refused);
    /// `entry` is what the order itself executed; `end` is when it was over; `slots` names the clauses.
    std::vector<OtherLedger> result(Quantity entry, Wide entry_value, Time end,
                                    const std::vector<std::string>& slots) const;

  private:
    struct Child {
        ChildId id = 0;
        int32_t slot = 0;
        step::Bound bound = step::Bound::none;
        Time sent{}, ended = kNoTime;
        Price price{};
        Quantity quantity{}, filled{};
        Wide value = 0;
        ChildState state = ChildState::open;
    };
    struct Sum {
        Quantity executed;
        Wide value = 0;  // Σ price × quantity
        int64_t fees = 0;
        int64_t fills = 0, placed = 0, cancels = 0, reductions = 0, refused = 0;
        std::vector<Child> children;
        std::unordered_map<ChildId, size_t> index_of;
        int64_t exposed = step::kAbsent;  // now; absent: not known
        int64_t exposed_most = 0;         // the largest, by its amount
        Time exposed_since = kNoTime;
        Wide exposed_time = 0;  // Σ amount × nanoseconds
        Duration known;         // how long it was known

        void pass(Time time);
    };
    static void take(Child& child, const OrderReport& report, Time time);
    static OtherChild shown(const Child& child, const Instrument& instrument, const std::vector<std::string>& slots);
    Sum& sum_of(int32_t slot) { return sums_[ledgers_.of_slot[static_cast<size_t>(slot)] - size_t{1}]; }

    Ledgers ledgers_;
    std::vector<Sum> sums_;
};

}  // namespace weir::tca
