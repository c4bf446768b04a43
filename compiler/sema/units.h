// Units as types: which there are, and what products, quotients, sums and differences of them are.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir::sema {

enum class Unit : uint8_t {
#define WEIR_UNIT(name, text, parameter, money, quantity, time) name,
#include "compiler/sema/units.def"
#undef WEIR_UNIT
};

std::string_view name_of(Unit unit);
/// "a price", "an amount of money": as a message says it.
std::string_view phrase_of(Unit unit);
/// The unit that a parameter's type names; nothing when there is none of that name.
std::optional<Unit> parameter_unit(std::string_view name);

/// ratio, count, level and number: plain numbers, which differ only in what they count.
bool is_plain(Unit unit);
/// Can be compared by size, added and averaged.
bool is_numeric(Unit unit);

/// Nothing: it has no meaning in the language (a price times a price).
std::optional<Unit> product(Unit a, Unit b);
std::optional<Unit> quotient(Unit a, Unit b);
/// The operands have the same unit, or are points in time and durations.
std::optional<Unit> sum(Unit a, Unit b);
std::optional<Unit> difference(Unit a, Unit b);

}  // namespace weir::sema
