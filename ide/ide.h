// What an editor asks of a script. Each question is one function: a version of the script and a place in its text go
// in, a value comes out. Places are bytes of `analysis.files`; without a word of which file it is the script itself.
//
//     ide::Analyst analyst;
//     const ide::Snapshot now = analyst.analyse(SourceFile("vwap.weir", text), read);
//     if (const auto hover = ide::hover(*now, offset)) show(hover->markdown);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ide/analysis.h"

namespace weir::ide {

/// Replacing `range` by `text`.
struct Edit {
    SourceRange range;
    std::string text;
};

// ---------------------------------------------------------------------------------------------------- what is this

struct Hover {
    SourceRange range;
    std::string markdown;
};
std::optional<Hover> hover(const Analysis& analysis, uint32_t offset);

// ---------------------------------------------------------------------------------------------------- where is it

/// The declaration of the name at a place; nothing where there is no name of the script.
std::optional<SourceRange> definition(const Analysis& analysis, uint32_t offset);
/// Where the type of what is named there is said.
std::optional<SourceRange> type_definition(const Analysis& analysis, uint32_t offset);

/// A declaration as other scripts see it.
struct Target {
    std::string path;
    SourceRange name;  // of that file
};
std::optional<Target> target_at(const Analysis& analysis, uint32_t offset);
/// Every place of the script itself that names the target, in order; `declaration`: also that where it is declared.
std::vector<SourceRange> references(const Analysis& analysis, const Target& target, bool declaration);

/// What the name at a place can be given anew, or why it cannot.
struct Renaming {
    SourceRange range;
    std::string name;
    std::string fault;  // empty: it can
};
Renaming prepare_rename(const Analysis& analysis, uint32_t offset);
/// Why `name` cannot be the new name of a target, as far as this script knows; empty when it can.
std::string rename_fault(const Analysis& analysis, const Target& target, const std::string& name);

// ---------------------------------------------------------------------------------------------------- what is there

struct Symbol {
    NameKind kind{};
    std::string name, detail;
    SourceRange range, name_range;
    std::vector<Symbol> children = {};
};
/// The declarations of the script, those within others below them.
std::vector<Symbol> symbols(const Analysis& analysis);

}  // namespace weir::ide
