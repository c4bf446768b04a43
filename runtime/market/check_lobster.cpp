// LOBSTER's book rows against a book rebuilt from the first row and the messages.
#include <fmt/format.h>

#include <map>

#include "runtime/market/check_truth.h"
#include "runtime/market/fields.h"
#include "runtime/market/lobster.h"

namespace weir::market {
namespace {

using lobster::Message;
using lobster::Row;
using lobster::RowLevel;
using lobster::Type;

constexpr size_t kMostExamples = 5;

/// One side of the book. Prices are turned so that a larger one is better on both sides.
class SideOfBook {
  public:
    SideOfBook(Side side, LobsterTruth& truth) : side_(side), truth_(truth) {}

    void seed(const std::vector<RowLevel>& row, size_t levels) {
        for (const RowLevel& level : row) content_[turned(level.price)] = level.size;
        window_ = window_of(row, levels);
        known_from_ = window_;
    }

    void apply(const Message& message) {
        const bool adds = message.type == Type::add;
        if (!adds && message.type != Type::reduce && message.type != Type::remove && message.type != Type::execute)
            return;
        const int64_t price = turned(message.price);
        int64_t& size = content_[price];
        size += adds ? message.size : -message.size;
        if (size == 0) content_.erase(price);
    }

    /// Counts the cells of a row, then takes from it what came into the window.
    void compare(const std::vector<RowLevel>& row, size_t levels, uint64_t row_number) {
        const int64_t window = window_of(row, levels);
        auto ours = content_.rbegin();
        for (size_t depth = 0; depth < row.size(); ++depth) {
            const int64_t price = turned(row[depth].price);
            ++truth_.cells;
            for (; ours != content_.rend() && ours->first > price; ++ours) ++truth_.surplus;
            const bool have = ours != content_.rend() && ours->first == price;
            const bool was_in_window = price >= window_;
            const int64_t size = have ? ours->second : 0;
            if (have) ++ours;
            if (!was_in_window && !(have && arrived_ == price)) {
                ++truth_.first_seen;
                truth_.first_seen_inner += depth + 1 != levels;
                continue;
            }
            count(size == row[depth].size, price >= known_from_ ? truth_.from_messages : truth_.from_window, row_number,
                  depth, size, row[depth]);
        }
        take_window(row, window);
    }

    void note_arrival(const Message& message) {
        arrived_ =
            message.type == Type::add && message.side == side_ ? std::optional(turned(message.price)) : std::nullopt;
    }

    /// Prices that the other side has reached are empty here, whatever was known of them before.
    void passed_by(int64_t other_best) { known_from_ = std::min(known_from_, turned(other_best)); }

  private:
    int64_t turned(int64_t price) const { return sign(side_) * price; }

    /// The worst price at which the row shows everything.
    int64_t window_of(const std::vector<RowLevel>& row, size_t levels) const {
        return row.size() < levels || row.empty() ? std::numeric_limits<int64_t>::min() : turned(row.back().price);
    }

    void count(bool equal, Compared& compared, uint64_t row_number, size_t depth, int64_t size, const RowLevel& shown) {
        ++(equal ? compared.equal : compared.unequal);
        if (equal || truth_.examples.size() == kMostExamples) return;
        truth_.examples.push_back(fmt::format("row {}: {} level {} at {}: {} in the file, {} rebuilt", row_number,
                                              side_ == Side::buy ? "bid" : "ask", depth + 1, shown.price, shown.size,
                                              size));
    }

    /// What lies outside the window now is forgotten; what has come into it is taken from the row.
    void take_window(const std::vector<RowLevel>& row, int64_t window) {
        content_.erase(content_.begin(), content_.lower_bound(window));
        for (auto level = row.rbegin();
             level != row.rend() && (turned(level->price) < window_ || level == row.rbegin()); ++level)
            content_[turned(level->price)] = level->size;
        known_from_ = std::max(known_from_, window);
        window_ = window;
    }

    Side side_;
    LobsterTruth& truth_;
    std::map<int64_t, int64_t> content_;
    int64_t window_ = 0;      // everything at this price and better is shown
    int64_t known_from_ = 0;  // everything at this price and better follows from the first row and the messages
    std::optional<int64_t> arrived_;
};

/// The tape's book after the message that belongs to a row.
class TapeRows {
  public:
    explicit TapeRows(const Tape& tape)
        : events_(tape.events()), instrument_(tape.info().instrument), book_(BookDetail::orders) {
        advance();  // the book before the first message
    }

    bool equals(const Row& row) {
        if (!advance()) return false;
        for (Side side : {Side::buy, Side::sell}) {
            size_t depth = 0;
            for (const RowLevel& shown : row.of(side)) {
                const Level* level = book_.level(side, depth++);
                const auto price = rescale_exact(shown.price, lobster::kPriceDecimals, instrument_.price_decimals);
                const auto size = rescale_exact(shown.size, 0, instrument_.quantity_decimals);
                if (!level || !price || !size || level->price != *price || level->quantity != *size) return false;
            }
        }
        return true;
    }

  private:
    bool advance() {
        while (next_ < events_.size()) {
            const MarketEvent& event = events_[next_++];
            book_.apply(event);
            if (event.flags & kLastOfMessage) return true;
        }
        return false;
    }

    std::span<const MarketEvent> events_;
    const Instrument& instrument_;
    Book book_;
    size_t next_ = 0;
};

}  // namespace

bool check_lobster(const Tape& tape, const CheckOptions& options, LobsterTruth& truth, CheckError& error) {
    lobster::Reader reader(options.sources);
    SideOfBook bids(Side::buy, truth), asks(Side::sell, truth);
    TapeRows tape_rows(tape);
    Message message;
    Row row;
    while (reader.next(message, row)) {
        const size_t levels = reader.levels();
        if (truth.rows == 0) {
            bids.seed(row.bids, levels);
            asks.seed(row.asks, levels);
        } else {
            SideOfBook& touched = message.side == Side::buy ? bids : asks;
            bids.note_arrival(message);
            asks.note_arrival(message);
            touched.apply(message);
        }
        ++truth.rows;
        bids.compare(row.bids, levels, truth.rows);
        asks.compare(row.asks, levels, truth.rows);
        if (!row.asks.empty()) bids.passed_by(row.asks.front().price);
        if (!row.bids.empty()) asks.passed_by(row.bids.front().price);
        ++(tape_rows.equals(row) ? truth.tape_rows.equal : truth.tape_rows.unequal);
    }
    truth.levels = 2 * reader.levels();
    error.message = reader.error();
    return error.message.empty();
}

}  // namespace weir::market
