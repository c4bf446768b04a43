// What a strategy may want in a slot, in short.
#pragma once

#include "step/step.h"

namespace weir::orders {

inline step::Desired rest(int64_t quantity, int64_t price) {
    return {.quantity = quantity, .price = price, .display = quantity, .crossing = 0, .bound = step::Bound::take};
}
inline step::Desired cross(int64_t quantity, int64_t price) {
    return {.quantity = quantity, .price = price, .display = quantity, .crossing = 1, .bound = step::Bound::take};
}

}  // namespace weir::orders
