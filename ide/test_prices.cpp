#include "ide/test_prices.h"

#include <algorithm>
#include <cctype>

#include "ide/decimals.h"

namespace weir::ide {
namespace {

using namespace syntax;

/// `100`, `30_000 USD`, `50 quote`: what an instrument is priced at, whichever it is.
bool is_price(const Number& number) {
    const std::string& unit = number.unit.text;
    const auto capital = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return number.value.digits > 0 && (unit == "quote" || std::ranges::all_of(unit, capital));
}

/// So that three digits say something, and cents are shown.
std::string shown(Decimal value) {
    int32_t size = -value.decimals;  // digits before the point
    for (int64_t digits = value.digits; digits != 0; digits /= 10) ++size;
    value = rounded(value, std::max(2, 3 - size));
    const std::string text = decimal_text(value, 0);
    return text.find('.') == std::string::npos ? text : decimal_text(value, 2);
}

}  // namespace

std::optional<Decimal> ratio_of(const Number& number) {
    const std::string& unit = number.unit.text;
    if (unit == "bps" || unit == "bp") return Decimal{number.value.digits, number.value.decimals + 4};
    if (unit == "%") return Decimal{number.value.digits, number.value.decimals + 2};
    return std::nullopt;
}

TestPrices::TestPrices(const Analysis& analysis) : analysis_(analysis) {
    for (const Test& test : analysis.tree().tests)
        for (const TestStatement& statement : test.statements) {
            const auto* market = std::get_if<TestMarket>(&statement.kind);
            if (market == nullptr || market->price == nullptr) continue;
            const auto* price = std::get_if<Number>(&market->price->kind);
            if (price == nullptr || !is_price(*price)) continue;
            prices_.push_back({&test, price->value, std::string(analysis.text(market->price->range))});
            break;
        }
}

const TestPrices::Price* TestPrices::nearest(uint32_t offset) const {
    const Tree& tree = analysis_.tree();
    const auto holds = [&](SourceRange range) { return range.begin <= offset && offset <= range.end; };
    for (const Price& price : prices_)
        if (holds(price.test->range)) return &price;
    const auto strategy = std::ranges::find_if(tree.strategies, [&](const Strategy& one) { return holds(one.range); });
    if (strategy == tree.strategies.end()) return nullptr;
    const Price* best = nullptr;
    const auto distance = [&](const Price& price) {
        const uint32_t place = price.test->range.begin;
        return place > offset ? place - offset : offset - place;
    };
    for (const Price& price : prices_) {
        const std::string& name = price.test->strategy.text;
        const bool of_it = name.empty() ? tree.strategies.size() == 1 : name == strategy->name.text;
        if (of_it && (best == nullptr || distance(price) < distance(*best))) best = &price;
    }
    return best;
}

std::optional<std::string> TestPrices::money(const Number& number, uint32_t offset) const {
    const auto ratio = ratio_of(number);
    if (!ratio || ratio->digits == 0) return std::nullopt;
    const Price* price = nearest(offset);
    if (price == nullptr) return std::nullopt;
    const auto money = product(*ratio, price->value);
    if (!money) return std::nullopt;
    return shown(*money) + " at " + price->text;
}

}  // namespace weir::ide
