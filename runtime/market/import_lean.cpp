// Lean data: ticks (trades with venue, national best quotes with venue) and minute bars of trades and quotes.
//
// One file is one day; the day stands at the head of the file's name or of the entry's in it. Times are milliseconds
// since midnight: in New York with prices in 0.0001, or in UTC with plain decimals where the path says `crypto`. Trade
// and quote files of a day are merged by time; within a millisecond trades come first, since a trade is printed against
// the quote before it. A quote row is the best of all venues, with the letter of the venue that holds it: one best bid
// and one best ask, never a book per venue; a side that is 0 is not part of the row. A minute bar lies at its start as
// four records, a quote bar at its end as the closing quote.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/core/time.h"
#include "runtime/market/import_run.h"
#include "runtime/market/scale.h"

namespace weir::market {
namespace {

constexpr int64_t kMillisecond = 1'000'000;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int kEquityDecimals = 4;

/// Sale conditions (bits, in hexadecimal) under which a print is not part of continuous trading at the market: special
/// settlement, opening, closing and reopening prints, derived and average prices, late reports, crosses, and the
/// official open and close, which restate prints. Odd lots, sweeps, trade-throughs and extended hours stay eligible.
constexpr uint64_t kNotContinuous = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x800 | 0x4000 | 0x10'0000 |
                                    0x20'0000 | 0x100'0000 | 0x200'0000 | 0x400'0000;

bool is_quote(std::string_view name) {
    return name.find("quote") != std::string_view::npos || name.find("Quote") != std::string_view::npos;
}

/// The first eight digits in a name, as in 2013-10-07.
std::string day_in(std::string_view name) {
    size_t run = 0;
    for (size_t i = 0; i < name.size(); ++i) {
        run = name[i] >= '0' && name[i] <= '9' ? run + 1 : 0;
        if (run != 8) continue;
        const std::string_view digits = name.substr(i - 7, 8);
        return fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2));
    }
    return {};
}

/// The symbol of an entry like 20131007_bac_Trade_Tick.csv.
std::string symbol_in(std::string_view entry) {
    const Fields<4> parts(base_name(entry), '_');
    std::string symbol(parts.count > 1 ? parts[1] : base_name(entry));
    std::transform(symbol.begin(), symbol.end(), symbol.begin(), [](unsigned char c) { return std::toupper(c); });
    return symbol;
}

/// Trade file or quote file of one day: gives the records of one row at a time.
class Source {
  public:
    Source(ImportRun& run, const std::string& path, bool ticks, bool crypto)
        : run_(run), reader_(path), ticks_(ticks), crypto_(crypto), quotes_(is_quote(base_name(path))) {}

    bool start(Time midnight) {
        midnight_ = midnight;
        return read();
    }
    bool open() const { return !records_.empty(); }
    int64_t time() const { return records_.front().time; }
    const std::vector<MarketEvent>& records() const { return records_; }
    const LineReader& reader() const { return reader_; }
    LineReader& reader() { return reader_; }
    bool quotes() const { return quotes_; }
    uint64_t suspicious() const { return suspicious_; }

    /// Goes to the next row that has records. False when the run failed.
    bool read() {
        records_.clear();
        std::string_view line;
        while (records_.empty() && run_.next(reader_, line)) {
            const Fields<12> fields(line, ',');
            const auto ms = read_integer(fields[0]);
            if (!ms || *ms < 0 || *ms > 2 * 86'400'000)
                return run_.fail(reader_, fmt::format("time `{}` is not milliseconds since midnight", fields[0]));
            const int64_t time = midnight_.value + *ms * kMillisecond;
            if (time < last_)
                return run_.fail(reader_, fmt::format("time `{}` is before that of the row above", fields[0]));
            last_ = time;
            if (!(ticks_    ? quotes_ ? quote_tick(fields, time) : trade_tick(fields, time)
                     : quotes_ ? quote_bar(fields, time)
                            : trade_bar(fields, time)))
                return false;
        }
        if (!records_.empty()) records_.back().flags |= kLastOfMessage;
        return !run_.failed();
    }

  private:
    bool columns(const Fields<12>& fields, size_t wanted, std::string_view names) {
        if (fields.count == wanted) return true;
        return run_.fail(reader_, fmt::format("{} columns; a row has {}: {}", fields.count, wanted, names));
    }

    bool price(std::string_view text, int64_t& value) {
        const Instrument& instrument = run_.instrument();
        std::optional<int64_t> read = crypto_ ? read_measured(text, instrument.price_decimals) : read_decimal(text, 0);
        if (read && !crypto_) read = rescale_exact(*read, kEquityDecimals, instrument.price_decimals);
        if (!read || *read < 0)
            return run_.fail(
                reader_, fmt::format("price `{}` is not a number that {} decimals can hold (`--price-decimals`)", text,
                                     instrument.price_decimals));
        value = *read;
        return true;
    }

    bool quantity(std::string_view text, int64_t& value) {
        const auto read = read_measured(text, run_.instrument().quantity_decimals);
        if (!read || *read < 0)
            return run_.fail(
                reader_, fmt::format("quantity `{}` is not a number with at most {} decimals (`--quantity-decimals`)",
                                     text, run_.instrument().quantity_decimals));
        value = *read;
        return true;
    }

    bool add(MarketKind kind, int64_t time, Side side, std::string_view price_text, std::string_view quantity_text,
             std::string_view venue) {
        MarketEvent event = record(kind, time, side);
        if (!price(price_text, event.price) || !quantity(quantity_text, event.quantity)) return false;
        if (!venue.empty()) event.order = static_cast<unsigned char>(venue.front());
        if (event.price > 0) records_.push_back(event);
        return true;
    }

    bool doubtful(std::string_view suspicious) {
        if (suspicious != "1") return false;
        ++suspicious_;
        return true;
    }

    bool trade_tick(const Fields<12>& fields, int64_t time) {
        if (!columns(fields, 6, "time, price, size, exchange, sale condition, suspicious")) return false;
        if (doubtful(fields[5])) return true;
        uint64_t condition = 0;
        const auto [end, code] = std::from_chars(fields[4].data(), fields[4].data() + fields[4].size(), condition, 16);
        if (code != std::errc{} || end != fields[4].data() + fields[4].size())
            return run_.fail(reader_, fmt::format("sale condition `{}` is not a hexadecimal number", fields[4]));
        if (!add(MarketKind::trade, time, Side::none, fields[1], fields[2], fields[3])) return false;
        if (!records_.empty() && condition & kNotContinuous) records_.back().flags |= kAuction;
        return true;
    }

    bool quote_tick(const Fields<12>& fields, int64_t time) {
        if (!columns(fields, 8, "time, bid, bid size, ask, ask size, exchange, condition, suspicious")) return false;
        if (doubtful(fields[7])) return true;
        return add(MarketKind::quote, time, Side::buy, fields[1], fields[2], fields[5]) &&
               add(MarketKind::quote, time, Side::sell, fields[3], fields[4], fields[5]);
    }

    bool trade_bar(const Fields<12>& fields, int64_t time) {
        if (!columns(fields, 6, "time, open, high, low, close, volume")) return false;
        for (uint64_t part = 0; part < 4; ++part) {
            if (!add(MarketKind::bar, time, Side::none, fields[1 + part], fields[5], {})) return false;
            if (records_.size() != part + 1) return run_.fail(reader_, "a price of the bar is 0");
            records_.back().order = part;
        }
        return true;
    }

    bool quote_bar(const Fields<12>& fields, int64_t time) {
        if (!columns(fields, 11, "time, bid open, high, low, close, size, ask open, high, low, close, size"))
            return false;
        const auto side = [&](Side which, std::string_view close, std::string_view size) {
            return close.empty() || add(MarketKind::quote, time + kMinute, which, close, size, {});
        };
        return side(Side::buy, fields[4], fields[5]) && side(Side::sell, fields[9], fields[10]);
    }

    ImportRun& run_;
    LineReader reader_;
    bool ticks_, crypto_, quotes_;
    Time midnight_;
    int64_t last_ = std::numeric_limits<int64_t>::min();
    std::vector<MarketEvent> records_;
    uint64_t suspicious_ = 0;
};

class LeanImport {
  public:
    LeanImport(ImportRun& run, bool ticks) : run_(run), ticks_(ticks) {
        crypto_ = run.files().front().find("crypto") != std::string::npos;
    }

    bool all() {
        if (!begin()) return false;
        std::map<std::string, std::vector<std::string>> days;  // in order of date, whatever the order of the files
        for (const std::string& path : run_.files()) {
            const std::string day = day_in(base_name(path));
            if (day.empty() && !run_.options().date)
                return run_.fail(fmt::format(
                    "{}: the name does not say the day, as in 20131007_trade.zip; state it with `--date`", path));
            days[day].push_back(path);
        }
        if (run_.options().date && days.size() > 1)
            return run_.fail("`--date` is for files of one day; these have several");
        for (auto& [day, paths] : days)
            if (!merge(day, paths)) return false;
        if (suspicious_ > 0)
            run_.note(fmt::format("{} rows that the source calls suspicious were left out", suspicious_));
        if (run_.clamped() > 0)
            run_.note(fmt::format("{} records took the time of the record before them", run_.clamped()));
        return true;
    }

  private:
    bool begin() {
        LineReader reader(run_.files().front());
        TapeInfo info;
        info.source = ticks_ ? "lean-tick" : "lean-minute";
        info.detail = BookDetail::quotes;
        Instrument& instrument = info.instrument;
        instrument.symbol = symbol_in(reader.entry());
        instrument.currency = "USD";
        if (crypto_) {
            scan_scale(reader, instrument);
            if (instrument.symbol.size() > 3) {
                instrument.base = instrument.symbol.substr(0, 3);
                instrument.currency = instrument.symbol.substr(3);
            }
        } else {
            instrument.base = "shares";
            instrument.time_zone = "America/New_York";
            instrument.price_decimals = instrument.money_decimals = kEquityDecimals;
            instrument.tick = Price{100};
        }
        if (!reader.error().empty()) return run_.fail(reader.error());
        return run_.begin(info);
    }

    void scan_scale(LineReader& reader, Instrument& instrument) const {
        Scale scale;
        std::string_view line;
        while (reader.line_number() < kLinesToScale && reader.next(line)) {
            const Fields<12> fields(line, ',');
            for (size_t i = 1; i < fields.count; ++i)  // columns 5 and 10 are sizes, in trade and quote bars alike
                i % 5 == 0 ? scale.see_quantity(fields[i]) : scale.see_price(fields[i]);
        }
        scale.apply(instrument);
    }

    bool merge(const std::string& day, std::vector<std::string>& paths) {
        const auto midnight = run_.midnight(day);
        if (!midnight) return false;
        std::sort(paths.begin(), paths.end(), [](const std::string& a, const std::string& b) {
            return std::pair(is_quote(base_name(a)), a) < std::pair(is_quote(base_name(b)), b);
        });
        std::vector<Source> sources;
        sources.reserve(paths.size());
        for (const std::string& path : paths) sources.emplace_back(run_, path, ticks_, crypto_);
        for (Source& source : sources)
            if (!source.start(*midnight)) return false;
        for (;;) {
            Source* next = nullptr;
            for (Source& source : sources)
                if (source.open() && (!next || source.time() < next->time())) next = &source;
            if (!next) break;
            for (const MarketEvent& event : next->records())
                if (!run_.emit_clamped(event)) return false;
            if (!next->read()) return false;
        }
        for (const Source& source : sources) suspicious_ += source.suspicious();
        return !run_.failed();
    }

    ImportRun& run_;
    bool ticks_;
    bool crypto_ = false;
    uint64_t suspicious_ = 0;
};

}  // namespace

bool import_lean_tick(ImportRun& run) {
    return LeanImport(run, true).all();
}

bool import_lean_minute(ImportRun& run) {
    return LeanImport(run, false).all();
}

}  // namespace weir::market
