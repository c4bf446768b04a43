#include "cli/market_of.h"

namespace weir::cli {
namespace {

/// The first base and the first currency that literals name.
struct Symbols {
    std::string base, currency;

    void see(const sema::Literal& literal) {
        if (literal.measure == sema::Measure::currency && currency.empty()) currency = literal.symbol;
        if (literal.measure == sema::Measure::base && base.empty()) base = literal.symbol;
    }
    void see(const std::optional<sema::Literal>& literal) {
        if (literal) see(*literal);
    }
    void see(const sema::Expression& expression) {
        if (expression.operation == sema::Operation::literal) see(expression.literal);
        for (const sema::Expression& operand : expression.operands) see(operand);
    }
    void see(const std::optional<sema::Expression>& expression) {
        if (expression) see(*expression);
    }
    void see(const std::vector<sema::Expression>& expressions) {
        for (const sema::Expression& expression : expressions) see(expression);
    }
    void see(const sema::Work& work) {
        see(work.when);
        see(work.peg.amount);
        see(work.price);
        see(work.amount);
        see(work.child_most);
        see(work.child_least);
        see(work.show);
    }
    void see(const sema::Strategy& strategy) {
        for (const sema::Parameter& parameter : strategy.parameters) {
            see(parameter.value);
            see(parameter.low);
            see(parameter.high);
        }
        for (const sema::Let& let : strategy.lets) see(let.value);
        if (strategy.schedule) see(strategy.schedule->share);
        for (const sema::Participation& participation : strategy.participations) see(participation.ratio);
        for (const sema::Halt& halt : strategy.halts) see(halt.when), see(halt.until);
        for (const sema::Tilt& tilt : strategy.tilts) see(tilt.factor), see(tilt.when);
        for (const sema::Work& work : strategy.works) see(work);
        for (const sema::RiskLine& line : strategy.risk) see(line.limit), see(line.reference);
        for (const sema::AssumeLine& line : strategy.assume) see(line.subject), see(line.low), see(line.high);
    }
};

}  // namespace

lower::Market market_of(const Instrument& instrument, const std::vector<std::string>& same_currency) {
    return {.scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
            .base = instrument.base,
            .currency = instrument.currency,
            .same_currency = same_currency};
}

lower::Market nominal_market(const sema::Program& program) {
    Symbols symbols;
    for (const sema::Strategy& strategy : program.strategies) symbols.see(strategy);
    return {.scales = {2, 8, 4},
            .base = symbols.base.empty() ? "BASE" : symbols.base,
            .currency = symbols.currency.empty() ? "USD" : symbols.currency};
}

}  // namespace weir::cli
