#include "compiler/lower/lower.h"
#include "compiler/plan/passes.h"
#include "compiler/sema/sema.h"
#include "compiler/syntax/sources.h"
#include "compiler/syntax/syntax.h"
#include "tests/fuzz/targets.h"

namespace weir::fuzz {
namespace {

bool inside(SourceRange range, std::span<const SourceFile> files) {
    return range.file < files.size() && range.begin <= range.end && range.end <= files[range.file].text().size();
}

void places_lie_in_their_files(const Diagnostics& diagnostics, std::span<const SourceFile> files) {
    for (const Diagnostic& one : diagnostics) {
        require(inside(one.range, files), "a diagnostic lies in its file", one.message);
        for (const Label& label : one.labels)
            require(inside(label.range, files), "a label lies in its file", label.text);
        if (one.fix_it) require(inside(one.fix_it->range, files), "a fix lies in its file", one.message);
    }
    render(diagnostics, files);
    render_json(diagnostics, files);
}

syntax::FileText used_file(const std::string& path) {
    if (path != "house.weir") return {"", "no such file"};
    return {"weir 1\npolicy house { child value <= 500_000 quote }\nfn twice(a : price) = 2 * a\n", ""};
}

lower::Market market_of(size_t choice) {
    lower::Market market{{.price = 2, .quantity = 8, .money = 8}, "BTC", "USD"};
    if (choice % 2 == 1) {
        market.venues = {{"x"}, {"y"}, {"d", lower::VenueKind::dark}};
        market.deployed = choice % 4 == 3;
    }
    return market;
}

void lower_all(const sema::Program& program, const lower::Market& market, std::span<const SourceFile> files) {
    for (const sema::Strategy& strategy : program.strategies) {
        const lower::Lowered lowered = lower::lower(program, strategy.name, market);
        places_lie_in_their_files(lowered.diagnostics, files);
        if (lowered.diagnostics.has_errors()) continue;
        const std::vector<std::string> faults = plan::validate(lowered.plan);
        require(faults.empty(), "what is lowered is a valid plan", faults.empty() ? "" : faults[0]);
        plan::Bindings bindings;
        bindings.tick = 1;
        bindings.lot = 1000;
        const plan::Plan bound = plan::specialise(lowered.plan, bindings);
        require(plan::validate(bound).empty(), "what is specialised is a valid plan");
    }
}

}  // namespace

void script(std::string_view bytes) {
    const SourceFile file("fuzz.weir", std::string(bytes));
    const syntax::Sources sources = syntax::read_sources(file, used_file);
    places_lie_in_their_files(sources.diagnostics, sources.files);
    std::vector<sema::Source> all;
    for (size_t i = 0; i < sources.files.size(); ++i) all.push_back({&sources.trees[i], &sources.files[i]});
    const sema::Checked checked = sema::check(all);
    places_lie_in_their_files(checked.diagnostics, sources.files);
    syntax::print_tree(sources.trees[0]);
    if (sources.diagnostics.has_errors()) return;
    require(!sources.trees[0].has_errors, "a tree with errors comes with an error");
    if (checked.diagnostics.has_errors()) return;
    sema::print_types(checked.program, sources.files[0]);
    lower_all(checked.program, market_of(bytes.size()), sources.files);
}

}  // namespace weir::fuzz
