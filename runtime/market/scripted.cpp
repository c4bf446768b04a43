#include "runtime/market/scripted.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::market {
namespace {

constexpr int64_t kShareOne = 1'000'000'000;
constexpr int64_t kMostSteps = 10'000'000;
constexpr int kMostLevels = 1'000;
constexpr int64_t kLargest = int64_t{1} << 50;  // of prices and quantities: step::bounds_of
constexpr Wide kAccrualOne = Wide{1} << 32;
constexpr Pace kStandstill{Quantity{0}, Duration{1}};

Wide floor_division(Wide a, Wide b) {
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/// The amount, in half price units · kShareOne.
Wide exact(const Amount& amount, int64_t mid) {
    return Wide{2 * kShareOne} * amount.price.value + Wide{amount.share_e9} * mid;
}

/// Volume that has come, printed or not, in 2^-32 of a unit of quantity: exact while the pace stays the same.
class Accrual {
  public:
    void run(Pace pace, int64_t time) {
        if (pace.quantity == pace_.quantity && pace.per == pace_.per) return;
        before_ = at_least(time);
        pace_ = pace;
        from_ = time;
    }
    int64_t whole(int64_t time) const {
        const Wide ran = Wide{pace_.quantity.value} * (time - from_);
        return static_cast<int64_t>((before_ + scaled(ran)) / kAccrualOne);
    }

  private:
    /// What a change of pace cuts off is rounded up: thirds make a whole.
    Wide at_least(int64_t time) const {
        const Wide ran = Wide{pace_.quantity.value} * (time - from_);
        const Wide rest = ran % pace_.per.value;
        return before_ + scaled(ran) + (rest * kAccrualOne % pace_.per.value != 0);
    }
    /// ran · 2^32 / per, rounded down, by parts that fit.
    Wide scaled(Wide ran) const {
        const Wide per = pace_.per.value;
        return ran / per * kAccrualOne + ran % per * kAccrualOne / per;
    }

    Pace pace_ = kStandstill;
    int64_t from_ = 0;
    Wide before_ = 0;
};

/// Where the mid stands, and where it is going.
class Path {
  public:
    explicit Path(int64_t half) : base_(half) {}

    void set(int64_t half) {
        base_ = half;
        moves_.clear();
    }
    void move(const script::Move& move, int64_t time) {
        const Wide by = floor_division(exact(move.by, at(time)), kShareOne);
        moves_.push_back({time, move.over.value, static_cast<int64_t>(by)});
    }
    int64_t at(int64_t time) const {
        int64_t half = base_;
        for (const Leg& leg : moves_) {
            const int64_t passed = std::min(time - leg.start, leg.over);
            half += leg.over == 0 ? leg.by : static_cast<int64_t>(floor_division(Wide{leg.by} * passed, leg.over));
        }
        return half;
    }
    /// The next end of a move after `time`.
    int64_t next_end(int64_t time) const {
        int64_t next = kNoTime.value;
        for (const Leg& leg : moves_)
            if (leg.start + leg.over > time) next = std::min(next, leg.start + leg.over);
        return next;
    }

  private:
    struct Leg {
        int64_t start, over, by;
    };
    int64_t base_;
    std::vector<Leg> moves_;
};

struct Quotes {
    int64_t bid = 0, ask = 0;
    friend bool operator==(const Quotes&, const Quotes&) = default;
};

class Writer {
  public:
    explicit Writer(const Scripted& market)
        : market_(market), tick_(market.instrument.tick.value), path_(market.mid), spread_(market.spread) {}

    Parsed<std::unique_ptr<Tape>> write() {
        time_ = market_.start.value;
        accrual_.run(market_.volume, time_);
        pace_ = market_.volume;
        apply_changes();
        show(true);
        while (fault_.empty() && time_ < market_.end.value) step();
        silent_ = false;
        if (events_.empty() || events_.back().time < time_) show(true);
        if (!fault_.empty()) return Parsed<std::unique_ptr<Tape>>::failure(fault_);
        TapeInfo info;
        info.instrument = market_.instrument;
        info.source = "script";
        info.detail = BookDetail::levels;
        return {Tape::from(std::move(info), std::move(events_)), ""};
    }

  private:
    bool on_grid() const { return (time_ - market_.start.value) % market_.grid.value == 0; }

    void step() {
        const int64_t passed = time_ - market_.start.value, grid = market_.grid.value;
        int64_t next = std::min(market_.end.value, time_ + (grid - passed % grid));
        next = std::min(next, path_.next_end(time_));
        if (next_change_ < market_.changes.size()) next = std::min(next, market_.changes[next_change_].time.value);
        time_ = next;
        const size_t before = events_.size();
        if (on_grid()) print_due();
        apply_changes();
        show(events_.size() == before);
    }

    // ---- volume -----------------------------------------------------------------------------------------------------

    bool stands_still() const { return halted_ || silent_; }

    void print_due() {
        if (stands_still()) return;
        const int64_t lot = market_.instrument.lot.value;
        const int64_t due = accrual_.whole(time_) / lot * lot - printed_;
        if (due <= 0) return;
        printed_ += due;
        print(at_bid_ ? Side::sell : Side::buy, due, at_bid_ ? shown_.bid : shown_.ask);
        at_bid_ = !at_bid_;
    }

    /// The level gives what is printed, and shows as much anew.
    void print(Side aggressor, int64_t quantity, int64_t price, uint8_t flags = 0) {
        put(MarketKind::trade, aggressor, price, quantity, flags);
        const Side hit = opposite(aggressor);
        if (!(flags & kAuction) && shows(hit, price)) {
            // Seen for itself, so that the touch is known to be another; and never empty, so that the mid stands.
            put(MarketKind::level, hit, price, std::max(market_.instrument.lot.value, market_.depth.value - quantity));
            end_message();
            put(MarketKind::level, hit, price, market_.depth.value);
        }
        end_message();
    }

    bool shows(Side side, int64_t price) const {
        if (side == Side::none) return false;
        const int64_t behind = side == Side::buy ? shown_.bid - price : price - shown_.ask;
        return behind >= 0 && behind < market_.levels * tick_;
    }

    // ---- changes ----------------------------------------------------------------------------------------------------

    void apply_changes() {
        const auto& changes = market_.changes;
        for (; next_change_ < changes.size() && changes[next_change_].time.value == time_; ++next_change_) {
            silent_ = false;
            std::visit([this](const auto& what) { apply(what); }, changes[next_change_].what);
            accrual_.run(stands_still() ? kStandstill : pace_, time_);
        }
    }
    void apply(const script::Spread& spread) { spread_ = spread.amount; }
    void apply(const script::Mid& mid) { path_.set(mid.half); }
    void apply(const script::Move& move) { path_.move(move, time_); }
    void apply(const script::Volume& volume) { pace_ = volume.pace; }
    void apply(const script::Trade& trade) {
        show(false);
        const int64_t price = trade.price.value;
        const Side aggressor = price <= shown_.bid ? Side::sell : price >= shown_.ask ? Side::buy : Side::none;
        print(aggressor, trade.quantity.value, price);
    }
    void apply(const script::Auction& auction) {
        show(false);
        print(Side::none, auction.quantity.value, auction.price.value, kAuction);
    }
    void apply(const script::Halt&) {
        halted_ = true;
        put(MarketKind::halt, Side::none, 0, 0);
        end_message();
    }
    void apply(const script::Resume&) {
        halted_ = false;
        put(MarketKind::resume, Side::none, 0, 0);
        end_message();
    }
    void apply(const script::Silence&) {
        show(false);  // what happened before it at this time was heard
        silent_ = true;
    }

    // ---- quotes -----------------------------------------------------------------------------------------------------

    /// The quotes as they should stand now; absent when prices would leave their range.
    std::optional<Quotes> quotes() {
        const int64_t mid = path_.at(time_);
        const Wide unit = Wide{2 * kShareOne} * tick_;
        const Wide ticks = std::max<Wide>(1, floor_division(exact(spread_, mid) + unit / 2, unit));
        const Wide spread = ticks * tick_;
        const Wide bid = floor_division(mid - spread, Wide{2 * tick_}) * tick_;
        const Wide levels = Wide{market_.levels} * tick_;
        if (bid - levels < 0 || bid + spread + levels > kLargest) {
            fault_ = fmt::format(
                "at {} the mid is {} and the spread {}: {} levels of bids do not lie above zero, or the "
                "asks do not fit; move the price less",
                clock(), text_of_half(mid),
                format_decimal(static_cast<int64_t>(std::clamp<Wide>(spread, -kLargest, kLargest)),
                               market_.instrument.price_decimals),
                market_.levels);
            return std::nullopt;
        }
        return Quotes{static_cast<int64_t>(bid), static_cast<int64_t>(bid + spread)};
    }

    /// Brings the book to what the market now is, in one message. `always`: says something when it has not changed.
    void show(bool always) {
        if (silent_) return;
        const std::optional<Quotes> now = quotes();
        if (!now) return;
        if (*now != shown_) {
            restate(Side::buy, shown_.bid, now->bid);
            restate(Side::sell, shown_.ask, now->ask);
            shown_ = *now;
            return end_message();
        }
        if (!always) return;
        put(MarketKind::level, Side::buy, shown_.bid, market_.depth.value);
        end_message();
    }

    /// Levels that go, then levels that come; those that stay keep their queues.
    void restate(Side side, int64_t from, int64_t to) {
        const auto level = [&](int64_t best, int i) { return best - sign(side) * i * tick_; };
        const auto among = [&](int64_t price, int64_t best) {
            const int64_t behind = sign(side) * (best - price);
            return best != 0 && behind >= 0 && behind < market_.levels * tick_;
        };
        for (int i = 0; i < market_.levels && from != 0; ++i)
            if (!among(level(from, i), to)) put(MarketKind::level, side, level(from, i), 0);
        for (int i = 0; i < market_.levels; ++i)
            if (!among(level(to, i), from)) put(MarketKind::level, side, level(to, i), market_.depth.value);
    }

    // ---- records ----------------------------------------------------------------------------------------------------

    void put(MarketKind kind, Side side, int64_t price, int64_t quantity, uint8_t flags = 0) {
        events_.push_back({time_, price, quantity, 0, kNoReceive, kind, static_cast<int8_t>(side), flags});
    }
    void end_message() {
        if (events_.empty()) return;
        events_.back().flags |= kLastOfMessage;
    }

    std::string clock() const { return format_time(Time{time_}, market_.instrument.time_zone); }
    std::string text_of_half(int64_t half) const {
        return format_decimal(Wide{half} * 5, market_.instrument.price_decimals + 1);
    }

    const Scripted& market_;
    const int64_t tick_;
    Path path_;
    Amount spread_;
    Pace pace_;
    Accrual accrual_;
    int64_t printed_ = 0;
    bool at_bid_ = true;
    bool halted_ = false, silent_ = false;
    int64_t time_ = 0;
    size_t next_change_ = 0;
    Quotes shown_;
    std::vector<MarketEvent> events_;
    std::string fault_;
};

// ---- what cannot be -------------------------------------------------------------------------------------------------

class Check {
  public:
    explicit Check(const Scripted& market) : market_(market) {}

    std::string fault() const {
        if (auto fault = fault_of(market_.instrument)) return *fault;
        if (market_.end <= market_.start)
            return fmt::format("the market ends at {}, which is not after its start at {}", clock(market_.end),
                               clock(market_.start));
        if (market_.grid.value <= 0 || since(market_.end, market_.start).value / market_.grid.value > kMostSteps)
            return fmt::format("the market runs for {} in steps of {}; there may be {} steps",
                               format_duration(since(market_.end, market_.start)), format_duration(market_.grid),
                               kMostSteps);
        if (market_.levels < 1 || market_.levels > kMostLevels)
            return fmt::format("{} levels; there must be from 1 to {}", market_.levels, kMostLevels);
        if (market_.mid <= 0 || market_.mid > kLargest) return "the mid must be positive and below 2^50 units";
        std::string fault = of_quantity("the depth", market_.depth);
        if (fault.empty()) fault = of_spread(market_.spread);
        if (fault.empty()) fault = of_pace(market_.volume);
        return fault.empty() ? of_changes() : fault;
    }

  private:
    std::string clock(Time time) const { return format_time(time, market_.instrument.time_zone); }
    std::string text(Quantity quantity) const {
        return format_decimal(quantity.value, market_.instrument.quantity_decimals);
    }
    std::string text(Price price) const { return format_decimal(price.value, market_.instrument.price_decimals); }

    std::string of_changes() const {
        Time last = market_.start;
        for (const ScriptedChange& change : market_.changes) {
            if (change.time < last || change.time > market_.end)
                return fmt::format("a change at {} is not between {} and {}: changes are in order, within the market",
                                   clock(change.time), clock(last), clock(market_.end));
            last = change.time;
            const std::string fault = std::visit([this](const auto& what) { return of(what); }, change.what);
            if (!fault.empty()) return fmt::format("at {}: {}", clock(change.time), fault);
        }
        return "";
    }
    std::string of(const script::Spread& spread) const { return of_spread(spread.amount); }
    std::string of(const script::Mid& mid) const {
        return mid.half > 0 && mid.half <= kLargest ? "" : "the mid must be positive and below 2^50 units";
    }
    std::string of(const script::Move& move) const {
        if (move.over.value < 0) return "a move lasts less than no time";
        return std::abs(move.by.price.value) <= kLargest && std::abs(move.by.share_e9) <= kLargest
                   ? ""
                   : "the move is out of range";
    }
    std::string of(const script::Volume& volume) const { return of_pace(volume.pace); }
    std::string of(const script::Trade& trade) const { return of_print(trade.quantity, trade.price); }
    std::string of(const script::Auction& auction) const { return of_print(auction.quantity, auction.price); }
    std::string of(const script::Halt&) const { return ""; }
    std::string of(const script::Resume&) const { return ""; }
    std::string of(const script::Silence&) const { return ""; }

    std::string of_print(Quantity quantity, Price price) const {
        if (price.value <= 0 || price.value > kLargest || price.value % market_.instrument.tick.value != 0)
            return fmt::format("the price {} is not a positive multiple of the tick {}", text(price),
                               text(market_.instrument.tick));
        return of_quantity("the quantity", quantity);
    }
    std::string of_quantity(std::string_view what, Quantity quantity) const {
        const Quantity lot = market_.instrument.lot;
        if (quantity.value > 0 && quantity.value <= kLargest && quantity.value % lot.value == 0) return "";
        return fmt::format("{} {} is not a positive multiple of the lot {}", what, text(quantity), text(lot));
    }
    std::string of_spread(const Amount& spread) const {
        const bool fits = spread.price.value >= 0 && spread.price.value <= kLargest && spread.share_e9 >= 0 &&
                          spread.share_e9 <= kShareOne;
        return fits ? "" : "the spread must not be negative, nor more than the mid";
    }
    std::string of_pace(const Pace& pace) const {
        if (pace.quantity.value < 0 || pace.quantity.value > kLargest || pace.per.value <= 0)
            return "the volume must be 0 or more, per a positive duration";
        const Wide total = Wide{pace.quantity.value} * since(market_.end, market_.start).value / pace.per.value;
        if (total > kLargest) return "the volume up to the end of the market does not fit; state less";
        return "";
    }

    const Scripted& market_;
};

}  // namespace

Parsed<std::unique_ptr<Tape>> scripted_tape(const Scripted& market) {
    if (std::string fault = Check(market).fault(); !fault.empty())
        return Parsed<std::unique_ptr<Tape>>::failure(std::move(fault));
    return Writer(market).write();
}

}  // namespace weir::market
