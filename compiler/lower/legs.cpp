// Values of the legs that hedge, and what they have still to hedge.
#include <algorithm>

#include "compiler/lower/expressions.h"
#include "compiler/lower/scale.h"

namespace weir::lower {

using sema::InstrumentId;
using sema::Operation;
using sema::Word;
using step::Input;

bool same_currency(const Market& market, std::string_view a, std::string_view b) {
    const auto same = [&](std::string_view currency) {
        return currency == market.currency ||
               std::ranges::find(market.same_currency, currency) != market.same_currency.end();
    };
    return a == b || (same(a) && same(b));
}

const Market& market_of(const Market& market, InstrumentId instrument) {
    return instrument == sema::kOrderInstrument || instrument > market.hedges.size()
               ? market
               : market.hedges[instrument - size_t{1}];
}

Market with_nominal_hedges(const sema::Strategy& strategy, Market market) {
    while (market.hedges.size() + 1 < strategy.legs.size()) {
        Market& hedge = market.hedges.emplace_back();
        hedge.scales = market.scales;
        hedge.currency = market.currency;
    }
    return market;
}

namespace {

/// By a stated rate, either way round; one for one where the currency is the same.
std::optional<Factor> factor_between(const Market& all, const Market& from, const Market& to) {
    if (same_currency(all, from.currency, to.currency)) return exchange_factor({1, 0}, from.scales, to.scales);
    for (const Rate& rate : all.rates) {
        if (rate.of == from.currency && rate.in == to.currency)
            return exchange_factor(rate.worth, from.scales, to.scales);
        if (rate.in != from.currency || rate.of != to.currency) continue;
        const auto back = exchange_factor(rate.worth, to.scales, from.scales);
        return back ? std::optional(Factor{back->over, back->times}) : back;
    }
    return std::nullopt;
}

}  // namespace

/// Rounded down.
Number Expressions::exchange(const sema::Expression& expression) {
    const sema::Expression& money = expression.operands[0];
    const Number amount = number(money);
    const Market &from = market_of(market_, money.instrument), &to = market_of(market_, expression.instrument);
    const auto factor = factor_between(market_, from, to);
    if (!factor) {
        const sema::Leg &of = strategy_.legs[money.instrument], &in = strategy_.legs[expression.instrument];
        report_once(message::no_rate(expression.range, from.currency, to.currency)
                        .label(of.name_range, "`" + of.name + "` is priced in " + from.currency)
                        .label(in.name_range, "`" + in.name + "` is priced in " + to.currency)
                        .help("state a rate, for example `--rate \"1 " + from.currency + " = 1.08 " + to.currency +
                              "\"`, or that they are worth the same: `--same-currency " + to.currency + "`"));
        return amount;
    }
    if (factor->times == 1 && factor->over == 1) return amount;
    return {b_.muldiv_floor(amount.value, b_.constant(factor->times), b_.constant(factor->over)), amount.present};
}

Number Expressions::word_of_leg(const sema::Expression& expression) {
    const InstrumentId of = expression.instrument;
    switch (expression.word) {
        case Word::bid:
            return touch(Input::bid_price, of);
        case Word::ask:
            return touch(Input::ask_price, of);
        case Word::mid:
            return mid(of);
        case Word::spread: {
            const Number bid = touch(Input::bid_price, of), ask = touch(Input::ask_price, of);
            return {b_.sub(ask.value, bid.value), all_present(bid, ask)};
        }
        case Word::last:
            return touch(Input::last_price, of);
        case Word::volume:
            return b_.certain(of_market(Input::volume, of));
        case Word::executed:
            return b_.certain(b_.input(Input::order_executed, of));
        case Word::executed_value:
            return b_.certain(b_.input(Input::order_executed_value, of));
        case Word::working:
            return b_.certain(b_.input(Input::order_working, of));
        default:  // arrival: sema lets no other through
            return b_.optional(b_.input(Input::order_arrival, of));
    }
}

bool Expressions::reads_executed(const sema::Expression& expression) const {
    if (expression.operation == Operation::let) return reads_executed(strategy_.lets[expression.index].value);
    if (expression.operation == Operation::word)
        return expression.word == Word::executed || expression.word == Word::executed_value ||
               expression.word == Word::leaves;
    return std::ranges::any_of(expression.operands, [&](const sema::Expression& one) { return reads_executed(one); });
}

Number Expressions::unhedged(InstrumentId leg) {
    const sema::Leg& source = strategy_.legs[leg];
    const Builder::From from(b_, source.range);
    const Number wanted = number(source.amount);
    const NodeId done = b_.input(source.by_value ? Input::order_executed_value : Input::order_executed, leg);
    return {b_.sub(wanted.value, done), wanted.present};
}

Number Expressions::unhedged_if(InstrumentId leg, NodeId more, NodeId price) {
    const auto outer = std::exchange(supposed_, Supposed{more, value_at(more, price, Rounding::up)});
    const Number result = unhedged(leg);
    supposed_ = outer;
    return result;
}

Number Expressions::limit_of_leg(const sema::Expression& limit, InstrumentId leg) {
    sema::Expression own = limit;
    sema::belong(own, leg);
    if (own.instrument == leg || own.instrument == sema::kNoInstrument) return number(own);
    sema::Expression exchanged;
    exchanged.operation = Operation::exchange;
    exchanged.unit = own.unit;
    exchanged.instrument = leg;
    exchanged.range = own.range;
    exchanged.operands.push_back(std::move(own));
    return exchange(exchanged);
}

}  // namespace weir::lower
