#include "tests/differential/engines.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/plan/support.h"

namespace weir::test {

Engines::Engines(const plan::Plan& generic, const plan::Bindings& bindings) {
    using compiler::EngineKind;
    const auto how = [](EngineKind engine, int opt_level) {
        compiler::BuildOptions options;
        options.engine = engine;
        options.opt_level = opt_level;
        return options;
    };
    const std::array ways = {how(EngineKind::interpreter, 0), how(EngineKind::native, 0), how(EngineKind::native, 2)};
    for (size_t i = 0; i < kEngines; ++i) {
        compiler::Built built = compiler::build(generic, bindings, ways[i]);
        if (!built.error.empty()) error_ = std::string(kEngineNames[i]) + ": " + built.error;
        runnables_[i] = std::move(built.runnable);
        if (i == 0) plan_ = std::move(built.plan);
    }
}

Lockstep::Lockstep(const Engines& engines) {
    for (size_t i = 0; i < kEngines; ++i) {
        programs_[i] = engines.program(i);
        states_[i].assign(static_cast<size_t>(programs_[i].state_words), 0);
    }
}

step::Program Lockstep::program() const {
    step::Program program = programs_[0];
    program.function = &Lockstep::step;
    program.self = this;
    return program;
}

void Lockstep::restart() {
    for (auto& state : states_) std::ranges::fill(state, 0);
}

void Lockstep::step(const void* self, const int64_t* inputs, const int64_t* const* tables, int64_t* state,
                    step::Output* output) {
    // The contract hands `self` on as const; the tally of a test may still be kept behind it.
    const_cast<Lockstep*>(static_cast<const Lockstep*>(self))->compare(inputs, tables, state, *output);
}

void Lockstep::compare(const int64_t* inputs, const int64_t* const* tables, int64_t* state, step::Output& output) {
    const auto slots = static_cast<size_t>(programs_[0].layout.slots);
    programs_[0].function(programs_[0].self, inputs, tables, state, &output);
    ++steps_;
    for (size_t i = 1; i < kEngines; ++i) {
        programs_[i].function(programs_[i].self, inputs, tables, states_[i].data(), &other_);
        const bool same_state = std::equal(states_[i].begin(), states_[i].end(), state);
        if (same_state && plan::same(output, other_, slots)) continue;
        if (divergences_++ > 0) continue;
        first_ = fmt::format("{} at step {}{}\n  {}\n  {}", kEngineNames[i], steps_,
                             same_state ? "" : " (state words differ)", text_of(output, static_cast<int>(slots)),
                             text_of(other_, static_cast<int>(slots)));
    }
}

std::string text_of(const step::Output& output, int slots) {
    std::string text = fmt::format("status {} where {} wake {} T {} due {} ceiling {} paused {} held {}",
                                   static_cast<int64_t>(output.status), output.where, output.wake, output.trace.target,
                                   output.trace.due, output.trace.ceiling, output.trace.paused, output.trace.held);
    for (int i = 0; i < slots; ++i) {
        const step::Desired& desired = output.desired[static_cast<size_t>(i)];
        text += fmt::format(" | {} @ {} shows {} bound {}", desired.quantity, desired.price, desired.display,
                            static_cast<int64_t>(desired.bound));
    }
    return text;
}

}  // namespace weir::test
