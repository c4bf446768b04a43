// Bitstamp: single orders as the venue streamed them, corrected by its own snapshots.
//
// Clock: one, the receiver's milliseconds; order is that of the file. Fills come as order_changed and order_deleted
// beside a trade without order ids: they are reduce and remove records, and the trade alone counts as volume.
// A match is several messages, first of all the aggressor's order_created. While the book is crossed for less than
// kMatchMost, records are not marked as the end of a message, so that nobody trades on half a match.
// Snapshots are the truth but come a little beside the stream: a level is restated (kReveal) when two snapshots in a
// row show the same quantity there and our quantity, the same both times, is another. This also gives the orders of
// before the capture, and takes away those whose deletion was never sent.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/market/bitstamp.h"
#include "runtime/market/book.h"
#include "runtime/market/import_run.h"
#include "runtime/market/scale.h"

namespace weir::market {
namespace {

using bitstamp::Kind;
using bitstamp::Message;
using bitstamp::ShownLevel;

constexpr int64_t kMatchMost = 2 * kSecond;

struct Live {
    int64_t price = 0;
    int64_t left = 0;
};

struct Difference {
    Side side = Side::none;
    int64_t price = 0, shown = 0, ours = 0;
    friend bool operator==(const Difference&, const Difference&) = default;
};

class BitstampImport {
  public:
    explicit BitstampImport(ImportRun& run) : run_(run), book_(BookDetail::orders) {}

    bool all() {
        TapeInfo info;
        info.source = "bitstamp-l3";
        info.detail = BookDetail::orders;
        Instrument& instrument = info.instrument;
        instrument.symbol = "BTC-USD";
        instrument.base = "BTC";
        instrument.currency = "USD";
        instrument.price_decimals = bitstamp::kPriceDecimals;
        instrument.quantity_decimals = bitstamp::kQuantityDecimals;
        instrument.money_decimals = default_money_decimals(bitstamp::kPriceDecimals, bitstamp::kQuantityDecimals);
        if (!run_.begin(info)) return false;
        Message message;
        for (const std::string& path : run_.files()) {
            LineReader reader(path);
            std::string_view line;
            while (run_.next(reader, line)) {
                if (auto fault = bitstamp::parse(line, message)) return run_.fail(reader, *fault);
                if (message.time_ns < run_.last_time())
                    return run_.fail(reader, "its time is before that of the line above");
                if (!take(message))
                    return run_.failed() ? false
                                         : run_.fail(reader, "a number has no place in the decimals of the instrument");
            }
        }
        say_what_was_found();
        return !run_.failed();
    }

  private:
    bool put(MarketEvent event) {
        const Instrument& instrument = run_.instrument();
        const auto price = rescale_exact(event.price, bitstamp::kPriceDecimals, instrument.price_decimals);
        const auto quantity = rescale_exact(event.quantity, bitstamp::kQuantityDecimals, instrument.quantity_decimals);
        if (!price || !quantity) return false;
        book_.apply(event);  // in the source's scale, which the snapshots have too
        const bool crossed = book_.crossed() || book_.locked();
        if (crossed && !crossed_since_) crossed_since_ = event.time;
        if (!crossed) crossed_since_.reset();
        if (!crossed || event.time - *crossed_since_ >= kMatchMost) event.flags |= kLastOfMessage;
        event.price = *price;
        event.quantity = *quantity;
        return run_.emit(event);
    }

    bool take(const Message& message) {
        MarketEvent event = record(MarketKind::trade, message.time_ns, message.side, message.price, message.quantity);
        switch (message.kind) {
            case Kind::trade:
                return put(event);
            case Kind::created:
                if (ended_.has(message.id)) {
                    ++created_late_;
                    return true;
                }
                event.kind = MarketKind::add;
                event.order = message.id;
                live_[message.id] = {message.price, message.quantity};
                return put(event);
            case Kind::changed:
                return change(event, message);
            case Kind::deleted:
                return remove(event, message);
            case Kind::snapshot:
                return compare(message);
        }
        return true;
    }

    bool change(MarketEvent event, const Message& message) {
        event.order = message.id;
        const auto known = live_.find(message.id);
        if (known == live_.end() && ended_.has(message.id)) {
            ++changed_late_;
            return true;
        }
        if (known == live_.end()) {
            ++unknown_;  // an order of before the capture: how much it lost is not known until the next change
            live_[message.id] = {message.price, message.quantity};
            return true;
        }
        const Live before = std::exchange(known->second, {message.price, message.quantity});
        if (before.price != message.price || message.quantity > before.left) return replace(event, before);
        event.kind = MarketKind::reduce;
        event.quantity = before.left - message.quantity;
        return event.quantity == 0 || put(event);
    }

    /// An order that moves or grows goes to the end of its level.
    bool replace(MarketEvent event, const Live& before) {
        MarketEvent gone = event;
        gone.kind = MarketKind::remove;
        gone.price = before.price;
        gone.quantity = before.left;
        event.kind = MarketKind::add;
        return put(gone) && (event.quantity == 0 || put(event));
    }

    bool remove(MarketEvent event, const Message& message) {
        ended_.add(message.id);
        const auto known = live_.find(message.id);
        event.kind = MarketKind::remove;
        event.order = message.id;
        if (known == live_.end()) {
            ++unknown_;
        } else {
            event.price = known->second.price;
            event.quantity = known->second.left;
            live_.erase(known);
        }
        // A filled order of before the capture leaves with nothing: the snapshots will tell what that took.
        return event.quantity == 0 && !book_.order(message.id) ? true : put(event);
    }

    bool compare(const Message& snapshot) {
        differences_.clear();
        for (Side side : {Side::buy, Side::sell}) find_differences(snapshot, side);
        for (const Difference& found : differences_) {
            if (std::find(last_differences_.begin(), last_differences_.end(), found) == last_differences_.end())
                continue;
            MarketEvent event = record(MarketKind::level, snapshot.time_ns, found.side, found.price, found.shown);
            event.flags = kReveal;
            ++restated_;
            if (!put(event)) return false;
        }
        differences_.swap(last_differences_);
        return true;
    }

    void find_differences(const Message& snapshot, Side side) {
        const std::vector<ShownLevel>& shown = snapshot.of(side);
        size_t depth = 0;
        for (const ShownLevel& level : shown) {
            const Level* ours = book_.level(side, depth);
            for (; ours && sign(side) * (ours->price - level.price) > 0; ours = book_.level(side, ++depth))
                differences_.push_back({side, ours->price, 0, ours->quantity});
            const int64_t quantity = ours && ours->price == level.price ? ours->quantity : 0;
            if (quantity > 0) ++depth;
            if (quantity != level.quantity) differences_.push_back({side, level.price, level.quantity, quantity});
        }
    }

    void say_what_was_found() {
        run_.note(fmt::format(
            "{} levels were restated because two snapshots in a row agreed against the stream of orders", restated_));
        run_.note(fmt::format("{} changes were of orders from before the capture", unknown_));
        if (changed_late_ > 0)
            run_.note(fmt::format("{} changes came after the end of their order and were left out", changed_late_));
        if (created_late_ > 0)
            run_.note(fmt::format("{} orders ended before they began and were left out", created_late_));
    }

    ImportRun& run_;
    Book book_;
    std::unordered_map<uint64_t, Live> live_;
    bitstamp::Ended ended_;
    std::vector<Difference> differences_, last_differences_;
    std::optional<int64_t> crossed_since_;
    uint64_t restated_ = 0, unknown_ = 0, created_late_ = 0, changed_late_ = 0;
};

}  // namespace

bool import_bitstamp_l3(ImportRun& run) {
    return BitstampImport(run).all();
}

}  // namespace weir::market
