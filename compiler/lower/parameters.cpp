// Values of parameters as users write them, on a command line or in a form.
#include <algorithm>
#include <optional>

#include "compiler/lower/lower.h"
#include "compiler/lower/scale.h"
#include "compiler/sema/literals.h"

namespace weir::lower {
namespace {

using sema::Measure;
using sema::Unit;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

struct Written {
    syntax::Decimal value;
    std::string_view unit;
};

/// `[-]digits[.digits] unit`, with `_` between digits.
std::optional<Written> read(std::string_view text) {
    text = trimmed(text);
    Written written;
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    bool point = false;
    size_t digits = 0, at = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '_' && digits > 0) continue;
        if (c == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        if (++digits > 18) return std::nullopt;
        written.value.digits = written.value.digits * 10 + (c - '0');
        written.value.decimals += point;
    }
    if (digits == 0) return std::nullopt;
    if (negative) written.value.digits = -written.value.digits;
    written.unit = trimmed(text.substr(at));
    return written;
}

/// Whether a literal of one unit may stand for a parameter of another, as in a script.
bool stands_for(Unit literal, Unit parameter) {
    if (literal == parameter || (literal == Unit::money && parameter == Unit::price)) return true;
    return literal == Unit::number &&
           (parameter == Unit::ratio || parameter == Unit::count || parameter == Unit::level);
}

std::string_view example_of(Unit unit) {
    switch (unit) {
        case Unit::ratio:
            return "`20%` or `5 bps`";
        case Unit::duration:
            return "`5 min`";
        case Unit::money:
        case Unit::price:
            return "`250_000 quote`";
        case Unit::quantity:
            return "`10 base`";
        default:
            return "`3`";
    }
}

/// The symbol that is not the market's; empty when all is well.
std::string wrong_symbol(const sema::Literal& literal, const Market& market) {
    const auto& same = market.same_currency;
    if (literal.measure == Measure::currency && literal.symbol != market.currency &&
        std::ranges::find(same, literal.symbol) == same.end())
        return "is in " + literal.symbol + " where the instrument trades in " + market.currency;
    if (literal.measure == Measure::base && literal.symbol != market.base)
        return "is in " + literal.symbol + " where the instrument trades " + market.base;
    return {};
}

/// `units` is 10^k, or 2·10^k for a price in half units.
std::string decimal_text(int64_t value, int64_t units) {
    using Wide = __int128;
    int64_t leading = units;
    while (leading >= 10) leading /= 10;
    const bool halves = leading == 2;
    const Wide one = halves ? static_cast<Wide>(units) * 5 : units;  // a half needs one decimal more
    Wide rest = halves ? static_cast<Wide>(value) * 5 : value;
    std::string text = rest < 0 ? "-" : "";
    if (rest < 0) rest = -rest;
    text += std::to_string(static_cast<int64_t>(rest / one));
    std::string fraction = std::to_string(static_cast<int64_t>(one + rest % one)).substr(1);
    while (fraction.ends_with('0')) fraction.pop_back();
    return fraction.empty() ? text : text + "." + fraction;
}

std::string duration_text(int64_t ns) {
    struct Length {
        int64_t ns;
        std::string_view unit;
    };
    constexpr Length kLengths[] = {{3'600'000'000'000, "h"}, {60'000'000'000, "min"}, {1'000'000'000, "s"},
                                   {1'000'000, "ms"},        {1'000, "us"},           {1, "ns"}};
    for (const Length& length : kLengths)
        if (ns % length.ns == 0) return std::to_string(ns / length.ns) + " " + std::string(length.unit);
    return std::to_string(ns) + " ns";
}

}  // namespace

std::variant<int64_t, std::string> parameter_value(const plan::Parameter& parameter, std::string_view text,
                                                   const Market& market) {
    const std::string head = "`" + parameter.name + "`: `" + std::string(text) + "` ";
    const Unit unit = sema::parameter_unit(parameter.unit).value_or(Unit::error);
    const std::string wanted =
        "; write " + std::string(sema::phrase_of(unit)) + ", for example " + std::string(example_of(unit));
    const std::optional<Written> written = read(text);
    if (!written) return head + "is not a number with a unit" + wanted;
    const auto literal = sema::literal_of(written->value, written->unit);
    const auto* typed = std::get_if<sema::TypedLiteral>(&literal);
    if (!typed) return head + "has a unit that is not known, or is too fine or too large for it" + wanted;
    const bool fixed = typed->literal.measure != Measure::ticks && typed->literal.measure != Measure::lots;
    if (!fixed || !stands_for(typed->unit, unit))
        return head + "is " + std::string(sema::phrase_of(typed->unit)) + wanted;
    if (const std::string wrong = wrong_symbol(typed->literal, market); !wrong.empty()) return head + wrong;
    const bool ns = typed->literal.measure == Measure::nanoseconds;
    const Scaled value = scaled(typed->literal.value, ns ? 1 : units_in(unit, market.scales));
    if (value.error) return head + "does not fit the instrument's decimals";
    if (value.value < parameter.low || value.value > parameter.high)
        return head + "is outside its range, from " + parameter_text(parameter, parameter.low, market) + " to " +
               parameter_text(parameter, parameter.high, market);
    return value.value;
}

std::string parameter_text(const plan::Parameter& parameter, int64_t value, const Market& market) {
    const Unit unit = sema::parameter_unit(parameter.unit).value_or(Unit::error);
    switch (unit) {
        case Unit::ratio:
            return decimal_text(value, step::kRatioOne / 100) + "%";
        case Unit::duration:
            return duration_text(value);
        case Unit::money:
        case Unit::price:
            return decimal_text(value, units_in(unit, market.scales)) + " " + market.currency;
        case Unit::quantity:
            return decimal_text(value, units_in(unit, market.scales)) + " " + market.base;
        default:
            return std::to_string(value);
    }
}

}  // namespace weir::lower
