#include "proofs/orders/orders_proof.h"

#include "proofs/orders/topics.h"

namespace weir::order_proof {
namespace {

std::vector<Script> printed(const std::vector<Question>& questions) {
    std::vector<Script> scripts;
    for (const Question& q : questions) scripts.push_back({q.name, q.says, script(q.says, q.assertions)});
    return scripts;
}

}  // namespace

std::vector<Claim> order_manager_claims(const orders::TransitionTable& table) {
    Machine machine(table);
    std::vector<Claim> claims;
    for (const std::vector<Topic>& topics :
         {ledger_topics(machine), pair_topics(machine), cross_topics(machine), position_topics(machine.terms),
          message_topics(machine.terms), life_topics(machine.terms)})
        for (const Topic& topic : topics)
            claims.push_back({topic.name, topic.says, printed(topic.proof), printed(topic.witnesses)});
    return claims;
}

std::vector<Claim> order_manager_claims() {
    return order_manager_claims(orders::kTransitions);
}

}  // namespace weir::order_proof
