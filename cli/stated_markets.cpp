#include "cli/stated_markets.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/market_of.h"
#include "compiler/nominal_market.h"
#include "runtime/market/tape.h"

namespace weir::cli {

std::string StatedMarkets::open(const std::string& text) {
    const size_t equals = std::filesystem::exists(text) ? std::string::npos : text.find('=');
    market::TapeError error;
    const auto tape = market::Tape::open(equals == std::string::npos ? text : text.substr(equals + 1), error);
    if (!tape) return error.message;
    const std::string name = equals == std::string::npos ? "" : text.substr(0, equals);
    const auto [known, is_new] = instruments_.try_emplace(name, tape->info().instrument);
    if (is_new) return "";
    return name.empty() ? "--tape: there are two; a script is checked for one market, or NAME=TAPE for each leg"
                        : fmt::format("--tape: the leg `{}` has two", name);
}

lower::Market StatedMarkets::market_for(const sema::Program& program) const {
    std::vector<std::string> legs;
    for (const sema::Strategy& strategy : program.strategies)
        if (legs.empty())
            for (const sema::Leg& leg : strategy.legs) legs.push_back(leg.name);
    const auto of = [&](const std::string& name) { return instruments_.find(name); };
    const auto lead = legs.empty() ? of("") : of(legs[0]);
    lower::Market market = lead == instruments_.end() ? compiler::nominal_market(program, same_currency_)
                                                      : market_of(lead->second, same_currency_);
    if (market.hedges.size() + 1 < legs.size()) market.hedges.resize(legs.size() - 1);
    for (size_t i = 1; i < legs.size(); ++i) {
        lower::Market& hedge = market.hedges[i - 1];
        const auto own = of(legs[i]);
        if (own != instruments_.end())
            hedge = market_of(own->second, {});
        else if (hedge.currency.empty())
            hedge.scales = market.scales, hedge.currency = market.currency;
    }
    return market;
}

plan::Bindings StatedMarkets::bindings() const {
    plan::Bindings bound;
    const auto only = instruments_.find("");
    if (only == instruments_.end()) return bound;
    bound.tick = only->second.tick.value;
    bound.lot = only->second.lot.value;
    bound.minimum_quantity = only->second.minimum_quantity.value;
    bound.minimum_value = only->second.minimum_value;
    return bound;
}

}  // namespace weir::cli
