// Tables of any origin, one market record a row. The header line names the columns; `--column` says which
// column holds a field, by name or by number from 1 (a table whose columns are all given by number has no header).
//
//   time                                     when; see read_time
//   price, quantity, side                    a trade (side of the aggressor: buy, sell; may be missing)
//   bid_price, bid_quantity,                 a best quote; an empty field leaves its side as it was
//   ask_price, ask_quantity
//   open, high, low, close, volume           a bar that starts at `time`
//   kind, side, price, quantity, order       one record as on the tape: kind is the name of a MarketKind
//
// Which of these a table is follows from its columns: `kind`, else `open`, else `bid_price` or `ask_price`, else
// `price`. Order is that of the file; a time that steps back is an error. A field in quotes may have separators in it.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <vector>

#include "runtime/core/time.h"
#include "runtime/market/import_run.h"
#include "runtime/market/scale.h"

namespace weir::market {
namespace {

constexpr size_t kMostColumns = 64;

enum Field : size_t {
    kTime,
    kKind,
    kSide,
    kPrice,
    kQuantity,
    kOrder,
    kBidPrice,
    kBidQuantity,
    kAskPrice,
    kAskQuantity,
    kOpen,
    kHigh,
    kLow,
    kClose,
    kVolume,
    kFieldCount
};

struct FieldRow {
    std::string_view name;
    std::string_view also;  // names that other tables use, one after the other
};

constexpr std::array<FieldRow, kFieldCount> kFields{{
    {"time", "timestamp timestamp_utc ts open_time date datetime"},
    {"kind", "event type"},
    {"side", "direction aggressor"},
    {"price", "px"},
    {"quantity", "size amount qty"},
    {"order", "order_id id"},
    {"bid_price", "bid"},
    {"bid_quantity", "bid_size bid_amount bid_qty"},
    {"ask_price", "ask"},
    {"ask_quantity", "ask_size ask_amount ask_qty"},
    {"open", ""},
    {"high", ""},
    {"low", ""},
    {"close", ""},
    {"volume", "vol"},
}};

constexpr std::array<std::string_view, 11> kKindNames{"clear", "level", "add", "reduce", "remove", "execute",
                                                      "trade", "quote", "bar", "halt",   "resume"};

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

bool among(std::string_view names, std::string_view name) {
    const Fields<16> list(names, ' ');
    for (size_t i = 0; i < list.count; ++i)
        if (!list[i].empty() && list[i] == name) return true;
    return false;
}

enum class Shape : uint8_t { records, bars, quotes, trades };

std::string_view without_spaces(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// The fields of a line. One that begins with a quote goes on to the next quote before a separator.
struct Row {
    std::array<std::string_view, kMostColumns> field;  // without their quotes and the spaces around them
    size_t count = 0;

    Row(std::string_view line, char separator) {
        for (;;) {
            const size_t end = end_of_field(line, separator);
            std::string_view text = without_spaces(line.substr(0, end));
            if (text.size() > 1 && text.starts_with('"') && text.ends_with('"'))
                text = without_spaces(text.substr(1, text.size() - 2));
            if (count < kMostColumns) field[count] = text;
            ++count;
            if (end == std::string_view::npos) return;
            line.remove_prefix(end + 1);
        }
    }
    std::string_view operator[](size_t i) const {
        return i < kMostColumns && i < count ? field[i] : std::string_view{};
    }

  private:
    static size_t end_of_field(std::string_view line, char separator) {
        const size_t begin = line.find_first_not_of(' ');
        const bool quoted = begin != std::string_view::npos && line[begin] == '"';
        const size_t close = quoted ? line.find('"', begin + 1) : std::string_view::npos;
        return line.find(separator, close == std::string_view::npos ? 0 : close);
    }
};

/// A number that went through binary floating point has some digits too many; one that has digits of its own beyond
/// what is kept would be another number.
bool keeps_its_value(std::string_view text, int64_t value, int decimals) {
    constexpr double kNoise = 1e-10;  // far above what sums of doubles are off, far below a digit that means something
    double written = 0;
    std::from_chars(text.data(), text.data() + text.size(), written);
    const double kept = static_cast<double>(value) / std::pow(10.0, decimals);
    return std::fabs(written - kept) <= kNoise * std::fabs(written);
}

class CsvImport {
  public:
    explicit CsvImport(ImportRun& run) : run_(run) {
        column_.fill(-1);
        again_.fill(-1);
    }

    bool all() {
        if (!begin()) return false;
        for (const std::string& path : run_.files()) {
            LineReader reader(path);
            std::string_view line;
            if (header_ && !run_.next(reader, line))
                return run_.failed() ? false
                                     : run_.fail(fmt::format(
                                           "{}: the file is empty; its first line must name the columns", path));
            if (header_ && line != header_line_)
                return run_.fail(reader, "the columns are not those of the first file");
            while (run_.next(reader, line))
                if (!line.empty() && !row(reader, line)) return false;
            if (run_.failed()) return false;
        }
        return true;
    }

  private:
    std::string_view get(const Row& row, Field field) const {
        return column_[field] < 0 ? std::string_view{} : row[static_cast<size_t>(column_[field])];
    }
    bool has(Field field) const { return column_[field] >= 0; }

    // ---- columns and scales -----------------------------------------------------------------------------------------

    bool begin() {
        LineReader reader(run_.files().front());
        std::string_view line;
        if (!reader.next(line))
            return run_.fail(reader.error().empty() ? fmt::format("{}: the file is empty", reader.path())
                                                    : reader.error());
        separator_ = line.find('\t') != std::string_view::npos  ? '\t'
                     : line.find(';') != std::string_view::npos ? ';'
                                                                : ',';
        if (!place_columns(reader, line) || !find_shape(reader) || !each_once(reader)) return false;
        Scale scale;
        if (!header_) see(Row(line, separator_), scale);
        while (reader.line_number() < kLinesToScale && reader.next(line)) see(Row(line, separator_), scale);
        TapeInfo info;
        info.source = "csv";
        info.detail = shape_ == Shape::records ? BookDetail::levels : BookDetail::quotes;
        if (shape_ == Shape::records && has(kOrder)) info.detail = BookDetail::orders;
        info.instrument.symbol = reader.entry().substr(0, std::min<size_t>(reader.entry().find('.'), 31));
        info.instrument.currency = "USD";
        scale.apply(info.instrument);
        return run_.begin(info);
    }

    bool place_columns(const LineReader& reader, std::string_view line) {
        header_line_ = line;
        const Row names(without_mark(line), separator_);
        columns_ = names.count;
        if (names.count > kMostColumns)
            return run_.fail(reader, fmt::format("{} columns; at most {} are read", names.count, kMostColumns));
        bool by_number = !run_.options().columns.empty();
        for (const auto& [field, where] : run_.options().columns)
            by_number = by_number && read_integer(where).has_value();
        header_ = !by_number;
        for (const auto& [field, where] : run_.options().columns)
            if (!place(reader, names, field, where)) return false;
        if (!header_) return true;
        for (size_t i = 0; i < names.count; ++i) {
            const std::string name = lower(names[i]);
            for (size_t f = 0; f < kFieldCount; ++f) {
                if (kFields[f].name != name && !among(kFields[f].also, name)) continue;
                if (column_[f] < 0)
                    column_[f] = static_cast<int>(i);
                else if (!run_.options().columns.contains(std::string(kFields[f].name)))
                    again_[f] = static_cast<int>(i);
            }
        }
        return true;
    }

    /// Some programs begin a file with a mark of its encoding.
    static std::string_view without_mark(std::string_view line) {
        constexpr std::string_view kMark = "\xEF\xBB\xBF";
        if (line.starts_with(kMark)) line.remove_prefix(kMark.size());
        return line;
    }

    /// Of two columns for one field, which is meant would be a guess.
    bool each_once(const LineReader& reader) {
        for (const Field field : fields_read())
            if (again_[field] >= 0)
                return run_.fail(
                    reader,
                    fmt::format("columns {} and {} both hold `{}`; say which with `--column {}={}`", column_[field] + 1,
                                again_[field] + 1, kFields[field].name, kFields[field].name, column_[field] + 1));
        return true;
    }

    /// What is read of a table of this shape.
    std::span<const Field> fields_read() const {
        static constexpr std::array kRecord{kTime, kKind, kSide, kPrice, kQuantity, kOrder};
        static constexpr std::array kBar{kTime, kOpen, kHigh, kLow, kClose, kVolume};
        static constexpr std::array kQuote{kTime, kBidPrice, kBidQuantity, kAskPrice, kAskQuantity};
        static constexpr std::array kTrade{kTime, kSide, kPrice, kQuantity};
        switch (shape_) {
            case Shape::records:
                return kRecord;
            case Shape::bars:
                return kBar;
            case Shape::quotes:
                return kQuote;
            case Shape::trades:
                return kTrade;
        }
        return {};
    }

    bool place(const LineReader& reader, const Row& names, const std::string& field, const std::string& where) {
        std::string known;
        for (size_t f = 0; f < kFieldCount; ++f) {
            known += fmt::format("{}{}", f ? ", " : "", kFields[f].name);
            if (kFields[f].name != field) continue;
            const auto number = read_integer(where);
            for (size_t i = 0; i < names.count; ++i)
                if (number ? static_cast<int64_t>(i) + 1 == *number : names[i] == where) {
                    column_[f] = static_cast<int>(i);
                    return true;
                }
            return run_.fail(reader, fmt::format("there is no column `{}` for the field `{}`; the line is `{}`", where,
                                                 field, header_line_));
        }
        return run_.fail(fmt::format("field `{}` is unknown; fields are {}", field, known));
    }

    bool find_shape(const LineReader& reader) {
        const bool bid = has(kBidPrice) && has(kBidQuantity), ask = has(kAskPrice) && has(kAskQuantity);
        if (!has(kTime))
            return run_.fail(
                reader, fmt::format("no column holds `time`; the line is `{}`: name one with `--column time=COLUMN`",
                                    header_line_));
        if (has(kKind))
            shape_ = Shape::records;
        else if (has(kOpen) && has(kHigh) && has(kLow) && has(kClose) && has(kVolume))
            shape_ = Shape::bars;
        else if (bid || ask)
            shape_ = Shape::quotes;
        else if (has(kPrice) && has(kQuantity))
            shape_ = Shape::trades;
        else
            return run_.fail(
                reader,
                fmt::format(
                    "the columns are neither trades (price, quantity), quotes (bid_price, bid_quantity, ask_price, "
                    "ask_quantity), bars (open, high, low, close, volume) nor records (kind); the line is `{}`",
                    header_line_));
        return true;
    }

    void see(const Row& row, Scale& scale) const {
        for (Field field : {kPrice, kBidPrice, kAskPrice, kOpen, kHigh, kLow, kClose}) scale.see_price(get(row, field));
        for (Field field : {kQuantity, kBidQuantity, kAskQuantity, kVolume}) scale.see_quantity(get(row, field));
    }

    // ---- rows -------------------------------------------------------------------------------------------------------

    /// A whole number is seconds, milliseconds, microseconds or nanoseconds since 1970, by its size; one with a point
    /// is seconds; a text is RFC 3339, or a date and a time of day in the instrument's zone. With `--date`,
    /// numbers are milliseconds since midnight, and texts times of day.
    std::optional<int64_t> read_time(std::string_view text) {
        if (run_.options().date) return read_time_of_day(text);
        if (const auto whole = read_integer(text)) return scaled_time(*whole);
        if (const auto seconds = read_decimal(text, 9)) return seconds;
        if (const auto time = parse_time(text)) return time.value.value;
        const size_t gap = text.find_first_of(" T");
        if (gap == std::string_view::npos) return std::nullopt;
        const auto date = parse_date(text.substr(0, gap));
        if (!date) return std::nullopt;
        const auto time = parse_time_of_day(text.substr(gap + 1), date.value, run_.instrument().time_zone);
        return time ? std::optional(time.value.value) : std::nullopt;
    }

    /// Each unit has the numbers from 1973 to 5138 to itself.
    static std::optional<int64_t> scaled_time(int64_t number) {
        constexpr int64_t kSeconds = 100'000'000'000, kMilliseconds = kSeconds * 1'000,
                          kMicroseconds = kMilliseconds * 1'000;
        const int64_t unit = number < kSeconds        ? 1'000'000'000
                             : number < kMilliseconds ? 1'000'000
                             : number < kMicroseconds ? 1'000
                                                      : 1;
        int64_t time = 0;
        if (number < 0 || __builtin_mul_overflow(number, unit, &time)) return std::nullopt;
        return time;
    }

    std::optional<int64_t> read_time_of_day(std::string_view text) {
        constexpr int kMillisecondDigits = 6;  // of nanoseconds
        if (!midnight_) midnight_ = run_.midnight({});
        if (!midnight_) return std::nullopt;
        if (const auto since = read_decimal(text, kMillisecondDigits)) return midnight_->value + *since;
        const auto date = parse_date(*run_.options().date);
        const auto time = parse_time_of_day(text, date.value, run_.instrument().time_zone);
        return time ? std::optional(time.value.value) : std::nullopt;
    }

    bool number(const LineReader& reader, const Row& row, Field field, int decimals, int64_t& value) {
        const std::string_view text = get(row, field);
        const auto fail = [&](std::string_view what) {
            const std::string where =
                has(field) ? fmt::format("in column {}", column_[field] + 1) : "for want of a column";
            return run_.fail(reader, fmt::format("{} `{}` {}, {}", kFields[field].name, text, what, where));
        };
        const auto read = read_measured(text, decimals);
        if (!read || *read < 0)
            return fail(fmt::format(
                "is not a number with at most {} decimals (`--price-decimals`, `--quantity-decimals`)", decimals));
        if (!keeps_its_value(text, *read, decimals))
            return fail(fmt::format("has more than the {} decimals that are kept", kMeasuredDecimals));
        value = *read;
        return true;
    }
    /// No market has a price of 0: where it is written, something is missing.
    bool price(const LineReader& reader, const Row& row, Field field, MarketEvent& event) {
        return number(reader, row, field, run_.instrument().price_decimals, event.price) &&
               (event.price > 0 || not_positive(reader, row, field));
    }
    bool quantity(const LineReader& reader, const Row& row, Field field, MarketEvent& event) {
        return number(reader, row, field, run_.instrument().quantity_decimals, event.quantity);
    }
    bool positive_quantity(const LineReader& reader, const Row& row, MarketEvent& event) {
        return quantity(reader, row, kQuantity, event) && (event.quantity > 0 || not_positive(reader, row, kQuantity));
    }
    bool not_positive(const LineReader& reader, const Row& row, Field field) {
        return run_.fail(reader, fmt::format("{} `{}` is not greater than 0, in column {}", kFields[field].name,
                                             get(row, field), column_[field] + 1));
    }

    bool side(const LineReader& reader, const Row& row, MarketEvent& event) {
        const std::string text = lower(get(row, kSide));
        if (text.empty()) return true;
        for (std::string_view name : {"buy", "bid", "b", "1"})
            if (text == name) event.side = 1;
        for (std::string_view name : {"sell", "ask", "s", "-1"})
            if (text == name) event.side = -1;
        return event.side != 0 || run_.fail(reader, fmt::format("side `{}` is unknown; it must be buy or sell", text));
    }

    bool row(const LineReader& reader, std::string_view line) {
        const Row row(line, separator_);
        if (row.count > columns_)
            return run_.fail(reader, fmt::format("column {} (`{}`) is too many: {} has {}; a field with a `{}` in it "
                                                 "stands in quotes",
                                                 columns_ + 1, row[columns_], header_ ? "the header" : "the first line",
                                                 columns_, separator_));
        const auto time = read_time(get(row, kTime));
        if (run_.failed()) return false;
        if (!time)
            return run_.fail(
                reader,
                fmt::format("time `{}` is neither a number since 1970 nor a date and time, as in 2012-06-21 09:30:00{}",
                            get(row, kTime),
                            !header_ && reader.line_number() == 1
                                ? "; columns stated by number mean that there is no header line: name them"
                                : ""));
        if (*time < run_.last_time())
            return run_.fail(reader, fmt::format("time `{}` is before that of the row above; sort the file by time",
                                                 get(row, kTime)));
        switch (shape_) {
            case Shape::records:
                return put_record(reader, row, *time);
            case Shape::bars:
                return put_bar(reader, row, *time);
            case Shape::quotes:
                return put_quotes(reader, row, *time);
            case Shape::trades:
                return put_trade(reader, row, *time);
        }
        return true;
    }

    bool put(MarketEvent event, bool last) {
        if (last) event.flags |= kLastOfMessage;
        return run_.emit(event);
    }

    bool put_trade(const LineReader& reader, const Row& row, int64_t time) {
        MarketEvent event = record(MarketKind::trade, time);
        return price(reader, row, kPrice, event) && positive_quantity(reader, row, event) && side(reader, row, event) &&
               put(event, true);
    }

    bool put_quotes(const LineReader& reader, const Row& row, int64_t time) {
        std::array<MarketEvent, 2> quotes{record(MarketKind::quote, time, Side::buy),
                                          record(MarketKind::quote, time, Side::sell)};
        const bool bid = !get(row, kBidPrice).empty(), ask = !get(row, kAskPrice).empty();
        if (bid && !(price(reader, row, kBidPrice, quotes[0]) && quantity(reader, row, kBidQuantity, quotes[0]) &&
                     put(quotes[0], !ask)))
            return false;
        return !ask || (price(reader, row, kAskPrice, quotes[1]) && quantity(reader, row, kAskQuantity, quotes[1]) &&
                        put(quotes[1], true));
    }

    bool put_bar(const LineReader& reader, const Row& row, int64_t time) {
        MarketEvent event = record(MarketKind::bar, time);
        for (Field field : {kOpen, kHigh, kLow, kClose}) {
            event.order = field - kOpen;
            if (!price(reader, row, field, event) || !quantity(reader, row, kVolume, event) ||
                !put(event, field == kClose))
                return false;
        }
        return true;
    }

    /// What makes or shows quantity in the market has a price; the other kinds may leave out both.
    bool prices_of_record(const LineReader& reader, const Row& row, MarketEvent& event) {
        switch (event.kind) {
            case MarketKind::add:
            case MarketKind::trade:
                return price(reader, row, kPrice, event) && positive_quantity(reader, row, event);
            case MarketKind::level:
            case MarketKind::quote:
            case MarketKind::bar:
                return price(reader, row, kPrice, event) && quantity(reader, row, kQuantity, event);
            default:
                break;
        }
        if (!get(row, kPrice).empty() && !number(reader, row, kPrice, run_.instrument().price_decimals, event.price))
            return false;
        return get(row, kQuantity).empty() || quantity(reader, row, kQuantity, event);
    }

    bool put_record(const LineReader& reader, const Row& row, int64_t time) {
        const std::string kind = lower(get(row, kKind));
        MarketEvent event = record(MarketKind::clear, time);
        size_t k = 0;
        while (k < kKindNames.size() && kKindNames[k] != kind) ++k;
        if (k == kKindNames.size())
            return run_.fail(reader, fmt::format("kind `{}` is unknown; kinds are clear, level, add, reduce, remove, "
                                                 "execute, trade, quote, bar, halt, resume",
                                                 kind));
        event.kind = static_cast<MarketKind>(k);
        if (!prices_of_record(reader, row, event)) return false;
        if (!get(row, kOrder).empty()) {
            const auto order = read_integer(get(row, kOrder));
            if (!order || *order < 0)
                return run_.fail(reader, fmt::format("order `{}` is not a whole number", get(row, kOrder)));
            event.order = static_cast<uint64_t>(*order);
        }
        const bool sided =
            event.kind >= MarketKind::level && event.kind <= MarketKind::quote && event.kind != MarketKind::trade;
        if (!side(reader, row, event)) return false;
        if (sided && event.side == 0)
            return run_.fail(reader, fmt::format("a `{}` has no side; it must be buy or sell", kind));
        return put(event, true);
    }

    ImportRun& run_;
    char separator_ = ',';
    bool header_ = true;
    std::string header_line_;
    std::array<int, kFieldCount> column_{}, again_{};  // from 0; -1: none
    size_t columns_ = 0;                               // of the first line
    Shape shape_ = Shape::trades;
    std::optional<Time> midnight_;
};

}  // namespace

bool import_csv(ImportRun& run) {
    return CsvImport(run).all();
}

}  // namespace weir::market
