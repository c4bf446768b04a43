// The model. A fair price, which nobody sees, walks at random. Each message is a new order, a cancel or a market order:
// market orders and stale quotes follow the fair price; new orders go inside a wide spread, the more often the wider it
// is, or join the book near its best; cancels keep the number of resting orders near a target. How readily a wide
// spread is filled changes slowly about a mean. Of several venues, each message is of one that is drawn.
#include "runtime/market/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "runtime/core/time.h"
#include "runtime/market/arrivals.h"
#include "runtime/market/book.h"
#include "runtime/market/random.h"

namespace weir::market {
namespace {

constexpr int64_t kHour = 3'600 * kSecond;
constexpr int64_t kDay = 24 * kHour;
constexpr int64_t kEquitySession = 6 * kHour + kHour / 2;
constexpr int64_t kBusiestHour = 15;  // of a continuous market, UTC

constexpr int kSeedLevels = 20;
constexpr int kSeedOrders = 4;         // at each of them
constexpr size_t kTargetOrders = 200;  // resting on each side
constexpr size_t kLevelsLeft = 5;      // market orders and cancels leave so many on each side
constexpr int64_t kMostCaution = 24;
constexpr int64_t kLeastPriceTicks = 100;
constexpr int64_t kFarthestTicks = 30;  // of new orders behind the best
constexpr int kLargestDoublings = 8;    // of the usual smallest size
constexpr int kMostVenues = 16;
constexpr int64_t kMarketOrders = 8, kReductions = 2;  // of a hundred messages
constexpr int64_t kMeanSizePercent = 242;              // of an order, in smallest usual sizes: see order_size

struct SessionTimes {
    int64_t open = 0, close = 0;
};

/// The first session that ends after `time`. A session of New York is found on its calendar, daylight saving included.
SessionTimes session_after(Session session, int64_t time) {
    if (session == Session::continuous) {
        const int64_t day = time / kDay * kDay;
        return {day, day + kDay};
    }
    constexpr std::string_view kZone = "America/New_York";
    for (int64_t at = time;; at += kDay) {
        const auto date = date_in(Time{at}, kZone);
        const auto open = parse_time_of_day("09:30", date.value, kZone);
        const int64_t weekday = (open.value.value / kDay + 4) % 7;  // 0: Sunday; the epoch was a Thursday
        if (weekday != 0 && weekday != 6 && open.value.value + kEquitySession > time)
            return {open.value.value, open.value.value + kEquitySession};
    }
}

}  // namespace

GenerateOptions GenerateOptions::us_equity() {
    GenerateOptions options;
    options.start = Time{1'704'205'800 * kSecond};  // 2024-01-02T14:30:00Z
    options.duration = Duration{kEquitySession};
    options.instrument.symbol = "WEIR";
    options.instrument.base = "shares";
    options.instrument.currency = "USD";
    options.instrument.time_zone = "America/New_York";
    options.price = Price{10'000};
    options.size = Quantity{50};
    options.messages_per_session = 200'000;
    options.volatility_ticks = 1;
    return options;
}

GenerateOptions GenerateOptions::crypto() {
    GenerateOptions options;
    options.session = Session::continuous;
    options.start = Time{1'704'153'600 * kSecond};  // 2024-01-02T00:00:00Z
    options.duration = Duration{kDay};
    options.instrument.symbol = "BTC-USD";
    options.instrument.base = "BTC";
    options.instrument.currency = "USD";
    options.instrument.quantity_decimals = 8;
    options.instrument.money_decimals = 8;
    options.instrument.tick = Price{50};
    options.instrument.lot = Quantity{10'000};
    options.instrument.minimum_quantity = Quantity{10'000};
    options.price = Price{3'000'000};
    options.size = Quantity{10'000'000};
    options.messages_per_session = 250'000;
    options.volatility_ticks = 4;
    return options;
}

namespace {

std::optional<std::string> fault_of_halts(const GenerateOptions& options) {
    const std::string& zone = options.instrument.time_zone;
    Time last = options.start;
    for (const Halt& halt : options.halts) {
        if (halt.duration.value <= 0)
            return fmt::format("the halt at {} lasts {}; it must last longer", format_time(halt.from, zone),
                               format_duration(halt.duration));
        const Time until = saturating_add(halt.from, halt.duration);
        if (halt.from < last || until > options.start + options.duration)
            return fmt::format("the halt from {} to {} overlaps another one, is out of order, or lies outside the tape",
                               format_time(halt.from, zone), format_time(until, zone));
        const SessionTimes session = session_after(options.session, halt.from.value);
        if (halt.from.value < session.open || until.value >= session.close)
            return fmt::format("the halt from {} to {} does not lie within a session", format_time(halt.from, zone),
                               format_time(until, zone));
        last = until;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> fault_of(const GenerateOptions& options) {
    if (auto fault = fault_of(options.instrument)) return fault;
    const int64_t tick = options.instrument.tick.value, lot = options.instrument.lot.value;
    constexpr int64_t kMostDuration = 20 * 366 * kDay;
    constexpr int64_t kMostMessages = 1'000'000'000;
    constexpr int64_t kLargest = int64_t{1} << 50;
    if (options.start.value < 0) return "the start lies before 1970";
    if (options.duration.value <= 0 || options.duration.value > kMostDuration)
        return fmt::format("the duration is {}; it must be positive and at most 20 years",
                           format_duration(options.duration));
    if (options.price.value < kLeastPriceTicks * tick || options.price.value % tick != 0 ||
        options.price.value > kLargest)
        return fmt::format("the price is {} units; it must be a multiple of the tick, {}, and at least {} of them",
                           options.price.value, tick, kLeastPriceTicks);
    if (options.size.value < lot || options.size.value % lot != 0 || options.size.value > kLargest)
        return fmt::format("the size is {} units; it must be a multiple of the lot, {}", options.size.value, lot);
    if (options.messages_per_session < 1 || options.messages_per_session > kMostMessages)
        return fmt::format("{} messages in a session; there must be from 1 to {}", options.messages_per_session,
                           kMostMessages);
    if (options.volatility_ticks < 0 || options.volatility_ticks > kLeastPriceTicks / 2)
        return fmt::format("the volatility is {} ticks; it must be from 0 to {}", options.volatility_ticks,
                           kLeastPriceTicks / 2);
    if (options.venues < 1 || options.venues > kMostVenues)
        return fmt::format("{} venues; there must be from 1 to {}", options.venues, kMostVenues);
    if (options.auctions && options.session == Session::continuous)
        return "a market round the clock has no auctions; they are of sessions that open and close";
    return fault_of_halts(options);
}

struct Generator::State {
    struct Venue {
        Book book{BookDetail::orders};
        int64_t caution = kMostCaution / 2;  // of those who quote: the higher, the wider the spread
        int64_t shyness = 0;                 // what is added to it, always
        int64_t weight = 1;                  // of its messages among all
        int64_t size = 0;
        size_t target_orders = kTargetOrders;
        std::vector<uint64_t> bids, asks;  // ids of resting orders, some of them gone by now
        explicit Venue(const GenerateOptions& options) : size(options.size.value) {}
    };
    /// Something that happens on every venue in turn.
    struct Round {
        MarketKind what;  // add: the books open; clear: they close; halt and resume
        int64_t time;
        int next = 0;
    };

    GenerateOptions options;
    Random random;
    Random auction_random;
    Arrivals arrivals;
    std::vector<Venue> venues;
    int at = 0;  // the venue of this message
    int64_t weights = 0;
    SessionTimes session;
    int64_t end;
    bool open = false;
    std::optional<Round> round;
    std::optional<int64_t> arrived;  // a message that waits for what comes before it
    size_t next_halt = 0;
    bool halted = false;
    int64_t traded = 0;  // since the open
    int64_t fair;        // in ticks
    Side last_side = Side::buy;
    uint64_t last_order = 0;
    std::vector<MarketEvent> message;

    explicit State(const GenerateOptions& chosen)
        : options(chosen),
          random(chosen.seed),
          auction_random(chosen.seed + 0x5EED),
          session(session_after(chosen.session, chosen.start.value)),
          end(chosen.start.value + chosen.duration.value),
          fair(chosen.price.value / chosen.instrument.tick.value) {
        for (int i = 0; i < chosen.venues; ++i) venues.emplace_back(chosen);
        if (chosen.venues > 1) draw_venues();
        for (const Venue& venue : venues) weights += venue.weight;
    }

    void draw_venues() {
        const int64_t lot = options.instrument.lot.value;
        venues[0].weight = 8;
        for (size_t i = 1; i < venues.size(); ++i) {
            Venue& venue = venues[i];
            venue.weight = 1 + random.under(5);
            venue.shyness = random.under(kMostCaution);
            venue.size = std::max(lot, options.size.value * (2 + random.under(5)) / 4 / lot * lot);
            venue.target_orders = kTargetOrders * static_cast<size_t>(1 + random.under(4)) / 4;
        }
    }

    int64_t tick() const { return options.instrument.tick.value; }
    Venue& here() { return venues[static_cast<size_t>(at)]; }
    const Venue& here() const { return venues[static_cast<size_t>(at)]; }
    int64_t best(Side side) const { return here().book.best(side)->price / tick(); }
    std::vector<uint64_t>& resting(Side side) { return side == Side::buy ? here().bids : here().asks; }

    /// The best price over all venues, in ticks.
    int64_t best_of_all(Side side) const {
        int64_t result = best(side);
        for (const Venue& venue : venues) {
            const int64_t price = venue.book.best(side)->price / tick();
            if (sign(side) * (price - result) > 0) result = price;
        }
        return result;
    }

    int draw_venue() {
        if (venues.size() == 1) return 0;
        int64_t draw = random.under(weights);
        int i = 0;
        for (; draw >= venues[static_cast<size_t>(i)].weight; ++i) draw -= venues[static_cast<size_t>(i)].weight;
        return i;
    }

    // ---- time -------------------------------------------------------------------------------------------------------

    /// Messages per second in Arrivals::kOne, before excitement: U-shaped over the session, three times as busy at its
    /// ends as in its middle; a continuous market has its U from one busiest hour to the next.
    int64_t base_rate(int64_t second) const {
        constexpr int64_t kUnit = 1 << 20;
        const int64_t length = (session.close - session.open) / kSecond;
        int64_t passed = second - session.open / kSecond;
        if (options.session == Session::continuous) passed = (passed + (24 - kBusiestHour) * 3'600) % length;
        const int64_t x = 2 * kUnit * passed / length - kUnit;              // -1 .. 1
        const int64_t weight = 6 * kUnit / 10 + 12 * (x * x / kUnit) / 10;  // 0.6 + 1.2 x², of mean 1
        const __int128 mean = static_cast<__int128>(options.messages_per_session) *
                              (100 - Arrivals::kBranchingPercent) * Arrivals::kOne / (100 * length);
        return std::max<int64_t>(1, static_cast<int64_t>(mean * weight / kUnit));
    }

    bool generate() {
        message.clear();
        if (round) return go_round();
        if (!open) return begin_session();
        int64_t time = next_arrival();
        while (halted && !ends_or_begins_halt(time)) time = next_arrival();  // nobody comes
        if (ends_or_begins_halt(time)) return halt_or_resume(time);
        if (time >= session.close || time >= end) return end_session();
        at = draw_venue();
        if (random.chance(1, 16)) walk();
        if (random.chance(1, 64)) change_mood();
        act(time);
        finish();
        return true;
    }

    bool begin_session() {
        const int64_t time = std::max(session.open, options.start.value);
        if (time >= end) return false;
        open = true;
        traded = 0;
        arrivals.start(time);
        round = Round{MarketKind::add, time};
        if (!options.auctions || time != session.open) return go_round();
        at = 0;
        const int64_t orders = options.messages_per_session * kMarketOrders / 100;
        const int64_t usual = orders * kMeanSizePercent / 100 * options.size.value;
        auction_print(time, Price{fair * tick()}, usual * (2 + auction_random.under(3)) / 100);
        return true;
    }

    bool end_session() {
        open = false;
        const int64_t time = std::min(session.close, end);
        const bool continues = options.session == Session::continuous && session.close < end;
        const bool closes = time == session.close;
        session = session_after(options.session, session.close);
        if (continues) {
            open = true;  // midnight is no event
            return generate();
        }
        at = 0;
        round = Round{MarketKind::clear, time};
        if (!options.auctions || !closes) return go_round();
        const Price price{(best_of_all(Side::buy) + best_of_all(Side::sell)) / 2 * tick()};
        auction_print(time, price, traded * (6 + auction_random.under(7)) / 100);
        return true;
    }

    int64_t next_arrival() {
        if (!arrived) return arrivals.next(random, [this](int64_t second) { return base_rate(second); });
        return *std::exchange(arrived, std::nullopt);
    }

    /// When the next halt begins or, in one, when it ends.
    int64_t halt_due() const {
        if (next_halt == options.halts.size()) return kNoTime.value;
        const Halt& halt = options.halts[next_halt];
        return halt.from.value + (halted ? halt.duration.value : 0);
    }
    bool ends_or_begins_halt(int64_t time) const { return time >= halt_due(); }

    /// The message at `time` waits for it.
    bool halt_or_resume(int64_t time) {
        arrived = time;
        round = Round{halted ? MarketKind::resume : MarketKind::halt, halt_due()};
        next_halt += halted;
        halted = !halted;
        return go_round();
    }

    /// The message of the next venue.
    bool go_round() {
        const Round now = *round;
        at = now.next;
        if (++round->next == options.venues) round.reset();
        switch (now.what) {
            case MarketKind::add:
                return open_book(now.time);
            case MarketKind::clear:
                here().bids.clear();
                here().asks.clear();
                break;
            default:
                break;
        }
        put(now.what, now.time, Side::none, 0, 0, 0);
        finish();
        return true;
    }

    bool open_book(int64_t time) {
        put(MarketKind::clear, time, Side::none, 0, 0, 0);
        for (Side side : {Side::buy, Side::sell})
            for (int level = 1; level <= kSeedLevels; ++level)
                for (int i = 0; i < kSeedOrders; ++i) add(time, side, fair - sign(side) * level);
        finish();
        return true;
    }

    void auction_print(int64_t time, Price price, int64_t quantity) {
        const int64_t lot = options.instrument.lot.value;
        put(MarketKind::trade, time, Side::none, price.value, std::max(lot, quantity / lot * lot), 0);
        message.back().flags |= kAuction;
        finish();
    }

    // ---- what a message does ----------------------------------------------------------------------------------------

    void walk() {
        fair += random.chance(1, 2) ? options.volatility_ticks : -options.volatility_ticks;
        fair = std::max(fair, kLeastPriceTicks);
    }

    /// The urn of Ehrenfest: the farther from its middle, the likelier back towards it.
    void change_mood() { here().caution += random.under(kMostCaution) < here().caution ? -1 : 1; }

    /// How far the fair price lies above the middle of the market, in ticks, from -8 to 8.
    int64_t pull() const { return std::clamp<int64_t>(fair - (best(Side::buy) + best(Side::sell)) / 2, -8, 8); }

    void act(int64_t time) {
        const int64_t draw = random.under(100);
        if (draw < kMarketOrders) return market_order(time);
        const Side side = random.chance(1, 2) ? Side::buy : Side::sell;
        const auto resting_orders = static_cast<int64_t>(resting(side).size());
        const auto target = static_cast<int64_t>(here().target_orders);
        if (random.under(4 * target) < 3 * target - std::min(resting_orders, 3 * target))
            return limit_order(time, side);
        cancel(time, side, draw < kMarketOrders + kReductions);
    }

    void limit_order(int64_t time, Side side) {
        const int64_t spread = best(Side::sell) - best(Side::buy);
        const int64_t near = best(side);
        // A quote inside the spread, the likelier the wider it is: the spread returns to a few ticks.
        if (spread > 1 && random.under(spread + 1 + here().caution + here().shyness) < spread - 1)
            return add(time, side, not_through(side, near + sign(side) * (1 + random.under(spread - 1))));
        int64_t behind = 0;
        while (behind < kFarthestTicks && random.chance(2, 3)) ++behind;
        if (random.chance(1, 4)) behind = 1 + random.under(kFarthestTicks);
        add(time, side, not_through(side, std::max<int64_t>(near - sign(side) * behind, 1)));
    }

    /// The price, or the nearest one that no venue's book stands in the way of.
    int64_t not_through(Side side, int64_t price_ticks) const {
        const int64_t other = best_of_all(opposite(side));
        return side == Side::buy ? std::min(price_ticks, other - 1) : std::max(price_ticks, other + 1);
    }

    void market_order(int64_t time) {
        Side side = random.chance(7, 10) ? last_side : opposite(last_side);  // orders are split: their sides persist
        const int64_t towards = pull();
        if (random.under(10) < std::abs(towards)) side = towards > 0 ? Side::buy : Side::sell;
        last_side = side;
        const Side resting_side = opposite(side);
        go_to_best(resting_side);
        const Book& book = here().book;
        int64_t left = order_size();
        while (left > 0 && book.depth(resting_side) > kLevelsLeft) {
            const Order& first = *book.first(*book.best(resting_side));
            const int64_t filled = std::min(left, first.quantity);
            left -= filled;
            put(MarketKind::execute, time, resting_side, first.price, filled, first.id);
        }
        if (message.empty()) add(time, resting_side, best(resting_side) - sign(resting_side));
    }

    /// Stays where the best price is shown.
    void go_to_best(Side side) {
        const int64_t price = best_of_all(side);
        for (int i = 0; best(side) != price; ++i) at = i;
    }

    void cancel(int64_t time, Side side, bool part) {
        const Book& book = here().book;
        const int64_t towards = pull() * -sign(side);  // positive: the quotes of this side are stale
        const bool at_touch = random.under(10) < towards || random.under(4 * kMostCaution) < here().caution;
        const Order* order = at_touch ? book.first(*book.best(side)) : any_order(side);
        const Level& level = *book.find(side, order->price);
        if (level.orders == 1 && book.depth(side) <= kLevelsLeft) return add(time, side, best(side) - sign(side));
        const int64_t lots = order->quantity / options.instrument.lot.value;
        if (part && lots > 1)
            return put(MarketKind::reduce, time, side, order->price, lots / 2 * options.instrument.lot.value,
                       order->id);
        put(MarketKind::remove, time, side, order->price, order->quantity, order->id);
    }

    /// A resting order, each with the same chance.
    const Order* any_order(Side side) {
        std::vector<uint64_t>& ids = resting(side);
        for (;;) {
            const auto i = static_cast<size_t>(random.under(static_cast<int64_t>(ids.size())));
            if (const Order* order = here().book.order(ids[i])) return order;
            ids[i] = ids.back();
            ids.pop_back();
        }
    }

    // ---- records ----------------------------------------------------------------------------------------------------

    /// Sizes have a heavy tail: each doubling has a third of the chance of the one before.
    int64_t order_size() {
        int doublings = 0;
        while (doublings < kLargestDoublings && random.chance(1, 3)) ++doublings;
        const int64_t units = (int64_t{1} << doublings) + random.under(int64_t{1} << doublings);
        return units * here().size;
    }

    void add(int64_t time, Side side, int64_t price_ticks) {
        put(MarketKind::add, time, side, price_ticks * tick(), order_size(), ++last_order);
        resting(side).push_back(last_order);
    }

    void put(MarketKind kind, int64_t time, Side side, int64_t price, int64_t quantity, uint64_t order) {
        const MarketEvent event{time, price, quantity, order, kNoReceive, kind, static_cast<int8_t>(side), 0};
        message.push_back(event);
        here().book.apply(event);
        if (kind == MarketKind::execute) traded += quantity;
    }

    void finish() { message.back().flags |= kLastOfMessage; }
};

Generator::Generator(const GenerateOptions& options) : state_(std::make_unique<State>(options)) {}
Generator::~Generator() = default;

std::span<const MarketEvent> Generator::next() {
    if (!state_->generate()) state_->message.clear();
    return state_->message;
}

int Generator::venue() const {
    return state_->at;
}

TapeInfo Generator::info() const {
    TapeInfo info;
    info.instrument = state_->options.instrument;
    info.source = "generator";
    info.detail = BookDetail::orders;
    return info;
}

}  // namespace weir::market
