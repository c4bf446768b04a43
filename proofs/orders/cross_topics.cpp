// What is proven of two ledgers that trade one instrument on opposite sides: their orders cannot trade with each other.
#include "proofs/orders/invariant.h"
#include "proofs/orders/path.h"
#include "proofs/orders/topics.h"

namespace weir::order_proof {
namespace {

/// Any child of the one and any child of the other, each with a price that it keeps.
class CrossTopics {
  public:
    CrossTopics(Machine& machine, LeftOut left_out) : m_(machine), t_(machine.terms), left_out_(left_out) {
        mover_ = free_book(t_, "_mover");
        other_ = free_book(t_, "_other");
        price_ = t_.variable("price_mover", Sort::integer);
        other_price_ = t_.variable("price_other", Sort::integer);
        buys_ = t_.variable("mover_buys", Sort::boolean);
    }

    Topic topic() {
        Topic topic{"no-self-cross",
                    "orders of one strategy cannot trade with each other: those of a ledger are on one side, and those "
                    "of two ledgers never cross",
                    {},
                    {}};
        topic.proof.push_back(asking("no-self-cross-first", "a child that was not sent", false)
                                  .given("nothing of it was sent", is(mover_.state, orders::ChildState::empty))
                                  .broken("it meets nothing", clear(mover_, price_)));
        for (const Step& step : m_.steps) topic.proof.push_back(after(step));
        const Term may_meet = venue_may_fill(mover_) > 0 && venue_may_fill(other_) > 0;
        topic.proof.push_back(asking("no-self-cross-venue", "by the venue's own truth", true)
                                  .given("orders of two ledgers do not cross", clear(mover_, price_))
                                  .broken("no two that may fill cross", implies(may_meet, !crosses(price_))));
        topic.witnesses.push_back(reached());
        return topic;
    }

  private:
    /// The order of the mover at such a price would meet the other's.
    Term crosses(Term price) { return choose(buys_, price >= other_price_, price <= other_price_); }
    Term clear(const Book& mover, Term price) { return implies(lives(mover) && lives(other_), !crosses(price)); }

    Asking asking(const std::string& name, const std::string& says, bool honest) {
        Asking asking(name, says, left_out_);
        for (const Book* book : {&mover_, &other_})
            for (const Conjunct& c : invariant(*book))
                if (honest || !c.of_honest_venue) asking.given(c.name, c.term);
        return asking;
    }

    /// Each ledger from the beginning: orders a unit apart on both sides of the book.
    Question reached() {
        Asking asking("no-self-cross-reached", "a unit apart on both sides of the book", {});
        Path one(m_, asking, "_mover"), two(m_, asking, "_other");
        for (Path* path : {&one, &two})
            for (const Move& move : {Move{"set_total", {{m_.target, 5}}}, Move{"send_new"}, Move{"arrive"}})
                path->go(move);
        return asking
            .given("the last one was sent within the limit that the first one leaves",
                   one.book.venue_open > 0 && two.book.venue_open > 0 && buys_ && price_ == other_price_ - 1)
            .found();
    }

    Question after(const Step& step) {
        Substitution now;
        for (const BookField& f : kBookFields) now.replace(m_.before.*f.field, mover_.*f.field);
        Book next;
        for (const BookField& f : kBookFields) next.*f.field = now(step.after.*f.field);
        const bool sends = step.name == "send_new";
        const Term price = sends ? t_.variable("price_sent", Sort::integer) : price_;
        Asking asked = asking("no-self-cross-" + step.name, "kept by: " + step.name, false);
        asked.about(step.name).given("orders of two ledgers do not cross", clear(mover_, price_));
        for (const Named& rule : step.when) asked.given(rule.name, now(rule.term));
        // Ledgers::clear_of_others: a unit before the price of whatever lives on the other side.
        const Term limit = choose(buys_, other_price_ - 1, other_price_ + 1);
        if (sends)
            asked.given("the price is within the limit that others leave",
                        implies(lives(other_), choose(buys_, price <= limit, price >= limit)));
        return asked.broken("orders do not cross", clear(next, price));
    }

    Machine& m_;
    Terms& t_;
    LeftOut left_out_;
    Book mover_, other_;
    Term price_, other_price_, buys_;
};

}  // namespace

std::vector<Topic> cross_topics(Machine& machine, LeftOut left_out) {
    return {CrossTopics(machine, left_out).topic()};
}

}  // namespace weir::order_proof
