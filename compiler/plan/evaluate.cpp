#include "compiler/plan/evaluate.h"

#include <string_view>
#include <type_traits>
#include <utility>

#include "compiler/plan/op_table.h"

namespace weir::plan {
namespace {

using reference::Checked;
using reference::Env;

template <class T>
T decode(int64_t bits) {
    if constexpr (std::is_same_v<T, double>) return std::bit_cast<double>(bits);
    if constexpr (std::is_same_v<T, bool>) return bits != 0;
    if constexpr (std::is_same_v<T, int64_t>) return bits;
}
Outcome encode(int64_t value) {
    return {value, false};
}
Outcome encode(bool value) {
    return {value, false};
}
Outcome encode(double value) {
    return {std::bit_cast<int64_t>(value), false};
}
template <class T>
Outcome encode(Checked<T> checked) {
    return {encode(checked.value).bits, checked.fault};
}

template <class T>
constexpr char letter_of() {
    if constexpr (std::is_same_v<T, Checked<int64_t>>) return 'i';
    return std::is_same_v<T, int64_t> ? 'i' : std::is_same_v<T, double> ? 'r' : 'b';
}

template <Op kOp, class Result, class... Operands>
constexpr bool as_in_table() {
    constexpr char letters[] = {letter_of<Operands>()..., '\0'};
    return row_of(kOp).operands == std::string_view(letters, sizeof...(Operands)) &&
           row_of(kOp).result == type_of_letter(letter_of<Result>());
}

/// Adapts a function of the reference to `Handler`; its signature must be that of its row.
template <Op kOp, auto kFunction>
struct Adapter;

template <Op kOp, class Result, class... Operands, Result (*kFunction)(Operands...)>
struct Adapter<kOp, kFunction> {
    static_assert(as_in_table<kOp, Result, Operands...>());
    template <size_t... I>
    static Outcome call(const Node& node, const int64_t* values, std::index_sequence<I...>) {
        return encode(kFunction(decode<Operands>(values[node.operand[I]])...));
    }
    static Outcome run(const Env&, const Node& node, const int64_t* values) {
        return call(node, values, std::index_sequence_for<Operands...>{});
    }
};

template <Op kOp, class Result, class... Operands, Result (*kFunction)(const Env&, int64_t, Operands...)>
struct Adapter<kOp, kFunction> {
    static_assert(as_in_table<kOp, Result, Operands...>() && row_of(kOp).immediate != '-');
    template <size_t... I>
    static Outcome call(const Env& env, const Node& node, const int64_t* values, std::index_sequence<I...>) {
        (void)values;
        return encode(kFunction(env, node.immediate, decode<Operands>(values[node.operand[I]])...));
    }
    static Outcome run(const Env& env, const Node& node, const int64_t* values) {
        return call(env, node, values, std::index_sequence_for<Operands...>{});
    }
};

constexpr std::array kHandlers = {
#define WEIR_OP(name, result, operands, immediate) Handler{Adapter<Op::name, &reference::name>::run},
#include "compiler/plan/ops.def"
#undef WEIR_OP
};

}  // namespace

Handler handler_of(Op op) {
    return kHandlers[static_cast<size_t>(op)];
}

}  // namespace weir::plan
