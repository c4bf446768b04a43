#include "tests/backtest/made_market.h"

#include <algorithm>

#include "runtime/venues/delay.h"

namespace weir::backtest::test {

namespace {

/// Orders come and go around a price that wanders; now and then one trades with the best of the other side.
class Maker {
  public:
    explicit Maker(const MadeMarket& made) : made_(made), random_(made.seed) {}

    std::vector<MarketEvent> all() {
        for (int i = 0; i < 40; ++i) add(i % 2 ? Side::buy : Side::sell);
        while (time_ < made_.length.value && events_.size() < made_.records_most) {
            time_ += venues::exponential(random_, made_.between.value);
            if (pick(50) == 0) mid_ += pick(2) == 0 ? 1 : -1;
            const Side side = pick(2) ? Side::buy : Side::sell;
            const uint64_t what = pick(10);
            if (what < 5 || live_.size() < 30) {
                add(side);
            } else if (what < 8) {
                remove(pick(live_.size()));
            } else {
                execute(side);
            }
        }
        return std::move(events_);
    }

  private:
    struct Live {
        uint64_t id;
        Side side;
        int64_t price, quantity;
    };

    uint64_t pick(uint64_t n) { return random_.next() % n; }

    void put(MarketKind kind, const Live& order, int64_t quantity) {
        MarketEvent event = record(kOpen + Duration{time_}, kind, order.side, order.price, quantity);
        event.order = order.id;
        events_.push_back(event);
    }
    void add(Side side) {
        int64_t price = mid_ - sign(side) * static_cast<int64_t>(1 + pick(6));
        for (const Live& other : live_)  // never through the other side
            if (other.side != side && sign(side) * (price - other.price) >= 0) price = other.price - sign(side);
        live_.push_back({++order_, side, price, static_cast<int64_t>(10 + 10 * pick(20))});
        put(MarketKind::add, live_.back(), live_.back().quantity);
    }
    void remove(size_t at) {
        put(MarketKind::remove, live_[at], live_[at].quantity);
        live_.erase(live_.begin() + static_cast<ptrdiff_t>(at));
    }
    void execute(Side side) {
        size_t best = live_.size();
        for (size_t i = 0; i < live_.size(); ++i)
            if (live_[i].side == side &&
                (best == live_.size() || sign(side) * (live_[i].price - live_[best].price) > 0))
                best = i;
        if (best == live_.size()) return;
        const int64_t quantity = std::min<int64_t>(live_[best].quantity, static_cast<int64_t>(10 + 10 * pick(8)));
        put(MarketKind::execute, live_[best], quantity);
        live_[best].quantity -= quantity;
        if (live_[best].quantity == 0) live_.erase(live_.begin() + static_cast<ptrdiff_t>(best));
    }

    MadeMarket made_;
    venues::Random random_;
    std::vector<MarketEvent> events_;
    std::vector<Live> live_;
    uint64_t order_ = 0;
    int64_t time_ = 0, mid_ = 10'000;
};

}  // namespace

MarketEvent record(Time time, MarketKind kind, Side side, int64_t price, int64_t quantity) {
    MarketEvent event{};
    event.time = time.value;
    event.kind = kind;
    event.side = static_cast<int8_t>(side);
    event.price = price;
    event.quantity = quantity;
    event.flags = kLastOfMessage;
    event.receive_delta_us = kNoReceive;
    return event;
}

std::unique_ptr<market::Tape> tape_of(std::vector<MarketEvent> events, market::BookDetail detail) {
    market::TapeInfo info;
    info.instrument.symbol = "MADE";
    info.instrument.base = "shares";
    info.instrument.currency = "USD";
    info.instrument.lot = Quantity{10};
    info.instrument.minimum_quantity = Quantity{10};
    info.detail = detail;
    info.records = events.size();
    if (!events.empty()) {
        info.first = Time{events.front().time};
        info.last = Time{events.back().time};
    }
    return market::Tape::from(info, std::move(events));
}

std::unique_ptr<market::Tape> made_tape(const MadeMarket& made) {
    return tape_of(Maker(made).all(), market::BookDetail::orders);
}

}  // namespace weir::backtest::test
