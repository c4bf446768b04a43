// The items of a work: how a child order is priced, sized, shown and renewed.
#include "compiler/sema/checker.h"
#include "step/step.h"

namespace weir::sema {
namespace {

constexpr syntax::Decimal kZero{0, 0}, kOne{1, 0}, kLevelSizeMost{100, 0};
constexpr int64_t kRefillsMost = 8;

}  // namespace

void StrategyChecker::item(const syntax::Item& item, Work& work) {
    std::visit([&](const auto& kind) { read_item(kind, item.range, work); }, item.kind);
}

// ---------------------------------------------------------------------------------------------------- prices

void StrategyChecker::read_item(const syntax::Peg& peg, SourceRange, Work& work) {
    work.pricing = Pricing::peg;
    work.peg.touch = peg.touch;
    if (!peg.offset || !peg.offset->amount) return;
    work.peg.offset = peg.offset->kind;
    work.peg.amount = expressions_.expect(*peg.offset->amount, {Unit::ratio, Unit::price},
                                          "a distance, for example `2 bps` or `1 tick`,");
}

void StrategyChecker::read_item(const syntax::At& at, SourceRange range, Work& work) {
    work.pricing = Pricing::limit;
    work.price = at.price ? expressions_.expect(*at.price, {Unit::price}, "") : poison(range);
}

void StrategyChecker::read_item(const syntax::UpTo& up_to, SourceRange range, Work& work) {
    work.pricing = Pricing::cross;
    work.price = up_to.price ? expressions_.expect(*up_to.price, {Unit::price}, "") : poison(range);
}

void StrategyChecker::read_item(const syntax::Limit& limit, SourceRange, Work& work) {
    work.limit_all_in = limit.all_in;
    if (limit.price) work.limit = expressions_.expect(*limit.price, {Unit::price}, "");
}

// ---------------------------------------------------------------------------------------------------- ladders

/// How many levels there are is known before the order is: each has a slot.
void StrategyChecker::read_item(const syntax::Ladder& source, SourceRange range, Work& work) {
    work.pricing = Pricing::ladder;
    Ladder& ladder = work.ladder.emplace();
    ladder.range = range;
    ladder.better = source.favour == syntax::Favour::better;
    if (source.count) ladder.count = level_count(*source.count);
    if (const auto bounds = bounds_of(ladder.count, strategy_)) ladder.most = bounds->high.digits;
    constexpr std::string_view kDistance = "a distance, for example `2%` or `3 ticks`,";
    if (source.low) ladder.low = expressions_.expect(*source.low, {Unit::ratio, Unit::price}, kDistance);
    if (source.high && !ladder.low.is_error())
        ladder.high = expressions_.expect(*source.high, {ladder.low.unit}, kDistance);
    if (source.anchor) ladder.anchor = expressions_.expect(*source.anchor, {Unit::price}, "");
}

Expression StrategyChecker::level_count(const syntax::Expr& source) {
    Expression count = expressions_.expect(source, {Unit::count, Unit::level}, "a number of levels");
    if (count.is_error()) return count;
    const bool parameter = count.operation == Operation::parameter;
    if (parameter ? strategy_.parameters[count.index].live : count.operation != Operation::literal) {
        diagnostics_.report(
            message::not_constant(source.range).help("write a number of levels, or a parameter that is not `live`"));
        return poison(source.range);
    }
    if (parameter && !has_range(count, "the number of levels", "from 1 to 20")) return poison(source.range);
    const auto bounds = bounds_of(count, strategy_);
    expressions_.require_positive(count, "a number of levels");
    if (bounds->low.digits <= 0) return poison(source.range);
    if (bounds->high.digits >= step::kMaxSlots) {
        diagnostics_.report(message::too_many_children(source.range, step::kMaxSlots));
        return poison(source.range);
    }
    return count;
}

void StrategyChecker::read_item(const syntax::LevelSize& size, SourceRange, Work& work) {
    const auto weight = [&](const syntax::ExprPtr& source) {
        if (!source) return std::optional<Expression>();
        Expression weight = expressions_.expect(*source, {Unit::ratio}, "a factor, for example `2x`,");
        expressions_.require_positive(weight, "the size of a level");
        expressions_.require_within(weight, kZero, kLevelSizeMost, "the size of a level is at most 100x");
        return std::optional(std::move(weight));
    };
    work.level_first = weight(size.first);
    work.level_last = weight(size.last);
}

void StrategyChecker::read_item(const syntax::Refill& refill, SourceRange, Work& work) {
    if (!refill.amount) return;
    work.refill = expressions_.expect(*refill.amount, {Unit::ratio}, "a share of the level, for example `50%`,");
    expressions_.require_positive(*work.refill, "a refill");
    expressions_.require_within(*work.refill, kZero, kOne, "a refill is between 0% and 100% of the level");
    work.refills = 1;
    if (!refill.times) return;
    const Expression times = expressions_.expect(*refill.times, {Unit::count}, "a number of times");
    if (times.is_error()) return;
    work.refills = times.literal.value.digits;
    if (times.operation != Operation::literal)
        diagnostics_.report(message::not_constant(times.range).help("write a number"));
    else if (work.refills < 1 || work.refills > kRefillsMost)
        diagnostics_.report(message::outside_bounds(times.range, "a level is refilled 1 to 8 times"));
}

// ---------------------------------------------------------------------------------------------------- sizes

Expression StrategyChecker::child_size(const syntax::Expr& source) {
    Expression size = expressions_.expect(source, {Unit::quantity, Unit::money},
                                          "a quantity such as `100 shares`, money, or a share such as `1% of order`,");
    expressions_.require_positive(size, "a size");
    return size;
}

void StrategyChecker::read_item(const syntax::Take& take, SourceRange, Work& work) {
    work.take = take.kind;
    if (take.kind == syntax::TakeKind::amount && take.amount) work.amount = child_size(*take.amount);
}

void StrategyChecker::read_item(const syntax::ChildSize& size, SourceRange, Work& work) {
    if (!size.amount) return;
    auto& sizes = size.extreme == syntax::Extreme::most ? work.child_most : work.child_least;
    sizes.push_back(child_size(*size.amount));
}

/// A plain number counts units of the base.
void StrategyChecker::read_item(const syntax::Minimum& minimum, SourceRange, Work& work) {
    if (!minimum.amount) return;
    Expression least = expressions_.check(*minimum.amount);
    if (least.operation == Operation::literal && least.unit == Unit::number) {
        least.unit = Unit::quantity;
        least.literal.measure = Measure::base_symbol;
    }
    if (!least.is_error() && least.unit != Unit::quantity && least.unit != Unit::money) {
        diagnostics_.report(message::wrong_unit(least.range, phrase_of(least.unit), "the least quantity of a fill"));
        return;
    }
    expressions_.require_positive(least, "a minimum");
    work.minimum = std::move(least);
}

// ---------------------------------------------------------------------------------------------------- showing, times

Expression StrategyChecker::variation(const syntax::Expr& source) {
    Expression vary = expressions_.expect(source, {Unit::ratio}, "a ratio, for example `20%`,");
    expressions_.require_within(vary, kZero, kOne, "a variation is between 0% and 100%");
    return vary;
}

void StrategyChecker::read_item(const syntax::Show& show, SourceRange, Work& work) {
    work.synthetic = show.style == syntax::ShowStyle::synthetic;
    if (show.amount) {
        work.show =
            expressions_.expect(*show.amount, {Unit::ratio, Unit::quantity}, "a share of the child or a quantity");
        if (work.show->unit == Unit::ratio)
            expressions_.require_within(*work.show, kZero, kOne, "a shown share is between 0% and 100%");
        expressions_.require_positive(*work.show, "what is shown");
    }
    if (show.vary) work.show_vary = variation(*show.vary);
}

void StrategyChecker::read_item(const syntax::Reload& reload, SourceRange range, Work& work) {
    if (reload.after) work.reload_after = interval(*reload.after, "the time before the next part");
    if (reload.at_most) work.reload_most = interval(*reload.at_most, "the time before the next part");
    if (!work.reload_after || !work.reload_most) return;
    const auto least = bounds_of(*work.reload_after, strategy_), most = bounds_of(*work.reload_most, strategy_);
    if (least && most && compare(least->low, most->high) > 0)
        diagnostics_.report(message::range_reversed(range).help("write the shorter time first"));
}

void StrategyChecker::read_item(const syntax::Reprice& reprice, SourceRange, Work& work) {
    if (reprice.every) work.reprice_every = interval(*reprice.every, "the time between repricings");
    if (reprice.vary) work.reprice_vary = variation(*reprice.vary);
}

void StrategyChecker::read_item(const syntax::PostOnly&, SourceRange, Work& work) {
    work.post_only = true;
}

void StrategyChecker::read_item(const syntax::Deadline& deadline, SourceRange, Work& work) {
    if (deadline.after) work.deadline_ns = expressions_.constant_duration(*deadline.after, 1);
}

void StrategyChecker::read_item(const syntax::TimeInForce& force, SourceRange, Work& work) {
    work.whole_or_nothing = force.kind == syntax::TimeInForceKind::fok;
    work.immediate = work.whole_or_nothing || force.kind == syntax::TimeInForceKind::ioc;
}

}  // namespace weir::sema
