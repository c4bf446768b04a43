// The outline of a script.
#include <algorithm>

#include "ide/ide.h"

namespace weir::ide {
namespace {

/// On one line.
std::string flat(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!blank)
            result += c;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    return result;
}

std::string detail_of(const Analysis& analysis, const Declaration& declared) {
    if (declared.type.end > declared.type.begin) return std::string(analysis.text(declared.type));
    if (declared.kind == NameKind::let) {
        const std::string_view text = analysis.text(declared.range);
        const size_t equals = text.find('=');
        return equals == std::string_view::npos ? "" : flat(text.substr(equals + 1));
    }
    if (declared.kind == NameKind::work) {
        const std::string_view text = analysis.text(declared.range);
        const size_t when = text.find(" when "), brace = text.find('{');
        return when < brace ? flat(text.substr(when + 1, brace - when - 1)) : "";
    }
    if (declared.kind == NameKind::test && declared.parent != kNoName)
        return "of " + analysis.names.declarations[declared.parent].name;
    return "";
}

}  // namespace

std::vector<Symbol> symbols(const Analysis& analysis) {
    const auto& all = analysis.names.declarations;
    std::vector<std::vector<NameId>> below(all.size());
    std::vector<NameId> top;
    for (NameId id = 0; id < all.size(); ++id) {
        if (all[id].range.file != 0 || all[id].name.empty()) continue;
        const bool is_test = all[id].kind == NameKind::test;
        (is_test || all[id].parent == kNoName ? top : below[all[id].parent]).push_back(id);
    }
    const auto by_place = [&](NameId a, NameId b) { return all[a].range.begin < all[b].range.begin; };
    const auto make = [&](const auto& self, std::vector<NameId>& ids) -> std::vector<Symbol> {
        std::sort(ids.begin(), ids.end(), by_place);
        std::vector<Symbol> made;
        for (const NameId id : ids)
            made.push_back({all[id].kind, all[id].name, detail_of(analysis, all[id]), all[id].range, all[id].name_range,
                            self(self, below[id])});
        return made;
    };
    return make(make, top);
}

}  // namespace weir::ide
