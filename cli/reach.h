// Whether a schedule can finish inside its own ceiling of participation, before it is run.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/sema/program.h"
#include "runtime/core/types.h"

namespace weir::cli {

struct Reach {
    int64_t volume = 0;   // usual in the order's time, 10^-quantity_decimals
    int64_t ratio = 0;    // the least ceiling, 1e-9
    int64_t allowed = 0;  // that share of it
    int64_t wanted = 0;   // what the schedule is of
    Time end;             // when it ends
};
struct Wanted {
    Quantity quantity;
    Time start, end;
    std::vector<int64_t> clock_times;  // as the engine has them
};
/// How much trades between two times.
using VolumeBetween = std::function<int64_t(Time from, Time to)>;
/// From the usual volume in a minute over the UTC day, as `market::usual` gives it.
VolumeBetween usual_volume(std::vector<int64_t> by_minute);

/// Nothing when the schedule can finish, or when it cannot be known: ceilings that follow the market, phases, or no
/// ceiling at all. `parameters` are as the run begins.
std::optional<Reach> reach_of(const sema::Program& program, std::string_view strategy,
                              std::span<const int64_t> parameters, const Wanted& wanted, const VolumeBetween& volume);

}  // namespace weir::cli
