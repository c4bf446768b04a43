// Pause, hold, tilt.
#include "compiler/lower/pace.h"

namespace weir::lower {

namespace {

constexpr int64_t kTiltMost = 10 * step::kRatioOne;

}  // namespace

/// Whether there is anything that may pause it.
bool PaceBuilder::pauses() const {
    return !strategy_.halts.empty() || !strategy_.cancels.empty() || strategy_.settle || strategy_.session;
}

PaceBuilder::Pause PaceBuilder::paused() {
    const NodeId by_clause = halted(syntax::HaltKind::pause);
    if (!strategy_.settle) return {by_clause, plan::kNoNode};
    const NodeId settles = settling();
    return {b_.either(by_clause, settles), b_.select(settles, code(step::Bound::settle), code(step::Bound::pause))};
}

NodeId PaceBuilder::halted(syntax::HaltKind kind) {
    NodeId any = b_.flag(false);
    for (size_t i = 0; i < strategy_.halts.size(); ++i)
        if (strategy_.halts[i].kind == kind)
            any = b_.either(any, phases_.only_in(strategy_.halts[i].phase, halt(strategy_.halts[i], i)));
    return any;
}

/// With `until` it stays on between the two conditions; without, it is on while the condition is not certainly false.
NodeId PaceBuilder::halt(const sema::Halt& halt, size_t index) {
    const Builder::From from(b_, halt.range);
    const Expressions::At at(e_, halt.phase);
    const NodeId on = e_.restrictive(halt.when);
    if (!halt.until) return on;
    const CellId latch = b_.scalar(path("halt " + std::to_string(index)));
    const NodeId stays = b_.both(b_.is_true(b_.read(latch)), b_.negate(e_.permissive(*halt.until)));
    const NodeId result = b_.either(on, stays);
    b_.remember(latch, b_.to_int(result));
    return result;
}

/// The product of the factors whose conditions hold. When it is not known whether one holds, the smaller of it and 1
/// counts; a factor that is itself absent is 1.
NodeId PaceBuilder::tilt() {
    const NodeId one = b_.constant(step::kRatioOne);
    NodeId product = one;
    for (const sema::Tilt& tilt : strategy_.tilts) {
        const Builder::From from(b_, tilt.range);
        const Expressions::At at(e_, tilt.phase);
        const Number given = e_.number(tilt.factor);
        NodeId factor = b_.select(given.present, given.value, one);
        if (tilt.when) {
            const Truth when = e_.truth(*tilt.when);
            const NodeId unknown = b_.select(when.no, one, b_.min(factor, one));
            factor = b_.select(when.yes, factor, unknown);
        }
        factor = when_in(tilt.phase, factor, step::kRatioOne);
        product = product == one ? factor : b_.muldiv_floor(product, factor, one);
        product = b_.clamp(product, b_.constant(0), b_.constant(kTiltMost));
    }
    return product;
}

}  // namespace weir::lower
