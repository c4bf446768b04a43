#include "ide/analysis.h"

#include <algorithm>
#include <numeric>

#include "compiler/nominal_market.h"
#include "compiler/plan/cells.h"
#include "compiler/plan/passes.h"

namespace weir::ide {
namespace {

SourceRange moved(SourceRange range, int64_t by) {
    return {range.file, static_cast<uint32_t>(range.begin + by), static_cast<uint32_t>(range.end + by)};
}

bool holds(SourceRange outer, SourceRange inner) {
    return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

Diagnostic moved(Diagnostic diagnostic, int64_t by) {
    diagnostic.range = moved(diagnostic.range, by);
    for (Label& label : diagnostic.labels) label.range = moved(label.range, by);
    if (diagnostic.fix_it) diagnostic.fix_it->range = moved(diagnostic.fix_it->range, by);
    return diagnostic;
}

bool all_within(const Diagnostics& diagnostics, SourceRange range) {
    return std::ranges::all_of(diagnostics, [&](const Diagnostic& one) {
        return holds(range, one.range) && (!one.fix_it || holds(range, one.fix_it->range)) &&
               std::ranges::all_of(one.labels, [&](const Label& label) { return holds(range, label.range); });
    });
}

Cost cost_of(const plan::Plan& plan) {
    Cost cost{plan.name, plan::bounds_of(plan), {}};
    const plan::Cells cells(plan);
    for (size_t i = 0; i < cells.count(); ++i) {
        const int32_t end = i + 1 < cells.count() ? cells.first(i + 1) : cells.words();
        const int64_t bytes = int64_t{8} * (end - cells.first(i));
        const SourceRange range = cells.cell(i).range;
        const auto known = std::ranges::find(cost.memory, range, &Cost::Memory::range);
        if (known == cost.memory.end())
            cost.memory.push_back({range, bytes});
        else
            known->bytes += bytes;
    }
    return cost;
}

}  // namespace

std::string common_ground(const Analysis& analysis) {
    std::string ground;
    const auto add = [&](const auto& declarations, const SourceFile& file) {
        for (const auto& one : declarations) ground += std::string(file.text(one.range)) + '\0';
    };
    for (size_t i = 0; i < analysis.files.size(); ++i) {
        add(analysis.trees[i].functions, analysis.files[i]);
        add(analysis.trees[i].policies, analysis.files[i]);
    }
    const auto add_market = [&](const lower::Market& market) { ground += market.base + '\0' + market.currency + '\0'; };
    add_market(analysis.market);
    for (const lower::Market& hedge : analysis.market.hedges) add_market(hedge);
    return ground;
}

const sema::Typed* Analysis::type_of(SourceRange range) const {
    const auto place = [](const SourceRange& one) { return std::tuple(one.file, one.begin, one.end); };
    const auto found =
        std::ranges::lower_bound(types, place(range), {}, [&](const sema::Typed& typed) { return place(typed.range); });
    return found != types.end() && found->range == range ? &*found : nullptr;
}

void Analyst::lower_all(Analysis& analysis) {
    const std::string ground = common_ground(analysis);
    Known known;
    for (const sema::Strategy& strategy : analysis.program.strategies) {
        const std::string key = std::string(analysis.file().text(strategy.range)) + '\0' + ground;
        const auto begin = static_cast<int64_t>(strategy.range.begin);
        auto found = lowered_.extract(key);
        if (found.empty()) {
            lower::Lowered lowered = lower::lower(analysis.program, strategy.name, analysis.market);
            const bool may_be_kept = all_within(lowered.diagnostics, strategy.range);
            Cost cost = lowered.diagnostics.has_errors() ? Cost{strategy.name, {}, {}} : cost_of(lowered.plan);
            std::erase_if(cost.memory, [&](const Cost::Memory& one) { return !holds(strategy.range, one.range); });
            for (Cost::Memory& one : cost.memory) one.range = moved(one.range, -begin);
            Lowered kept{{}, std::move(cost)};
            for (const Diagnostic& one : lowered.diagnostics) kept.diagnostics.report(moved(one, -begin));
            if (!may_be_kept) {
                analysis.costs.push_back(std::move(kept.cost));
                for (Cost::Memory& one : analysis.costs.back().memory) one.range = moved(one.range, begin);
                analysis.diagnostics.append(std::move(lowered.diagnostics));
                continue;
            }
            found = Known(Known{{key, std::move(kept)}}).extract(key);
        }
        const Lowered& kept = found.mapped();
        analysis.costs.push_back(kept.cost);
        for (Cost::Memory& one : analysis.costs.back().memory) one.range = moved(one.range, begin);
        for (const Diagnostic& one : kept.diagnostics) analysis.diagnostics.report(moved(one, begin));
        known.insert(std::move(found));
    }
    lowered_ = std::move(known);
}

Snapshot Analyst::analyse(const SourceFile& file, const syntax::ReadFile& read,
                          const std::vector<SourceFile>& policies) {
    auto analysis = std::make_shared<Analysis>();
    std::unordered_map<std::string, syntax::Reparser> parsers;
    const auto parse = [&](const SourceFile& one) {
        syntax::Reparser& parser = parsers[one.path()] = std::move(parsers_[one.path()]);
        syntax::Parsed parsed = parser.parse(one);
        if (one.id() == 0) analysis->tokens = parsed.tokens;
        return parsed;
    };
    syntax::Sources sources = syntax::read_sources(file, read, policies, parse);
    parsers_ = std::move(parsers);
    analysis->files = std::move(sources.files);
    for (const SourceFile& policy : policies) analysis->policies.push_back(policy.path());
    analysis->trees = std::move(sources.trees);
    analysis->diagnostics = std::move(sources.diagnostics);
    analysis->names = names_of(analysis->trees);

    std::vector<sema::Source> all;
    for (size_t i = 0; i < analysis->files.size(); ++i) all.push_back({&analysis->trees[i], &analysis->files[i]});
    sema::Checked checked = sema::check(all);
    analysis->program = std::move(checked.program);
    analysis->tests = std::move(checked.tests);
    analysis->types = std::move(checked.types);
    analysis->diagnostics.append(std::move(checked.diagnostics));
    if (!analysis->diagnostics.has_errors()) {
        analysis->market = compiler::nominal_market(analysis->program);
        lower_all(*analysis);
    }
    analysis->diagnostics.sort_by_place();
    return analysis;
}

}  // namespace weir::ide
