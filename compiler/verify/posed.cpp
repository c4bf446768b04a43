#include "compiler/verify/posed.h"

#include <fmt/format.h>

#include <limits>

namespace weir::verify {
namespace {

/// That an operation faults, of a node that is declared with its operands.
std::string fault_of(const Translation& t, plan::NodeId id) {
    const plan::Node& node = t.plan().nodes[id];
    const std::string inside =
        fmt::format("(<= {} {} {})", literal(std::numeric_limits<int64_t>::min()), t.term(id), literal(step::kNever));
    switch (node.op) {
        case plan::Op::muldiv_floor:
        case plan::Op::muldiv_ceil:
            return fmt::format("(or (<= {} 0) (not {}))", t.term(node.operand[2]), inside);
        case plan::Op::read_at: {
            const int32_t buckets = t.facts().cell_of(id).buckets;
            return fmt::format("(not (<= 0 {} {}))", t.term(node.operand[0]), buckets);
        }
        case plan::Op::to_int_floor:
            return "true";
        default:
            return fmt::format("(not {})", inside);
    }
}

void say(Translation& t, plan::NodeId node, bool is) {
    t.assert_that(is ? t.term(node) : fmt::format("(not {})", t.term(node)));
}

std::vector<plan::NodeId> roots_of(const Question& question, Translation& t, int depth) {
    std::vector<plan::NodeId> roots;
    if (question.goal) roots.push_back(question.goal->node);
    if (question.fails != plan::kNoNode) {
        roots.push_back(question.fails);
        for (const plan::NodeId operand : t.plan().nodes[question.fails].operand)
            if (operand != plan::kNoNode && t.plan().nodes[question.fails].op != plan::Op::to_int_floor)
                roots.push_back(operand);
    }
    for (const plan::NodeId root : roots) t.speak_of(root, depth);
    for (const Literal& literal : question.when) {
        t.speak_of(literal.node, depth);
        roots.push_back(literal.node);
    }
    return roots;
}

}  // namespace

Posed::Posed(const Facts& facts, const Question& question, int depth)
    : t(facts), contract(t), roots(roots_of(question, t, depth)) {
    for (const Literal& literal : question.when) say(t, literal.node, literal.is);
    if (question.goal) say(t, question.goal->node, !question.goal->is);
    if (question.fails != plan::kNoNode) t.assert_that(fault_of(t, question.fails));
    contract.extend();
}

}  // namespace weir::verify
