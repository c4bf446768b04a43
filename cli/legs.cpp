#include "cli/legs.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/market_of.h"
#include "runtime/core/decimal.h"

namespace weir::cli {
namespace {

/// `1 EUR = 1.08 USD`
Parsed<lower::Rate> parse_rate(std::string_view text) {
    std::vector<std::string> words;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) words.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    constexpr std::string_view kForm = "write what one unit is worth, for example \"1 EUR = 1.08 USD\"";
    if (words.size() != 5 || words[0] != "1" || words[2] != "=")
        return Parsed<lower::Rate>::failure(std::string(kForm));
    const size_t point = words[3].find('.');
    const int decimals = point == std::string::npos ? 0 : static_cast<int>(words[3].size() - point - 1);
    constexpr int kMost = 12;
    const auto digits = decimals <= kMost ? parse_decimal(words[3], decimals) : Parsed<int64_t>::failure("too fine");
    if (!digits || digits.value <= 0)
        return Parsed<lower::Rate>::failure(fmt::format("`{}` is no rate; {}", words[3], kForm));
    return {{words[1], {digits.value, decimals}, words[4]}, ""};
}

}  // namespace

Parsed<std::vector<lower::Rate>> parse_rates(const std::vector<std::string>& texts) {
    std::vector<lower::Rate> rates;
    for (const std::string& text : texts) {
        auto rate = parse_rate(text);
        if (!rate) return Parsed<std::vector<lower::Rate>>::failure(fmt::format("--rate `{}`: {}", text, rate.error));
        rates.push_back(std::move(rate.value));
    }
    return {std::move(rates), ""};
}

std::string rates_fault(const lower::Market& market) {
    const auto traded = [&](const std::string& currency) {
        const auto in = [&](const lower::Market& hedge) { return hedge.currency == currency; };
        return market.currency == currency || std::ranges::any_of(market.hedges, in);
    };
    for (const lower::Rate& rate : market.rates)
        for (const std::string& currency : {rate.of, rate.in})
            if (rate.of == rate.in || !traded(currency))
                return fmt::format("--rate: {} in {} has no use here: no two legs are priced in them", rate.of,
                                   rate.in);
    return {};
}

std::string side_fault(const sema::Strategy& strategy, Side side) {
    if (strategy.legs.empty()) return {};
    const sema::Leg& lead = strategy.legs.front();
    const bool buys = side == Side::buy;
    if (lead.side == syntax::LegSide::same || buys == (lead.side == syntax::LegSide::buy)) return {};
    return fmt::format("the order {}, and the script says `{} {} lead`", buys ? "buys" : "sells", lead.name,
                       buys ? "sell" : "buy");
}

lower::Market deployed_market(std::span<const venues::Listing> listings, size_t legs,
                              const std::vector<std::string>& same_currency, const std::vector<lower::Rate>& rates) {
    lower::Market market = market_of(venues::common_instrument(listings), same_currency);
    market.deployed = true;
    market.rates = rates;
    for (const venues::Listing& listing : listings)
        if (listing.instrument == 0)
            market.venues.push_back({listing.name, listing.dark ? lower::VenueKind::dark : lower::VenueKind::lit});
    for (size_t i = 1; i < legs; ++i)
        market.hedges.push_back(market_of(venues::common_instrument(listings, static_cast<uint8_t>(i)), {}));
    return market;
}

}  // namespace weir::cli
