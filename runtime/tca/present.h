// Numbers of one report as people read them. Rounding happens here and nowhere earlier, half away from zero.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/tca/figures.h"
#include "runtime/tca/report.h"

namespace weir::tca {

/// value · 10^-from with `to` decimals: `1,234.50`. Rounded when `to < from`.
std::string grouped_decimal(Wide value, int from, int to);

/// What an absent number looks like.
inline constexpr std::string_view kNothing = "–";

class Present {
  public:
    explicit Present(const Report& report);

    std::string money(Amount amount) const;                      // 1,234.50
    std::string quantity(Quantity quantity) const;               // 0.250
    std::string quantity(Wide quantity_time, Duration) const;    // average over a duration
    std::string price(Price price) const;                        // 30,000.50
    std::string price(std::optional<AveragePrice> price) const;  // with two more decimals
    std::string bps(std::optional<Bps> bps) const;               // -3.27
    std::string percent(std::optional<Percent> percent) const;   // 12.50 %
    std::string count(int64_t count) const;                      // 12,345
    std::string date(Time time) const;                           // 2012-06-21
    std::string time(Time time) const;                           // 09:30:00.250, on the instrument's clock
    std::string duration(Duration duration) const;               // 12 min 04 s
    /// "buy 25 BTC", with the limit when there is one.
    std::string order() const;
    /// From start to end on the instrument's clock, the date once and the zone.
    std::string interval() const;
    std::string slot(int32_t slot) const;  // name of the clause
    /// Sent, id, clause, bound by, price, quantity, filled, average, life, state.
    std::vector<std::string> child(const OtherChild& child) const;
    /// "at most 4,000 USD, 100 on average, 0 in the end"; empty for what hedges nothing.
    static std::string exposure(const OtherLedger& other);

  private:
    const Report& report_;
    int price_decimals_, quantity_decimals_, money_decimals_;  // shown
};

}  // namespace weir::tca
