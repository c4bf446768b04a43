#include "runtime/models/lots.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/core/assert.h"

namespace weir::models {

std::vector<int64_t> largest_remainders(std::span<const double> trades, int64_t total, std::span<const int64_t> most) {
    WEIR_ASSERT(most.empty() || most.size() == trades.size());
    std::vector<int64_t> whole;
    std::vector<double> remainders;
    for (size_t i = 0; i < trades.size(); ++i) {
        const auto cut = static_cast<int64_t>(std::floor(trades[i]));
        whole.push_back(most.empty() ? cut : std::min(cut, most[i]));
        remainders.push_back(trades[i] - static_cast<double>(whole.back()));
    }
    std::vector<size_t> order(trades.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::sort(order, [&](size_t a, size_t b) {
        return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b;
    });

    // One round is enough but for numbers that rounding left beside a whole number.
    int64_t missing = total - std::accumulate(whole.begin(), whole.end(), int64_t{0});
    for (bool given = true; missing > 0 && given;) {
        given = false;
        for (const size_t i : order) {
            if (missing == 0) break;
            if (!most.empty() && whole[i] >= most[i]) continue;
            ++whole[i];
            --missing;
            given = true;
        }
    }
    for (auto i = order.rbegin(); missing < 0 && i != order.rend(); ++i) {
        if (whole[*i] == 0) continue;
        --whole[*i];
        ++missing;
    }
    WEIR_ASSERT(missing == 0);
    return whole;
}

}  // namespace weir::models
