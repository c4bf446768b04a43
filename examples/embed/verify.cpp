// Weir as a library: what is proven of a script before it trades.
//
//     cmake --preset release && cmake --build build/release --target example_verify && build/release/bin/example_verify
#include <cstdio>
#include <string>

#include "compiler/compiler.h"
#include "proofs/proofs.h"

namespace {

constexpr const char* kScript = R"(weir 1

strategy small() {
    work cross { take leaves; child at most 1_000 quote; up to 10 bps worse than mid }
    risk { child value <= 2_000 quote; messages <= 5 per 1 s }
    assume { mid from 1 quote to 1_000 quote }
}
)";

}  // namespace

int main() {
    using namespace weir;
    // Proofs are for a kind of instrument: its decimals, and the names of what is traded and of what is paid.
    const SourceFile file("small.weir", kScript);
    const lower::Market market{.scales = {2, 8, 4}, .base = "BTC", .currency = "USD"};
    const auto checked = compiler::check(file, [&](const sema::Program&) { return market; });
    if (checked.diagnostics.has_errors()) {
        std::fputs(render(checked.diagnostics, {&file, 1}).c_str(), stderr);
        return 1;
    }

    const proofs::Verified verified = proofs::verify(checked, 0, {});
    for (const proofs::Line& line : verified.lines) {
        if (line.source == proofs::Source::order_manager) continue;  // the same for every strategy
        std::printf("%-24s%s\n", std::string(proofs::name_of(line.verdict)).c_str(), line.name.c_str());
    }

    // What runs watches what is not proven, and nothing else.
    const plan::Plan guarded = proofs::guarded_plan(checked.plans[0], verified);
    std::printf("guards and assumptions that are watched: %zu\n", guarded.guards.size());
    return verified.refuted() ? 1 : 0;
}
