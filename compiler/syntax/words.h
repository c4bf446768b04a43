// The words that begin statements, known and later ones, and how token types are written. Internal to this folder.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace weir::syntax {

/// What may begin a statement in one kind of list.
struct Heads {
    std::span<const std::string_view> known;  // of this edition
    std::span<const std::string_view> later;  // of the language, but not of this edition
};
extern const Heads kDeclarationHeads;
extern const Heads kClauseHeads;
extern const Heads kItemHeads;
extern const Heads kRouteHeads;
extern const Heads kTestHeads;

/// "`over`", "a name", "the end of the line"
std::string kind_text(size_t kind);

}  // namespace weir::syntax
