// What a share of a price comes to, for the instrument of the nearest test. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ide/analysis.h"

namespace weir::ide {

class TestPrices {
  public:
    explicit TestPrices(const Analysis& analysis);

    /// "0.10 at 100": a ratio of the price at which a test of what stands at `offset` begins; nothing without such a
    /// test.
    std::optional<std::string> money(const syntax::Number& ratio, uint32_t offset) const;

  private:
    struct Price {
        const syntax::Test* test;
        syntax::Decimal value;
        std::string text;
    };
    const Price* nearest(uint32_t offset) const;

    const Analysis& analysis_;
    std::vector<Price> prices_;
};

/// `10 bps` as 0.001, `25%` as 0.25; nothing for other units.
std::optional<syntax::Decimal> ratio_of(const syntax::Number& number);

}  // namespace weir::ide
