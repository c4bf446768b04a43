// Bitstamp's snapshots against a book rebuilt from its single orders alone.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "runtime/market/bitstamp.h"
#include "runtime/market/check_truth.h"
#include "runtime/market/fields.h"

namespace weir::market {
namespace {

using bitstamp::Kind;
using bitstamp::Message;
using bitstamp::ShownLevel;

constexpr Duration kWarmUp{15 * 60 * kSecond};
constexpr uint64_t kStaleSnapshots = 100;  // a match is over long before

struct LiveOrder {
    Side side = Side::none;
    int64_t price = 0;
    int64_t quantity = 0;
    int64_t created = 0;
    uint64_t outside = 0;  // snapshots whose best price it beats
};

/// Prices of one side at which orders of before the capture may rest: those that the first snapshot to cover them
/// showed, until a snapshot covers them and does not show them. A snapshot covers what is better than its last level.
class Undetermined {
  public:
    /// `shown`: turned prices, the best first.
    void see(const std::vector<int64_t>& shown) {
        if (shown.empty()) return;
        for (auto price = prices_.begin(); price != prices_.end() && *price <= shown.back();)
            price = std::binary_search(shown.begin(), shown.end(), *price) ? std::next(price) : prices_.erase(price);
        for (const int64_t price : shown)
            if (!covered_ || price > *covered_) prices_.insert(price);
        covered_ = std::max(covered_.value_or(shown.back()), shown.back());
    }
    bool has(int64_t price) const { return prices_.contains(price); }

  private:
    std::set<int64_t> prices_;
    std::optional<int64_t> covered_;  // the worst price that any snapshot has covered
};

/// Price, turned so that a smaller one is better, to the orders there.
using Levels = std::map<int64_t, std::map<uint64_t, LiveOrder>>;

class BitstampCheck {
  public:
    BitstampCheck(const Tape& tape, BitstampTruth& truth)
        : events_(tape.events()), instrument_(tape.info().instrument), book_(BookDetail::orders), truth_(truth) {
        truth_.warm_up = kWarmUp;
    }

    std::optional<std::string> take(std::string_view line) {
        if (auto fault = bitstamp::parse(line, message_)) return fault;
        if (!started_) start_ = message_.time_ns;
        started_ = true;
        switch (message_.kind) {
            case Kind::created:
                if (ended_.has(message_.id))
                    ++truth_.created_late;
                else
                    place({message_.side, message_.price, message_.quantity, message_.time_ns});
                break;
            case Kind::changed:
                change();
                break;
            case Kind::deleted:
                take_out();
                ended_.add(message_.id);
                break;
            case Kind::snapshot:
                compare();
                break;
            case Kind::trade:
                break;
        }
        return std::nullopt;
    }

  private:
    static int64_t turned(Side side, int64_t price) { return -sign(side) * price; }
    Levels& levels(Side side) { return side == Side::buy ? bids_ : asks_; }

    void place(const LiveOrder& order) {
        where_[message_.id] = {order.side, turned(order.side, order.price)};
        levels(order.side)[turned(order.side, order.price)][message_.id] = order;
    }

    /// The order that the message is about leaves the book, if it is there.
    std::optional<LiveOrder> take_out() {
        const auto where = where_.find(message_.id);
        if (where == where_.end()) return std::nullopt;
        Levels& side = levels(where->second.first);
        const auto level = side.find(where->second.second);
        const auto order = level->second.find(message_.id);
        const LiveOrder taken = order->second;
        level->second.erase(order);
        if (level->second.empty()) side.erase(level);
        where_.erase(where);
        return taken;
    }

    void change() {
        if (ended_.has(message_.id))
            truth_.stale.push_back(
                {message_.id, message_.side, message_.price, message_.quantity, Time{message_.time_ns}, 0});
        std::optional<LiveOrder> order = take_out();
        if (!order) return;
        order->price = message_.price;
        order->quantity = message_.quantity;
        place(*order);
    }

    bool warm() const { return message_.time_ns - start_ >= kWarmUp.value; }

    static int64_t total(const std::map<uint64_t, LiveOrder>& orders) {
        int64_t sum = 0;
        for (const auto& [id, order] : orders) sum += order.quantity;
        return sum;
    }

    void compare() {
        ++truth_.snapshots;
        bool all = true;
        for (Side side : {Side::buy, Side::sell}) {
            const std::vector<ShownLevel>& shown = message_.of(side);
            find_stale(side, shown);
            Undetermined& undetermined = side == Side::buy ? undetermined_bids_ : undetermined_asks_;
            std::vector<int64_t> prices;
            prices.reserve(shown.size());
            for (const ShownLevel& level : shown) prices.push_back(turned(side, level.price));
            undetermined.see(prices);
            for (const ShownLevel& level : shown) {
                const auto ours = levels(side).find(turned(side, level.price));
                const bool equal = ours != levels(side).end() && total(ours->second) == level.quantity;
                ++(equal ? truth_.levels.equal : truth_.levels.unequal);
                if (warm()) ++(equal ? truth_.warm_levels.equal : truth_.warm_levels.unequal);
                if (undetermined.has(turned(side, level.price))) continue;
                ++(equal ? truth_.determined.equal : truth_.determined.unequal);
                if (warm()) ++(equal ? truth_.warm_determined.equal : truth_.warm_determined.unequal);
            }
            all = all && same(side, shown);
        }
        if (warm()) ++(all ? truth_.warm_snapshots.equal : truth_.warm_snapshots.unequal);
        compare_tape();
    }

    /// Our levels, from the best, are those of the snapshot and nothing between.
    bool same(Side side, const std::vector<ShownLevel>& shown) {
        size_t depth = 0;
        for (const auto& [price, orders] : levels(side)) {
            if (depth == shown.size()) break;
            const int64_t quantity = total(orders);
            if (quantity == 0) continue;
            if (price != turned(side, shown[depth].price) || quantity != shown[depth].quantity) return false;
            ++depth;
        }
        return depth == shown.size();
    }

    void find_stale(Side side, const std::vector<ShownLevel>& shown) {
        if (shown.empty()) return;
        const int64_t best = turned(side, shown.front().price);
        for (auto& [price, orders] : levels(side)) {
            if (price >= best) break;
            for (auto& [id, order] : orders) note_stale(id, order);
        }
    }

    void note_stale(uint64_t id, LiveOrder& order) {
        if (++order.outside < kStaleSnapshots) return;
        auto known =
            std::find_if(truth_.stale.begin(), truth_.stale.end(), [id](const auto& each) { return each.order == id; });
        if (known == truth_.stale.end())
            known = truth_.stale.insert(truth_.stale.end(),
                                        {id, order.side, order.price, order.quantity, Time{order.created}, 0});
        known->snapshots = order.outside;
    }

    /// The tape's book from the records before this snapshot.
    void compare_tape() {
        while (next_ < events_.size() && events_[next_].time < message_.time_ns) book_.apply(events_[next_++]);
        if (!warm()) return;
        for (Side side : {Side::buy, Side::sell}) {
            size_t depth = 0;
            for (const ShownLevel& shown : message_.of(side)) {
                const Level* level = book_.level(side, depth++);
                const auto price = rescale_exact(shown.price, bitstamp::kPriceDecimals, instrument_.price_decimals);
                const auto quantity =
                    rescale_exact(shown.quantity, bitstamp::kQuantityDecimals, instrument_.quantity_decimals);
                const bool equal = level && price && quantity && level->price == *price && level->quantity == *quantity;
                ++(equal ? truth_.tape_levels.equal : truth_.tape_levels.unequal);
            }
        }
    }

    std::span<const MarketEvent> events_;
    const Instrument& instrument_;
    Book book_;
    size_t next_ = 0;
    BitstampTruth& truth_;
    Message message_;
    Levels bids_, asks_;
    Undetermined undetermined_bids_, undetermined_asks_;
    std::unordered_map<uint64_t, std::pair<Side, int64_t>> where_;  // side and turned price of each live order
    bitstamp::Ended ended_;
    bool started_ = false;
    int64_t start_ = 0;
};

}  // namespace

bool check_bitstamp(const Tape& tape, const CheckOptions& options, BitstampTruth& truth, CheckError& error) {
    BitstampCheck check(tape, truth);
    return each_line(options, error, [&](std::string_view line) { return check.take(line); });
}

}  // namespace weir::market
