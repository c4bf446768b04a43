#include "proofs/orders/invariant.h"

#include "runtime/orders/orders.h"

namespace weir::order_proof {

using orders::ChildState;

namespace {

Term in_any(Term state, std::initializer_list<ChildState> states) {
    Term result = state.in->truth(false);
    for (const ChildState which : states) result = result || is(state, which);
    return result;
}

Term zero(Term value) {
    return value == 0;
}

void add_child(std::vector<Conjunct>& all, const Book& b) {
    const auto add = [&](const char* name, Term term) { all.push_back({name, term, false}); };
    const Term never_doubted = in_any(b.state, {ChildState::empty, ChildState::sent, ChildState::working,
                                                ChildState::reducing, ChildState::cancelling});
    add("the state is one of the table", b.state >= 0 && b.state < static_cast<int64_t>(orders::kChildStates));
    add("a child executes from nothing up", b.executed >= 0);
    add("a fresh child has and may fill nothing",
        implies(is(b.state, ChildState::empty), zero(b.executed) && zero(b.most) && !b.seen && !b.awaited));
    add("a closed child may fill nothing", implies(is(b.state, ChildState::closed), zero(open(b))));
    add("any other may fill something", implies(is_open(b), open(b) > 0));
    add("what works was seen", implies(in_any(b.state, {ChildState::working, ChildState::reducing}), b.seen));
    add("whatever awaits an answer has a time for it, or is escalated",
        implies(awaits(b.state, b.crossing), b.awaited || b.asks > orders::kAsksMost));
    add("nothing else has a time", implies(b.awaited, awaits(b.state, b.crossing)));
    add("an answer is awaited so often and no more", implies(b.awaited, b.asks <= orders::kAsksMost));
    add("questions are counted", b.asks >= 0 && b.asks <= orders::kAsksMost + 1);
    add("after the last question the exposure is escalated", implies(b.asks > orders::kAsksMost, b.breach));
    add("only what was in doubt was asked after", implies(never_doubted, zero(b.asks) && zero(b.overdue)));
    add("each overdue answer but the first is a question", b.overdue <= b.asks + 1);
}

void add_sums(std::vector<Conjunct>& all, const Book& b) {
    const auto add = [&](const char* name, Term term) { all.push_back({name, term, false}); };
    add("exposure is the sum over the children", b.exposure == open(b) + b.others_open);
    add("executed is the sum over the children", b.all_executed == b.executed + b.others_executed);
    add("the slot's exposure is the sum over its children", b.slot_exposure == open(b) + b.slot_others_open);
    add("the slot's executed is the sum over its children", b.slot_executed == b.executed + b.slot_others_executed);
    add("the slot's other children are among the ledger's",
        b.slot_others_open >= 0 && b.slot_others_open <= b.others_open && b.slot_others_executed >= 0 &&
            b.slot_others_executed <= b.others_executed);
    add("a living child has its slot", lives(b) == (b.place == 1));
    add("what is alive is counted", b.alive == count(lives(b)) + b.others_alive);
    add("no more are alive than may be", implies(b.working_most > 0, b.alive <= b.working_most));
}

void add_ledger(std::vector<Conjunct>& all, const Book& b) {
    const auto add = [&](const char* name, Term term) { all.push_back({name, term, false}); };
    add("executed and what may fill are within the total and the excess",
        b.all_executed + b.exposure <= b.total + b.excess);
    add("the total is what is wanted, or more while more may fill",
        b.total >= b.wanted_total && b.total <= most(b.wanted_total, b.all_executed + b.exposure - b.excess));
    add("no total is larger than the largest that was wanted", b.total <= b.largest_total);
    add("an excess is a breach", b.excess >= 0 && implies(b.excess > 0, b.breach));
}

void add_venue(std::vector<Conjunct>& all, const Book& b) {
    const auto add = [&](const char* name, Term term) { all.push_back({name, term, true}); };
    add("the venue holds what it holds", b.venue_open >= 0 && implies(b.on_way, b.quantity > 0));
    add("what is executed has filled at the venue", b.executed <= b.venue_filled);
    add("whatever may fill at the venue is counted", b.venue_filled + venue_may_fill(b) <= b.most);
    add("what awaits announced fills is over at the venue",
        implies(is(b.state, ChildState::settling), b.most == b.venue_filled));
    add("no venue that keeps its word is blamed", zero(b.excess));
    add("what the others have executed has filled at the venue", b.others_executed <= b.others_venue_filled);
    add("whatever the others may fill at the venue is counted",
        b.others_venue_filled + b.others_venue_open <= b.others_executed + b.others_open);
}

}  // namespace

std::vector<Conjunct> invariant(const Book& book) {
    std::vector<Conjunct> all;
    add_child(all, book);
    add_sums(all, book);
    add_ledger(all, book);
    add_venue(all, book);
    return all;
}

std::vector<Named> initial(const Book& b) {
    const Term nothing_of_the_child = is(b.state, ChildState::empty) && zero(b.executed) && zero(b.most) && !b.seen &&
                                      !b.must_ask && !b.awaited && zero(b.asks) && zero(b.overdue);
    const Term nothing_at_the_venue = zero(b.venue_filled) && zero(b.venue_open) && !b.on_way;
    const Term nothing_in_the_slot = zero(b.place) && zero(b.slot_exposure) && zero(b.slot_executed) &&
                                     zero(b.slot_others_open) && zero(b.slot_others_executed);
    const Term nothing_of_others = zero(b.others_open) && zero(b.others_executed) && zero(b.others_venue_filled) &&
                                   zero(b.others_venue_open) && zero(b.others_alive);
    const Term nothing_done =
        zero(b.all_executed) && zero(b.exposure) && zero(b.excess) && zero(b.alive) && !b.breach && !b.stopped;
    const Term as_ordered = b.wanted_total >= 0 && b.total == b.wanted_total && b.largest_total == b.wanted_total;
    return {{"nothing was sent", nothing_of_the_child && nothing_at_the_venue},
            {"nothing is in the slot", nothing_in_the_slot},
            {"there are no other children", nothing_of_others},
            {"nothing has happened", nothing_done},
            {"the total is as ordered", as_ordered}};
}

/// A question and its overdue answer are two steps; a cancel comes before them, and what rests before that.
Term steps_left(const Book& b) {
    Terms& t = *b.state.in;
    const auto k = static_cast<int64_t>(orders::kAsksMost) + 1;
    const Term left = t.number(k) - b.asks;
    Term result = t.number(0);
    result = choose(is(b.state, ChildState::settling), left + 1, result);
    result = choose(is(b.state, ChildState::unknown), left + left + count(b.must_ask) + 2, result);
    result = choose(is(b.state, ChildState::cancelling), t.number(2 * k + 4), result);
    return choose(in_any(b.state, {ChildState::sent, ChildState::working, ChildState::reducing}), t.number(2 * k + 5),
                  result);
}

}  // namespace weir::order_proof
