// The venues of a run: what each shows, whether it is open, and the consolidated market of each instrument.
#pragma once

#include <optional>
#include <vector>

#include "runtime/engine/engine.h"
#include "runtime/engine/inputs.h"

namespace weir::engine {

/// Views as step.h has them: one venue is view 0; of several, view 0 is the consolidated market, view v venue v - 1.
class Markets {
  public:
    explicit Markets(const Config& config);

    struct State {
        MarketView market;
        Venue about;
        Time resumed = kNoTime;
        std::optional<Time> heard;
        bool stale = false;
        bool off = false;     // switched off by the trader
        bool barred = false;  // the strategy never trades there: no part of the consolidated market
        uint64_t touch = 0;   // changes when the best prices or their quantities do
        uint64_t traded = 0;  // order of the last trade among venues

        bool open() const { return (heard || !about.lit) && !market.halted && !stale && !off; }
    };

    /// Takes what a venue shows. True when it halted, resumed or is no longer silent.
    bool take(const Event& event);
    /// Finds the venues that have been silent for too long; the first of them, until there is no more.
    std::optional<std::pair<int, int>> expire(Time now);
    /// When the next venue will have been; kNoTime: none.
    Time next_expiry() const;
    void switch_venue(int instrument, int venue, bool on);

    int instruments() const { return instruments_; }
    int venues() const { return venues_; }
    const State& venue(int instrument, int venue) const { return states_[index(instrument, venue)]; }
    const State& behind(int instrument, int view) const { return venue(instrument, venues_ == 1 ? 0 : view - 1); }
    const View& view(int instrument, int index) const {
        return views_[static_cast<size_t>(instrument * view_count() + index)];
    }
    /// Every lit venue that was heard is halted, or silent.
    bool halted(int instrument) const { return view(instrument, 0).market.halted; }
    bool silent(int instrument) const;

    /// Gives the inputs what has changed in an instrument: of one venue, and consolidated.
    void publish(Inputs& inputs, int instrument, int venue);

  private:
    size_t index(int instrument, int venue) const { return static_cast<size_t>(instrument * venues_ + venue); }
    int view_count() const { return venues_ == 1 ? 1 : 1 + venues_; }
    View consolidated(int instrument) const;
    Time expiry(const State& state) const;

    int instruments_, venues_;
    Duration stale_after_;
    std::vector<State> states_;   // by instrument and venue
    std::vector<View> views_;     // by instrument and view
    std::vector<int64_t> ticks_;  // by instrument
    uint64_t trades_ = 0;
};

}  // namespace weir::engine
