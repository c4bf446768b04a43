// Going through all nodes of a tree, whatever they are. Internal to this folder.
#pragma once

#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "compiler/syntax/parts.h"

namespace weir::ide {

/// Calls `see(node)` for each node that it takes, the outer one first; false: nothing within it is to be seen.
template <class See>
class Walk {
  public:
    explicit Walk(See see) : see_(std::move(see)) {}

    template <class T>
    void operator()(const std::vector<T>& nodes) {
        for (const T& node : nodes) (*this)(node);
    }
    template <class T>
    void operator()(const std::optional<T>& node) {
        if (node) (*this)(*node);
    }
    template <class T>
    void operator()(const std::unique_ptr<T>& node) {
        if (node) (*this)(*node);
    }
    template <class... Kinds>
    void operator()(const std::variant<Kinds...>& node) {
        std::visit([&](const auto& kind) { (*this)(kind); }, node);
    }
    template <class Node>
    void operator()(const Node& node) {
        if constexpr (std::is_class_v<Node> && std::is_invocable_v<See&, const Node&>)
            if (!see_(node)) return;
        if constexpr (syntax::kParts<Node> > 0)
            std::apply([&](const auto&... part) { ((*this)(part), ...); }, syntax::parts_of(node));
    }

  private:
    See see_;
};

template <class Node, class See>
void walk(const Node& node, See see) {
    Walk<See> walk(std::move(see));
    walk(node);
}

template <class... Sees>
struct Overloaded : Sees... {
    using Sees::operator()...;
};
template <class... Sees>
Overloaded(Sees...) -> Overloaded<Sees...>;

/// Nodes that say where they stand.
template <class Node>
concept Placed = requires(const Node& node) {
    { node.range } -> std::convertible_to<SourceRange>;
};

}  // namespace weir::ide
