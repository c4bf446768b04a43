// Where names are declared and used, and what they may be called instead.
#include <algorithm>
#include <cctype>

#include "compiler/syntax/syntax.h"
#include "ide/ide.h"

namespace weir::ide {
namespace {

const Declaration* declaration_at(const Analysis& analysis, uint32_t offset) {
    const Use* use = analysis.names.at(0, offset);
    return use == nullptr ? nullptr : &analysis.names.declarations[use->name];
}

/// The declaration of a target, as this script knows it.
std::optional<NameId> known(const Analysis& analysis, const Target& target) {
    const auto& all = analysis.names.declarations;
    for (NameId id = 0; id < all.size(); ++id) {
        const SourceRange& name = all[id].name_range;
        if (name.begin == target.name.begin && name.end == target.name.end &&
            analysis.files[name.file].path() == target.path)
            return id;
    }
    return std::nullopt;
}

/// Whether a script may give something this name: that it parses as one, and is not the language's own.
bool is_a_name(const std::string& text) {
    const SourceFile file("", "weir 1\nfn f(" + text + " : ratio) -> ratio = " + text + "\n");
    const syntax::Parsed parsed = syntax::parse(file);
    if (parsed.diagnostics.has_errors() || parsed.tree.functions.size() != 1) return false;
    const auto& parameters = parsed.tree.functions[0].parameters;
    if (parameters.size() != 1 || parameters[0].name.text != text) return false;
    const sema::Source source{&parsed.tree, &file};
    return !sema::check({&source, 1}).diagnostics.has_errors();
}

}  // namespace

std::optional<SourceRange> definition(const Analysis& analysis, uint32_t offset) {
    const Declaration* declared = declaration_at(analysis, offset);
    return declared == nullptr ? std::nullopt : std::optional(declared->name_range);
}

std::optional<SourceRange> type_definition(const Analysis& analysis, uint32_t offset) {
    const Declaration* declared = declaration_at(analysis, offset);
    if (declared == nullptr) return std::nullopt;
    if (declared->type.end > declared->type.begin) return declared->type;
    // What has no type said is what it is declared to be.
    return declared->name_range;
}

std::optional<Target> target_at(const Analysis& analysis, uint32_t offset) {
    const Declaration* declared = declaration_at(analysis, offset);
    if (declared == nullptr) return std::nullopt;
    return Target{analysis.files[declared->name_range.file].path(), declared->name_range};
}

std::vector<SourceRange> references(const Analysis& analysis, const Target& target, bool declaration) {
    std::vector<SourceRange> places;
    const auto id = known(analysis, target);
    if (!id) return places;
    for (const Use& use : analysis.names.uses)
        if (use.name == *id && use.range.file == 0 &&
            (declaration || use.range != analysis.names.declarations[*id].name_range))
            places.push_back(use.range);
    return places;
}

Renaming prepare_rename(const Analysis& analysis, uint32_t offset) {
    const Use* use = analysis.names.at(0, offset);
    if (use == nullptr)
        return {{}, "", "there is no name of the script here: what belongs to the language keeps its name"};
    return {use->range, analysis.names.declarations[use->name].name, ""};
}

std::string rename_fault(const Analysis& analysis, const Target& target, const std::string& name) {
    if (!is_a_name(name))
        return "`" + name +
               "` is no name: letters, digits and `_`, not beginning with a digit, and no word of the language";
    const auto id = known(analysis, target);
    if (!id) return "";
    const Declaration& own = analysis.names.declarations[*id];
    if (own.name == name) return "";
    for (const Declaration& other : analysis.names.declarations) {
        const bool meet = other.scope.file == own.scope.file && other.scope.begin < own.scope.end &&
                          own.scope.begin < other.scope.end;
        const bool of_all = other.kind == NameKind::function || own.kind == NameKind::function;
        if (other.name == name && other.kind != NameKind::test && (meet || of_all))
            return "there is a " + std::string(text_of(other.kind)) + " called `" + name + "` already";
    }
    return "";
}

}  // namespace weir::ide
