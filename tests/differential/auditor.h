// Watches a run of any script from outside: events in, records out. It keeps ledgers of its own from the commands and
// the reports, and holds every child against the order, the venues, the trader's commands and what the script's text
// says (`Saying`). It knows nothing of plans.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "tests/differential/houses.h"
#include "tests/differential/markets.h"

namespace weir::test {

/// How near to its bounds a run came, and how much it did.
struct Audit {
    int64_t runs = 0, children = 0, fills = 0, commands = 0, obeyed = 0, checks = 0;
    double behind_most = 0;    // with nothing in the way, for so long that it could have been taken: share of the order
    std::string behind_where;  // and when first
    double participation_most = 0;
    void add(const Audit& other);
};

class Auditor {
  public:
    Auditor(const Saying& saying, const House& house, const backtest::Setup& setup,
            const std::vector<TapeVolume>& volumes, bool as_written);

    void operator()(const Event& event, const engine::Engine& engine);
    /// What holds of the whole run.
    void finish(const backtest::Result& result);

    const std::vector<std::string>& broken() const { return broken_; }
    const Audit& audit() const { return audit_; }

  private:
    struct Child {
        int slot = 0;
        int venue = 0;
        int64_t open = 0;  // may still fill
        int64_t executed = 0;
    };
    /// A position that is built: the order's, or what protects it.
    struct Book {
        int64_t executed = 0, cap = 0;  // executed and what may still fill stay within the cap
        std::map<ChildId, Child> children;
        int64_t exposure() const;
    };
    struct Own {
        int64_t time, executed;
    };

    void take(const Started&) {}
    void take(const Decided& decided);
    void take(const Sent& sent);
    void take(const Refused& refused);
    void take(const Reported& reported);
    void take(const Hedged&) {}
    void take(const Interrupted& state) { trader_ = state; }
    void take(const Stopped& stopped);
    void take(const Wanted&) {}
    void take(const VenueChanged& changed);
    void take(const Commanded& commanded);

    void check_place(const OrderCommand& command, int slot);
    void check_when(const OrderCommand& command, const step::SlotInfo& slot);
    void check_grid(const OrderCommand& command);
    void check_price(const OrderCommand& command, const step::SlotInfo& slot);
    void check_schedule(const step::SlotInfo& slot);
    void check_participation();
    void check_rate();
    void settle_caps();
    void watch_behind();
    int64_t executed_before(int64_t time) const;
    int64_t smallest() const;
    const step::SlotInfo& info(int slot) const { return setup_.engine.program.slots[static_cast<size_t>(slot)]; }
    Book& book_of(int slot) { return books_[info(slot).ledger]; }
    void must(bool holds, const char* what);

    const Saying& saying_;
    const House& house_;
    const backtest::Setup& setup_;
    const Instrument& instrument_;
    const std::vector<TapeVolume>& volumes_;

    ParentOrder order_;  // as amended
    int64_t now_ = 0;
    MarketView view_;
    step::Trace trace_{};
    Interrupted trader_{};
    std::array<bool, 8> closed_{};  // venues, of several
    bool stopped_ = false;
    bool amended_;  // or of other parameters than the script's own: its patience is not what its text says
    std::array<Book, 2> books_;
    std::vector<Own> own_;  // of the order's ledger
    int64_t used_ = 0;      // executed on both, for participation
    std::deque<int64_t> messages_;
    int64_t behind_since_ = -1;
    bool tried_ = false;  // a crossing child was sent for the touch as it stands: another one waits for a change
    Audit audit_;
    std::vector<std::string> broken_;
};

}  // namespace weir::test
