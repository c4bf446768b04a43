#include "cli/reach.h"

#include <algorithm>

#include "runtime/core/time.h"
#include "step/step.h"

namespace weir::cli {
namespace {

using Wide = __int128;

constexpr int64_t kMinute = 60 * kSecond, kDay = 86'400 * kSecond;

/// A ratio that does not follow the market, 1e-9.
std::optional<int64_t> known_ratio(const sema::Expression& ratio, std::span<const int64_t> parameters) {
    if (ratio.operation == sema::Operation::parameter) return parameters[ratio.index];
    if (ratio.operation != sema::Operation::literal) return std::nullopt;
    Wide value = ratio.literal.value.digits;
    int32_t decimals = ratio.literal.value.decimals;
    for (; decimals < 9; ++decimals) value *= 10;
    for (; decimals > 9; --decimals) value /= 10;
    return static_cast<int64_t>(std::min<Wide>(value, step::kRatioOne));
}

/// A time that stands before the run, or a length that is added to it, in nanoseconds.
std::optional<int64_t> known_time(const sema::Expression& time, std::span<const int64_t> parameters,
                                  const Wanted& order) {
    using sema::Operation;
    switch (time.operation) {
        case Operation::parameter:
            return parameters[time.index];
        case Operation::literal:
            return time.literal.value.digits;  // a length, in nanoseconds
        case Operation::clock_time:
            return order.clock_times[time.index];
        case Operation::word:
            return time.word == sema::Word::order_start ? order.start.value : order.end.value;
        case Operation::add:
        case Operation::subtract: {
            const auto a = known_time(time.operands[0], parameters, order),
                       b = known_time(time.operands[1], parameters, order);
            if (!a || !b) return std::nullopt;
            return time.operation == Operation::add ? *a + *b : *a - *b;
        }
        default:
            return std::nullopt;
    }
}

/// Minute by minute, the last in part.
int64_t volume_between(const std::vector<int64_t>& usual, Time start, Time end) {
    const auto intervals = static_cast<int64_t>(usual.size()) - 1;
    Wide sum = 0;
    for (int64_t at = start.value; at < end.value; at += kMinute) {
        const int64_t of_day = ((at % kDay) + kDay) % kDay;
        const int64_t level = usual[static_cast<size_t>(static_cast<Wide>(of_day) * intervals / kDay)];
        sum += static_cast<Wide>(std::max<int64_t>(level, 0)) * std::min(kMinute, end.value - at) / kMinute;
    }
    return static_cast<int64_t>(std::min<Wide>(sum, int64_t{1} << 56));
}

int64_t share_of(int64_t quantity, int64_t ratio) {
    return static_cast<int64_t>(static_cast<Wide>(quantity) * ratio / step::kRatioOne);
}

}  // namespace

VolumeBetween usual_volume(std::vector<int64_t> by_minute) {
    return [usual = std::move(by_minute)](Time from, Time to) { return volume_between(usual, from, to); };
}

std::optional<Reach> reach_of(const sema::Program& program, std::string_view name, std::span<const int64_t> parameters,
                              const Wanted& order, const VolumeBetween& volume) {
    const auto strategy = std::ranges::find(program.strategies, name, &sema::Strategy::name);
    if (strategy == program.strategies.end() || !strategy->phases.empty() || strategy->schedules.size() != 1)
        return std::nullopt;
    Wanted wanted = order;
    if (const auto& until = strategy->schedules.front().until) {
        const auto end = known_time(*until, parameters, order);
        if (!end) return std::nullopt;
        wanted.end = std::clamp(Time{*end}, order.start, order.end);
    }
    std::optional<int64_t> least;
    for (const sema::Participation& participation : strategy->participations) {
        if (participation.share != syntax::Share::at_most) continue;
        if (participation.including.blocks || participation.including.auctions) continue;  // of more than is known
        const auto ratio = known_ratio(participation.ratio, parameters);
        if (!ratio) continue;
        least = least ? std::min(*least, *ratio) : *ratio;
    }
    if (!least) return std::nullopt;

    Reach reach{volume(wanted.start, wanted.end), *least, 0, wanted.quantity.value, wanted.end};
    if (const auto& size = strategy->schedules.front().size) {
        const auto share =
            size->operation == sema::Operation::multiply ? known_ratio(size->operands[0], parameters) : std::nullopt;
        if (!share) return std::nullopt;
        reach.wanted = share_of(reach.wanted, *share);
    }
    reach.allowed = share_of(reach.volume, reach.ratio);
    if (strategy->complete && strategy->complete->up_to) {  // more is allowed in the last tenth
        const auto more = known_ratio(*strategy->complete->up_to, parameters);
        const Time begin{wanted.end.value - (wanted.end.value - wanted.start.value) / 10};
        if (!more) return std::nullopt;
        if (*more > *least) reach.allowed += share_of(volume(begin, wanted.end), *more - *least);
    }
    if (reach.allowed >= reach.wanted) return std::nullopt;
    return reach;
}

}  // namespace weir::cli
