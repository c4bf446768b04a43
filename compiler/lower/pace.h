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

class HedgeBuilder;

struct Pace {
    NodeId open;         // from order.start to before order.end
    NodeId paused;       // a pause clause holds, or a halt has not settled
    NodeId pause_bound;  // which of them: step::Bound::pause or settle; kNoNode: the former
    NodeId closed;       // outside of the session, where only auctions have orders
    NodeId held;         // a hold clause holds
    NodeId target;       // T
    NodeId ceiling;      // room under the ceilings of participation, kAbsent when there is none
    NodeId completing;   // `complete`: near the end, or the trader wants it finished
    NodeId over;         // the schedule has ended by itself
    Sized room;          // most that may be working in all: of the order, and under the ceilings
    Sized auction_room;  // the same of what waits for an auction
    Sized due;
};

class PaceBuilder {
  public:
    PaceBuilder(Builder& builder, Expressions& expressions, const sema::Strategy& strategy, plan::Plan& plan,
                Phases& phases, HedgeBuilder& hedges)
        : b_(builder), e_(expressions), strategy_(strategy), plan_(plan), phases_(phases), hedges_(hedges) {}

    Pace build();
    /// Of what is protected: no clause paces it, all of it is due at once.
    Pace protection(const Pace& order);
    /// Within the order's time, whatever its clauses say: a hedge follows what was executed.
    NodeId in_time() const { return in_time_; }

  private:
    NodeId target(NodeId tilt, NodeId paused);

    // modes.cpp
    struct Pause {
        NodeId on;
        NodeId bound;
    };
    Pause paused();
    NodeId halted(syntax::HaltKind kind);
    NodeId halt(const sema::Halt& halt, size_t index);
    NodeId tilt();
    bool pauses() const;

    // sessions.cpp
    NodeId settling();
    NodeId outside_session();
    void session();
    struct Cancelled {
        NodeId for_good;
        NodeId in_doubt;  // it is not known whether it should be
    };
    Cancelled cancelled();

    // completion.cpp
    NodeId ending();
    NodeId finishing();
    NodeId completion_target(sema::PhaseId phase, NodeId target);

    // schedule.cpp
    struct Share {     // F, as shares of 1 in 2^-32
        NodeId slice;  // at the end of the slice under way
        NodeId now;    // at this moment
    };
    struct Slice {
        NodeId length, index, end;
    };
    /// What a schedule has done and has to do: the anchor that its target is counted from.
    struct Anchor {
        NodeId executed, share;  // Eₐ, F(a)
        NodeId missed;           // of a catch-up: what was left out before, kNoNode without
        NodeId plain;            // what the schedule adds since then, before any tilt
        NodeId advance;          // the same, tilted
    };
    Slice slice(const sema::Schedule& schedule);
    std::optional<NodeId> shape(const sema::Schedule& schedule);
    NodeId share_at(const sema::Schedule& schedule, NodeId time, std::optional<NodeId> shape);
    Share share(const sema::Schedule& schedule, std::optional<NodeId> shape);
    NodeId sampled(const sema::Schedule& schedule, NodeId share, const Slice& slice);
    NodeId size_of(const sema::Schedule& schedule);
    NodeId end_of(const sema::Schedule& schedule);
    NodeId schedule_over();
    NodeId scheduled_target(const sema::Schedule& schedule, NodeId tilt, NodeId paused);

    // shapes.cpp: the shapes that a schedule may have
    NodeId curved(const sema::Schedule& schedule, NodeId part, std::optional<NodeId> shape);
    NodeId power_of(const sema::Schedule& schedule, NodeId part, std::optional<NodeId> shape);
    NodeId shortfall_at(const sema::Schedule& schedule, NodeId part, std::optional<NodeId> shape);
    step::Given given(const std::optional<sema::Expression>& term);

    // catch_up.cpp
    const sema::CatchUp* catch_up(sema::PhaseId phase) const;
    NodeId recovered(const sema::CatchUp& how, const sema::Schedule& schedule, const Anchor& anchor, NodeId since);
    NodeId kept_within(const sema::Schedule& schedule, NodeId target, NodeId quantity, const Share& share,
                       NodeId running);

    // participation.cpp
    NodeId counter(const sema::Participation& participation);
    NodeId room_at(NodeId ratio, NodeId volume, int64_t window_ns, syntax::Including including);
    Number ratio_of(const sema::Participation& participation);
    NodeId target_room(const sema::Participation& participation, NodeId tilt, NodeId paused);
    NodeId counted_volume(const sema::Participation& participation, NodeId paused);
    NodeId share_of_volume(const sema::Participation& participation, Number ratio);
    std::optional<NodeId> finish_ceiling();
    std::optional<NodeId> ceiling(bool of_auctions);
    std::optional<NodeId> floor();

    /// `value` in the phase, `otherwise` outside of it.
    NodeId when_in(sema::PhaseId phase, NodeId value, int64_t otherwise) {
        return phase == sema::kNoPhase ? value : b_.select(phases_.in(phase), value, b_.constant(otherwise));
    }
    static constexpr int64_t kUnbounded = int64_t{1} << 62;  // a ceiling that is not there
    NodeId code(step::Bound bound) { return b_.constant(static_cast<int64_t>(bound)); }
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
    HedgeBuilder& hedges_;
    NodeId open_ = plan::kNoNode;
    NodeId in_time_ = plan::kNoNode;  // the same, cancelled or not
    NodeId started_ = plan::kNoNode;
    NodeId ending_ = plan::kNoNode;     // `complete must` goes before pace
    NodeId finishing_ = plan::kNoNode;  // the trader has said `finish now`
};

/// Volume of the market in the complete buckets of a window; own fills in one bucket more.
NodeId market_volume_in(Builder& b, NodeId counter, int64_t window_ns);
NodeId own_volume_in(Builder& b, NodeId executed, int64_t window_ns);
/// The market's counter of the prints that count, in some of its views.
NodeId prints_in(Builder& b, syntax::Including including, const std::vector<int>& views);
/// What a ledger has executed in such prints: without `including auctions`, but in auctions.
NodeId executed_in_prints(Builder& b, const plan::Plan& plan, syntax::Including including,
                          int ledger = sema::kOrderLedger);

}  // namespace weir::lower
