// Which phase a step is in: one at a time, at most one transition a step.
#pragma once

#include <optional>
#include <vector>

#include "compiler/lower/expressions.h"

namespace weir::lower {

class Phases {
  public:
    Phases(Builder& builder, Expressions& expressions, const sema::Strategy& strategy)
        : b_(builder), e_(expressions), strategy_(strategy) {}

    /// Once, before anything else is asked. `started`: the order's time has begun; before that nothing moves on.
    void build(NodeId started);

    /// The step is in the phase.
    NodeId in(sema::PhaseId phase) const { return in_[phase]; }
    /// The condition, in the phase; the whole strategy has none to be in.
    NodeId only_in(sema::PhaseId phase, NodeId condition) const {
        return phase == sema::kNoPhase ? condition : b_.both(in_[phase], condition);
    }
    /// The condition, until `done when` has come true: then nothing is wanted any more.
    NodeId until_done(NodeId condition) const { return done_ ? b_.both(condition, b_.negate(*done_)) : condition; }

  private:
    NodeId after(const sema::Phase& phase, NodeId self);
    void move(NodeId started);
    void finish(NodeId started);

    Builder& b_;
    Expressions& e_;
    const sema::Strategy& strategy_;
    std::optional<NodeId> done_;
    std::vector<NodeId> in_;
};

}  // namespace weir::lower
