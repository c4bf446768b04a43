#include "compiler/sema/units.h"

#include <array>

namespace weir::sema {
namespace {

/// Exponents of money, quantity and time.
struct Dimension {
    int money = 0, quantity = 0, time = 0;
    friend bool operator==(const Dimension&, const Dimension&) = default;
};

struct UnitRow {
    std::string_view text;
    bool parameter;
    Dimension dimension;
};

constexpr std::array kUnits = {
#define WEIR_UNIT(name, text, parameter, money, quantity, time) UnitRow{text, parameter != 0, {money, quantity, time}},
#include "compiler/sema/units.def"
#undef WEIR_UNIT
};

const UnitRow& row_of(Unit unit) {
    return kUnits[static_cast<size_t>(unit)];
}

/// Units that take part in products: lengths, not points, truth values or sides.
bool multiplies(Unit unit) {
    return is_numeric(unit) && unit != Unit::time;
}

std::optional<Unit> unit_of(Dimension dimension) {
    if (dimension == Dimension{}) return Unit::ratio;
    for (Unit unit : {Unit::price, Unit::quantity, Unit::money, Unit::duration, Unit::rate})
        if (row_of(unit).dimension == dimension) return unit;
    return std::nullopt;
}

}  // namespace

std::string_view name_of(Unit unit) {
    return row_of(unit).text;
}

std::string_view phrase_of(Unit unit) {
    switch (unit) {
        case Unit::error:
            return "unknown";
        case Unit::boolean:
            return "a condition";
        case Unit::side:
            return "a side";
        case Unit::number:
            return "a number";
        case Unit::ratio:
            return "a ratio";
        case Unit::count:
            return "a count";
        case Unit::level:
            return "a level";
        case Unit::price:
            return "a price";
        case Unit::quantity:
            return "a quantity";
        case Unit::money:
            return "an amount of money";
        case Unit::duration:
            return "a duration";
        case Unit::time:
            return "a time";
        case Unit::rate:
            return "a rate";
    }
    return "unknown";
}

std::optional<Unit> parameter_unit(std::string_view name) {
    for (size_t i = 0; i < kUnits.size(); ++i)
        if (kUnits[i].parameter && kUnits[i].text == name) return static_cast<Unit>(i);
    return std::nullopt;
}

bool is_plain(Unit unit) {
    return unit == Unit::number || unit == Unit::ratio || unit == Unit::count || unit == Unit::level;
}

bool is_numeric(Unit unit) {
    return unit != Unit::error && unit != Unit::boolean && unit != Unit::side;
}

std::optional<Unit> product(Unit a, Unit b) {
    if (!multiplies(a) || !multiplies(b)) return std::nullopt;
    if (a == Unit::count && b == Unit::count) return Unit::count;
    const Dimension x = row_of(a).dimension, y = row_of(b).dimension;
    return unit_of({x.money + y.money, x.quantity + y.quantity, x.time + y.time});
}

std::optional<Unit> quotient(Unit a, Unit b) {
    if (!multiplies(a) || !multiplies(b)) return std::nullopt;
    const Dimension x = row_of(a).dimension, y = row_of(b).dimension;
    return unit_of({x.money - y.money, x.quantity - y.quantity, x.time - y.time});
}

std::optional<Unit> sum(Unit a, Unit b) {
    if (a == Unit::time && b == Unit::duration) return Unit::time;
    if (a == Unit::duration && b == Unit::time) return Unit::time;
    if (a != b || !multiplies(a)) return std::nullopt;
    return a;
}

std::optional<Unit> difference(Unit a, Unit b) {
    if (a == Unit::time && b == Unit::time) return Unit::duration;
    if (a == Unit::time && b == Unit::duration) return Unit::time;
    if (a != b || !multiplies(a)) return std::nullopt;
    return a;
}

}  // namespace weir::sema
