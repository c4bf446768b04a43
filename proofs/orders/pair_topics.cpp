// What is proven of two children of one ledger: that a step of one keeps what is known of the other, which is why one
// child may stand for all; that one slot has one living order; and that branches of a strategy share one budget.
#include "proofs/orders/invariant.h"
#include "proofs/orders/path.h"
#include "proofs/orders/topics.h"
#include "runtime/core/events.h"

namespace weir::order_proof {
namespace {

/// A field of the ledger or the strategy, which both children see alike.
bool is_shared(Term Book::* field) {
    for (Term Book::* const shared :
         {&Book::total, &Book::wanted_total, &Book::largest_total, &Book::all_executed, &Book::exposure, &Book::excess,
          &Book::breach, &Book::stopped, &Book::alive, &Book::working_most})
        if (field == shared) return true;
    return false;
}

class PairTopics {
  public:
    PairTopics(Machine& machine, LeftOut left_out) : m_(machine), t_(machine.terms), left_out_(left_out) {
        a_ = free_book(t_, "_a");
        b_ = free_book(t_, "_b");
        same_slot_ = t_.variable("same_slot", Sort::boolean);
        link(a_, b_);
    }

    std::vector<Topic> all() { return {frame(), one_a_slot(), shared_budget()}; }

  private:
    Term rest(const char* name) { return t_.variable(std::string("rest_") + name, Sort::integer); }

    /// Makes each child one of the other's others, beside a rest of which nothing is known but what is given.
    void link(Book& a, Book& b) {
        for (const BookField& f : kBookFields)
            if (is_shared(f.field)) b.*f.field = a.*f.field;
        sums_of(a, b, "");
        sums_of(b, a, "");
        const Term place_of_b = as_other_sees(a.place);
        b.slot_exposure = choose(same_slot_, a.slot_exposure, b.slot_exposure);
        b.slot_executed = choose(same_slot_, a.slot_executed, b.slot_executed);
        // Of a shared slot: 2 is the other of the two, and anybody else is a third.
        b.place = choose(same_slot_, place_of_b, b.place);
    }

    void sums_of(Book& one, const Book& other, const std::string&) {
        const Term nothing = t_.number(0);
        one.others_open = rest("open") + open(other);
        one.others_executed = rest("executed") + other.executed;
        one.others_venue_filled = rest("venue_filled") + other.venue_filled;
        one.others_venue_open = rest("venue_open") + venue_may_fill(other);
        one.others_alive = rest("alive") + count(lives(other));
        const Term slot_rest_open = choose(same_slot_, rest("slot_open"), one.slot_others_open);
        const Term slot_rest_executed = choose(same_slot_, rest("slot_executed"), one.slot_others_executed);
        one.slot_others_open = slot_rest_open + choose(same_slot_, open(other), nothing);
        one.slot_others_executed = slot_rest_executed + choose(same_slot_, other.executed, nothing);
    }

    Term counts_the_venue() {
        return rest("venue_open") >= 0 && rest("executed") <= rest("venue_filled") &&
               rest("venue_filled") + rest("venue_open") <= rest("executed") + rest("open");
    }
    Term is_sane() {
        return rest("open") >= 0 && rest("executed") >= 0 && rest("alive") >= 0 && rest("slot_open") >= 0 &&
               rest("slot_open") <= rest("open") && rest("slot_executed") >= 0 &&
               rest("slot_executed") <= rest("executed") && slot_is_sane("_a") && slot_is_sane("_b");
    }
    Term slot_is_sane(const std::string& suffix) {
        const Term open_there = t_.variable("slot_others_open" + suffix, Sort::integer);
        const Term executed_there = t_.variable("slot_others_executed" + suffix, Sort::integer);
        return open_there >= 0 && open_there <= rest("open") && executed_there >= 0 &&
               executed_there <= rest("executed");
    }

    Asking both(const std::string& name, const std::string& says, bool honest = true) {
        Asking asking(name, says, left_out_);
        asking.given("the rest is sums of such children", is_sane());
        if (honest) asking.given("what the rest may fill at the venue is counted", counts_the_venue());
        for (const Book* book : {&a_, &b_})
            for (const Conjunct& c : invariant(*book))
                if (honest || !c.of_honest_venue) asking.given(c.name, c.term);
        return asking;
    }

    /// A step of the first child, and the second as it is then.
    struct Moved {
        std::vector<Named> rules;
        Book a, b;
    };
    Moved moved(const Step& step, bool honest) {
        Substitution now;
        for (const BookField& f : kBookFields) now.replace(m_.before.*f.field, a_.*f.field);
        Moved result;
        for (const Named& rule : step.when) result.rules.push_back({rule.name, now(rule.term)});
        if (honest)
            for (const Named& rule : step.honest) result.rules.push_back({rule.name, now(rule.term)});
        for (const BookField& f : kBookFields) result.a.*f.field = now(step.after.*f.field);
        // What nobody else has a hand in is as it was: the numbers of the second child, and its slot if it is another.
        result.b = free_book(t_, "_b");
        link(result.a, result.b);
        return result;
    }

    /// Two children from the beginning, which move in turn; then something holds.
    struct Turn {
        bool first;
        Move move;
    };
    template <class Goal>
    Question reached(const std::string& name, const std::string& says, bool same_slot, const std::vector<Turn>& turns,
                     Goal goal) {
        Asking asking(name, says, {});
        Path a(m_, asking, "_a"), b(m_, asking, "_b");
        asking.given("one strategy", a.book.working_most == b.book.working_most);
        for (const auto& [first, move] : turns) {
            Path& mover = first ? a : b;
            Book& other = first ? b.book : a.book;
            mover.go(move);
            see(mover.book, other, same_slot);
        }
        return asking.given("it is reached", goal(a.book, b.book)).found();
    }

    /// What a child sees of the other, when there are no more of them.
    void see(const Book& mover, Book& other, bool same_slot) {
        for (const BookField& f : kBookFields)
            if (is_shared(f.field)) other.*f.field = mover.*f.field;
        other.others_open = open(mover);
        other.others_executed = mover.executed;
        other.others_venue_filled = mover.venue_filled;
        other.others_venue_open = venue_may_fill(mover);
        other.others_alive = count(lives(mover));
        if (!same_slot) return;
        other.slot_others_open = open(mover);
        other.slot_others_executed = mover.executed;
        other.slot_exposure = mover.slot_exposure;
        other.slot_executed = mover.slot_executed;
        other.place = as_other_sees(mover.place);
    }
    Term as_other_sees(Term place) { return choose(place == 1, t_.number(2), choose(place == 2, t_.number(1), place)); }
    Move said(ReportKind kind, Inputs with = {}) {
        with.push_back({m_.report.kind, static_cast<int64_t>(kind)});
        return {"report", std::move(with)};
    }

    Topic frame() {
        Topic topic{
            "children", "what is known of a child stays true while any other child of its ledger moves", {}, {}};
        for (const Step& step : m_.steps) {
            // What is of no child is the rest's, and changes nothing of the sums that belong to the two.
            if (step.name == "stray" || step.name == "nonsense") continue;
            for (const bool honest : {false, true}) {
                const Moved next = moved(step, honest);
                Term kept = t_.truth(true);
                for (const Conjunct& c : invariant(next.b))
                    if (c.of_honest_venue == honest && c.name != left_out_) kept = kept && c.term;
                topic.proof.push_back(both(honest ? "children-venue-" + step.name : "children-" + step.name,
                                           "another child's: " + step.name, honest)
                                          .about(step.name)
                                          .given(next.rules)
                                          .broken("the invariant of the child that did not move", kept));
            }
        }
        topic.witnesses = {reached("children-reached", "two orders work side by side", false,
                                   {{true, {"set_total", {{m_.target, 9}}}},
                                    {true, {"send_new", {{m_.quantity, 4}}}},
                                    {true, {"arrive"}},
                                    {false, {"send_new", {{m_.quantity, 5}}}},
                                    {false, {"arrive"}}},
                                   [](const Book& one, const Book& two) {
                                       return one.venue_open > 0 && two.venue_open > 0 && two.exposure == 9;
                                   })};
        return topic;
    }

    Topic one_a_slot() {
        Topic topic{"one-order-a-slot",
                    "of the orders of one slot at most one is alive: a new one is sent when the old one can fill no "
                    "more, or only awaits fills that were announced",
                    {},
                    {}};
        topic.proof = {both("one-order-a-slot-alive", "by the manager")
                           .broken("one at most", !(same_slot_ && lives(a_) && lives(b_))),
                       both("one-order-a-slot-venue", "by the venue's own truth")
                           .broken("one at most", !(same_slot_ && venue_may_fill(a_) > 0 && venue_may_fill(b_) > 0))};
        topic.witnesses = {reached("one-order-a-slot-reached", "one awaits fills while the next one works", true,
                                   {{true, {"set_total", {{m_.target, 9}}}},
                                    {true, {"send_new", {{m_.quantity, 6}}}},
                                    {true, {"arrive"}},
                                    {true, {"send_cancel"}},
                                    {true, {"execute", {{m_.amount, 2}}}},
                                    {true, {"cut", {{m_.amount, 0}}}},
                                    {true, said(ReportKind::cancelled, {{m_.report.executed, 2}})},
                                    {false, {"send_new", {{m_.quantity, 5}}}},
                                    {false, {"arrive"}}},
                                   [](const Book& one, const Book& two) {
                                       return is(one.state, orders::ChildState::settling) && lives(two) &&
                                              two.venue_open > 0;
                                   })};
        return topic;
    }

    Topic shared_budget() {
        Topic topic{
            "one-of",
            "branches of `one of`, works and slots share one budget: however it is divided, what has filled and "
            "may fill of all together is within the total",
            {},
            {}};
        const auto of = [&](const Book& b) { return b.venue_filled + venue_may_fill(b); };
        const Term rest_of_all = rest("venue_filled") + rest("venue_open");
        topic.proof = {both("one-of-budget", "a child of one branch, one of another, and the rest")
                           .broken("within the total", of(a_) + of(b_) + rest_of_all <= a_.total)};
        topic.witnesses = {reached("one-of-reached", "one branch has filled in part, and another works what is left",
                                   false,
                                   {{true, {"set_total", {{m_.target, 9}}}},
                                    {true, {"send_new", {{m_.quantity, 9}}}},
                                    {true, {"arrive"}},
                                    {true, {"execute", {{m_.amount, 4}}}},
                                    {true, said(ReportKind::filled, {{m_.report.quantity, 4}, {m_.report.known, 0}})},
                                    {true, {"send_cancel"}},
                                    {true, {"cut", {{m_.amount, 0}}}},
                                    {true, said(ReportKind::cancelled, {{m_.report.executed, 4}})},
                                    {false, {"send_new", {{m_.quantity, 5}}}},
                                    {false, {"arrive"}}},
                                   [](const Book& one, const Book& two) {
                                       return one.venue_filled + two.venue_open == two.total && one.executed > 0;
                                   })};
        return topic;
    }

    Machine& m_;
    Terms& t_;
    LeftOut left_out_;
    Book a_, b_;
    Term same_slot_;
};

}  // namespace

std::vector<Topic> pair_topics(Machine& machine, LeftOut left_out) {
    return PairTopics(machine, left_out).all();
}

}  // namespace weir::order_proof
