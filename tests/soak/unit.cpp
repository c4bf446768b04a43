#include "tests/soak/unit.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include "compiler/plan/testing/random_plan.h"
#include "tests/differential/engines.h"
#include "tests/differential/random_script.h"
#include "tests/lower/compiled.h"
#include "tests/plan/support.h"
#include "tests/soak/market_stream.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

struct Script {
    std::string name, text;
    bool random = true;
};

/// The scripts that users copy, in order of their names.
std::vector<Script> read_standard_scripts() {
    std::vector<Script> scripts;
    for (const char* folder : {"/stdlib", "/examples/desk"})
        for (const auto& entry : fs::directory_iterator(std::string(WEIR_SOURCE_DIR) + folder))
            if (entry.path().extension() == ".weir")
                scripts.push_back({entry.path().stem().string(), read_text(entry.path().string()), false});
    std::ranges::sort(scripts, {}, &Script::name);
    return scripts;
}

/// One in three is a standard one.
Script script_of(uint64_t number) {
    static const std::vector<Script> standard = read_standard_scripts();
    if (number % 3 == 0) return standard[number / 3 % standard.size()];
    return {"random script " + std::to_string(number), random_script(number)};
}

/// How instruments write their numbers, and on how many venues they trade.
lower::Market market_of(uint64_t number) {
    const std::vector<lower::Venue> three = {{"x"}, {"y"}, {"d", lower::VenueKind::dark}};
    const lower::Market markets[] = {{{.price = 2, .quantity = 0, .money = 4}, "shares", "USD", {}},
                                     {{.price = 2, .quantity = 8, .money = 8}, "BTC", "USD", {}, three},
                                     {{.price = 1, .quantity = 3, .money = 4}, "BTC", "USDT", {"USD"}},
                                     {{.price = 5, .quantity = 6, .money = 8}, "ETH", "USDT", {"USD"}, three}};
    return markets[number % std::size(markets)];
}

/// Half of the plans are specialised as they would be for a run: what is fixed is known.
plan::Bindings bindings_of(const plan::Plan& plan, uint64_t number) {
    plan::Bindings bindings;
    if (number % 2 == 0) return bindings;
    bindings.tick = bindings.lot = bindings.minimum_quantity = 1;
    bindings.minimum_value = 0;
    for (const plan::Parameter& parameter : plan.parameters)
        bindings.parameters.push_back(parameter.live ? std::nullopt : std::optional(parameter.value));
    return bindings;
}

bool places(const step::Output& output, int slots) {
    const auto desired = std::span(output.desired).first(static_cast<size_t>(slots));
    return output.status == step::Status::ok &&
           std::ranges::any_of(desired, [](const step::Desired& one) { return one.quantity > 0; });
}

class Unit {
  public:
    Unit(uint64_t number, const Engines& engines, UnitResult& result)
        : number_(number), engines_(engines), lockstep_(engines), runner_(lockstep_.program()), result_(result) {}

    void run(int64_t steps_most) {
        while (lockstep_.steps() < steps_most && lockstep_.divergences() == 0) {
            runner_.state.assign(runner_.state.size(), 0);
            lockstep_.restart();
            const uint64_t seed = number_ * 1'000'003 + static_cast<uint64_t>(result_.orders);
            if (result_.orders++ % 4 == 3)
                live_on_anything(seed, steps_most);
            else
                live_on_market(seed, steps_most);
        }
        result_.steps = lockstep_.steps();
    }
    std::string divergence() const {
        if (lockstep_.divergences() == 0) return "";
        return fmt::format("order {}: {}", result_.orders, lockstep_.first_divergence());
    }

  private:
    static constexpr int64_t kStepsOfOrder = 4'000;

    /// True as long as the engines agree.
    bool step(const std::vector<int64_t>& inputs, const int64_t* const* tables) {
        runner_.program.function(runner_.program.self, inputs.data(), tables, runner_.state.data(), &runner_.out);
        result_.placing += places(runner_.out, runner_.program.layout.slots);
        result_.stopped += runner_.out.status != step::Status::ok;
        return lockstep_.divergences() == 0;
    }

    void live_on_market(uint64_t seed, int64_t steps_most) {
        MarketStream stream(engines_.plan(), seed);
        for (int64_t i = 0; i < kStepsOfOrder && !stream.over() && lockstep_.steps() < steps_most; ++i) {
            if (!step(stream.inputs(), stream.tables())) return;
            if (runner_.out.status != step::Status::ok) return;  // a run would be over
            stream.happen(runner_.out);
        }
    }

    /// Numbers without sense, some near overflow.
    void live_on_anything(uint64_t seed, int64_t steps_most) {
        plan::testing::RandomStream stream(engines_.plan(), seed, seed % 3 != 0);
        for (int64_t i = 0; i < kStepsOfOrder && lockstep_.steps() < steps_most; ++i, stream.next())
            if (!step(stream.inputs(), stream.tables())) return;
    }

    uint64_t number_;
    const Engines& engines_;
    Lockstep lockstep_;
    plan::Runner runner_;
    UnitResult& result_;
};

}  // namespace

UnitResult run_unit(uint64_t number, int64_t steps_most) {
    const Script script = script_of(number);
    UnitResult result;
    result.name = script.name;
    const Compilation compiled = compile(script.text, market_of(number));
    if (compiled.diagnostics.has_errors()) {
        (script.random ? result.rejected : result.diverged) = compiled.shown;
        return result;
    }
    const Engines engines(compiled.plan, bindings_of(compiled.plan, number));
    if (!engines.error().empty()) {
        result.diverged = engines.error();
        return result;
    }
    Unit unit(number, engines, result);
    unit.run(std::min(steps_most, kStepsOfUnit));
    if (const std::string what = unit.divergence(); !what.empty())
        result.diverged = fmt::format("{}, {}\n{}", script.name, what, script.random ? script.text : "");
    return result;
}

}  // namespace weir::test
