#include "runtime/core/order_text.h"

#include <fmt/format.h>

#include <cctype>
#include <optional>
#include <vector>

#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir {
namespace {

constexpr std::string_view kShape =
    "`buy 25 BTC from 09:30 to 11:00`, then optionally `limit PRICE` and `decision PRICE`";

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (size_t at = 0; at < text.size();) {
        const size_t begin = text.find_first_not_of(" \t\n", at);
        if (begin == std::string_view::npos) break;
        const size_t end = std::min(text.find_first_of(" \t\n", begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        at = end;
    }
    return words;
}

bool is_keyword(std::string_view word) {
    return word == "from" || word == "to" || word == "limit" || word == "decision";
}

/// Reads the words from left to right; the first error stays.
class Reader {
  public:
    Reader(std::string_view text, const Instrument& instrument, Span span)
        : words_(words_of(text)), instrument_(instrument), span_(span) {}

    Parsed<ParentOrder> read() {
        ParentOrder order;
        read_side(order);
        read_quantity(order);
        std::string start = phrase("from");
        std::string end = phrase("to");
        share_zone(start, end);
        read_window(order, start, end);
        while (!failed() && at_ < words_.size()) read_option(order);
        if (failed()) return Parsed<ParentOrder>::failure(error_);
        return {order, {}};
    }

  private:
    bool failed() const { return !error_.empty(); }
    void fail(std::string message) {
        if (error_.empty()) error_ = std::move(message);
    }
    std::string_view next() { return at_ < words_.size() ? words_[at_++] : std::string_view{}; }
    std::string_view peek() const { return at_ < words_.size() ? words_[at_] : std::string_view{}; }

    void read_side(ParentOrder& order) {
        const std::string_view word = next();
        if (word.empty()) return fail(fmt::format("order: it is empty; write {}", kShape));
        if (word == "buy")
            order.side = Side::buy;
        else if (word == "sell")
            order.side = Side::sell;
        else
            fail(fmt::format("order: it begins with `{}`; write {}", word, kShape));
    }

    void read_quantity(ParentOrder& order) {
        if (failed()) return;
        const std::string_view word = next();
        if (word == "short")
            return fail(fmt::format(
                "order: `{} short`: short sales are not part of this edition yet; a sale is of what is held: write "
                "`sell 25 BTC from 09:30 to 11:00`",
                order.side == Side::buy ? "buy" : "sell"));
        const auto value = parse_decimal(word, instrument_.quantity_decimals);
        if (!value) return fail(fmt::format("order: quantity `{}`: {}", word, value.error));
        if (value.value <= 0) return fail(fmt::format("order: quantity `{}` is not positive", word));
        if (value.value % instrument_.lot.value != 0)
            return fail(fmt::format("order: quantity `{}` is not a multiple of the lot, {}; the nearest below is {}",
                                    word, quantity_text(instrument_.lot.value),
                                    quantity_text(value.value - value.value % instrument_.lot.value)));
        if (value.value < instrument_.minimum_quantity.value)
            return fail(fmt::format("order: quantity `{}` is below the venue's minimum, {}", word,
                                    quantity_text(instrument_.minimum_quantity.value)));
        order.quantity = {value.value};
        if (!peek().empty() && !is_keyword(peek())) expect_unit(next(), instrument_.base, "quantity");
    }

    void expect_unit(std::string_view word, const std::string& unit, std::string_view what) {
        if (word == unit) return;
        if (unit.empty())  // the source did not say what it counts
            return fail(
                fmt::format("order: the {} is in `{}`, but the tape has no unit: leave `{}` out", what, word, word));
        fail(fmt::format("order: the {} is in `{}`, but the tape is of {}: write `{}`", what, word, instrument_.symbol,
                         unit));
    }

    /// The words after `keyword` up to the next keyword.
    std::string phrase(std::string_view keyword) {
        if (failed()) return {};
        const std::string_view word = next();
        if (word != keyword) {
            fail(word.empty()
                     ? fmt::format("order: it ends before `{} TIME`; write {}", keyword, kShape)
                     : fmt::format("order: found `{}` where `{} TIME` belongs; write {}", word, keyword, kShape));
            return {};
        }
        std::string text;
        while (!peek().empty() && !is_keyword(peek())) {
            if (!text.empty()) text += ' ';
            text += next();
        }
        if (text.empty()) fail(fmt::format("order: no time follows `{}`", keyword));
        return text;
    }

    /// The zone that is written behind a time: a word that begins with a letter.
    static std::string_view zone_of(std::string_view text) {
        const size_t space = text.rfind(' ');
        if (space == std::string_view::npos || space + 1 == text.size()) return {};
        const bool letter = std::isalpha(static_cast<unsigned char>(text[space + 1])) != 0;
        return letter ? text.substr(space) : std::string_view{};
    }
    /// `from 10:00 to 11:00 Asia/Tokyo`: a zone that stands with one time holds for the other too.
    static void share_zone(std::string& start, std::string& end) {
        const std::string_view first = zone_of(start), last = zone_of(end);
        if (first.empty() && !last.empty() && !parse_time(start)) start += last;
        if (last.empty() && !first.empty() && !parse_time(end)) end += first;
    }

    static bool has_date(std::string_view text) { return text.size() > 10 && text[4] == '-' && text[7] == '-'; }

    /// A time as written, on `day` when it is a time of day.
    std::optional<Time> time_on(const std::string& text, Date day, std::string_view keyword) {
        if (has_date(text)) {
            const auto full = parse_time(text);
            if (full) return full.value;
            // A date and a time of day without an offset is in the instrument's zone.
            const auto date = parse_date(text.substr(0, 10));
            if (date && text.find_first_of("Z+", 10) == std::string::npos) {
                const auto time = parse_time_of_day(text.substr(11), date.value, instrument_.time_zone);
                if (time) return time.value;
                fail(fmt::format("order: `{} {}`: {}", keyword, text, time.error));
                return {};
            }
            fail(fmt::format("order: `{} {}`: {}", keyword, text, full.error));
            return {};
        }
        const auto time = parse_time_of_day(text, day, instrument_.time_zone);
        if (time) return time.value;
        fail(fmt::format("order: `{} {}`: {}", keyword, text, time.error));
        return {};
    }

    /// The first moment that `text` can mean at or after `from`.
    std::optional<Time> first_from(const std::string& text, Time from, std::string_view keyword) {
        const auto day = date_in(from, instrument_.time_zone);
        const auto time = time_on(text, day.value, keyword);
        if (!time || has_date(text) || *time >= from) return time;
        const auto next_day = date_in(from + Duration{24 * 3600 * kSecond}, instrument_.time_zone);
        const auto later = time_on(text, next_day.value, keyword);
        return later && *later <= span_.last ? later : time;
    }

    void read_window(ParentOrder& order, const std::string& start, const std::string& end) {
        if (failed()) return;
        const auto from = first_from(start, span_.first, "from");
        if (!from) return;
        const auto to = first_from(end, *from, "to");
        if (!to) return;
        if (*to <= *from)
            return fail(
                fmt::format("order: it ends at {}, which is not after its start at {}", zoned(*to), zoned(*from)));
        order.start = *from;
        order.end = *to;
    }

    void read_option(ParentOrder& order) {
        const std::string_view keyword = next();
        if (keyword != "limit" && keyword != "decision")
            return fail(fmt::format(
                "order: `{}` is not understood after the times; `limit PRICE` and `decision PRICE` may stand there",
                keyword));
        const bool again = keyword == "limit" ? order.limit != step::kAbsent : order.decision != step::kAbsent;
        if (again) return fail(fmt::format("order: `{}` is said twice; one price counts", keyword));
        const std::string_view word = next();
        if (word.empty()) return fail(fmt::format("order: no price follows `{}`", keyword));
        const auto price = parse_decimal(word, instrument_.price_decimals);
        if (!price) return fail(fmt::format("order: {} `{}`: {}", keyword, word, price.error));
        if (price.value <= 0) return fail(fmt::format("order: {} `{}` is not positive", keyword, word));
        if (keyword == "limit") {
            if (price.value % instrument_.tick.value != 0)
                return fail(fmt::format("order: limit `{}` is not on the price grid of {}", word,
                                        format_decimal(instrument_.tick.value, instrument_.price_decimals)));
            order.limit = price.value;
        } else {
            order.decision = 2 * price.value;
        }
        if (!peek().empty() && !is_keyword(peek())) expect_unit(next(), instrument_.currency, keyword);
    }

    std::string quantity_text(int64_t value) const { return format_decimal(value, instrument_.quantity_decimals); }
    std::string zoned(Time time) const { return format_time(time, instrument_.time_zone); }

    std::vector<std::string_view> words_;
    const Instrument& instrument_;
    Span span_;
    size_t at_ = 0;
    std::string error_;
};

}  // namespace

Parsed<ParentOrder> parse_order(std::string_view text, const Instrument& instrument, Span span) {
    return Reader(text, instrument, span).read();
}

std::string format_order(const ParentOrder& order, const Instrument& instrument) {
    std::string text =
        fmt::format("{} {} {} from {} to {}", order.side == Side::buy ? "buy" : "sell",
                    format_decimal(order.quantity.value, instrument.quantity_decimals), instrument.base,
                    format_time(order.start, instrument.time_zone), format_time(order.end, instrument.time_zone));
    if (order.limit != step::kAbsent)
        text +=
            fmt::format(" limit {} {}", format_decimal(order.limit, instrument.price_decimals), instrument.currency);
    if (order.decision != step::kAbsent && order.decision % 2 == 0)
        text += fmt::format(" decision {} {}", format_decimal(order.decision / 2, instrument.price_decimals),
                            instrument.currency);
    return text;
}

bool can_be_reckoned(Quantity quantity, Price price, const Instrument& instrument) {
    return step::bounds_of(step::InputKind::quantity).admit(quantity.value) &&
           step::bounds_of(step::InputKind::money).admit(money_floor(product(price, quantity), instrument));
}

}  // namespace weir
