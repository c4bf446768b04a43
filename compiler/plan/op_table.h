// The table of operations as data: names, operand and result types, and what the immediate means.
#pragma once

#include <array>
#include <string_view>

#include "compiler/plan/plan.h"

namespace weir::plan {

struct OpRow {
    std::string_view name;
    Type result;
    std::string_view operands;  // one letter each: i, r, b
    char immediate;             // '-' none, v value, o offset into the inputs, c cell, t table
};

constexpr Type type_of_letter(char letter) {
    return letter == 'i' ? Type::integer : letter == 'r' ? Type::real : Type::boolean;
}

constexpr std::string_view name_of(Type type) {
    return type == Type::integer ? "integer" : type == Type::real ? "real" : "boolean";
}

inline constexpr std::array kOps = {
#define WEIR_OP(name, result, operands, immediate) OpRow{#name, type_of_letter(#result[0]), operands, #immediate[0]},
#include "compiler/plan/ops.def"
#undef WEIR_OP
};

inline constexpr std::array kCellNames = {
#define WEIR_CELL(kind) std::string_view{#kind},
#include "compiler/plan/cells.def"
#undef WEIR_CELL
};

constexpr const OpRow& row_of(Op op) {
    return kOps[static_cast<size_t>(op)];
}
constexpr std::string_view name_of(CellKind kind) {
    return kCellNames[static_cast<size_t>(kind)];
}

/// Selects pass on the faults of the chosen arm only.
constexpr bool is_constant(Op op) {
    return op == Op::constant || op == Op::constant_real || op == Op::constant_bool;
}
constexpr bool is_select(Op op) {
    return op == Op::select || op == Op::select_real || op == Op::select_bool;
}

}  // namespace weir::plan
