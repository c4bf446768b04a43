// Who calls whom: functions, and the strategies, policies and tests that use them.
#include <algorithm>
#include <map>

#include "ide/ide.h"

namespace weir::ide {
namespace {

bool calls(NameKind kind) {
    return kind == NameKind::function || kind == NameKind::strategy || kind == NameKind::policy ||
           kind == NameKind::test;
}

bool holds(SourceRange outer, SourceRange inner) {
    return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

Caller shown(const Analysis& analysis, NameId id) {
    const Declaration& one = analysis.names.declarations[id];
    return {one.kind, one.name, {analysis.files[one.range.file].path(), one.name_range}, one.range, {}};
}

std::optional<NameId> known(const Analysis& analysis, const Target& target) {
    const auto& all = analysis.names.declarations;
    for (NameId id = 0; id < all.size(); ++id) {
        const SourceRange& name = all[id].name_range;
        if (calls(all[id].kind) && name.begin == target.name.begin && name.end == target.name.end &&
            analysis.files[name.file].path() == target.path)
            return id;
    }
    return std::nullopt;
}

/// Calls `see` for each use of a function that stands in another declaration, with that one.
template <class See>
void each_call(const Analysis& analysis, See see) {
    const auto& all = analysis.names.declarations;
    std::vector<NameId> outer;
    for (NameId id = 0; id < all.size(); ++id)
        if (calls(all[id].kind)) outer.push_back(id);
    for (const Use& use : analysis.names.uses) {
        if (all[use.name].kind != NameKind::function || use.range == all[use.name].name_range) continue;
        const auto around = std::ranges::find_if(outer, [&](NameId id) { return holds(all[id].range, use.range); });
        if (around != outer.end()) see(*around, use);
    }
}

std::vector<Caller> listed(const Analysis& analysis, const std::map<NameId, std::vector<SourceRange>>& places) {
    std::vector<Caller> callers;
    for (const auto& [id, ranges] : places) {
        callers.push_back(shown(analysis, id));
        callers.back().places = ranges;
    }
    std::ranges::sort(callers, {},
                      [](const Caller& one) { return std::pair(one.target.name.file, one.target.name.begin); });
    return callers;
}

}  // namespace

std::optional<Caller> caller_at(const Analysis& analysis, uint32_t offset) {
    if (const Use* use = analysis.names.at(0, offset)) {
        const NameKind kind = analysis.names.declarations[use->name].kind;
        if (kind == NameKind::function || kind == NameKind::strategy) return shown(analysis, use->name);
    }
    return std::nullopt;
}

std::vector<Caller> callers(const Analysis& analysis, const Target& target) {
    std::map<NameId, std::vector<SourceRange>> places;
    const auto called = known(analysis, target);
    if (!called) return {};
    each_call(analysis, [&](NameId from, const Use& use) {
        if (use.name == *called) places[from].push_back(use.range);
    });
    return listed(analysis, places);
}

std::vector<Caller> callees(const Analysis& analysis, const Target& target) {
    std::map<NameId, std::vector<SourceRange>> places;
    const auto calling = known(analysis, target);
    if (!calling) return {};
    each_call(analysis, [&](NameId from, const Use& use) {
        if (from == *calling) places[use.name].push_back(use.range);
    });
    return listed(analysis, places);
}

}  // namespace weir::ide
