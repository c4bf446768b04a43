#include "tests/tca/scene.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace weir::tca {
namespace {

class Dice {
  public:
    explicit Dice(uint64_t seed) : engine_(seed) {}
    /// Uniform in [low, high].
    int64_t in(int64_t low, int64_t high) {
        return low + static_cast<int64_t>(engine_() % static_cast<uint64_t>(high - low + 1));
    }
    bool one_in(int64_t n) { return in(1, n) == 1; }

  private:
    std::mt19937_64 engine_;
};

}  // namespace

Report random_order(uint64_t seed, const SceneOptions& options, int steps) {
    Dice dice(seed);
    Scene scene(options);
    std::vector<ChildId> open;
    int64_t mid = kMirror;
    const auto exposure = [&] {
        int64_t sum = scene.executed();
        for (const ChildId id : open) sum += scene.leaves(id);
        return sum;
    };
    const auto forget_closed = [&] { std::erase_if(open, [&](ChildId id) { return scene.leaves(id) == 0; }); };

    scene.quote(mid - 3, mid + 4);
    scene.begin();
    for (int i = 0; i < steps; ++i) {
        scene.wait(Duration{dice.in(0, 4) * dice.in(0, 2'000'000'000)});
        mid += dice.in(-5, 5);
        switch (dice.in(0, 11)) {
            case 0:
            case 1:
                scene.quote(mid - dice.in(0, 9), mid + dice.in(0, 9));
                break;
            case 2:
                scene.print(mid + dice.in(-9, 9), dice.in(1, 50));
                break;
            case 3:
            case 4: {
                const int64_t target = dice.in(0, options.quantity);
                const int64_t behind = std::max<int64_t>(target - scene.executed(), 0);
                const bool capped = dice.one_in(2);
                scene.decide({.target = target,
                              .due = capped ? dice.in(0, behind) : behind,
                              .ceiling = capped ? dice.in(0, 100) : step::kAbsent,
                              .paused = dice.one_in(5),
                              .held = dice.one_in(5),
                              .bound = static_cast<step::Bound>(dice.in(0, 13))});
                break;
            }
            case 5:
            case 6:
                if (const int64_t room = options.quantity - exposure(); room > 0)
                    open.push_back(scene.place(dice.in(1, room), mid + dice.in(-9, 9),
                                               static_cast<int32_t>(dice.in(0, 1)),
                                               static_cast<step::Bound>(dice.in(0, 13))));
                break;
            case 7:
            case 8:
                if (!open.empty()) {
                    const ChildId id = open[static_cast<size_t>(dice.in(0, static_cast<int64_t>(open.size()) - 1))];
                    const FillDetails details{.liquidity = dice.one_in(2) ? Liquidity::maker : Liquidity::taker,
                                              .fee = dice.in(-50, 200),
                                              .latency = Duration{dice.in(0, 2'000'000'000)}};
                    scene.fill(id, mid + dice.in(-9, 9), dice.in(1, scene.leaves(id)), details);
                    if (dice.one_in(4)) scene.fill(id, mid, 1, {.duplicate = true});
                }
                break;
            case 9:
                if (!open.empty()) {
                    if (dice.one_in(2))
                        scene.cancel(open.back());
                    else
                        scene.reject(open.back(), Reject::would_cross);
                }
                break;
            case 10:
                scene.interrupt({dice.one_in(3), dice.one_in(3), dice.one_in(3), dice.one_in(3)});
                break;
            default:
                if (dice.one_in(3))
                    scene.no_bid();
                else
                    scene.refuse(dice.in(1, 10), mid, static_cast<uint8_t>(dice.in(1, 5)));
        }
        forget_closed();
    }
    if (!dice.one_in(8)) {
        scene.stop(StopCause::ended);
        if (!open.empty() && dice.one_in(2)) scene.fill(open.front(), mid, scene.leaves(open.front()));
        for (int i = 0; i < 30; ++i) {
            scene.wait(Duration{dice.in(1, 4'000'000'000)});
            scene.quote(mid - dice.in(1, 9), mid + dice.in(1, 9));
        }
    }
    return scene.finish();
}

Report sample_order(uint64_t seed, Side side) {
    Dice dice(seed);
    SceneOptions options;
    options.side = side;
    options.quantity = 2'500'000'000;
    options.instrument = {.symbol = "BTC-USD",
                          .base = "BTC",
                          .currency = "USD",
                          .time_zone = "America/New_York",
                          .price_decimals = 2,
                          .quantity_decimals = 8,
                          .money_decimals = 8,
                          .tick = Price{1},
                          .lot = Quantity{10'000}};
    options.length = Duration{5400 * kSecond};
    options.decision = 2 * 2'999'120;
    options.limit = side == Side::buy ? 3'015'000 : 2'985'000;
    Scene scene(options);
    const int s = sign(side);

    double level = 3'000'000, spread = 80, drift = 0;
    int64_t market_volume = 0, own_ceiling = 0;
    ChildId child = 0;
    int64_t child_price = 0;
    bool paused = false;
    scene.quote(2'999'960, 3'000'040);
    scene.begin();
    for (int64_t t = 0; t < 5400; ++t) {
        for (int part = 0; part < 4; ++part) {
            scene.wait(Duration{kSecond / 4});
            drift = 0.995 * drift + static_cast<double>(dice.in(-100, 100)) / 400;
            level += drift * 6 + static_cast<double>(dice.in(-100, 100)) / 3;
            const bool blown = t > 2700 && t < 2990;
            spread += 0.05 * ((blown ? 900.0 : 80.0) - spread) + static_cast<double>(dice.in(-10, 10)) / 4;
            const auto half = static_cast<int64_t>(std::max(spread, 4.0) / 2);
            const auto mid = static_cast<int64_t>(level);
            scene.quote(mid - half, mid + half);
            if (dice.one_in(3)) {
                const int64_t quantity = dice.in(1, 60) * 1'000'000;
                scene.print(dice.one_in(2) ? mid - half : mid + half, quantity);
                market_volume += quantity;
            }
        }
        const auto half = static_cast<int64_t>(std::max(spread, 4.0) / 2);
        const auto mid = static_cast<int64_t>(level);
        if (child != 0 && scene.leaves(child) > 0 && (mid - half - child_price) * s < 30 && dice.one_in(7)) {
            const int64_t grid = 10'000;
            const int64_t some = std::max(grid, scene.leaves(child) / dice.in(1, 2) / grid * grid);
            scene.fill(child, child_price, std::min(some, scene.leaves(child)),
                       {.fee = -dice.in(0, 40) * 1'000'000, .latency = Duration{500'000}});
        }
        if (t % 15 != 0) continue;
        if (child != 0 && scene.leaves(child) > 0) scene.cancel(child);
        const double x = static_cast<double>(t + 60) / 5400;
        const double curve = 0.85 * x + 0.15 * (3 * x * x - 2 * x * x * x) + 0.04 * std::sin(6.28 * x);
        const auto target = static_cast<int64_t>(std::clamp(curve, 0.0, 1.0) * 2.5e5) * 10'000;
        paused = spread > 240;
        own_ceiling = std::max<int64_t>(market_volume / 8 - scene.executed(), 0);
        const int64_t behind = std::clamp<int64_t>(target - scene.executed(), 0, options.quantity - scene.executed());
        const int64_t due = std::min(behind, own_ceiling);
        const int64_t size = paused ? 0 : std::min<int64_t>(due, 80'000'000) / 10'000 * 10'000;
        const step::Bound bound = due < behind ? step::Bound::ceiling
                                  : size < due ? step::Bound::child_most
                                               : step::Bound::schedule;
        scene.decide({.target = target, .due = due, .ceiling = own_ceiling, .paused = paused, .bound = bound});
        child = 0;
        if (size <= 0) continue;
        if (behind > 50'000'000 && dice.one_in(3)) {
            child = scene.place(size, mid + half * s, 1, bound);
            scene.wait(Duration{2'000'000});
            scene.fill(child, mid + half * s, size,
                       {.liquidity = Liquidity::taker, .fee = 30 * size / 10, .latency = Duration{500'000}});
        } else {
            child_price = mid - half * s;
            child = scene.place(size, child_price, 0, bound);
        }
    }
    if (child != 0 && scene.leaves(child) > 0) scene.cancel(child);
    scene.stop(scene.executed() == options.quantity ? StopCause::completed : StopCause::ended);
    for (int t = 0; t < 70; ++t) {
        scene.wait_s(1);
        level += static_cast<double>(dice.in(-100, 100)) / 3;
        scene.quote(static_cast<int64_t>(level) - 40, static_cast<int64_t>(level) + 40);
    }
    return scene.finish();
}

}  // namespace weir::tca
