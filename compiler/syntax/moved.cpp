#include "compiler/syntax/moved.h"

#include <type_traits>

#include "compiler/syntax/parts.h"

namespace weir::syntax {
namespace {

/// Goes through whatever a node is made of.
class Copier {
  public:
    explicit Copier(Move by) : by_(by) {}

    template <class T>
    T copy(const T& node) const {
        if constexpr (std::is_scalar_v<T> || std::is_same_v<T, std::string> || std::is_empty_v<T>) {
            return node;
        } else {
            T result{};
            const auto from = parts_of(node);
            const auto to = parts_of(result);
            [&]<size_t... I>(std::index_sequence<I...>) {
                ((std::get<I>(to) = copy(std::get<I>(from))), ...);
            }(std::make_index_sequence<kParts<T>>());
            return result;
        }
    }

    SourceRange copy(const SourceRange& range) const {
        return {by_.file, static_cast<uint32_t>(range.begin + by_.bytes), static_cast<uint32_t>(range.end + by_.bytes)};
    }

    template <class T>
    std::vector<T> copy(const std::vector<T>& nodes) const {
        std::vector<T> result;
        result.reserve(nodes.size());
        for (const T& node : nodes) result.push_back(copy(node));
        return result;
    }

    template <class T>
    std::optional<T> copy(const std::optional<T>& node) const {
        return node ? std::optional<T>(copy(*node)) : std::nullopt;
    }

    template <class T>
    std::unique_ptr<T> copy(const std::unique_ptr<T>& node) const {
        return node ? std::make_unique<T>(copy(*node)) : nullptr;
    }

    template <class... Kinds>
    std::variant<Kinds...> copy(const std::variant<Kinds...>& node) const {
        return std::visit([&](const auto& kind) { return std::variant<Kinds...>(copy(kind)); }, node);
    }

  private:
    Move by_;
};

}  // namespace

Tree moved(const Tree& tree, Move by) {
    return Copier(by).copy(tree);
}

Diagnostic moved(const Diagnostic& diagnostic, Move by) {
    return Copier(by).copy(diagnostic);
}

}  // namespace weir::syntax
