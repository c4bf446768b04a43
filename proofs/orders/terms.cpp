#include "proofs/orders/terms.h"

#include "runtime/core/assert.h"

namespace weir::order_proof {
namespace {

using Kind = Terms::Kind;

bool is(Term term, Kind kind, int64_t value) {
    const Terms::Node& node = term.in->at(term);
    return node.kind == kind && node.value == value;
}
bool is_true(Term term) {
    return term.in->at(term).sort == Sort::boolean && is(term, Kind::constant, 1);
}
bool is_false(Term term) {
    return term.in->at(term).sort == Sort::boolean && is(term, Kind::constant, 0);
}
bool is_constant(Term term) {
    return term.in->at(term).kind == Kind::constant;
}
int64_t value_of(Term constant) {
    return constant.in->at(constant).value;
}

}  // namespace

Term Terms::variable(std::string_view name, Sort sort) {
    size_t number = 0;
    while (number < names_.size() && names_[number] != name) ++number;
    if (number == names_.size()) names_.emplace_back(name);
    return add({Kind::variable, sort, static_cast<int64_t>(number), -1, -1, -1});
}

Term Terms::make(Kind kind, Sort sort, Term first, Term second, Term third) {
    return add({kind, sort, 0, first.at, second.at, third.at});
}

Term Terms::add(const Node& node) {
    const auto [place, fresh] = known_.try_emplace(
        {node.kind, node.sort, node.value, node.first, node.second, node.third}, static_cast<int32_t>(nodes_.size()));
    if (fresh) nodes_.push_back(node);
    return {this, place->second};
}

Term operator+(Term a, Term b) {
    if (is_constant(a) && is_constant(b)) return a.in->number(value_of(a) + value_of(b));
    if (is(a, Kind::constant, 0)) return b;
    if (is(b, Kind::constant, 0)) return a;
    return a.in->make(Kind::add, Sort::integer, a, b);
}
Term operator-(Term a, Term b) {
    if (is_constant(a) && is_constant(b)) return a.in->number(value_of(a) - value_of(b));
    if (is(b, Kind::constant, 0)) return a;
    return a.in->make(Kind::subtract, Sort::integer, a, b);
}
Term operator!(Term a) {
    if (is_constant(a)) return a.in->truth(is_false(a));
    return a.in->make(Kind::negate, Sort::boolean, a);
}
Term operator&&(Term a, Term b) {
    if (is_true(a) || is_false(b)) return b;
    if (is_true(b) || is_false(a)) return a;
    return a.in->make(Kind::both, Sort::boolean, a, b);
}
Term operator||(Term a, Term b) {
    if (is_true(a) || is_false(b)) return a;
    if (is_true(b) || is_false(a)) return b;
    return a.in->make(Kind::either, Sort::boolean, a, b);
}
Term operator==(Term a, Term b) {
    if (a.at == b.at) return a.in->truth(true);
    if (is_constant(a) && is_constant(b)) return a.in->truth(false);  // equal ones are one
    return a.in->make(Kind::equal, Sort::boolean, a, b);
}
Term operator<(Term a, Term b) {
    if (a.at == b.at) return a.in->truth(false);
    if (is_constant(a) && is_constant(b)) return a.in->truth(value_of(a) < value_of(b));
    return a.in->make(Kind::less, Sort::boolean, a, b);
}
Term operator==(Term a, int64_t b) {
    return a == a.in->number(b);
}
Term operator<(Term a, int64_t b) {
    return a < a.in->number(b);
}
Term operator<=(Term a, Term b) {
    return !(b < a);
}
Term operator<=(Term a, int64_t b) {
    return a <= a.in->number(b);
}
Term operator>(Term a, Term b) {
    return b < a;
}
Term operator>(Term a, int64_t b) {
    return a > a.in->number(b);
}
Term operator>=(Term a, Term b) {
    return !(a < b);
}
Term operator>=(Term a, int64_t b) {
    return a >= a.in->number(b);
}
Term operator+(Term a, int64_t b) {
    return a + a.in->number(b);
}
Term operator-(Term a, int64_t b) {
    return a - a.in->number(b);
}
Term implies(Term a, Term b) {
    return !a || b;
}
Term choose(Term condition, Term yes, Term no) {
    if (yes.at == no.at || is_true(condition)) return yes;
    if (is_false(condition)) return no;
    return condition.in->make(Kind::choose, condition.in->at(yes).sort, condition, yes, no);
}
Term least(Term a, Term b) {
    return choose(a <= b, a, b);
}
Term most(Term a, Term b) {
    return choose(a >= b, a, b);
}
Term within(Term value, Term low, Term high) {
    return least(most(value, low), high);
}
Term any_of(Term value, std::initializer_list<int64_t> numbers) {
    Term result = value.in->truth(false);
    for (const int64_t number : numbers) result = result || value == number;
    return result;
}
Term count(Term condition) {
    return choose(condition, condition.in->number(1), condition.in->number(0));
}

Term Substitution::operator()(Term term) {
    if (const auto known = known_.find(term.at); known != known_.end()) return known->second;
    const Terms::Node node = term.in->at(term);  // by value: the arena grows
    Term result = term;
    const auto part = [&](int32_t at) { return at < 0 ? Term{} : (*this)({term.in, at}); };
    switch (node.kind) {
        case Kind::constant:
        case Kind::variable:
            break;
        case Kind::add:
            result = part(node.first) + part(node.second);
            break;
        case Kind::subtract:
            result = part(node.first) - part(node.second);
            break;
        case Kind::choose:
            result = choose(part(node.first), part(node.second), part(node.third));
            break;
        case Kind::negate:
            result = !part(node.first);
            break;
        case Kind::both:
            result = part(node.first) && part(node.second);
            break;
        case Kind::either:
            result = part(node.first) || part(node.second);
            break;
        case Kind::equal:
            result = part(node.first) == part(node.second);
            break;
        case Kind::less:
            result = part(node.first) < part(node.second);
            break;
    }
    known_.emplace(term.at, result);
    return result;
}

Evaluation::Evaluation(const Terms& terms, std::span<const Term> wanted) : terms_(terms), values_(terms.size(), 0) {
    std::vector<bool> needed(terms.size(), false);
    for (const Term& term : wanted) needed[static_cast<size_t>(term.at)] = true;
    // Parts stand before what is made of them.
    for (auto i = static_cast<int32_t>(terms.size()) - 1; i >= 0; --i) {
        const Terms::Node& node = terms.at(i);
        if (!needed[static_cast<size_t>(i)]) continue;
        for (const int32_t part : {node.first, node.second, node.third})
            if (part >= 0) needed[static_cast<size_t>(part)] = true;
    }
    for (int32_t i = 0; i < static_cast<int32_t>(terms.size()); ++i) {
        if (!needed[static_cast<size_t>(i)] || terms.at(i).kind == Kind::variable) continue;
        if (terms.at(i).kind == Kind::constant)
            values_[static_cast<size_t>(i)] = terms.at(i).value;
        else
            order_.push_back(i);
    }
}

void Evaluation::run() {
    const auto value = [this](int32_t at) { return values_[static_cast<size_t>(at)]; };
    for (const int32_t i : order_) {
        const Terms::Node& node = terms_.at(i);
        int64_t& result = values_[static_cast<size_t>(i)];
        switch (node.kind) {
            case Kind::constant:
            case Kind::variable:
                WEIR_ASSERT(false);
                break;
            case Kind::add:
                result = value(node.first) + value(node.second);
                break;
            case Kind::subtract:
                result = value(node.first) - value(node.second);
                break;
            case Kind::choose:
                result = value(node.first) != 0 ? value(node.second) : value(node.third);
                break;
            case Kind::negate:
                result = value(node.first) == 0;
                break;
            case Kind::both:
                result = (value(node.first) & value(node.second)) != 0;
                break;
            case Kind::either:
                result = (value(node.first) | value(node.second)) != 0;
                break;
            case Kind::equal:
                result = value(node.first) == value(node.second);
                break;
            case Kind::less:
                result = value(node.first) < value(node.second);
                break;
        }
    }
}

}  // namespace weir::order_proof
