// From what is due to one child order for each work: its price on the tick grid, its size on the lot grid, what of it
// is shown, and which bound made it so.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "compiler/lower/expressions.h"
#include "compiler/lower/pace.h"
#include "compiler/lower/phases.h"
#include "compiler/lower/routes.h"

namespace weir::lower {

/// The completion of `complete must`: a crossing slot of its own. No work can have this name.
inline constexpr std::string_view kCompletionSlot = "complete must";

/// One child: of a work and its level, or of the completion.
struct Errand {
    const sema::Work* work;  // null: the completion
    int level;
    Course course;
};
/// In the order of their priority.
std::vector<Errand> errands_of(const sema::Strategy& strategy, const Market& market);
/// A slot for each errand, or for each venue that it may use.
std::vector<plan::Slot> slots_of(const sema::Strategy& strategy, const std::vector<Errand>& errands);
/// Whether a work takes liquidity at once.
bool crosses(const sema::Work& work);

/// What is wanted in a slot, and what that would do.
struct Emission {
    NodeId quantity, price;
    NodeId working;  // what may still fill there now
    NodeId is_new;   // a new or enlarged order
    int ledger = sema::kOrderLedger;
};

class SlotBuilder {
  public:
    /// `judged`: the operands of every risk and assume line are present; without, nothing new is sent.
    SlotBuilder(Builder& builder, Expressions& expressions, const sema::Strategy& strategy, plan::Plan& plan,
                const Phases& phases, std::vector<Pace> paces, NodeId judged, const std::vector<Errand>& errands)
        : b_(builder),
          e_(expressions),
          strategy_(strategy),
          plan_(plan),
          phases_(phases),
          paces_(std::move(paces)),
          judged_(judged),
          errands_(errands) {}

    std::vector<Emission> build();

  private:
    /// A work as the slots are made from: those of the script, and the completion.
    struct Job {
        const sema::Work* work;  // null: the completion
        int slot;
        bool crossing;
        bool renews;  // reprice: price and size stay between its times
        int level = 0;
        const Errand* errand = nullptr;  // it is one of several places of this one
        uint8_t view = 0;
        bool dark = false;  // rests unseen, and trades at the mid
    };
    /// What a whole errand asks for, and what of it a place gets.
    struct Portion {
        Sized wanted, whole;
        Router::Part part;
    };
    struct Priced {
        NodeId price;    // on the tick grid, 10^-p
        NodeId present;  // there is a price, and it is positive
    };
    /// What works in the slot and stays there, at the price it has.
    struct Stay {
        NodeId stays;
        Sized rest;
        std::optional<CellId> level;      // remembers size + executed
        std::optional<CellId> bound;      // remembers why it is no larger
        std::optional<CellId> sent;       // remembers the size that was last sent
        NodeId executed = plan::kNoNode;  // by which `level` shrinks
        NodeId leaves = plan::kNoNode;    // it may not keep its price: it goes before another comes
    };
    /// What was asked for at the last step, less what has filled since.
    struct Asked {
        std::optional<CellId> cell;  // of what stays at its price
        NodeId rest = plan::kNoNode;
    };
    struct Placed {
        Sized size;
        NodeId price;
    };
    struct PriceNow {
        Priced fresh;
        CellId last;  // remembers that of what was sent
    };
    struct Grid {
        NodeId index, next;
    };
    /// What is spent by the works of one ledger.
    struct Budget {
        NodeId claimed;  // by works that go first
    };
    /// What may fill in some of the slots, of one ledger.
    struct Exposure {
        NodeId all, of_due;
    };

    void place_jobs();
    Emission emit(const Job& job, const Portion* portion = nullptr);
    const Pace& pace(const Job& job) const { return paces_[static_cast<size_t>(ledger_of(job))]; }
    Budget& budget(const Job& job) { return budgets_[static_cast<size_t>(ledger_of(job))]; }
    static int ledger_of(const Job& job) { return job.work ? job.work->place.ledger : sema::kOrderLedger; }
    static sema::Place place_of(const Job& job) { return job.work ? job.work->place : sema::Place{}; }

    // portions.cpp
    void emit_routed(size_t first, const Course& course);
    Sized portion_of(const Job& job, const Portion& portion, Number reference);
    NodeId others_of_errand(const Job& job);
    Number mid_to_take();
    Number far_touch_at(const Job& job);

    // branches.cpp
    void choose_branches();
    void choose_branch(sema::GroupId group);
    NodeId has_branch(const sema::Work& work);

    // ladders.cpp
    struct Levels {
        Number anchor, low, high;
        NodeId steps;                // levels less one, at least 1
        NodeId first, last, weight;  // sizes of the first and the last, and the sum of all
        NodeId total;                // of all levels, what is executed included
    };
    void begin_ladder(const Job& job);
    NodeId ladder_total(const Job& job);
    Number level_price(const Job& job);
    NodeId level_quantity(const Job& job);
    NodeId with_refills(const sema::Work& work, NodeId whole, NodeId done);
    NodeId weight_to(int levels);
    NodeId executed_in(const Job& job);
    NodeId executed_in_slot(const Job& job);
    NodeId executed_by(const Job& job);

    // shown.cpp
    NodeId display(const Job& job, NodeId quantity);
    NodeId shown_part(const Job& job, NodeId quantity);
    Sized part_by_part(const Job& job, Sized size, NodeId on);

    // auctions.cpp
    bool is_auction(const Job& job) const { return job.work && job.work->kind <= sema::WorkKind::at_close; }
    NodeId auction_to_come(const Job& job);
    NodeId auction_open(const Job& job);
    void reserve(const Job& job, NodeId share);
    const Sized& room(const Job& job) const { return is_auction(job) ? pace(job).auction_room : pace(job).room; }

    const std::vector<Exposure>& behind(const Job& job);
    void add_exposure(std::vector<Exposure>& exposures, const Job& job, NodeId quantity);
    static syntax::TakeKind take_of(const Job& job);
    bool waits_beside_due(const Job& job) const;
    NodeId amount_of(const Job& job, Number reference);
    void remember_settling();
    NodeId in_time(const Job& job, NodeId on);
    Sized all_or_nothing(const Job& job, Sized size);
    NodeId least_fill(const Job& job, NodeId quantity);

    // prices.cpp
    Priced price_of(const Job& job);
    Number peg(const sema::Work& work);
    Number wanted_price(const Job& job);
    Number any_price(const Job& job);
    Number own_limit(const Job& job);
    NodeId reference(NodeId price);
    Grid reprice_grid(const Job& job);

    // slots.cpp
    NodeId enabled(const Job& job);
    Sized wanted(const Job& job, Number reference);
    Sized at_child_most(const Job& job, Sized size, Number reference);
    Sized fresh_size(const Job& job, Sized size, Number reference);
    Stay stay(const Job& job, NodeId working, Sized anew, PriceNow price, NodeId on);
    Asked asked_by(const Job& job, const Stay& stay);
    NodeId may_keep(const Job& job, NodeId price);
    bool keeps_its_place(const Job& job) const;
    Stay in_its_place(const Job& job, NodeId at_work, Sized anew, PriceNow price);
    Stay between_repricings(const Job& job, NodeId at_work, NodeId on);
    NodeId reason_against(const Job& job, NodeId on);
    std::vector<const sema::Expression*> child_most(const Job& job) const;
    Sized fold_rest(const Job& job, Sized size, Number reference);
    Sized on_lot(Sized size);
    Placed above_minimum(const Job& job, Sized size, NodeId price, NodeId last_price);
    bool draws_on_due(const Job& job) const;
    Sized due_together(const Job& job);
    Sized others_considered(const Job& job, Sized size);

    NodeId in(step::Input input, int index = 0) { return b_.input(input, index); }
    NodeId executed(const Job& job) { return in(step::Input::order_executed, ledger_of(job)); }
    NodeId code(step::Bound bound) { return b_.constant(static_cast<int64_t>(bound)); }
    NodeId zero() { return b_.constant(0); }
    std::string path(const Job& job, std::string_view rest) const;
    SourceRange range_of(const Job& job) const;

    Builder& b_;
    Expressions& e_;
    const sema::Strategy& strategy_;
    plan::Plan& plan_;
    const Phases& phases_;
    std::vector<Pace> paces_;  // by ledger
    NodeId judged_;
    const std::vector<Errand>& errands_;
    std::vector<Budget> budgets_;                // by ledger
    std::vector<Job> jobs_;                      // by slot
    std::vector<Emission> emissions_;            // by slot
    std::vector<std::vector<Exposure>> behind_;  // by slot and ledger: of the slots after it
    std::vector<Exposure> before_;               // by ledger: of the slots before the one under way
    int counted_ = 0;                            // slots that are in it
    std::map<int, NodeId> executed_;             // by slot, where a phase bounds it
    std::vector<NodeId> branches_;               // by group: which branch has the budget, from 1; 0: none has taken it
    std::optional<Levels> levels_;               // of the ladder under way
    std::map<uint32_t, NodeId> on_;              // by id of the work
    std::map<uint32_t, NodeId> late_;            // by id: its deadline has passed
};

}  // namespace weir::lower
