// What each name of a script means: where it is declared, and where it is used. Made from the tree alone, so that it is
// there while the script has mistakes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "compiler/syntax/tree.h"

namespace weir::ide {

enum class NameKind : uint8_t { strategy, parameter, let, work, phase, leg, function, argument, policy, test };
/// "a live parameter", "a work" are made of this: "parameter", "work".
std::string_view text_of(NameKind kind);

using NameId = uint32_t;
inline constexpr NameId kNoName = ~NameId{0};

struct Declaration {
    NameKind kind{};
    std::string name;
    SourceRange name_range;
    SourceRange range;        // of all that is declared
    SourceRange scope;        // where the name can be read
    NameId parent = kNoName;  // the strategy, function or phase that it stands in
    std::string doc;          // its `///` lines
    SourceRange type;         // where its type is said; empty when it is not
};

/// A place where a name stands, that of its declaration included.
struct Use {
    SourceRange range;
    NameId name = kNoName;
};

struct Names {
    std::vector<Declaration> declarations;  // in the order of the files, and of the text
    std::vector<Use> uses;                  // in order of place

    /// The use at a place, its end included.
    const Use* at(uint32_t file, uint32_t offset) const;
    /// The declaration of a name that can be read at a place.
    std::optional<NameId> find(std::string_view name, NameKind kind, uint32_t file, uint32_t offset) const;
};

/// Of a script and the files that it uses, of which functions and policies count alone.
Names names_of(std::span<const syntax::Tree> trees);

}  // namespace weir::ide
