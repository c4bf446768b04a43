// From clauses to how much is due: modes, the schedule's target T(t), the bounds of participation, and `due`, the whole
// quantity that should be working.
#pragma once

#include "compiler/lower/expressions.h"
#include "compiler/lower/phases.h"

namespace weir::lower {

/// A quantity, and which bound of step::Bound made it as small (or as large) as it is.
struct Sized {
    NodeId quantity;
    NodeId bound;
};
/// The smaller of the two; `bound` when the limit is what counts.
Sized limited(Builder& b, Sized size, NodeId limit, step::Bound bound);
Sized limited(Builder& b, Sized size, Sized limit);

struct Pace {
    NodeId open;        // from order.start to before order.end
    NodeId paused;      // a pause clause holds
    NodeId held;        // a hold clause holds
    NodeId target;      // T
    NodeId ceiling;     // room under the ceilings of participation, kAbsent when there is none
    NodeId completing;  // `complete must`, near the end
    Sized room;         // most that may be working in all: of the order, and under the ceilings
    Sized due;
};

class PaceBuilder {
  public:
    PaceBuilder(Builder& builder, Expressions& expressions, const sema::Strategy& strategy, plan::Plan& plan,
                Phases& phases)
        : b_(builder), e_(expressions), strategy_(strategy), plan_(plan), phases_(phases) {}

    Pace build();
    /// Of what is protected: no clause paces it, all of it is due at once.
    Pace protection(const Pace& order);

  private:
    // modes.cpp
    NodeId halted(syntax::HaltKind kind);
    NodeId halt(const sema::Halt& halt, size_t index);
    NodeId tilt();
    NodeId completing();

    // schedule.cpp
    struct Share {     // F, as shares of 1 in 2^-32
        NodeId slice;  // at the end of the slice under way
        NodeId now;    // at this moment
    };
    struct Slice {
        NodeId length, index, end;
    };
    Slice slice(const sema::Schedule& schedule);
    NodeId share_at(const sema::Schedule& schedule, NodeId time);
    Share share(const sema::Schedule& schedule);
    NodeId sampled(const sema::Schedule& schedule, NodeId share, const Slice& slice);
    NodeId scheduled_target(const sema::Schedule& schedule, NodeId tilt, NodeId paused);

    // participation.cpp
    NodeId market_volume(int64_t window_ns);
    NodeId own_volume(int64_t window_ns);
    NodeId room_at(NodeId ratio, NodeId volume, int64_t window_ns);
    Number ratio_of(const sema::Participation& participation, NodeId completing);
    NodeId target_room(const sema::Participation& participation, NodeId tilt, NodeId paused, NodeId completing);
    NodeId counted_volume(sema::PhaseId phase, NodeId paused);
    /// `value` in the phase, `otherwise` outside of it.
    NodeId when_in(sema::PhaseId phase, NodeId value, int64_t otherwise) {
        return phase == sema::kNoPhase ? value : b_.select(phases_.in(phase), value, b_.constant(otherwise));
    }
    static constexpr int64_t kUnbounded = int64_t{1} << 62;  // a ceiling that is not there
    NodeId target(NodeId tilt, const Pace& pace);
    std::optional<NodeId> ceiling(NodeId completing);
    std::optional<NodeId> floor();

    NodeId in(step::Input input) { return b_.input(input); }
    std::string path(std::string_view rest) const { return strategy_.name + "/" + std::string(rest); }
    /// Of what each phase has for itself.
    std::string path(sema::PhaseId phase, std::string_view rest) const {
        return path(phase == sema::kNoPhase ? std::string(rest)
                                            : "phase " + strategy_.phases[phase].name + "/" + std::string(rest));
    }

    Builder& b_;
    Expressions& e_;
    const sema::Strategy& strategy_;
    plan::Plan& plan_;
    Phases& phases_;
    NodeId open_ = plan::kNoNode;
    NodeId started_ = plan::kNoNode;
};

/// Volume of the market in the complete buckets of a window; own fills in one bucket more.
NodeId market_volume_in(Builder& b, NodeId counter, int64_t window_ns);
NodeId own_volume_in(Builder& b, int64_t window_ns, int ledger = sema::kOrderLedger);

}  // namespace weir::lower
