// Binance's best quotes against a book rebuilt from snapshot and depth updates, by update id.
#include <fmt/format.h>

#include <deque>
#include <map>

#include "runtime/market/binance.h"
#include "runtime/market/check_truth.h"
#include "runtime/market/fields.h"

namespace weir::market {
namespace {

using binance::Kind;
using binance::Message;
using binance::Stitch;
using binance::TextLevel;

constexpr int kDecimals = 8;
constexpr size_t kQuotesKept = 1 << 14;
constexpr size_t kWaitingMost = 1 << 14;

struct Best {
    uint64_t id = 0;
    int64_t bid_price = 0, bid_quantity = 0, ask_price = 0, ask_quantity = 0;
    bool same_prices(const Best& other) const { return bid_price == other.bid_price && ask_price == other.ask_price; }
    bool same_quantities(const Best& other) const {
        return bid_quantity == other.bid_quantity && ask_quantity == other.ask_quantity;
    }
};

class BinanceCheck {
  public:
    explicit BinanceCheck(BinanceTruth& truth) : truth_(truth) {}

    std::optional<std::string> take(std::string_view line) {
        Message message;
        if (auto fault = binance::parse(line, message)) return fault;
        switch (message.kind) {
            case Kind::snapshot:
                return take_snapshot(message);
            case Kind::depth:
                return take_depth(message);
            case Kind::ticker:
                return take_quote(message);
            case Kind::trade:
            case Kind::other:
                break;
        }
        return std::nullopt;
    }

    void end() { truth_.not_judged += updates_.size(); }

  private:
    static std::optional<std::string> read(const TextLevel& level, int64_t& price, int64_t& quantity) {
        const auto p = read_decimal(level.price, kDecimals), q = read_decimal(level.quantity, kDecimals);
        if (!p || !q) return fmt::format("`{}`, `{}` are not a price and a quantity", level.price, level.quantity);
        price = *p;
        quantity = *q;
        return std::nullopt;
    }

    static std::optional<std::string> set(std::map<int64_t, int64_t>& side, const std::vector<TextLevel>& levels) {
        for (const TextLevel& level : levels) {
            int64_t price = 0, quantity = 0;
            if (auto fault = read(level, price, quantity)) return fault;
            if (quantity == 0)
                side.erase(price);
            else
                side[price] = quantity;
        }
        return std::nullopt;
    }

    std::optional<std::string> take_snapshot(const Message& message) {
        if (stitch_.anchored()) return std::nullopt;
        bids_.clear();
        asks_.clear();
        if (auto fault = set(bids_, message.bids)) return fault;
        if (auto fault = set(asks_, message.asks)) return fault;
        stitch_.anchor(message.last_id);
        std::deque<Message> waiting;
        waiting.swap(waiting_);
        for (const Message& depth : waiting)
            if (auto fault = take_depth(depth)) return fault;
        return std::nullopt;
    }

    std::optional<std::string> take_depth(const Message& message) {
        if (!stitch_.anchored()) {
            waiting_.push_back(message);
            if (waiting_.size() > kWaitingMost) waiting_.pop_front();
            return std::nullopt;
        }
        switch (stitch_.judge(message)) {
            case Stitch::Verdict::old:
                return std::nullopt;
            case Stitch::Verdict::gap:
                ++truth_.gaps;
                stitch_.lose();
                waiting_.push_back(message);
                return std::nullopt;
            case Stitch::Verdict::apply:
                break;
        }
        if (auto fault = set(bids_, message.bids)) return fault;
        if (auto fault = set(asks_, message.asks)) return fault;
        ++truth_.updates;
        if (bids_.empty() || asks_.empty()) {
            ++truth_.not_judged;
            return std::nullopt;
        }
        const auto bid = bids_.rbegin();
        const auto ask = asks_.begin();
        truth_.crossed += bid->first >= ask->first;
        updates_.push_back({message.last_id, bid->first, bid->second, ask->first, ask->second});
        judge();
        return std::nullopt;
    }

    std::optional<std::string> take_quote(const Message& message) {
        Best quote;
        quote.id = message.last_id;
        if (auto fault = read(message.bids.front(), quote.bid_price, quote.bid_quantity)) return fault;
        if (auto fault = read(message.asks.front(), quote.ask_price, quote.ask_quantity)) return fault;
        if (!quotes_.empty() && quote.id < quotes_.back().id) return std::nullopt;
        quotes_.push_back(quote);
        if (quotes_.size() > kQuotesKept) quotes_.pop_front();
        judge();
        return std::nullopt;
    }

    /// Judges the updates that a later quote has passed.
    void judge() {
        while (!updates_.empty() && !quotes_.empty() && quotes_.back().id > updates_.front().id) {
            const Best update = updates_.front();
            updates_.pop_front();
            auto quote = quotes_.rbegin();
            while (quote != quotes_.rend() && quote->id > update.id) ++quote;
            if (quote == quotes_.rend()) {
                ++truth_.not_judged;
                continue;
            }
            const bool prices = quote->same_prices(update);
            ++(prices ? truth_.prices.equal : truth_.prices.unequal);
            ++(prices && quote->same_quantities(update) ? truth_.prices_quantities.equal
                                                        : truth_.prices_quantities.unequal);
        }
    }

    BinanceTruth& truth_;
    Stitch stitch_;
    std::map<int64_t, int64_t> bids_, asks_;
    std::deque<Message> waiting_;
    std::deque<Best> updates_;  // not judged yet
    std::deque<Best> quotes_;
};

}  // namespace

bool check_binance(const CheckOptions& options, BinanceTruth& truth, CheckError& error) {
    BinanceCheck check(truth);
    const bool ok = each_line(options, error, [&](std::string_view line) { return check.take(line); });
    check.end();
    return ok;
}

}  // namespace weir::market
