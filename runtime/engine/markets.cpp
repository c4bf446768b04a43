#include "runtime/engine/markets.h"

#include <algorithm>

#include "runtime/core/assert.h"

namespace weir::engine {
namespace {

bool same_touch(const MarketView& a, const MarketView& b) {
    return a.bid_price == b.bid_price && a.ask_price == b.ask_price && a.bid_quantity == b.bid_quantity &&
           a.ask_quantity == b.ask_quantity;
}

View view_of(const Markets::State& state) {
    return {state.market,          state.resumed,         state.open(),
            state.about.taker_fee, state.about.maker_fee, state.about.latency};
}

/// Joins a venue's best price of one side to that of the others.
void join_best(int64_t& price, int64_t& quantity, int64_t other_price, int64_t other_quantity, int sign) {
    if (other_price == step::kAbsent) return;
    if (price == step::kAbsent || sign * (other_price - price) > 0) {
        price = other_price;
        quantity = other_quantity;
    } else if (price == other_price && other_quantity != step::kAbsent) {
        quantity = quantity == step::kAbsent ? other_quantity : quantity + other_quantity;
    }
}

void join_counters(MarketView& all, const MarketView& one) {
    all.volume += one.volume;
    all.turnover += one.turnover;
    all.trade_count += one.trade_count;
    all.block_volume += one.block_volume;
    all.auction_volume += one.auction_volume;
}

void join_book(MarketView& all, const MarketView& one) {
    join_best(all.bid_price, all.bid_quantity, one.bid_price, one.bid_quantity, 1);
    join_best(all.ask_price, all.ask_quantity, one.ask_price, one.ask_quantity, -1);
    for (size_t k = 0; k < all.bid_depth.size(); ++k) {
        all.bid_depth[k] += one.bid_depth[k];
        all.ask_depth[k] += one.ask_depth[k];
    }
    if (all.mark_price == step::kAbsent) all.mark_price = one.mark_price;
}

bool is_price(int64_t price, int64_t tick) {
    return price == step::kAbsent || tick <= 1 || price % tick == 0;
}

/// While its bid is above its ask a market does not say at what it can be traded; nor does one that quotes off the
/// grid.
void leave_out_impossible(MarketView& market, int64_t tick) {
    const bool two_sided = market.bid_price != step::kAbsent && market.ask_price != step::kAbsent;
    const bool crossed = two_sided && market.bid_price > market.ask_price;
    if (!crossed && is_price(market.bid_price, tick) && is_price(market.ask_price, tick)) return;
    market.bid_price = market.bid_quantity = market.ask_price = market.ask_quantity = step::kAbsent;
}

}  // namespace

Markets::Markets(const Config& config)
    : instruments_(config.program.layout.instruments),
      venues_(config.program.layout.venues == 1 ? 1 : config.program.layout.venues - 1),
      stale_after_(config.stale_after),
      states_(static_cast<size_t>(instruments_ * venues_)),
      views_(static_cast<size_t>(instruments_ * view_count())) {
    ticks_.push_back(config.instrument.tick.value);
    for (const Instrument& instrument : config.others) ticks_.push_back(instrument.tick.value);
    ticks_.resize(static_cast<size_t>(instruments_), 1);
    for (size_t i = 0; i < config.venues.size() && i < static_cast<size_t>(instruments_); ++i)
        for (size_t v = 0; v < config.venues[i].size() && v < static_cast<size_t>(venues_); ++v)
            states_[index(static_cast<int>(i), static_cast<int>(v))].about = config.venues[i][v];
    for (const uint8_t venue : config.program.barred)
        for (int i = 0; i < instruments_; ++i) states_[index(i, venue)].barred = true;
}

bool Markets::take(const Event& event) {
    WEIR_ASSERT(event.instrument < instruments_ && event.venue < venues_);
    State& state = states_[index(event.instrument, event.venue)];
    const bool changed = state.market.halted != event.market.halted || state.stale;
    if (state.market.halted && !event.market.halted) state.resumed = event.time;
    if (!same_touch(state.market, event.market)) ++state.touch;
    if (event.market.trade_count != state.market.trade_count) state.traded = ++trades_;
    state.market = event.market;
    state.heard = event.time;
    state.stale = false;
    return changed;
}

/// The first moment at which a venue has been silent for too long. A halt is silent by its nature, and so is the dark.
Time Markets::expiry(const State& state) const {
    if (stale_after_.value <= 0 || !state.heard || state.stale || state.market.halted || !state.about.lit)
        return kNoTime;
    return saturating_add(saturating_add(*state.heard, stale_after_), Duration{1});
}

std::optional<std::pair<int, int>> Markets::expire(Time now) {
    for (int instrument = 0; instrument < instruments_; ++instrument)
        for (int v = 0; v < venues_; ++v) {
            State& state = states_[index(instrument, v)];
            const Time by = expiry(state);
            if (by == kNoTime || now < by) continue;
            state.stale = true;
            return std::pair{instrument, v};
        }
    return std::nullopt;
}

Time Markets::next_expiry() const {
    Time next = kNoTime;
    for (const State& state : states_) next = std::min(next, expiry(state));
    return next;
}

void Markets::switch_venue(int instrument, int venue, bool on) {
    states_[index(instrument, venue)].off = !on;
}

bool Markets::silent(int instrument) const {
    bool any_stale = false;
    for (int v = 0; v < venues_; ++v) {
        const State& state = venue(instrument, v);
        if (!state.about.lit || state.barred || !state.heard) continue;
        if (!state.stale) return false;
        any_stale = true;
    }
    return any_stale;
}

void Markets::publish(Inputs& inputs, int instrument, int v) {
    const auto set = [&](int view, View shown) {
        leave_out_impossible(shown.market, ticks_[static_cast<size_t>(instrument)]);
        View& kept = views_[static_cast<size_t>(instrument * view_count() + view)];
        kept = std::move(shown);
        inputs.set_view(kept, instrument, view);
    };
    if (venues_ == 1) return set(0, view_of(venue(instrument, 0)));
    set(1 + v, view_of(venue(instrument, v)));
    set(0, consolidated(instrument));
}

View Markets::consolidated(int instrument) const {
    View all;
    bool first = true, running = false, halted = false;
    uint64_t traded = 0;
    for (int v = 0; v < venues_; ++v) {
        const State& state = venue(instrument, v);
        if (!state.about.lit || state.barred) continue;
        join_counters(all.market, state.market);
        if (state.traded > traded) {
            traded = state.traded;
            all.market.last_price = state.market.last_price;
        }
        if (state.resumed != kNoTime && (all.resumed == kNoTime || state.resumed > all.resumed))
            all.resumed = state.resumed;
        halted |= state.heard && state.market.halted;
        running |= state.heard && !state.market.halted;
        all.taker_fee = first ? state.about.taker_fee : std::min(all.taker_fee, state.about.taker_fee);
        all.maker_fee = first ? state.about.maker_fee : std::min(all.maker_fee, state.about.maker_fee);
        all.latency = first ? state.about.latency : std::min(all.latency, state.about.latency);
        first = false;
        if (!state.open()) continue;
        join_book(all.market, state.market);
        all.open = true;
    }
    all.market.halted = halted && !running;
    return all;
}

}  // namespace weir::engine
