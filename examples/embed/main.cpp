// Weir as a library: compile a script, make a market, carry out an order on it, read the report.
//
//     cmake --preset release && cmake --build build/release --target example_embed && build/release/bin/example_embed
#include <cstdio>
#include <string>

#include "compiler/compiler.h"
#include "runtime/backtest/backtest.h"
#include "runtime/core/order_text.h"
#include "runtime/market/generate.h"
#include "runtime/tca/tca.h"

namespace {

constexpr const char* kScript = R"(weir 1

strategy patient() {
    schedule linear every 5 min
    work passive { peg near touch; child at most 1_000 shares; reprice every 10 s }
    work cross before passive when behind > 5% of order { take behind; up to far touch }
}
)";

}  // namespace

int main() {
    using namespace weir;
    const auto tape = market::generate(market::GenerateOptions::us_equity());
    const Instrument& instrument = tape->info().instrument;

    // Text to plan: what is wrong with the script is in the diagnostics.
    const SourceFile file("patient.weir", kScript);
    const lower::Market market{
        .scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
        .base = instrument.base,
        .currency = instrument.currency};
    const auto checked = compiler::check(file, [&](const sema::Program&) { return market; });
    if (checked.diagnostics.has_errors()) {
        std::fputs(render(checked.diagnostics, {&file, 1}).c_str(), stderr);
        return 1;
    }

    // Plan to native code.
    plan::Bindings bindings;
    bindings.tick = instrument.tick.value;
    bindings.lot = instrument.lot.value;
    bindings.minimum_quantity = instrument.minimum_quantity.value;
    bindings.minimum_value = instrument.minimum_value;
    const auto built = compiler::build(checked.plans.front(), bindings, {});
    if (!built.runnable) {
        std::fprintf(stderr, "%s\n", built.error.c_str());
        return 1;
    }

    // An order, carried out on the market.
    const auto order =
        parse_order("buy 12_000 shares from 10:00 to 12:00", instrument, {tape->info().first, tape->info().last});
    if (!order) {
        std::fprintf(stderr, "%s\n", order.error.c_str());
        return 1;
    }
    backtest::Setup setup;
    setup.tape = tape.get();
    setup.engine.program = built.runnable->program();
    setup.engine.order = order.value;
    setup.about.strategy = checked.plans.front().name;
    const auto result = backtest::run(setup);
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error.c_str());
        return 1;
    }
    std::fputs(tca::terminal(*result.value.report).c_str(), stdout);
    return result.value.stop == StopCause::completed || result.value.stop == StopCause::ended ? 0 : 3;
}
