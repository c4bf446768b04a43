#include "compiler/nominal_market.h"

#include <algorithm>

namespace weir::compiler {
namespace {

/// The first base and the currencies that literals name.
struct Symbols {
    std::string base;
    std::vector<std::string> currencies;
    std::vector<lower::Market> hedges;  // as far as literals name what is theirs

    void see(const sema::Literal& literal) {
        if (literal.measure == sema::Measure::currency &&
            std::ranges::find(currencies, literal.symbol) == currencies.end())
            currencies.push_back(literal.symbol);
        if (literal.measure == sema::Measure::base && base.empty()) base = literal.symbol;
    }
    /// A leg may have a base and a currency of its own.
    void see_of_hedge(const sema::Expression& expression) {
        const sema::Literal& literal = expression.literal;
        if (hedges.size() < expression.instrument) hedges.resize(expression.instrument);
        lower::Market& hedge = hedges[expression.instrument - size_t{1}];
        if (literal.measure == sema::Measure::base && hedge.base.empty()) hedge.base = literal.symbol;
        if (literal.measure != sema::Measure::currency) return;
        if (hedge.currency.empty()) hedge.currency = literal.symbol;
        if (std::ranges::find(currencies, literal.symbol) == currencies.end()) currencies.push_back(literal.symbol);
    }
    void see(const std::optional<sema::Literal>& literal) {
        if (literal) see(*literal);
    }
    void see(const sema::Expression& expression) {
        const bool of_hedge = expression.instrument != sema::kNoInstrument && expression.instrument > 0;
        if (expression.operation == sema::Operation::literal && of_hedge) see_of_hedge(expression);
        if (expression.operation == sema::Operation::literal && !of_hedge) see(expression.literal);
        for (const sema::Expression& operand : expression.operands) see(operand);
    }
    void see(const std::optional<sema::Expression>& expression) {
        if (expression) see(*expression);
    }
    void see(const std::vector<sema::Expression>& expressions) {
        for (const sema::Expression& expression : expressions) see(expression);
    }
    void see(const sema::Route& route) {
        for (const sema::RouteLine& line : route.lines) see(line.share), see(line.up_to), see(line.minimum);
        for (const sema::RouteBar& bar : route.bars) see(bar.when);
    }
    void see(const sema::Work& work) {
        see(work.when);
        see(work.peg.amount);
        see(work.price);
        see(work.amount);
        see(work.child_most);
        see(work.child_least);
        see(work.show);
        see(work.ahead);
        see(work.limit);
        see(work.minimum);
        if (work.route) see(*work.route);
        if (work.ladder) see(work.ladder->low), see(work.ladder->high), see(work.ladder->anchor);
    }
    void see(const sema::Strategy& strategy) {
        for (const sema::Parameter& parameter : strategy.parameters) {
            see(parameter.value);
            see(parameter.low);
            see(parameter.high);
        }
        for (const sema::Let& let : strategy.lets) see(let.value);
        for (const sema::Schedule& schedule : strategy.schedules) see(schedule.share), see(schedule.size);
        for (const sema::Phase& phase : strategy.phases)
            for (const sema::Transition& next : phase.next) see(next.when);
        for (const sema::Done& done : strategy.done) see(done.when);
        for (const sema::Participation& participation : strategy.participations) see(participation.ratio);
        for (const sema::Halt& halt : strategy.halts) see(halt.when), see(halt.until);
        for (const sema::Stay& stay : strategy.stays) see(stay.behind), see(stay.ahead);
        for (const sema::CatchUp& catch_up : strategy.catch_ups) see(catch_up.at_most);
        for (const sema::Cancel& cancel : strategy.cancels) see(cancel.when);
        for (const sema::Tilt& tilt : strategy.tilts) see(tilt.factor), see(tilt.when);
        for (const sema::Work& work : strategy.works) see(work);
        for (const sema::Route& route : strategy.routes) see(route);
        for (const sema::RiskLine& line : strategy.risk) see(line.limit), see(line.reference);
        for (const sema::AssumeLine& line : strategy.assume) see(line.subject), see(line.low), see(line.high);
        for (const sema::Leg& leg : strategy.legs) see(leg.amount), see(leg.within);
    }
};

Symbols symbols_of(const sema::Program& program) {
    Symbols symbols;
    for (const sema::Strategy& strategy : program.strategies) symbols.see(strategy);
    return symbols;
}

}  // namespace

std::vector<std::string> currencies_of(const sema::Program& program) {
    return symbols_of(program).currencies;
}

lower::Market nominal_market(const sema::Program& program, const std::vector<std::string>& same_currency) {
    const Symbols symbols = symbols_of(program);
    lower::Market market{.scales = {2, 8, 4},
                         .base = symbols.base.empty() ? "BASE" : symbols.base,
                         .currency = symbols.currencies.empty() ? "USD" : symbols.currencies[0],
                         .same_currency = same_currency};
    market.hedges = symbols.hedges;
    for (lower::Market& hedge : market.hedges) {
        hedge.scales = market.scales;
        if (hedge.currency.empty()) hedge.currency = market.currency;
    }
    return market;
}

}  // namespace weir::compiler
