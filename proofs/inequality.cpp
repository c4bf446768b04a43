#include "proofs/inequality.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "proofs/numbers.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::proofs {
namespace {

using plan::NodeId;
using plan::Op;

using Write = std::function<std::string(int64_t)>;

/// How the numbers of a property are written, and what its two sides are.
struct Wording {
    std::string left, right;
    Write write;
};

/// As written, without blanks for alignment.
bool speaks_of(const verify::Property& property, std::string_view subject) {
    std::string name;
    for (const char c : property.name)
        if (c != ' ' || (!name.empty() && name.back() != ' ')) name += c;
    if (name.starts_with("policy ")) name.erase(0, name.find(": ") + 2);
    return name.starts_with(subject);
}

/// The number that a distance is taken from: |a - b|.
std::optional<int64_t> reference_of(const plan::Plan& plan, const int64_t* values, NodeId distance) {
    const plan::Node& node = plan.nodes[distance];
    if (node.op != Op::max) return std::nullopt;
    for (const NodeId operand : {node.operand[0], node.operand[1]})
        if (const plan::Node& apart = plan.nodes[operand];
            apart.op == Op::sub && plan.nodes[apart.operand[0]].op != Op::constant)
            return values[apart.operand[1]];
    return std::nullopt;
}

std::string value_of_child(const plan::Plan& plan, const int64_t* values, size_t slot, int64_t value, int64_t limit,
                           const Instrument& instrument) {
    const int64_t quantity = values[plan.slots[slot].quantity], price = values[plan.slots[slot].price];
    std::string text =
        fmt::format("child value: {} x {}", quantity_text(quantity, instrument), price_text(price, instrument));
    const Wide own = rescale_floor(static_cast<Wide>(quantity) * price,
                                   instrument.price_decimals + instrument.quantity_decimals, instrument.money_decimals);
    if (own + 1 < value) text = fmt::format("child value: {} at the mid", quantity_text(quantity, instrument));
    return fmt::format("{} = {} > {}", text, money_text(value, instrument), money_text(limit, instrument));
}

std::string price_of_child(const plan::Plan& plan, const int64_t* values, const Failing& failing, int64_t distance,
                           int64_t most, const Instrument& instrument) {
    const auto reference = reference_of(plan, values, plan.nodes[failing.comparison].operand[0]);
    std::string text = "price";
    if (failing.slot) text += " " + price_text(values[plan.slots[*failing.slot].price], instrument);
    text += fmt::format(": {}", half_text(distance, instrument));
    if (reference) text += " from " + half_text(*reference, instrument);
    return fmt::format("{} > {}", text, half_text(most, instrument));
}

Wording wording_of(const verify::Property& property, const Instrument& instrument) {
    const Write quantity = [&](int64_t value) { return quantity_text(value, instrument); };
    const Write price = [&](int64_t value) { return price_text(value, instrument); };
    const Write time = [&](int64_t value) { return format_time(Time{value}, instrument.time_zone); };
    if (speaks_of(property, "child quantity")) return {"child quantity", "", quantity};
    if (speaks_of(property, "participation"))
        return {"executed in the window, and what may still fill", "its share of the volume and one smallest child",
                quantity};
    if (speaks_of(property, "children are at least")) return {"the venue's smallest", "the child", quantity};
    if (speaks_of(property, "children are on the lot")) return {"the child", "", quantity};
    if (speaks_of(property, "prices are on the tick") || speaks_of(property, "no child is beyond"))
        return {"", "", price};
    if (speaks_of(property, "prices are positive")) return {"", "the price", price};
    if (speaks_of(property, "nothing new outside")) return {"", "", time};
    if (property.kind == verify::Kind::rule) return {"", "", quantity};
    return {"", "", [](int64_t value) { return grouped(value, 0, 0); }};
}

std::string_view sign_of(Op op) {
    return op == Op::le ? ">" : op == Op::lt ? ">=" : "is not";
}

}  // namespace

Failing failing(const plan::Plan& plan, const int64_t* values, NodeId condition) {
    Failing out;
    const auto slot_of = [&](NodeId id) {
        for (size_t slot = 0; slot < plan.slots.size(); ++slot)
            if (plan.slots[slot].fresh == id) out.slot = slot;
    };
    bool want = true;  // what it should be, and is not
    for (NodeId id = condition;;) {
        const plan::Node& node = plan.nodes[id];
        const auto& [a, b, c] = node.operand;
        switch (node.op) {
            case Op::negate:
                id = a, want = !want;
                break;
            case Op::both:
                id = want == (values[a] != 0) ? b : a;
                if (!want) slot_of(a);
                break;
            case Op::either:  // `not x or y`: x is so, and y is not
                if (plan.nodes[a].op == Op::negate) slot_of(plan.nodes[a].operand[0]);
                if (plan.nodes[b].op == Op::negate) slot_of(plan.nodes[b].operand[0]);
                id = want && plan.nodes[a].op != Op::negate && plan.nodes[b].op == Op::negate ? a
                     : want || values[b] != 0                                                 ? b
                                                                                              : a;
                break;
            case Op::select_bool:
                slot_of(a);
                id = values[a] != 0 ? b : c;
                break;
            case Op::le:
            case Op::lt:
            case Op::eq:
                out.comparison = want ? id : plan::kNoNode;
                return out;
            default:
                return out;
        }
    }
}

std::string inequality(const plan::Plan& plan, const int64_t* values, const verify::Property& property,
                       const Failing& failing, const Instrument& instrument) {
    if (failing.comparison == plan::kNoNode) return "";
    const plan::Node& node = plan.nodes[failing.comparison];
    const int64_t left = values[node.operand[0]], right = values[node.operand[1]];
    if (speaks_of(property, "child value") && failing.slot)
        return value_of_child(plan, values, *failing.slot, left, right, instrument);
    if (speaks_of(property, "price ")) return price_of_child(plan, values, failing, left, right, instrument);
    const Wording words = wording_of(property, instrument);
    const auto side = [&](const std::string& name, int64_t value) {
        const std::string number = value == step::kAbsent ? "absent" : words.write(value);
        return name.empty() ? number : fmt::format("{}, {}", name, number);
    };
    return fmt::format("{} {} {}", side(words.left, left), sign_of(node.op), side(words.right, right));
}

std::string failure(const plan::Plan& plan, const int64_t* values, NodeId operation) {
    const plan::Node& node = plan.nodes[operation];
    const auto number = [&](size_t i) { return grouped(values[node.operand[i]], 0, 0); };
    switch (node.op) {
        case Op::add:
            return fmt::format("{} + {} is beyond 64 bits", number(0), number(1));
        case Op::sub:
            return fmt::format("{} - {} is beyond 64 bits", number(0), number(1));
        case Op::mul:
            return fmt::format("{} x {} is beyond 64 bits", number(0), number(1));
        case Op::muldiv_floor:
        case Op::muldiv_ceil:
            if (values[node.operand[2]] <= 0)
                return fmt::format("{} x {} is divided by {}", number(0), number(1), number(2));
            return fmt::format("{} x {} / {} is beyond 64 bits", number(0), number(1), number(2));
        case Op::read_at:
            return fmt::format("there is no sample {} of the window", number(0));
        case Op::to_int_floor:
            return "a statistic is not finite, or beyond 64 bits";
        default:
            return "an operation fails";
    }
}

}  // namespace weir::proofs
