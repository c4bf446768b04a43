// Step functions written by hand: small strategies that stand in for compiled ones.
#pragma once

#include <algorithm>
#include <cstdint>

#include "step/step.h"

namespace weir::backtest::test {

inline constexpr step::Layout kLayout{.instruments = 1, .venues = 1, .slots = 2, .parameters = 1};

inline int64_t in(const int64_t* inputs, step::Input input) {
    return inputs[kLayout.offset(input)];
}

/// Works a straight line from start to end in slices: what is due rests at the near touch, and crosses to the far touch
/// once it is more than `parameter 0` behind, and in the last two slices. `kWake`: asked at least so often.
template <int64_t kWake>
void line(const void*, const int64_t* inputs, const int64_t* const*, int64_t*, step::Output* output) {
    using step::Input;
    constexpr int64_t kSlice = 5'000'000'000;
    const int64_t now = in(inputs, Input::now), start = in(inputs, Input::order_start);
    const int64_t end = in(inputs, Input::order_end), total = in(inputs, Input::order_quantity);
    const int64_t executed = in(inputs, Input::order_executed), lot = in(inputs, Input::lot);
    const int64_t side = in(inputs, Input::order_side);
    const int64_t bid = in(inputs, Input::bid_price), ask = in(inputs, Input::ask_price);

    const int64_t at = std::min(end, start + ((now - start) / kSlice + 1) * kSlice);
    const auto target = static_cast<int64_t>(static_cast<__int128>(total) * (at - start) / (end - start));
    const int64_t due = std::max<int64_t>(0, target - executed) / lot * lot;
    const bool quoted = bid != step::kAbsent && ask != step::kAbsent;
    const int64_t near = side > 0 ? bid : ask, far = side > 0 ? ask : bid;
    const bool cross = due > inputs[kLayout.parameter(0)] || now >= end - 2 * kSlice;

    *output = {};
    output->status = step::Status::ok;
    output->trace = {target, due, step::kAbsent, 0, 0};
    output->wake = std::min(now / kSlice * kSlice + kSlice, now / kWake * kWake + kWake);
    if (!quoted || due == 0) return;
    const step::Desired rest{due, near, due, 0, step::Bound::schedule};
    const step::Desired take{due, far, due, 1, step::Bound::schedule};
    output->desired[cross ? 1 : 0] = cross ? take : rest;
}

inline step::Program line_program(step::Function function = &line<step::kNever / 2>) {
    step::Program program;
    program.name = "line";
    program.layout = kLayout;
    program.slots = {{"rest", false}, {"cross", true}};
    using step::Input;
    for (Input input : {Input::bid_price, Input::ask_price, Input::order_executed, Input::order_working,
                        Input::order_quantity, Input::order_end})
        program.wake_inputs.push_back(kLayout.offset(input));
    program.wake_inputs.push_back(kLayout.parameter(0));
    program.function = function;
    return program;
}

}  // namespace weir::backtest::test
