#include "bench/step/twins/resting.h"
#include "bench/step/twins/twins.h"

namespace weir::bench {
namespace {

constexpr int kSlots = 25, kLevels = 10;  // places in the plan, and the default of `steps`
constexpr int64_t kNearest = 1'000'000, kFarthest = 10'000'000, kSkew = 2;
constexpr int64_t kEvery = 10 * kSecond;

/// The sizes of the first levels together, where all are `weight_of(kLevels)`: they go from 1 to `kSkew` evenly.
constexpr int64_t weight_of(int levels) {
    const int64_t climbs = int64_t{levels} * (levels - 1) / 2;
    return (kLevels - 1) * levels - climbs + kSkew * climbs;
}

class Scaled final : public Twin, public Order<step::Layout{.slots = kSlots, .parameters = 5}> {
    // memory
    int64_t anchor = kAbsent;
    std::array<Resting, kLevels> levels;
    // what follows from the total
    int64_t shared_total = kAbsent;
    std::array<int64_t, kLevels> shares{};

    void step(const int64_t* inputs, const int64_t* const*, Output& out) override {
        read(inputs);
        if (anchor == kAbsent && started && known) anchor = mid;
        share_out();
        std::array<Child, kLevels> children;
        place(children);
        finish(out, children);
    }

    /// What is left and what the levels have done, given to the levels. It seldom changes.
    void share_out() {
        int64_t total = leaves;
        for (int i = 0; i < kLevels; ++i) total = x.add(total, filled(i));
        if (total == shared_total) return;
        shared_total = total;
        int64_t before = 0;
        for (int i = 0; i < kLevels; ++i) {
            const int64_t sum = x.muldiv_floor(total, weight_of(i + 1), weight_of(kLevels)) / kLot * kLot;
            shares[static_cast<size_t>(i)] = x.sub(sum, before);
            before = sum;
        }
    }

    void place(std::array<Child, kLevels>& children) {
        const bool on = open && known;
        const int64_t repricing = now / kEvery;
        if (on) wake_at(x.mul(repricing + 1, kEvery));
        int64_t claimed = 0, elsewhere = 0;  // what works before the level and behind it
        for (int i = 1; i < kLevels; ++i) elsewhere = x.add(elsewhere, working(i));
        for (int i = 0; i < kLevels; ++i) {
            const auto at = static_cast<size_t>(i);
            const int64_t at_work = working(i);
            if (!on) {
                children[at] = levels[at].off(*this, Bound::none, filled(i));
                continue;
            }
            const int64_t wanted = not_below_zero(x.sub(shares[at], filled(i)));
            const Sized room{not_below_zero(x.sub(leaves, claimed)), Bound::leaves};
            const auto beside = [&](Sized claim) {
                return on_lot(limited(claim, {not_below_zero(x.sub(leaves, elsewhere)), Bound::leaves}));
            };
            children[at] = levels[at].step(
                *this, at_work, repricing, limited({wanted, Bound::take}, room), filled(i), [&] { return price_of(i); },
                beside);
            claimed = x.add(claimed, children[at].claim);
            if (i + 1 < kLevels)
                elsewhere = x.add(x.sub(elsewhere, working(i + 1)), std::max(at_work, children[at].quantity));
        }
    }

    /// A level away from the anchor, one tick short of what it could take.
    Priced price_of(int level) {
        if (anchor == kAbsent) return {0, false};
        const int64_t ratio = kNearest + (kFarthest - kNearest) * level / (kLevels - 1);
        int64_t along = x.sub(x.mul(anchor, side), x.muldiv_ceil(anchor, ratio, kRatio));
        if (limit != kAbsent) along = std::min(along, x.mul(side, x.mul(2, limit)));
        int64_t ticks = Exact::floor_div(along, 2 * kTick);
        if (side > 0 ? ask_known : bid_known)
            ticks = std::min(ticks, x.sub(Exact::ceil_div(x.mul(side, side > 0 ? ask2 : bid2), 2 * kTick), 1));
        const int64_t price = x.mul(side, x.mul(ticks, kTick));
        return {price, price > 0};
    }

    void finish(Output& out, const std::array<Child, kLevels>& children) {
        out.status = Status::fault;
        if (x.fault) return;
        out.status = Status::assumption;
        if (!assumed()) return;
        out.status = Status::guard;
        for (const Child& child : children)
            if (child.is_new && !value_within(child.quantity, child.price)) return;
        out.status = x.fault ? Status::fault : Status::ok;
        out.where = 0;
        out.wake = wake;
        for (size_t i = 0; i < kLevels; ++i) out.desired[i] = children[i].desired();
        for (size_t i = kLevels; i < kSlots; ++i) out.desired[i] = {};
        out.trace = {started ? quantity : executed, open ? leaves : 0, kAbsent, 0, 0};
    }
};

}  // namespace

std::unique_ptr<Twin> make_scaled() {
    return std::make_unique<Scaled>();
}

}  // namespace weir::bench
