// Watch: many runs of one strategy, each watched by all its properties at once. A property that breaks does not stop
// the run, so that one market may say something of each.
#pragma once

#include <optional>
#include <vector>

#include "compiler/plan/interpreter.h"
#include "compiler/verify/verify.h"
#include "proofs/replay.h"

namespace weir::proofs {

/// What was seen of one scenario.
struct Seen {
    struct Break {
        uint64_t sequence;
        Time time;
    };
    std::vector<std::optional<Break>> broken;  // by guard of the plan: where first; never of assumptions
    std::optional<Break> fault;                // of the plan's own arithmetic
    std::vector<bool> sent;                    // by slot: a new child, before one of the script's own guards broke
    std::vector<std::optional<double>> near;   // by guard that is measured: how near it came to breaking
    StopCause stop = StopCause::none;
    bool paused = false, held = false, filled = false;
    uint64_t events = 0, steps = 0;
    std::string error;  // why there was no run
};

class Watcher {
  public:
    /// `asked` as verify::Proofs has it; the guards before `own_guards` are the script's own.
    Watcher(const plan::Plan& asked, size_t own_guards);
    Watcher(const Watcher&) = delete;

    /// Carries it out. `measured` is the guard whose nearness is wanted; -1: none.
    const Seen& see(const Scenario& scenario, int measured = -1);

    /// Operations of all runs so far, as a budget counts them.
    uint64_t spent() const { return spent_; }
    const plan::Plan& plan() const { return plan_; }
    size_t own_guards() const { return own_guards_; }

  private:
    static void step(const void* self, const int64_t* inputs, const int64_t* const* tables, int64_t* state,
                     step::Output* output);
    void look();
    void take(const Event& event, const engine::Engine& engine);

    size_t own_guards_;
    plan::Plan plan_;                       // bound to nothing: instruments and parameters are inputs
    std::vector<plan::NodeId> conditions_;  // by guard; kNoNode: an assumption
    plan::Interpreter interpreter_;
    step::Program program_, inner_;
    Seen seen_;
    std::vector<bool> just_broken_;
    bool just_faulted_ = false, ruined_ = false;
    TableCache tables_;
    int measured_ = -1;
    uint64_t spent_ = 0;
};

/// The property's break in what was seen, when nothing that `weir run` stops for came before it.
std::optional<Seen::Break> broken_first(const Seen& seen, size_t own_guards, const verify::Property& property);

}  // namespace weir::proofs
