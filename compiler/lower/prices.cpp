// Prices of children. Along the side, larger is more aggressive: the limit of the order is a minimum there, and every
// rounding is down, which is away from the market for what rests and less aggressive for what crosses.
#include "compiler/lower/scale.h"
#include "compiler/lower/slots.h"

namespace weir::lower {

using step::Input;

Number SlotBuilder::peg(const sema::Work& work) {
    using syntax::OffsetKind;
    using syntax::Touch;
    const Touch touch = work.peg.touch;
    const Number base = touch == Touch::near ? e_.near_touch() : touch == Touch::far ? e_.far_touch() : e_.mid();
    if (!work.peg.offset) return base;
    const OffsetKind kind = *work.peg.offset;
    const Number away = e_.distance(*work.peg.amount, base, kind == OffsetKind::better);
    if (kind == OffsetKind::plus) return {b_.add(base.value, away.value), away.present};
    if (kind == OffsetKind::minus) return {b_.sub(base.value, away.value), away.present};
    const NodeId along = e_.along_side(base.value);
    const NodeId moved = kind == OffsetKind::better ? b_.sub(along, away.value) : b_.add(along, away.value);
    return {e_.along_side(moved), away.present};
}

Number SlotBuilder::wanted_price(const Job& job) {
    if (job.dark && !crosses(*job.work)) return mid_to_take();
    if (!job.work) return e_.far_touch();
    if (job.work->pricing == sema::Pricing::peg) return peg(*job.work);
    if (job.work->pricing == sema::Pricing::ladder) return level_price(job);
    if (!job.work->price) return any_price(job);
    return e_.number(*job.work->price);
}

/// An order without a price of its own goes 4% beyond the mid: further than auctions usually move, and within the 5%
/// that a pre-trade gate allows unless it is told otherwise.
Number SlotBuilder::any_price(const Job&) {
    constexpr int64_t kPart = 25;
    const Number mid = e_.mid();
    const NodeId along = e_.along_side(mid.value);
    return {e_.along_side(b_.add(along, b_.divide_floor(mid.value, b_.constant(kPart)))), mid.present};
}

/// `limit P`, as the price that the work may state: with `all_in`, fees are paid out of it.
Number SlotBuilder::own_limit(const Job& job) {
    const sema::Work& work = *job.work;
    const Number limit = e_.number(*work.limit);
    if (!work.limit_all_in) return limit;
    const NodeId one = b_.constant(step::kRatioOne);
    const NodeId fee = b_.market(crosses(work) ? Input::taker_fee : Input::maker_fee, job.view);
    const NodeId cost = b_.add(one, b_.mul(e_.side(), fee));
    return {b_.select(e_.is_buy(), b_.muldiv_floor(limit.value, one, cost), b_.muldiv_ceil(limit.value, one, cost)),
            limit.present};
}

SlotBuilder::Priced SlotBuilder::price_of(const Job& job) {
    const Number wanted = wanted_price(job);
    const NodeId tick = in(Input::tick);
    NodeId along = e_.along_side(wanted.value), known = wanted.present;
    if (ledger_of(job) == sema::kOrderLedger) {  // a protection is not bound by the limit of what it protects
        const Number limit = e_.touch(Input::order_limit);
        along = b_.select(limit.present, b_.min(along, e_.along_side(limit.value)), along);
    }
    if (job.work && job.work->limit) {
        const Number limit = own_limit(job);
        along = b_.min(along, e_.along_side(limit.value));
        known = b_.both(known, limit.present);
    }
    NodeId ticks = b_.divide_floor(along, b_.mul(tick, b_.constant(2)));
    const Number far = e_.far_touch();
    if (job.work && job.work->post_only) {  // one tick short of what it could take
        const NodeId far_ticks = b_.muldiv_ceil(e_.along_side(far.value), b_.constant(1), b_.mul(tick, b_.constant(2)));
        ticks = b_.select(far.present, b_.min(ticks, b_.sub(far_ticks, b_.constant(1))), ticks);
    }
    const NodeId price = e_.along_side(b_.mul(ticks, tick));
    NodeId present = b_.both(known, b_.positive(price));
    if (job.dark && crosses(*job.work)) {  // it would trade at the mid: further out it only keeps others from working
        const Number mid = e_.mid();
        const NodeId reached = b_.le(e_.along_side(mid.value), e_.along_side(b_.mul(price, b_.constant(2))));
        present = b_.both(present, b_.both(mid.present, reached));
    }
    if (job.crossing) {  // there must be something to take
        const Number there = job.view == 0 ? far : far_touch_at(job);
        const NodeId reached = b_.le(e_.along_side(there.value), e_.along_side(b_.mul(price, b_.constant(2))));
        present = b_.both(present, b_.both(there.present, reached));
    }
    return {price, present};
}

/// What a child is valued at: its price or the mid, whichever is more; in half units.
NodeId SlotBuilder::reference(NodeId price) {
    const Number mid = e_.mid();
    const NodeId half = b_.mul(price, b_.constant(2));
    return b_.select(mid.present, b_.max(half, mid.value), half);
}

/// `reprice every D vary R`: the k-th time is k·D and a part of R·D that is drawn once for each k, so that the mean
/// distance is D. R is at most 1, so that times keep their order.
SlotBuilder::Grid SlotBuilder::reprice_grid(const Job& job) {
    const NodeId every = e_.number(*job.work->reprice_every).value, now = in(Input::now);
    const NodeId count = b_.divide_floor(now, every), one = b_.constant(1);
    const NodeId following = b_.add(count, one);
    if (!job.work->reprice_vary) return {count, b_.mul(following, every)};
    const NodeId spread =
        b_.muldiv_floor(every, e_.number(*job.work->reprice_vary).value, b_.constant(step::kRatioOne));
    const auto time_of = [&](NodeId k) {
        const NodeId drawn = b_.hash(in(Input::seed), k, path_hash(path(job, "reprice")));
        return b_.add(b_.mul(k, every), b_.muldiv_floor(drawn, spread, b_.constant(kShareOne)));
    };
    const NodeId time = time_of(count);
    const NodeId passed = b_.le(time, now);
    return {b_.select(passed, count, b_.sub(count, one)), b_.select(passed, time_of(following), time)};
}

}  // namespace weir::lower
