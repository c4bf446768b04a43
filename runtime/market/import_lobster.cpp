// LOBSTER: exact orders, seen through a window of the first levels.
//
// The book before the first message is not in the files; it is the first book row with the first message undone, given
// as anonymous quantity (orders that rest at the open have no add). A level that comes into the window later is shown
// by the book row alone: it is written as a level record with kReveal, unless what is known of it already agrees. A
// level that leaves the window keeps its last known content. Time order is that of the file.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "runtime/market/book.h"
#include "runtime/market/import_run.h"
#include "runtime/market/lobster.h"

namespace weir::market {
namespace {

using lobster::Message;
using lobster::Row;
using lobster::RowLevel;
using lobster::Type;

class LobsterImport {
  public:
    explicit LobsterImport(ImportRun& run) : run_(run), reader_(run.files()), book_(BookDetail::orders) {}

    bool all() {
        if (!reader_.error().empty()) return run_.fail(reader_.error());
        if (!begin()) return false;
        Message message;
        Row row;
        for (bool first = true; reader_.next(message, row); first = false) {
            run_.count_line(reader_.messages());
            const int64_t time = midnight_.value + message.since_midnight;
            if (first && !seed(message, row, time)) return false;
            if (!put(message, time)) return false;
            reveal(row, Side::buy, time);
            reveal(row, Side::sell, time);
            if (!write()) return false;
        }
        if (!reader_.error().empty()) return run_.fail(reader_.error());
        say_what_was_found();
        return true;
    }

  private:
    bool begin() {
        TapeInfo info;
        info.source = "lobster";
        info.detail = BookDetail::orders;
        info.instrument.symbol = reader_.symbol();
        info.instrument.base = "shares";
        info.instrument.currency = "USD";
        info.instrument.time_zone = "America/New_York";
        info.instrument.price_decimals = lobster::kPriceDecimals;
        info.instrument.money_decimals = lobster::kPriceDecimals;
        info.instrument.tick = Price{100};
        if (!run_.begin(info)) return false;
        const auto midnight = run_.midnight(reader_.date());
        if (midnight) midnight_ = *midnight;
        return midnight.has_value();
    }

    bool scaled(int64_t& price, int64_t& size) {
        const Instrument& instrument = run_.instrument();
        const auto p = rescale_exact(price, lobster::kPriceDecimals, instrument.price_decimals);
        const auto q = rescale_exact(size, 0, instrument.quantity_decimals);
        if (!p || !q)
            return run_.fail(reader_.messages(),
                             fmt::format("price {} or size {} has no place in {} price and {} quantity decimals", price,
                                         size, instrument.price_decimals, instrument.quantity_decimals));
        price = *p;
        size = *q;
        return true;
    }

    void put(const MarketEvent& event) {
        book_.apply(event);
        pending_.push_back(event);
    }

    bool write() {
        if (pending_.empty()) return true;
        pending_.back().flags |= kLastOfMessage;
        bool ok = true;
        for (const MarketEvent& event : pending_) ok = ok && run_.emit(event);
        pending_.clear();
        return ok;
    }

    void level(Side side, RowLevel shown, int64_t time) {
        if (!scaled(shown.price, shown.size)) return;
        MarketEvent event = record(MarketKind::level, time, side, shown.price, shown.size);
        event.flags = kReveal;
        put(event);
    }

    /// The book before the first message.
    bool seed(const Message& message, const Row& row, int64_t time) {
        put(record(MarketKind::clear, time));
        for (Side side : {Side::buy, Side::sell})
            for (const RowLevel& shown : row.of(side)) level(side, shown, time);
        const bool leaves =
            message.type == Type::reduce || message.type == Type::remove || message.type == Type::execute;
        if (!leaves && message.type != Type::add) return write();
        const int64_t undone = leaves ? message.size : -message.size;
        int64_t before = undone;
        for (const RowLevel& shown : row.of(message.side))
            if (shown.price == message.price) before += shown.size;
        level(message.side, {message.price, std::max<int64_t>(before, 0)}, time);
        return write();
    }

    bool put(const Message& message, int64_t time) {
        int64_t price = message.price, size = message.size;
        if (message.type != Type::halt && !scaled(price, size)) return false;
        MarketEvent event = record(MarketKind::add, time, message.side, price, size);
        event.order = message.order;
        switch (message.type) {
            case Type::add:
                break;
            case Type::reduce:
                event.kind = MarketKind::reduce;
                break;
            case Type::remove:
                event.kind = MarketKind::remove;
                break;
            case Type::execute:
                event.kind = MarketKind::execute;
                break;
            case Type::execute_hidden:
                event.kind = MarketKind::execute;
                event.flags = kHidden;
                break;
            case Type::cross:
                event = record(MarketKind::trade, time, Side::none, price, size);
                event.flags = kAuction;
                break;
            case Type::halt:
                // 0: quoting resumes, while trading stays halted
                event = record(message.price > 0 ? MarketKind::resume : MarketKind::halt, time);
                break;
        }
        put(event);
        return true;
    }

    /// Brings the window of the book in line with the row.
    void reveal(const Row& row, Side side, int64_t time) {
        const std::vector<RowLevel>& shown = row.of(side);
        size_t depth = 0;
        for (const RowLevel& wanted : shown) {
            RowLevel at = wanted;
            if (!scaled(at.price, at.size)) return;
            while (const Level* ours = stale(side, depth, at.price)) level_gone(side, ours->price, time);
            const Level* ours = book_.level(side, depth);
            if (!ours || ours->price != at.price || ours->quantity != at.size) {
                level(side, wanted, time);
                ++revealed_;
            }
            ++depth;
        }
        if (shown.size() == reader_.levels()) return;  // beyond the window anything may rest
        while (const Level* ours = book_.level(side, depth)) level_gone(side, ours->price, time);
    }

    /// A level of ours at this depth that is better than the one the row shows there: it went outside the window.
    const Level* stale(Side side, size_t depth, int64_t price) const {
        const Level* ours = book_.level(side, depth);
        return ours && sign(side) * (ours->price - price) > 0 ? ours : nullptr;
    }

    void level_gone(Side side, int64_t price, int64_t time) {
        MarketEvent event = record(MarketKind::level, time, side, price, 0);
        event.flags = kReveal;
        put(event);
        ++revealed_;
    }

    void say_what_was_found() {
        const BookFaults& faults = book_.faults();
        run_.note(
            fmt::format("{} levels were first seen, or seen again changed, when they came into the window of {} levels",
                        revealed_, reader_.levels()));
        run_.note(
            fmt::format("{} changes are of orders that are not listed (resting before the first message, or added "
                        "outside the window); {} of them found too little anonymous quantity",
                        faults.unknown_orders, faults.missing));
    }

    ImportRun& run_;
    lobster::Reader reader_;
    Book book_;
    Time midnight_;
    std::vector<MarketEvent> pending_;
    uint64_t revealed_ = 0;
};

}  // namespace

bool import_lobster(ImportRun& run) {
    return LobsterImport(run).all();
}

}  // namespace weir::market
