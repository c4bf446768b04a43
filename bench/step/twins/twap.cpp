#include "bench/step/twins/scheduled.h"
#include "bench/step/twins/twins.h"

namespace weir::bench {
namespace {

struct Facts {
    static constexpr int kParameters = 4;
    static constexpr bool kTilts = false;
    static constexpr int64_t kShow = 200'000'000, kRepriceEvery = 10 * kSecond, kRepriceVary = 2 * kSecond;
    static constexpr int64_t kGuardRatio = 300'000'000;
    static inline const uint64_t kSalted = mix(3273735952858256375);
};

class Twap final : public Twin, Scheduled<Facts> {
    void step(const int64_t* inputs, const int64_t* const*, Output& out) override {
        read(inputs);
        const bool usual_known = usual_spread.mean != kAbsent;
        pause(5, usual_known, usual_known ? usual_spread.mean : 0);
        const int64_t length = parameter(0), slice_end = x.mul(now / length + 1, length);
        if (open) wake_at(slice_end);
        schedule(part_at(std::min(slice_end, end)), part_at(now), kRatio);
        limit_participation(parameter(1));
        const int64_t second = now / kSecond * kSecond;
        wake_at(second + kSecond);
        emit(out, behind > x.muldiv_floor(parameter(2), quantity, kRatio) || x.sub(end, second) < 30 * kSecond);
    }
};

}  // namespace

std::unique_ptr<Twin> make_twap() {
    return std::make_unique<Twap>();
}

}  // namespace weir::bench
