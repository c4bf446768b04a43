// From what is due to one child order for each work: its price on the tick grid, its size on the lot grid, what of it
// is shown, and which bound made it so.
#pragma once

#include <vector>

#include "compiler/lower/expressions.h"
#include "compiler/lower/pace.h"

namespace weir::lower {

/// The completion of `complete must`: a crossing slot of its own. No work can have this name.
inline constexpr std::string_view kCompletionSlot = "complete must";

/// A slot for each work, in the order of their priority; the completion comes first.
std::vector<plan::Slot> slots_of(const sema::Strategy& strategy);

/// What is wanted in a slot, and what that would do.
struct Emission {
    NodeId quantity, price;
    NodeId working;  // what may still fill there now
    NodeId is_new;   // a new or enlarged order
};

class SlotBuilder {
  public:
    /// `judged`: the operands of every risk and assume line are present; without, nothing new is sent.
    SlotBuilder(Builder& builder, Expressions& expressions, const sema::Strategy& strategy, plan::Plan& plan,
                const Pace& pace, NodeId judged)
        : b_(builder), e_(expressions), strategy_(strategy), plan_(plan), pace_(pace), judged_(judged) {}

    std::vector<Emission> build();

  private:
    /// A work as the slots are made from: those of the script, and the completion.
    struct Job {
        const sema::Work* work;  // null: the completion
        int slot;
        bool crossing;
        bool renews;  // reprice: price and size stay between its times
    };
    struct Priced {
        NodeId price;    // on the tick grid, 10^-p
        NodeId present;  // there is a price, and it is positive
    };
    /// What works in the slot and stays there, at the price it has.
    struct Stay {
        NodeId stays;
        Sized rest;
        std::optional<CellId> level;  // remembers size + executed
        std::optional<CellId> bound;  // remembers why it is no larger
    };
    struct Grid {
        NodeId index, next;
    };

    Emission emit(const Job& job);

    // prices.cpp
    Priced price_of(const Job& job);
    Number peg(const sema::Work& work);
    Number wanted_price(const Job& job);
    NodeId reference(NodeId price);
    Grid reprice_grid(const Job& job);

    // slots.cpp
    NodeId enabled(const Job& job);
    Sized wanted(const Job& job, Number reference);
    Sized fresh_size(const Job& job, Sized size, Number reference);
    Stay stay(const Job& job, NodeId working, NodeId bound, NodeId on);
    Stay between_repricings(const Job& job, NodeId at_work, NodeId on);
    NodeId reason_against(const Job& job, NodeId on);
    std::vector<const sema::Expression*> child_most(const Job& job) const;
    Sized fold_rest(const Job& job, Sized size, Number reference);
    Sized on_lot(Sized size);
    Sized above_minimum(Sized size, NodeId price, NodeId working);
    NodeId display(const Job& job, NodeId quantity);
    bool draws_on_due(const Job& job) const;
    Sized due_together(const Job& job);
    Sized others_considered(const Job& job, Sized size);

    NodeId in(step::Input input, int slot = 0) { return b_.input(input, slot); }
    NodeId code(step::Bound bound) { return b_.constant(static_cast<int64_t>(bound)); }
    NodeId zero() { return b_.constant(0); }
    std::string path(const Job& job, std::string_view rest) const;
    SourceRange range_of(const Job& job) const;

    Builder& b_;
    Expressions& e_;
    const sema::Strategy& strategy_;
    plan::Plan& plan_;
    const Pace& pace_;
    NodeId judged_;
    NodeId claimed_ = plan::kNoNode;      // by works that go first
    NodeId due_claimed_ = plan::kNoNode;  // by those of them that draw on what is due
    std::vector<Job> jobs_;               // by slot
    std::vector<Emission> emissions_;     // by slot
};

}  // namespace weir::lower
