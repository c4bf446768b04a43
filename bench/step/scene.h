// What the step benchmarks run on: a standard strategy, specialised for one instrument, and a recorded stream of the
// inputs that it saw in a small closed loop (a random walk of a market, fills of what the strategy itself wanted).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/plan/plan.h"
#include "step/step.h"

namespace weir::bench {

/// One input that differs from the step before.
struct Change {
    int32_t offset;
    int64_t value;
};

struct Scene {
    plan::Plan plan;                   // specialised
    std::vector<int64_t> first;        // the inputs before the first step
    std::vector<Change> changes;       // of all steps, one after the other
    std::vector<uint32_t> ends;        // by step: one past its last change
    std::vector<step::Output> wanted;  // what the interpreter gave
    std::vector<std::vector<int64_t>> tables;
    std::vector<const int64_t*> table_pointers;

    size_t steps() const { return ends.size(); }
};

/// `name` is a strategy of stdlib/ for one instrument on one venue. Aborts with a message when it does not compile.
Scene make_scene(const std::string& name, uint64_t seed = 1);

/// Runs `step(inputs, tables)` over the stream.
template <class Step>
void replay(const Scene& scene, std::vector<int64_t>& inputs, Step step) {
    inputs = scene.first;
    const Change* change = scene.changes.data();
    for (const uint32_t end : scene.ends) {
        for (const Change* last = scene.changes.data() + end; change != last; ++change)
            inputs[static_cast<size_t>(change->offset)] = change->value;
        step(inputs.data(), scene.table_pointers.data());
    }
}

}  // namespace weir::bench
