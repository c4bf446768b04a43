// Holds the order manager's code against the model of it: each thing that is done to a manager is taken apart into
// steps of the model, which are carried out on numbers, and must lead to where the code went.
//
// The numbers of a book are read off a manager for each of its children in turn: that child is the child, and the sums
// are over the others.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "proofs/orders/invariant.h"
#include "tests/orders/world.h"

namespace weir::order_proof::testing {

using orders::Inspector;
using orders::Manager;
using orders::World;
using weir::ChildId;

/// What the model knows of a manager and the venue, as numbers.
struct Picture {
    struct Child {
        ChildId id = 0;
        int slot = 0;
        int64_t state = 0, quantity = 0, executed = 0, most = 0, asks = 0;
        bool seen = false, crossing = false, must_ask = false, awaited = false;
        int64_t venue_filled = 0, venue_open = 0;
        bool on_way = false;
        int64_t open() const { return most - executed; }
        bool lives() const;
        friend bool operator==(const Child&, const Child&) = default;
    };
    struct Slot {
        ChildId place = 0;
        int64_t exposure = 0, executed = 0;
        friend bool operator==(const Slot&, const Slot&) = default;
    };
    std::vector<Child> children;
    std::array<Slot, 2> slots;
    int64_t total = 0, wanted_total = 0, executed = 0, exposure = 0, excess = 0, alive = 0;
    bool breach = false, stopped = false;
    friend bool operator==(const Picture&, const Picture&) = default;

    uint64_t digest() const;
};
/// Into a picture that has been used before, so that nothing is allocated.
void take_picture(const World& world, int manager, Picture& picture);

class Follower final : public orders::Watcher {
  public:
    struct Move {
        const char* step;
        ChildId child = 0;
        std::vector<std::pair<Term, int64_t>> inputs;
        int slot = 0;  // of a new order
        uint64_t digest() const;
    };
    struct Done {
        Picture before, after;
        std::vector<Move> moves;
    };

    explicit Follower(const orders::TransitionTable& table = orders::kTransitions);

    void begins(const World& world, int manager) override;
    void report(const OrderReport& report, bool known) override;
    void time(Time now) override;
    void total(Quantity total) override;
    void stop() override;
    void command(const OrderCommand& command, int slot, orders::Stance stance) override;
    void venue(Deed deed, ChildId child, int64_t amount) override;
    void ends(const World& world) override;
    bool satisfied() const override { return !strayed_.empty(); }

    /// Whether the model leads where the code went; kept deeds are of any follower's.
    void follow(const Done& deed);
    void keep_deeds() { keeps_ = true; }
    const std::vector<Done>& kept() const { return kept_; }

    /// The first thing that the model does not do; empty when it does all.
    const std::string& strayed() const { return strayed_; }
    uint64_t deeds() const { return deeds_; }           // things that were done
    uint64_t distinct() const { return seen_.size(); }  // of them that were not alike
    uint64_t steps() const { return steps_; }           // of the model, for those
    const std::map<std::string, uint64_t>& steps_by_name() const { return by_name_; }
    /// Rows of the table that were taken: state × event.
    const std::unordered_set<int64_t>& rows() const { return rows_; }

  private:
    /// What is computed of one step, made once.
    struct Prepared {
        const Step* step;
        std::unique_ptr<Evaluation> evaluation;
    };

    void carry_out(const Move& move, Picture& picture);
    void check_invariant(const Picture& picture);
    void give(Evaluation& evaluation, const Picture& picture, const Picture::Child& child) const;
    void take(const Evaluation& evaluation, const Book& after, Picture& picture, Picture::Child& child) const;
    void stray(const std::string& what);

    Machine machine_;
    std::vector<Conjunct> invariant_;
    std::map<std::string, Prepared> prepared_;
    std::unique_ptr<Evaluation> of_invariant_;
    std::unordered_set<uint64_t> seen_, sound_;
    std::unordered_set<int64_t> rows_;
    std::map<std::string, uint64_t> by_name_;
    std::string strayed_;
    uint64_t deeds_ = 0, steps_ = 0;

    int manager_ = 0;
    Done deed_;
    bool keeps_ = false;
    std::vector<Done> kept_;
};

}  // namespace weir::order_proof::testing
