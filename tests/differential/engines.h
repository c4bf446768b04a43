// One plan, three ways to step it: the interpreter, native code without optimisation, and native code as it is used.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/plan/plan.h"
#include "step/step.h"

namespace weir::test {

inline constexpr std::array<std::string_view, 3> kEngineNames = {"interpreter", "native -O0", "native -O2"};
inline constexpr size_t kEngines = kEngineNames.size();

/// A generic plan, bound to an instrument and built for every engine. `error` is empty when that went well.
class Engines {
  public:
    Engines(const plan::Plan& generic, const plan::Bindings& bindings);
    step::Program program(size_t engine) const { return runnables_[engine]->program(); }
    const plan::Plan& plan() const { return plan_; }
    const std::string& error() const { return error_; }

  private:
    plan::Plan plan_;
    std::array<std::unique_ptr<compiler::Runnable>, kEngines> runnables_;
    std::string error_;
};

/// A program that steps all engines on the same inputs and holds outputs and state words against each other, bit for
/// bit. To its caller it is the interpreter.
class Lockstep {
  public:
    explicit Lockstep(const Engines& engines);
    Lockstep(const Lockstep&) = delete;
    Lockstep& operator=(const Lockstep&) = delete;
    step::Program program() const;
    /// Memory is as before the first step; the caller clears its own.
    void restart();

    int64_t steps() const { return steps_; }  // on which all engines were compared
    int64_t divergences() const { return divergences_; }
    const std::string& first_divergence() const { return first_; }

  private:
    static void step(const void* self, const int64_t* inputs, const int64_t* const* tables, int64_t* state,
                     step::Output* output);
    void compare(const int64_t* inputs, const int64_t* const* tables, int64_t* state, step::Output& output);

    std::array<step::Program, kEngines> programs_;
    std::array<std::vector<int64_t>, kEngines> states_;  // the first is the caller's
    step::Output other_{};
    int64_t steps_ = 0, divergences_ = 0;
    std::string first_;
};

/// An output in one line, for messages.
std::string text_of(const step::Output& output, int slots);

}  // namespace weir::test
