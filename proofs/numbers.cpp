#include "proofs/numbers.h"

#include "runtime/core/decimal.h"

namespace weir::proofs {

std::string grouped(__int128 value, int decimals, int least) {
    std::string text = format_decimal(Wide{value}, decimals, Zeros::trim);
    const size_t first = text.starts_with('-') ? 1 : 0;
    size_t point = text.find('.');
    if (point == std::string::npos) point = text.size();
    const size_t behind = text.size() > point ? text.size() - point - 1 : 0;
    if (behind < static_cast<size_t>(least)) {
        if (behind == 0) text += '.';
        text.append(static_cast<size_t>(least) - behind, '0');
    }
    for (size_t at = point; at > first + 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string price_text(int64_t price, const Instrument& instrument) {
    return grouped(price, instrument.price_decimals, instrument.price_decimals);
}

std::string half_text(int64_t half, const Instrument& instrument) {
    if (half % 2 == 0) return price_text(half / 2, instrument);
    return grouped(static_cast<__int128>(half) * 5, instrument.price_decimals + 1, instrument.price_decimals + 1);
}

std::string quantity_text(int64_t quantity, const Instrument& instrument) {
    return grouped(quantity, instrument.quantity_decimals, 0) + " " + instrument.base;
}

std::string money_text(int64_t money, const Instrument& instrument) {
    return grouped(money, instrument.money_decimals, 2) + " " + instrument.currency;
}

}  // namespace weir::proofs
