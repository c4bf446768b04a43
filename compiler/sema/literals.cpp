#include "compiler/sema/literals.h"

#include <algorithm>
#include <array>
#include <limits>

namespace weir::sema {
namespace {

struct LiteralUnit {
    std::string_view text;
    Unit unit;
    int64_t scale;
};

constexpr std::array kUnits = {
#define WEIR_LITERAL_UNIT(text, unit, scale) LiteralUnit{text, Unit::unit, scale},
#include "compiler/sema/literal_units.def"
#undef WEIR_LITERAL_UNIT
};

constexpr std::array kCurrencies = {
#define WEIR_CURRENCY(text) std::string_view(text),
#include "compiler/sema/currencies.def"
#undef WEIR_CURRENCY
};

bool is_symbol(std::string_view text) {
    const auto capital = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return text.size() >= 2 && text.size() <= 12 && std::ranges::all_of(text, capital);
}

std::variant<TypedLiteral, LiteralError> duration(const syntax::Decimal& value, int64_t unit_ns) {
    __int128 ns = static_cast<__int128>(value.digits) * unit_ns;
    for (int32_t i = 0; i < value.decimals; ++i) {
        if (ns % 10 != 0) return LiteralError::too_fine;
        ns /= 10;
    }
    if (ns > std::numeric_limits<int64_t>::max() / 4) return LiteralError::too_large;
    return TypedLiteral{{{static_cast<int64_t>(ns), 0}, Measure::nanoseconds, {}}, Unit::duration};
}

Measure measure_of(const LiteralUnit& row) {
    switch (row.unit) {
        case Unit::price:
            return Measure::ticks;
        case Unit::money:
            return Measure::quote_symbol;
        case Unit::quantity:
            return row.scale == 1 ? Measure::lots : Measure::base_symbol;
        default:
            return Measure::plain;
    }
}

}  // namespace

std::variant<TypedLiteral, LiteralError> literal_of(const syntax::Decimal& value, std::string_view unit) {
    if (unit.empty()) return TypedLiteral{{value, Measure::plain, {}}, Unit::number};
    const auto row = std::ranges::find(kUnits, unit, &LiteralUnit::text);
    if (row != kUnits.end()) {
        if (row->unit == Unit::duration) return duration(value, row->scale);
        if (row->unit == Unit::ratio)
            return TypedLiteral{{{value.digits, value.decimals + static_cast<int32_t>(row->scale)}, Measure::plain, {}},
                                Unit::ratio};
        return TypedLiteral{{value, measure_of(*row), {}}, row->unit};
    }
    if (std::ranges::find(kCurrencies, unit) != kCurrencies.end())
        return TypedLiteral{{value, Measure::currency, std::string(unit)}, Unit::money};
    if (is_symbol(unit)) return TypedLiteral{{value, Measure::base, std::string(unit)}, Unit::quantity};
    return LiteralError::unknown_unit;
}

std::vector<std::string_view> all_literal_units() {
    std::vector<std::string_view> texts;
    for (const LiteralUnit& row : kUnits) texts.push_back(row.text);
    texts.insert(texts.end(), kCurrencies.begin(), kCurrencies.end());
    return texts;
}

}  // namespace weir::sema
