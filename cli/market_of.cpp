#include "cli/market_of.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir::cli {

lower::Market market_of(const Instrument& instrument, const std::vector<std::string>& same_currency) {
    return {.scales = {instrument.price_decimals, instrument.quantity_decimals, instrument.money_decimals},
            .base = instrument.base,
            .currency = instrument.currency,
            .same_currency = same_currency};
}

std::string same_currency_fault(const std::vector<std::string>& same_currency, const std::vector<std::string>& named) {
    for (const std::string& currency : same_currency) {
        if (std::ranges::find(named, currency) != named.end()) continue;
        const std::string head = fmt::format("--same-currency `{}`: no script names {}; ", currency, currency);
        if (named.empty()) return head + "leave the option out";
        return head + fmt::format("name a currency that the script writes: `{}`", fmt::join(named, "`, `"));
    }
    return {};
}

}  // namespace weir::cli
