// What is proven of ledgers side by side: what protects a position takes back what was executed, and no more.
#include "proofs/orders/topics.h"

namespace weir::order_proof {

std::vector<Topic> position_topics(Terms& terms, LeftOut left_out) {
    const auto number = [&](const char* name) { return terms.variable(name, Sort::integer); };
    // Of the parent: what it has executed, which never falls (claim totals) and has filled (claim no-overfill).
    const Term executed = number("parent_executed"), filled = number("parent_venue_filled");
    const Term later = number("parent_executed_later");
    // Of what protects it: what it wants, and the largest it ever did, as `set_total` keeps them.
    const Term largest = number("exit_largest_total"), lot = number("lot"), past_lot = number("past_lot");
    const Term exit_truth = number("exit_venue_filled_and_may_fill");

    const Term kept = largest <= executed;
    const Term wanted = later - past_lot;
    const Term largest_later = most(largest, most(wanted, terms.number(0)));

    Topic topic{"position",
                "what protects a position never turns it: what has filled and may fill of it at the venue is within "
                "what the order has filled there",
                {},
                {}};
    topic.proof.push_back(Asking("position-first", "before the first order", left_out)
                              .given("nothing is executed", executed == 0)
                              .given("the exit's total is nothing", largest == 0)
                              .broken("no more is wanted than was executed", kept));
    topic.proof.push_back(Asking("position-follow", "a fill of the order, and Ledgers::follow", left_out)
                              .given("no more was ever wanted than was executed", kept)
                              .given("what is executed never falls", later >= executed)
                              .given("to the lot below", past_lot >= 0 && past_lot < lot && past_lot <= later)
                              .broken("no more is wanted than is executed", largest_later <= later));
    topic.proof.push_back(Asking("position-never-opposite", "by the venue's own truth", left_out)
                              .given("no more was ever wanted than was executed", kept)
                              .given("no overfill of the exit", exit_truth <= largest)
                              .given("what is executed has filled", executed <= filled)
                              .broken("the position is of the order's side, or none", filled - exit_truth >= 0));
    topic.witnesses.push_back(Asking("position-reached", "a first fill, all of which may then be taken back", left_out)
                                  .given("nothing is executed", executed == 0 && largest == 0)
                                  .given("a fill", later > 0 && later <= filled)
                                  .given("to the lot below", past_lot >= 0 && past_lot < lot && past_lot <= later)
                                  .given("it is reached", exit_truth == largest_later && exit_truth == filled)
                                  .found());
    return {topic};
}

}  // namespace weir::order_proof
