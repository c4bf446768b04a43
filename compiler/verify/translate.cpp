#include "compiler/verify/translate.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/plan/op_table.h"

namespace weir::verify {

using plan::kNoNode;
using plan::Node;
using plan::NodeId;
using plan::Op;

namespace {

const char* sort_of(const Node& node) {
    return node.type == plan::Type::boolean ? "Bool" : kNumber;
}

}  // namespace

std::string literal(__int128 value) {
    const bool negative = value < 0;
    unsigned __int128 rest = negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
    std::string digits;
    do {
        digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
        rest /= 10;
    } while (rest > 0);
    std::ranges::reverse(digits);
    return negative ? "(- " + digits + ")" : digits;
}

std::string over_integers(const std::string& text) {
    static constexpr std::string_view kReal = " Real)\n", kInt = " Int)\n";
    std::string out;
    out.reserve(text.size());
    size_t from = 0;
    for (size_t at = text.find(kReal); at != std::string::npos; at = text.find(kReal, from)) {
        out.append(text, from, at - from).append(kInt);
        from = at + kReal.size();
    }
    return out.append(text, from);
}

std::vector<NodeId> parts_of(const Node& node) {
    switch (node.op) {
        case Op::input:
        case Op::read:
        case Op::read_at:
        case Op::cell_wake:
        case Op::hash:
        case Op::lookup:
        case Op::to_int_floor:
        case Op::lt_real:
        case Op::finite:
            return {};
        default:
            break;
    }
    std::vector<NodeId> parts;
    for (const NodeId operand : node.operand)
        if (operand != kNoNode) parts.push_back(operand);
    return parts;
}

bool Translation::is_constant(NodeId id) const {
    return plan().nodes[id].op == Op::constant || plan().nodes[id].op == Op::constant_bool;
}

std::string Translation::term(NodeId node) const {
    const Node& n = plan().nodes[node];
    if (n.op == Op::constant) return literal(n.immediate);
    if (n.op == Op::constant_bool) return n.immediate ? "true" : "false";
    return fmt::format("v{}", places_[node].index);
}

void Translation::declare(const std::string& name, const char* sort) {
    text_ += fmt::format("(declare-const {} {})\n", name, sort);
}

void Translation::assert_that(const std::string& condition) {
    text_ += fmt::format("(assert {})\n", condition);
}

bool Translation::add(const std::string& assertions) {
    bool any = false;
    for (size_t from = 0; from < assertions.size();) {
        const size_t end = assertions.find('\n', from) + 1;
        const auto [line, is_new] = added_.insert(assertions.substr(from, end - from));
        if (is_new) text_ += *line;
        any = any || is_new;
        from = end;
    }
    return any;
}

void Translation::speak_of(NodeId node, int depth) {
    if (is_constant(node)) return;
    introduce(node);
    if (depth > 0) unfold(node, depth);
}

void Translation::introduce(NodeId id) {
    Place& place = places_[id];
    if (place.index >= 0) return;
    place.index = static_cast<int>(declared_.size());
    declared_.push_back(id);
    const Node& node = plan().nodes[id];
    declare(term(id), sort_of(node));
    const bool is_free = parts_of(node).empty();
    if (is_free) {
        free_.push_back(id);
        place.unfolded = true;
    }
    if (is_free || !facts_.may_fail[id]) within_range(id);
}

/// A value that never faults is within what the analysis knows; so is one that nothing defines.
void Translation::within_range(NodeId id) {
    if (plan().nodes[id].type != plan::Type::integer) return;
    const plan::Range& range = facts_.ranges[id];
    const std::string inside =
        fmt::format("(<= {} {} {})", literal(range.present.low), term(id), literal(range.present.high));
    assert_that(range.absent ? fmt::format("(or (= {} {}) {})", term(id), literal(step::kAbsent), inside) : inside);
}

void Translation::unfold(NodeId node, int depth) {
    if (is_constant(node) || places_[node].unfolded) return;
    const std::vector<NodeId> parts = parts_of(plan().nodes[node]);
    const bool chooses = plan::is_select(plan().nodes[node].op);
    for (size_t i = 0; i < parts.size(); ++i)
        speak_of(parts[i], chooses && i == 0 ? std::min(depth - 1, 1) : depth - 1);
    if (plan().nodes[node].op == Op::mul || plan().nodes[node].op == Op::muldiv_floor ||
        plan().nodes[node].op == Op::muldiv_ceil)
        for (const NodeId part : parts)
            if (scaled(part).second != part)
                unfold(part, 1);  // the product is that of what is left without the constant
    places_[node].unfolded = true;
    places_[node].from = text_.size();
    define(node);
    places_[node].to = text_.size();
}

void Translation::define(NodeId id) {
    const Node& node = plan().nodes[id];
    if (node.op == Op::muldiv_floor || node.op == Op::muldiv_ceil) return quotient(node, id);
    if (node.op == Op::eq || node.op == Op::lt || node.op == Op::le) return compared(node, id);
    if (const std::string is = definition(node); !is.empty()) assert_that(fmt::format("(= {} {})", term(id), is));
    // Said besides, so that no case has to be looked at for it.
    const auto bound = [&](const char* than) {
        for (const NodeId part : {node.operand[0], node.operand[1]})
            assert_that(fmt::format("({} {} {})", than, term(id), term(part)));
    };
    if (node.op == Op::min) bound("<=");
    if (node.op == Op::max) bound(">=");
}

/// The term that a node is; empty for what the memory gives when asked with a value: that can be anything in its range.
std::string Translation::definition(const Node& node) {
    const auto at = [&](size_t i) { return term(node.operand[i]); };
    const auto binary = [&](const char* op) { return fmt::format("({} {} {})", op, at(0), at(1)); };
    switch (node.op) {
        case Op::add:
            return binary("+");
        case Op::sub:
            return binary("-");
        case Op::mul:
            return times(node.operand[0], node.operand[1]);
        case Op::min:
            return fmt::format("(ite (<= {0} {1}) {0} {1})", at(0), at(1));
        case Op::max:
            return fmt::format("(ite (<= {0} {1}) {1} {0})", at(0), at(1));
        case Op::both:
            return binary("and");
        case Op::either:
            return binary("or");
        case Op::negate:
            return fmt::format("(not {})", at(0));
        case Op::select:
        case Op::select_bool:
            return fmt::format("(ite {} {} {})", at(0), at(1), at(2));
        case Op::to_int:
            return fmt::format("(ite {} 1 0)", at(0));
        default:
            return "";
    }
}

/// Of integers, one that is not the smaller is at least one larger.
void Translation::compared(const Node& node, NodeId id) {
    const std::string is = term(id), a = term(node.operand[0]), b = term(node.operand[1]);
    const auto below = [](const std::string& x, const std::string& y) { return fmt::format("(<= (+ {} 1) {})", x, y); };
    const auto at_most = [](const std::string& x, const std::string& y) { return fmt::format("(<= {} {})", x, y); };
    if (node.op == Op::eq) {
        assert_that(fmt::format("(= {} (= {} {}))", is, a, b));
        return assert_that(fmt::format("(or {} {} {})", is, below(a, b), below(b, a)));
    }
    const bool strict = node.op == Op::lt;
    assert_that(fmt::format("(= {} {})", is, strict ? below(a, b) : at_most(a, b)));
    assert_that(fmt::format("(or {} {})", is, strict ? at_most(b, a) : below(b, a)));
}

/// A node whose number an answer tells.
std::string Translation::told(NodeId node) {
    if (!is_constant(node)) return term(node);
    const int64_t value = plan().nodes[node].immediate;
    const std::string name =
        fmt::format("{}{}", value < 0 ? "minus" : "c", value < 0 ? -__int128{value} : __int128{value});
    if (told_.insert(value).second) {
        declare(name, kNumber);
        assert_that(fmt::format("(= {} {})", name, term(node)));
    }
    return name;
}

std::string Translation::product(NodeId a, NodeId b) {
    const auto factor = [&](NodeId id) { return Product::Factor{told(id), facts_.ranges[id].all()}; };
    Product made{"", factor(std::min(a, b)), factor(std::max(a, b))};
    for (const Product& known : products_)
        if (known.x.name == made.x.name && known.y.name == made.y.name) return known.name;
    made.name = fmt::format("p{}", products_.size());
    declare(made.name, kNumber);
    products_.push_back(made);
    return made.name;
}

std::string Translation::is_multiple(const std::string& term, const std::string& unit) {
    constexpr plan::Interval kAny{};
    const std::string index = std::to_string(products_.size());
    const Product made{"p" + index, {unit, {0, kAny.high}}, {"g" + index, kAny}};
    declare(made.y.name, kNumber);
    declare(made.name, kNumber);
    products_.push_back(made);
    return fmt::format("(= {} {})", term, made.name);
}

bool Translation::is_sign(NodeId id) const {
    const plan::Range& range = facts_.ranges[id];
    return !facts_.may_fail[id] && !range.absent && range.present.low >= -1 && range.present.high <= 1;
}

/// k and x, when a node is k × x for a constant k: products are those of what is left without it.
std::pair<__int128, NodeId> Translation::scaled(NodeId id) const {
    const Node& node = plan().nodes[id];
    if (node.op != Op::mul) return {1, id};
    for (const size_t i : {0, 1})
        if (is_constant(node.operand[i])) return {plan().nodes[node.operand[i]].immediate, node.operand[1 - i]};
    return {1, id};
}

std::string Translation::times(NodeId a, NodeId b) {
    if (is_constant(a) || is_constant(b)) return fmt::format("(* {} {})", term(a), term(b));
    const auto [k, x] = scaled(a);
    const auto [m, y] = scaled(b);
    const auto signed_by = [&](NodeId sign, NodeId value) {
        return fmt::format("(ite (= {0} 0) 0 (ite (> {0} 0) {1} (- {1})))", term(sign), term(value));
    };
    const std::string of = is_sign(x) ? signed_by(x, y) : is_sign(y) ? signed_by(y, x) : product(x, y);
    return k * m == 1 ? of : fmt::format("(* {} {})", literal(k * m), of);
}

/// The quotient q of a × b ÷ c is the one integer with q × c within c of the product, on the side of the rounding.
void Translation::quotient(const Node& node, NodeId id) {
    const std::string c = term(node.operand[2]);
    const std::string whole = times(node.operand[0], node.operand[1]);
    const std::string back = times(id, node.operand[2]);
    const bool floor = node.op == Op::muldiv_floor;
    const std::string rounded = floor ? fmt::format("(and (<= {0} {1}) (<= (+ {1} 1) (+ {0} {2})))", back, whole, c)
                                      : fmt::format("(and (>= {0} {1}) (>= {1} (+ (- {0} {2}) 1)))", back, whole, c);
    assert_that(fmt::format("(=> (> {} 0) {})", c, rounded));
}

}  // namespace weir::verify
