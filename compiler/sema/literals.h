// What a number with a unit stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/sema/program.h"

namespace weir::sema {

struct TypedLiteral {
    Literal literal;
    Unit unit = Unit::error;
};

enum class LiteralError : uint8_t { unknown_unit, too_fine, too_large };

/// `20%` is the ratio 0.20, `5 min` a duration, `10 BTC` a quantity, `60_000 USD` money, `5` a number.
std::variant<TypedLiteral, LiteralError> literal_of(const syntax::Decimal& value, std::string_view unit);

std::vector<std::string_view> all_literal_units();

}  // namespace weir::sema
