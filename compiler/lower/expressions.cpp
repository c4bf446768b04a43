#include "compiler/lower/expressions.h"

#include <algorithm>
#include <utility>

#include "compiler/lower/scale.h"

namespace weir::lower {

using sema::Operation;
using sema::Unit;
using sema::Word;
using step::Input;

Expressions::Expressions(Builder& builder, const sema::Strategy& strategy, const Market& market,
                         Diagnostics& diagnostics)
    : b_(builder),
      strategy_(strategy),
      market_(market),
      diagnostics_(diagnostics),
      let_numbers_(strategy.lets.size()),
      let_truths_(strategy.lets.size()) {
    for (const sema::Phase& phase : strategy.phases)
        phases_.push_back(builder.lifetime(strategy.name + "/phase " + phase.name));
}

Builder::Lifetime Expressions::lifetime_of(sema::PhaseId phase) const {
    return phase == sema::kNoPhase ? Builder::kForever : phases_[phase];
}

Expressions::Frame Expressions::frame_of(const sema::Place& place) const {
    return {place.ledger, lifetime_of(place.phase)};
}

/// A name stands for what it names: its side is that of the child which uses it, its memory lasts as long as where it
/// is named.
Expressions::Frame Expressions::frame_of(const sema::Let& let) const {
    return {ledger_, lifetime_of(let.place.phase)};
}

Expressions::Frame Expressions::enter(Frame frame) {
    b_.during(frame.lifetime);
    return {std::exchange(ledger_, frame.ledger), std::exchange(lifetime_, frame.lifetime)};
}

NodeId Expressions::raw(Number number) {
    return b_.select(number.present, number.value, b_.constant(step::kAbsent));
}

// ---------------------------------------------------------------------------------------------------- numbers

Number Expressions::number(const sema::Expression& expression) {
    const Builder::From from(b_, expression.range);
    switch (expression.operation) {
        case Operation::literal:
            return literal(expression);
        case Operation::parameter:
            return b_.certain(b_.parameter(expression.index));
        case Operation::let: {
            auto& known = let_numbers_[expression.index][static_cast<size_t>(ledger_)];
            const sema::Let& let = strategy_.lets[expression.index];
            const At at(*this, frame_of(let));
            if (supposed_ && reads_executed(let.value)) return number(let.value);
            if (!known) known = number(let.value);
            return *known;
        }
        case Operation::word:
            return word(expression);
        case Operation::exchange:
            return exchange(expression);
        case Operation::exposure:
            return unhedged(expression.instrument);
        case Operation::multiply:
            return multiply(expression);
        case Operation::divide:
            return divide(expression);
        case Operation::gain:
            return gain(expression);
        case Operation::curve:
            return curve(expression);
        case Operation::at_start:
            return at_start(expression);
        case Operation::best_seen:
        case Operation::worst_seen:
            return seen(expression);
        case Operation::clock_time:
            return b_.certain(b_.input(Input::clock_time, static_cast<int>(expression.index)));
        case Operation::pressure:
            return pressure(static_cast<int>(expression.index));
        case Operation::better_price:
        case Operation::worse_price:
            return relative_price(expression);
        case Operation::otherwise: {
            const Number x = number(expression.operands[0]), y = number(expression.operands[1]);
            return {b_.select(x.present, x.value, y.value), b_.either(x.present, y.present)};
        }
        case Operation::average:
        case Operation::average_trade_size:
        case Operation::ema:
        case Operation::highest:
        case Operation::lowest:
        case Operation::vwap:
        case Operation::ago:
        case Operation::normal_spread:
        case Operation::normal_volume:
        case Operation::normal_volatility:
            return memory(expression);
        default:
            return arithmetic(expression);
    }
}

Number Expressions::arithmetic(const sema::Expression& expression) {
    const Number x = number(expression.operands[0]);
    switch (expression.operation) {
        case Operation::negate:
            return {b_.minus(x.value), x.present};
        case Operation::absolute:
            return {b_.max(x.value, b_.minus(x.value)), x.present};
        case Operation::to_ratio:
            return {b_.mul(x.value, b_.constant(step::kRatioOne)), x.present};
        default:
            break;
    }
    const Number y = number(expression.operands[1]);
    const NodeId present = all_present(x, y);
    switch (expression.operation) {
        case Operation::add:
            return {b_.add(x.value, y.value), present};
        case Operation::subtract:
            return {b_.sub(x.value, y.value), present};
        case Operation::minimum:
            return {b_.min(x.value, y.value), present};
        default:
            return {b_.max(x.value, y.value), present};
    }
}

/// An expression may be worked out several times, and of a parameter all bounds stand at one place.
void Expressions::report_once(Diagnostic diagnostic) {
    const auto said = [&](const Diagnostic& other) {
        return other.code == diagnostic.code && other.range == diagnostic.range;
    };
    if (std::ranges::none_of(diagnostics_, said)) diagnostics_.report(std::move(diagnostic));
}

Diagnostic Expressions::of_another(Diagnostic otherwise, SourceRange range, const std::string& said,
                                   const std::string& traded) {
    if (policy_.empty()) return otherwise;
    return message::policy_of_another(range, policy_, said, traded);
}

bool Expressions::symbol_fits(const sema::Literal& literal, SourceRange range, const Market& market) {
    const std::string& symbol = literal.symbol;
    if (literal.measure == sema::Measure::currency) {
        if (same_currency(market_, symbol, market.currency)) return true;
        report_once(of_another(message::other_currency(range, symbol, market.currency), range, symbol, market.currency)
                        .help("write it in " + market.currency +
                              ", or in `quote`, the currency of whichever instrument is traded; "
                              "or say that they are worth the same: `--same-currency " +
                              symbol + "`"));
        return false;
    }
    const bool any_base = market.base.empty();  // of a leg whose market is not known
    if (literal.measure == sema::Measure::base && symbol != market.base && !any_base) {
        report_once(
            of_another(message::other_base(range, symbol, market.base), range, symbol, market.base)
                .help("write it in " + market.base + ", or in `base`, the unit of whichever instrument is traded"));
        return false;
    }
    return true;
}

const plan::Scales& Expressions::scales(const sema::Expression& expression) const {
    if (expression.instrument != sema::kNoInstrument) return market_of(market_, expression.instrument).scales;
    for (const sema::Expression& operand : expression.operands)
        if (operand.instrument != sema::kNoInstrument) return market_of(market_, operand.instrument).scales;
    return market_.scales;
}

int64_t Expressions::constant_value(const sema::Literal& literal, Unit unit, SourceRange range, sema::InstrumentId of) {
    const Market& market = market_of(market_, of);
    if (!symbol_fits(literal, range, market)) return 0;
    using sema::Measure;
    int64_t units = units_in(unit, market.scales);
    if (literal.measure == Measure::nanoseconds || literal.measure == Measure::lots) units = 1;
    if (literal.measure == Measure::ticks) units = 2;
    const Scaled value = scaled(literal.value, units);
    if (!value.error) return value.value;
    const std::string_view name = sema::name_of(unit);
    if (*value.error == ScaleError::too_fine)
        report_once(message::finer_than_scale(range, name));
    else
        report_once(message::too_large(range, name));
    return 0;
}

Number Expressions::literal(const sema::Expression& expression) {
    const sema::Measure measure = expression.literal.measure;
    const sema::InstrumentId of =
        expression.instrument == sema::kNoInstrument ? sema::kOrderInstrument : expression.instrument;
    const NodeId constant = b_.constant(constant_value(expression.literal, expression.unit, expression.range, of));
    if (measure == sema::Measure::ticks) return b_.certain(b_.mul(constant, b_.rule(Input::tick, of)));
    if (measure == sema::Measure::lots) return b_.certain(b_.mul(constant, b_.rule(Input::lot, of)));
    return b_.certain(constant);
}

/// A factor that is a whole number multiplies as such; others are scaled in one division, rounded down.
Number Expressions::multiply(const sema::Expression& expression) {
    const sema::Expression &left = expression.operands[0], &right = expression.operands[1];
    const Number x = number(left), y = number(right);
    const NodeId present = all_present(x, y);
    const auto whole = [](const sema::Expression& factor) -> std::optional<int64_t> {
        if (factor.operation != Operation::literal || factor.unit != Unit::ratio) return std::nullopt;
        const Scaled value = scaled(factor.literal.value, 1);
        return value.error ? std::nullopt : std::optional(value.value);
    };
    if (const auto k = whole(left)) return {b_.mul(y.value, b_.constant(*k)), present};
    if (const auto k = whole(right)) return {b_.mul(x.value, b_.constant(*k)), present};
    const Factor factor = product_factor(left.unit, right.unit, expression.unit, scales(expression));
    const NodeId scaled_x = factor.times == 1 ? x.value : b_.mul(x.value, b_.constant(factor.times));
    if (factor.over == 1) return {b_.mul(scaled_x, y.value), present};
    return {b_.muldiv_floor(scaled_x, y.value, b_.constant(factor.over)), present};
}

/// Rounded down; absent when the divisor is zero.
Number Expressions::divide(const sema::Expression& expression) {
    const sema::Expression &left = expression.operands[0], &right = expression.operands[1];
    const Number x = number(left), y = number(right);
    const Factor factor = quotient_factor(left.unit, right.unit, expression.unit, scales(expression));
    const NodeId forward = b_.positive(y.value);
    const NodeId numerator = b_.select(forward, x.value, b_.minus(x.value));
    NodeId divisor = b_.max(b_.select(forward, y.value, b_.minus(y.value)), b_.constant(1));
    if (factor.over != 1) divisor = b_.mul(divisor, b_.constant(factor.over));
    const NodeId present = b_.both(all_present(x, y), b_.is_true(y.value));
    return {b_.muldiv_floor(numerator, b_.constant(factor.times), divisor), present};
}

Number Expressions::touch(Input price, sema::InstrumentId of) {
    const Number quote = b_.optional(of == sema::kOrderInstrument ? b_.input(price) : of_market(price, of));
    return {b_.mul(quote.value, b_.constant(2)), quote.present};
}

Number Expressions::mid(sema::InstrumentId of) {
    const Number bid = b_.optional(of_market(Input::bid_price, of)), ask = b_.optional(of_market(Input::ask_price, of));
    return {b_.add(bid.value, ask.value), all_present(bid, ask)};
}

Number Expressions::near_touch() {
    const Number bid = touch(Input::bid_price), ask = touch(Input::ask_price);
    return {b_.select(is_buy(), bid.value, ask.value), b_.select_bool(is_buy(), bid.present, ask.present)};
}

Number Expressions::far_touch() {
    const Number bid = touch(Input::bid_price), ask = touch(Input::ask_price);
    return {b_.select(is_buy(), ask.value, bid.value), b_.select_bool(is_buy(), ask.present, bid.present)};
}

NodeId Expressions::leaves() {
    return b_.not_below_zero(
        b_.sub(b_.input(Input::order_quantity, ledger_), b_.input(Input::order_executed, ledger_)));
}

/// A price that a venue publishes. No recorded market has one yet: a run that reads it is refused.
Number Expressions::mark(SourceRange range) {
    if (market_.deployed && !market_.marks && !std::exchange(said_no_mark_, true))
        diagnostics_.report(
            message::no_mark_prices(range).help("`last`, `mid` and the touches are there: name one of them instead"));
    return touch(Input::mark_price);
}

Number Expressions::word(const sema::Expression& expression) {
    if (expression.instrument != sema::kNoInstrument && expression.instrument != sema::kOrderInstrument)
        return word_of_leg(expression);
    NodeId executed = b_.input(Input::order_executed);
    if (supposed_) executed = b_.add(executed, supposed_->quantity);
    switch (expression.word) {
        case Word::bid:
            return touch(Input::bid_price);
        case Word::ask:
            return touch(Input::ask_price);
        case Word::mid:
            return mid();
        case Word::spread: {
            const Number bid = touch(Input::bid_price), ask = touch(Input::ask_price);
            return {b_.sub(ask.value, bid.value), all_present(bid, ask)};
        }
        case Word::last:
            return touch(Input::last_price);
        case Word::mark:
            return mark(expression.range);
        case Word::near_touch:
            return near_touch();
        case Word::far_touch:
            return far_touch();
        case Word::volume:
            return b_.certain(b_.input(Input::volume));
        case Word::now: {  // in whole seconds, so that it changes only at times that can be waited for
            const NodeId second = b_.constant(1'000'000'000);
            const NodeId now = b_.floor_to(b_.input(Input::now), second);
            b_.wake_at(b_.add(now, second));
            return b_.certain(now);
        }
        case Word::executed:
            return b_.certain(executed);
        case Word::executed_value: {
            const NodeId value = b_.input(Input::order_executed_value);
            return b_.certain(supposed_ ? b_.add(value, supposed_->value) : value);
        }
        case Word::leaves:
            if (supposed_) return b_.certain(b_.not_below_zero(b_.sub(b_.input(Input::order_quantity), executed)));
            return b_.certain(leaves());
        case Word::working:
            return b_.certain(b_.input(Input::order_working));
        case Word::behind:
            return b_.certain(b_.not_below_zero(b_.sub(target(), executed)));
        case Word::ahead:
            return b_.certain(b_.not_below_zero(b_.sub(executed, target())));
        case Word::arrival:
            return b_.optional_input(Input::order_arrival);
        case Word::order_decision:
            return b_.optional_input(Input::order_decision);
        case Word::order_limit:
            return touch(Input::order_limit);
        case Word::order_quantity:
            return b_.certain(b_.input(Input::order_quantity));
        case Word::order_start:
            return b_.certain(b_.input(Input::order_start));
        case Word::order_end:
            return b_.certain(b_.input(Input::order_end));
        case Word::order_side:
            return b_.certain(side());
        case Word::buy:
            return b_.certain(b_.constant(1));
        case Word::sell:
            return b_.certain(b_.constant(-1));
        case Word::trade_size:
            break;  // only `average` reads it
    }
    return b_.certain(b_.constant(0));
}

// ---------------------------------------------------------------------------------------------------- sides

Number Expressions::distance(const sema::Expression& amount, Number base, bool up) {
    const Number size = number(amount);
    const NodeId present = all_present(size, base);
    if (amount.unit == Unit::price) return {size.value, present};
    const NodeId one = b_.constant(step::kRatioOne);
    return {up ? b_.muldiv_ceil(base.value, size.value, one) : b_.muldiv_floor(base.value, size.value, one), present};
}

/// Rounded to the less aggressive price.
Number Expressions::relative_price(const sema::Expression& expression) {
    const bool better = expression.operation == Operation::better_price;
    const Number base = number(expression.operands[1]);
    const Number away = distance(expression.operands[0], base, better);
    const NodeId along = along_side(base.value);
    return {along_side(better ? b_.sub(along, away.value) : b_.add(along, away.value)), away.present};
}

/// How much less is paid, or more is received, at a than at b, as a share of b.
Number Expressions::gain(const sema::Expression& expression) {
    const Number a = number(expression.operands[0]), b = number(expression.operands[1]);
    const NodeId present = b_.both(all_present(a, b), b_.positive(b.value));
    const NodeId better_by = along_side(b_.sub(b.value, a.value));
    return {b_.muldiv_floor(better_by, b_.constant(step::kRatioOne), b_.max(b.value, b_.constant(1))), present};
}

/// A price in a comparison of which is better. No limit is the worst of all limits: unlimited is a choice, and known.
Number Expressions::related_price(const sema::Expression& expression) {
    const Number price = number(expression);
    if (expression.operation != Operation::word || expression.word != Word::order_limit) return price;
    constexpr int64_t kUnlimited = int64_t{1} << 60;
    return b_.certain(b_.select(price.present, price.value, along_side(b_.constant(kUnlimited))));
}

Truth Expressions::relation(const sema::Expression& expression) {
    const Number a = related_price(expression.operands[0]), b = related_price(expression.operands[1]);
    const bool better = expression.operation == Operation::better;
    const NodeId x = along_side(a.value), y = along_side(b.value);
    const NodeId ahead_by = better ? b_.sub(y, x) : b_.sub(x, y);
    if (expression.operands.size() == 2) return known(all_present(a, b), b_.positive(ahead_by));
    const Number by = distance(expression.operands[2], b, true);
    return known(b_.both(a.present, by.present), b_.le(by.value, ahead_by));
}

// ---------------------------------------------------------------------------------------------------- conditions

Truth Expressions::truth(const sema::Expression& expression) {
    const Builder::From from(b_, expression.range);
    switch (expression.operation) {
        case Operation::let: {
            auto& known = let_truths_[expression.index][static_cast<size_t>(ledger_)];
            const sema::Let& let = strategy_.lets[expression.index];
            const At at(*this, frame_of(let));
            if (!known) known = truth(let.value);
            return *known;
        }
        case Operation::logical_not: {
            const Truth x = truth(expression.operands[0]);
            return {x.no, x.yes};
        }
        case Operation::logical_and: {
            const Truth x = truth(expression.operands[0]), y = truth(expression.operands[1]);
            return {b_.both(x.yes, y.yes), b_.either(x.no, y.no)};
        }
        case Operation::logical_or: {
            const Truth x = truth(expression.operands[0]), y = truth(expression.operands[1]);
            return {b_.either(x.yes, y.yes), b_.both(x.no, y.no)};
        }
        case Operation::better:
        case Operation::worse:
            return relation(expression);
        case Operation::sustained:
            return sustained(expression);
        case Operation::became:
            return became(expression);
        case Operation::otherwise:
            return with_default(expression);
        case Operation::settled:
            return settled(expression);
        default:
            return comparison(expression);
    }
}

Truth Expressions::comparison(const sema::Expression& expression) {
    const Number x = number(expression.operands[0]), y = number(expression.operands[1]);
    const NodeId present = all_present(x, y);
    switch (expression.operation) {
        case Operation::less:
            return known(present, b_.lt(x.value, y.value));
        case Operation::less_equal:
            return known(present, b_.le(x.value, y.value));
        default:
            return known(present, b_.eq(x.value, y.value));
    }
}

Truth Expressions::with_default(const sema::Expression& expression) {
    const Truth x = truth(expression.operands[0]), y = truth(expression.operands[1]);
    const NodeId absent = b_.negate(b_.either(x.yes, x.no));
    return {b_.either(x.yes, b_.both(absent, y.yes)), b_.either(x.no, b_.both(absent, y.no))};
}

/// It looks at what came out of earlier steps: one nanosecond after the work has come to rest it is settled.
Truth Expressions::settled(const sema::Expression& expression) {
    const auto of = std::ranges::find(strategy_.works, expression.index, &sema::Work::id);
    auto known = settling_.find(of->id);
    if (known == settling_.end()) {
        const At at(*this, of->place);
        const std::string path = strategy_.name + "/work " + of->name + "/settled ";
        known =
            settling_.emplace(of->id, Settling{b_.scalar(path + "had"), b_.scalar(path + "since", step::kNever)}).first;
    }
    const NodeId rests = b_.lt(b_.read(known->second.since), b_.input(Input::now));
    return {rests, b_.negate(rests)};
}

/// Absent while the condition is; the wait begins anew at every moment that is not certainly true.
Truth Expressions::sustained(const sema::Expression& expression) {
    const Truth now = truth(expression.operands[0]);
    const NodeId held = b_.to_int(now.yes);
    const CellId cell = b_.window(plan::CellKind::debounce, held, 0, expression.window_ns);
    const NodeId long_enough = b_.is_true(b_.read_with(cell, held));
    return {long_enough, b_.both(b_.negate(long_enough), b_.either(now.yes, now.no))};
}

}  // namespace weir::lower
