// Binance: depth updates, best quotes and trades of one symbol on one market.
//
// Clock. Exchange time is the matching engine's (T), or on spot depth the time of sending (E). Spot best quotes carry
// none: theirs is the receive time less the offset of the two clocks, which is that of the last message that had both.
// So each record lies on the exchange's clock, and the receive clock enters through differences alone.
// Order. The streams overtake each other by some 100 ms: messages wait for kHorizon and leave in order of exchange
// time, those of one time in the order of the file. What is later still takes the time of the record before it. Book.
// Updates join the snapshot by their ids. After an update that is older than the last best quote, that quote is
// repeated; a best quote older than the book is left out. A gap in the ids clears the book until the next snapshot.
#include <fmt/format.h>

#include <deque>
#include <queue>

#include "runtime/market/binance.h"
#include "runtime/market/import_run.h"
#include "runtime/market/scale.h"

namespace weir::market {
namespace {

using binance::Kind;
using binance::Message;
using binance::Stitch;
using binance::TextLevel;

constexpr int64_t kHorizon = kSecond;
constexpr size_t kWaitingMost = 1 << 14;  // depth updates kept while there is no snapshot

constexpr int64_t kMillisecond = 1'000'000;

struct Placed {
    int64_t time;
    uint64_t sequence;
    std::string where;  // file and line of a message that may turn out bad
    Message message;
    friend bool operator<(const Placed& a, const Placed& b) {  // the earliest is on top of the queue
        return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
    }
};

struct BestQuote {
    uint64_t id = 0;
    MarketEvent bid{}, ask{};
};

class BinanceImport {
  public:
    explicit BinanceImport(ImportRun& run) : run_(run) {}

    bool all() {
        if (!begin()) return false;
        for (const std::string& path : run_.files()) {
            LineReader reader(path);
            std::string_view line;
            while (run_.next(reader, line))
                if (!take(reader, line)) return false;
            if (run_.failed()) return false;
        }
        while (!queue_.empty())
            if (!put_first()) return false;
        return say_what_was_found();
    }

  private:
    /// Looks at the first lines for the symbol and the decimals.
    bool begin() {
        LineReader reader(run_.files().front());
        std::string_view line;
        Message message;
        Scale scale;
        while (reader.line_number() < kLinesToScale && reader.next(line)) {
            if (auto fault = binance::parse(line, message)) return run_.fail(reader, *fault);
            if (symbol_.empty()) symbol_ = message.symbol;
            futures_ = futures_ || message.previous_id != 0;
            for (const auto* side : {&message.bids, &message.asks})
                for (const TextLevel& level : *side) {
                    scale.see_price(level.price);
                    scale.see_quantity(level.quantity);
                }
        }
        if (!reader.error().empty()) return run_.fail(reader.error());
        TapeInfo info;
        info.source = "binance-ws";
        scale.apply(info.instrument);
        name_instrument(info.instrument);
        return run_.begin(info);
    }

    void name_instrument(Instrument& instrument) {
        instrument.symbol = symbol_.empty() ? "unknown" : symbol_;
        instrument.currency = "unknown";
        const size_t underscore = symbol_.find('_');  // COIN-M: BTCUSD_PERP
        if (futures_ && underscore != std::string::npos) {
            instrument.base = "contracts";
            instrument.currency = "USD";
            run_.note(fmt::format("quantities of {} are contracts, of {} USD each; price × quantity is not money",
                                  symbol_, symbol_.starts_with("BTC") ? 100 : 10));
            return;
        }
        for (std::string_view quote :
             {"FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USD", "EUR", "TRY", "BTC", "ETH", "BNB"}) {
            if (!symbol_.ends_with(quote) || symbol_.size() == quote.size()) continue;
            instrument.currency = quote;
            instrument.base = symbol_.substr(0, symbol_.size() - quote.size());
            return;
        }
    }

    bool take(const LineReader& reader, std::string_view line) {
        Placed placed{0, sequence_++, fmt::format("{}:{}", reader.path(), reader.line_number()), {}};
        Message& message = placed.message;
        if (auto fault = binance::parse(line, message)) return run_.fail(reader, *fault);
        if (message.kind == Kind::other) {
            ++others_;
            return true;
        }
        if (!message.symbol.empty() && message.symbol != symbol_)
            return run_.fail(reader,
                             fmt::format("symbol `{}` after `{}`; a tape holds one symbol", message.symbol, symbol_));
        if (message.exchange_ms) {
            placed.time = *message.exchange_ms * kMillisecond;
            offset_ = message.receive_ns - placed.time;
        } else if (offset_) {
            placed.time = message.receive_ns - *offset_;
        } else {
            ++unplaced_;  // no message with both clocks yet
            return true;
        }
        newest_ = std::max(newest_, placed.time);
        queue_.push(std::move(placed));
        while (queue_.top().time < newest_ - kHorizon)
            if (!put_first()) return false;
        return true;
    }

    bool put_first() {
        const Placed placed = queue_.top();
        queue_.pop();
        where_ = placed.where;
        switch (placed.message.kind) {
            case Kind::snapshot:
                return put_snapshot(placed);
            case Kind::depth:
                return put_depth(placed);
            case Kind::ticker:
                return put_ticker(placed);
            case Kind::trade:
                return put_trade(placed);
            case Kind::other:
                break;
        }
        return true;
    }

    bool read(const TextLevel& level, int64_t& price, int64_t& quantity) {
        const Instrument& instrument = run_.instrument();
        const auto p = read_decimal(level.price, instrument.price_decimals);
        const auto q = read_decimal(level.quantity, instrument.quantity_decimals);
        if (!p || *p < 0)
            return run_.fail(fmt::format("{}: price `{}` is not a number with at most {} decimals (`--price-decimals`)",
                                         where_, level.price, instrument.price_decimals));
        if (!q || *q < 0)
            return run_.fail(
                fmt::format("{}: quantity `{}` is not a number with at most {} decimals (`--quantity-decimals`)",
                            where_, level.quantity, instrument.quantity_decimals));
        price = *p;
        quantity = *q;
        return true;
    }

    bool add_levels(MarketKind kind, Side side, const std::vector<TextLevel>& levels, int64_t time) {
        for (const TextLevel& level : levels) {
            MarketEvent event = record(kind, time, side);
            if (!read(level, event.price, event.quantity)) return false;
            pending_.push_back(event);
        }
        return true;
    }

    /// Writes the records of one message.
    bool write(const Message& message) {
        if (pending_.empty()) return true;
        pending_.back().flags |= kLastOfMessage;
        bool ok = true;
        for (MarketEvent& event : pending_) {
            const int64_t time = std::max(event.time, run_.last_time());
            event.receive_delta_us = static_cast<int32_t>((message.receive_ns - time) / 1000);
            ok = ok && run_.emit_clamped(event);
        }
        pending_.clear();
        return ok;
    }

    bool put_snapshot(const Placed& placed) {
        if (stitch_.anchored() && placed.message.last_id < stitch_.last_id()) return true;  // the book is newer
        pending_.push_back(record(MarketKind::clear, placed.time));
        if (!add_levels(MarketKind::level, Side::buy, placed.message.bids, placed.time) ||
            !add_levels(MarketKind::level, Side::sell, placed.message.asks, placed.time) || !write(placed.message))
            return false;
        stitch_.anchor(placed.message.last_id);
        ever_anchored_ = true;
        quote_ = {};
        while (!waiting_.empty() && stitch_.anchored()) {
            Placed next = std::move(waiting_.front());
            waiting_.pop_front();
            if (!put_depth(next)) return false;
        }
        return true;
    }

    bool put_depth(const Placed& placed) {
        if (!stitch_.anchored()) return wait(placed);
        switch (stitch_.judge(placed.message)) {
            case Stitch::Verdict::old:
                return true;
            case Stitch::Verdict::gap:
                return lose_book(placed);
            case Stitch::Verdict::apply:
                break;
        }
        if (!add_levels(MarketKind::level, Side::buy, placed.message.bids, placed.time) ||
            !add_levels(MarketKind::level, Side::sell, placed.message.asks, placed.time))
            return false;
        if (quote_.id > placed.message.last_id) {
            ++repeated_quotes_;
            for (MarketEvent event : {quote_.bid, quote_.ask}) {
                event.time = placed.time;
                pending_.push_back(event);
            }
        }
        return write(placed.message);
    }

    bool wait(const Placed& placed) {
        waiting_.push_back(placed);
        if (waiting_.size() > kWaitingMost) waiting_.pop_front();
        return true;
    }

    bool lose_book(const Placed& placed) {
        ++gaps_;
        run_.note(fmt::format("{}: updates after {} are missing: the book is empty until the next snapshot", where_,
                              stitch_.last_id()));
        stitch_.lose();
        pending_.push_back(record(MarketKind::clear, placed.time));
        return write(placed.message) && wait(placed);
    }

    bool put_ticker(const Placed& placed) {
        const Message& message = placed.message;
        if (run_.options().without_quotes || !stitch_.anchored()) return true;
        if (message.last_id < stitch_.last_id()) {
            ++old_quotes_;
            return true;
        }
        if (!add_levels(MarketKind::quote, Side::buy, message.bids, placed.time) ||
            !add_levels(MarketKind::quote, Side::sell, message.asks, placed.time))
            return false;
        quote_ = {message.last_id, pending_[0], pending_[1]};
        return write(message);
    }

    bool put_trade(const Placed& placed) {
        const Side aggressor = placed.message.buyer_is_maker ? Side::sell : Side::buy;
        if (!add_levels(MarketKind::trade, aggressor, placed.message.bids, placed.time)) return false;
        MarketEvent& trade = pending_.front();
        if (trade.quantity == 0 || trade.price == 0) {  // adjustments of the futures markets that trade nothing
            pending_.clear();
            return true;
        }
        if (!placed.message.on_book) trade.flags |= kAuction;
        return write(placed.message);
    }

    bool say_what_was_found() {
        if (!ever_anchored_ && !run_.failed())
            return run_.fail(
                fmt::format("{}: no snapshot (a line with `lastUpdateId`) that depth updates could join; give the file "
                            "with it first",
                            run_.files().front()));
        run_.note(fmt::format(
            "{} best quotes were older than the book and left out; {} were repeated after an older depth update",
            old_quotes_, repeated_quotes_));
        if (run_.clamped() > 0)
            run_.note(
                fmt::format("{} records took the time of the record before them: their message came more than {} ms "
                            "late, or waited for the snapshot",
                            run_.clamped(), kHorizon / kMillisecond));
        if (unplaced_ > 0)
            run_.note(fmt::format("{} messages before the first one with an exchange time were left out", unplaced_));
        if (others_ > 0) run_.note(fmt::format("{} messages of other streams were left out", others_));
        return true;
    }

    ImportRun& run_;
    std::string symbol_;
    bool futures_ = false;
    std::priority_queue<Placed> queue_;
    uint64_t sequence_ = 0;
    int64_t newest_ = std::numeric_limits<int64_t>::min() + kHorizon;
    std::optional<int64_t> offset_;  // receive clock - exchange clock
    std::string where_;
    std::vector<MarketEvent> pending_;
    Stitch stitch_;
    bool ever_anchored_ = false;
    std::deque<Placed> waiting_;
    BestQuote quote_;
    uint64_t gaps_ = 0, old_quotes_ = 0, repeated_quotes_ = 0, unplaced_ = 0, others_ = 0;
};

}  // namespace

bool import_binance_ws(ImportRun& run) {
    return BinanceImport(run).all();
}

}  // namespace weir::market
