#include "runtime/models/trade_program.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/core/assert.h"

namespace weir::models {
namespace {

/// At holdings `x` the marginal cost of holding more is `price`.
struct Point {
    double x = 0, price = 0;
};

/// x as a function of the price: linear between points, constant outside. Prices rise strictly, holdings never fall.
using Curve = std::vector<Point>;

/// What is traded in one interval at a price: price / (2·impact), between nothing and the most.
struct Trade {
    double impact = 0, most = 0;

    double price_of_most() const { return 2 * impact * most; }
    double at(double price) const { return price >= price_of_most() ? most : std::max(0.0, price / (2 * impact)); }
};

double between(double from, double to, double share) {
    return from + (to - from) * share;
}

/// Walks a curve by rising prices.
class Walk {
  public:
    explicit Walk(const Curve& curve) : curve_(curve) {}

    double x_at(double price) {
        while (next_ < curve_.size() && curve_[next_].price < price) ++next_;
        if (next_ == curve_.size()) return curve_.back().x;
        const Point& after = curve_[next_];
        if (next_ == 0 || after.price == price) return after.x;
        const Point& before = curve_[next_ - 1];
        return between(before.x, after.x, (price - before.price) / (after.price - before.price));
    }

  private:
    const Curve& curve_;
    size_t next_ = 0;
};

/// Before the trade: what is held is what will be left and what is traded, each at the same price. Beyond the first
/// point that holds the whole quantity a curve is not needed.
Curve before_trade(const Curve& left, const Trade& trade, double quantity) {
    std::vector<double> prices;
    prices.reserve(left.size() + 2);
    for (const Point& point : left) prices.push_back(point.price);
    for (const double price : {0.0, trade.price_of_most()})
        prices.insert(std::ranges::lower_bound(prices, price), price);
    Curve result;
    result.reserve(prices.size());
    Walk walk(left);
    for (const double price : prices) {
        if (!result.empty() && (result.back().price == price || result.back().x >= quantity)) continue;
        result.push_back({walk.x_at(price) + trade.at(price), price});
    }
    return result;
}

double price_at(const Curve& curve, double x) {
    const auto after = std::ranges::lower_bound(curve, x, {}, &Point::x);
    if (after == curve.end()) return curve.back().price;
    if (after == curve.begin() || after->x == x) return after->price;
    const Point& before = *std::prev(after);
    return between(before.price, after->price, (x - before.x) / (after->x - before.x));
}

double drift_of(const TradeProgram& program, size_t k) {
    return program.drift.empty() ? 0 : program.drift[k - 1];
}

}  // namespace

std::vector<double> solve(const TradeProgram& program) {
    const size_t count = program.most.size();
    WEIR_ASSERT(count > 0 && program.impact > 0 && program.risk >= 0);
    WEIR_ASSERT(program.drift.empty() || program.drift.size() + 1 == count);
    const auto trade = [&](size_t k) { return Trade{program.impact, std::min(program.most[k - 1], program.quantity)}; };

    std::vector<Curve> before(count + 1);  // [k]: before trade k
    Curve after{{0, 0}};                   // the last trade leaves nothing, at whatever price
    for (size_t k = count; k >= 1; --k) {
        before[k] = before_trade(after, trade(k), program.quantity);
        if (k == 1) break;
        after = before[k];
        for (Point& point : after) point.price += 2 * program.risk * point.x - drift_of(program, k - 1);
    }

    std::vector<double> trades;
    double held = program.quantity;
    for (size_t k = 1; k <= count; ++k) {
        const double most = std::min(trade(k).most, held);
        trades.push_back(k == count ? most : std::min(most, trade(k).at(price_at(before[k], held))));
        held -= trades.back();
    }
    return trades;
}

double kkt_residual(const TradeProgram& program, const std::vector<double>& trades) {
    const size_t count = trades.size();
    const double near = 1e-12 * program.quantity;
    double held = 0;
    double later = 0, parts = 0;  // what a unit less in this trade costs in holdings after it; its parts, all positive
    double dearest = -std::numeric_limits<double>::infinity(), cheapest = -dearest, largest = 0;
    for (size_t k = count; k >= 1; --k) {
        const double n = trades[k - 1];
        if (k < count) {
            later += 2 * program.risk * held - drift_of(program, k);
            parts += 2 * program.risk * held + std::fabs(drift_of(program, k));
        }
        const double marginal = 2 * program.impact * n - later;
        largest = std::max(largest, 2 * program.impact * n + parts);
        if (n > near) dearest = std::max(dearest, marginal);
        if (n < std::min(program.most[k - 1], program.quantity) - near) cheapest = std::min(cheapest, marginal);
        held += n;
    }
    return largest > 0 ? std::max(0.0, dearest - cheapest) / largest : 0;
}

}  // namespace weir::models
