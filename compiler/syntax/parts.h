// The parts of each node of the tree, for whoever walks all of them whatever they are.
#pragma once

#include <tuple>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/syntax/tree.h"

namespace weir::syntax {

template <class Node>
inline constexpr int kParts = 0;
#define WEIR_NODE(type, parts) \
    template <>                \
    inline constexpr int kParts<type> = parts;
#include "compiler/syntax/nodes.def"
#undef WEIR_NODE
template <>
inline constexpr int kParts<Diagnostic> = 8;
template <>
inline constexpr int kParts<Label> = 2;
template <>
inline constexpr int kParts<Fix> = 2;

/// References to the parts of a node, in their order. `Node` may be const.
template <class Node>
auto parts_of(Node& node) {
    constexpr int kCount = kParts<std::remove_const_t<Node>>;
    static_assert(kCount > 0, "a node without a row in nodes.def");
    if constexpr (kCount == 1) {
        auto& [a] = node;
        return std::tie(a);
    } else if constexpr (kCount == 2) {
        auto& [a, b] = node;
        return std::tie(a, b);
    } else if constexpr (kCount == 3) {
        auto& [a, b, c] = node;
        return std::tie(a, b, c);
    } else if constexpr (kCount == 4) {
        auto& [a, b, c, d] = node;
        return std::tie(a, b, c, d);
    } else if constexpr (kCount == 5) {
        auto& [a, b, c, d, e] = node;
        return std::tie(a, b, c, d, e);
    } else if constexpr (kCount == 6) {
        auto& [a, b, c, d, e, f] = node;
        return std::tie(a, b, c, d, e, f);
    } else if constexpr (kCount == 7) {
        auto& [a, b, c, d, e, f, g] = node;
        return std::tie(a, b, c, d, e, f, g);
    } else if constexpr (kCount == 8) {
        auto& [a, b, c, d, e, f, g, h] = node;
        return std::tie(a, b, c, d, e, f, g, h);
    } else if constexpr (kCount == 9) {
        auto& [a, b, c, d, e, f, g, h, i] = node;
        return std::tie(a, b, c, d, e, f, g, h, i);
    } else if constexpr (kCount == 10) {
        auto& [a, b, c, d, e, f, g, h, i, j] = node;
        return std::tie(a, b, c, d, e, f, g, h, i, j);
    } else {
        static_assert(kCount == 11);
        auto& [a, b, c, d, e, f, g, h, i, j, k] = node;
        return std::tie(a, b, c, d, e, f, g, h, i, j, k);
    }
}

}  // namespace weir::syntax
