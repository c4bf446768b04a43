#include "runtime/tca/course.h"

#include <algorithm>

#include "runtime/tca/quotes.h"

namespace weir::tca {
namespace {

constexpr int64_t kFirstWidth = 1'000'000;  // nanoseconds

int64_t lower(int64_t a, int64_t b) {
    if (a == step::kAbsent || b == step::kAbsent) return std::max(a, b);  // kAbsent is the least number
    return std::min(a, b);
}

}  // namespace

void Course::begin(Time origin, const Now& now) {
    series_.origin = origin;
    series_.width = Duration{kFirstWidth};
    series_.points.reserve(kSeriesMost);
    now_ = now;
    open(0);
}

void Course::set_mid(int64_t mid) {
    if (series_.points.empty()) return;
    SeriesPoint& point = series_.points.back();
    point.low = lower(point.low, mid);
    point.high = std::max(point.high, mid);
}

void Course::next(Time time) {
    close();
    const int64_t passed = since(time, series_.origin).value;
    while (passed / series_.width.value >= kSeriesMost) halve();
    open(passed / series_.width.value);
}

void Course::open(int64_t index) {
    end_ = series_.origin.value + (index + 1) * series_.width.value;
    if (!series_.points.empty() && series_.points.back().index == index) return;
    const int64_t mid = Quote{now_.bid, now_.ask}.mid();
    SeriesPoint point;
    point.index = index;
    point.low = point.high = mid;
    point.causes = causes_;
    series_.points.push_back(point);
}

void Course::close() {
    if (series_.points.empty()) return;
    SeriesPoint& point = series_.points.back();
    point.bid = now_.bid;
    point.ask = now_.ask;
    point.volume = now_.volume;
    point.executed = now_.executed;
    point.target = now_.target;
    point.working = now_.working;
}

void Course::halve() {
    series_.width.value *= 2;
    size_t kept = 0;
    for (SeriesPoint point : series_.points) {
        point.index /= 2;
        if (kept > 0 && series_.points[kept - 1].index == point.index) {
            const SeriesPoint& earlier = series_.points[kept - 1];
            point.low = lower(point.low, earlier.low);
            point.high = std::max(point.high, earlier.high);
            point.causes |= earlier.causes;
            series_.points[kept - 1] = point;
        } else {
            series_.points[kept++] = point;
        }
    }
    series_.points.resize(kept);
}

Series Course::finish() {
    close();
    return std::move(series_);
}

}  // namespace weir::tca
