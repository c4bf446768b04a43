// The clause `work`: how a child order is priced, sized, shown and renewed.
#include <algorithm>

#include "compiler/sema/checker.h"

namespace weir::sema {
namespace {

constexpr syntax::Decimal kZero{0, 0}, kOne{1, 0};

constexpr int kUnsupported = -2;

/// What an item says, so that the second of its kind is known: one number for each.
struct KindOf {
    int operator()(const syntax::ErrorItem&) const { return -1; }
    int operator()(const syntax::Peg&) const { return 0; }
    int operator()(const syntax::At&) const { return 0; }
    int operator()(const syntax::UpTo&) const { return 0; }
    int operator()(const syntax::Take&) const { return 1; }
    int operator()(const syntax::ChildSize& size) const { return size.extreme == syntax::Extreme::most ? 2 : 3; }
    int operator()(const syntax::Show&) const { return 4; }
    int operator()(const syntax::Reprice&) const { return 5; }
    int operator()(const syntax::PostOnly&) const { return 6; }
    template <class Other>
    int operator()(const Other&) const {
        return kUnsupported;
    }
};
int kind_of(const syntax::Item& item) {
    return std::visit(KindOf{}, item.kind);
}

constexpr std::string_view kKindNames[] = {"price", "take",    "child at most", "child at least",
                                           "show",  "reprice", "post only"};

}  // namespace

void StrategyChecker::read(const syntax::Work& source, SourceRange range) {
    Work work;
    work.name = source.name.text;
    work.id = next_work_++;
    work.place = scope_.here();
    work.name_range = source.name.range;
    work.head = source.head.end > source.head.begin ? source.head : range;
    if (source.when) work.when = expressions_.expect(*source.when, {Unit::boolean}, "");
    std::vector<const syntax::Item*> seen(std::size(kKindNames), nullptr);
    for (const syntax::Item& one : source.items) {
        const int kind = kind_of(one);
        if (kind == kUnsupported) unsupported(one.range);
        if (kind < 0) continue;
        if (const syntax::Item* first = seen[static_cast<size_t>(kind)]) {
            diagnostics_.report(message::said_twice(one.range, kKindNames[kind]).label(first->range, "the first"));
            continue;
        }
        seen[static_cast<size_t>(kind)] = &one;
        item(one, work);
    }
    const bool whole = std::ranges::none_of(source.items, [](const syntax::Item& one) { return kind_of(one) < 0; });
    if (whole && !seen[0]) {
        diagnostics_.report(
            message::work_without_price(work.head, work.name)
                .help("say where it rests (`peg near touch`, `at PRICE`), or how far it may cross (`up to PRICE`)"));
    } else if (whole) {
        require_complete(work, source);
    }
    strategy_.works.push_back(std::move(work));
    work_sources_.push_back(&source);
}

void StrategyChecker::require_complete(const Work& work, const syntax::Work& source) {
    if (work.pricing != Pricing::cross) return;
    if (!work.take && work.place.ledger == kOrderLedger)
        diagnostics_.report(message::crossing_without_size(work.head, work.name)
                                .here("it takes liquidity, and does not say how much")
                                .help("add `take behind`, `take due`, `take leaves` or `take` with an amount"));
    for (const syntax::Item& one : source.items) {
        const bool resting = std::holds_alternative<syntax::Show>(one.kind) ||
                             std::holds_alternative<syntax::Reprice>(one.kind) ||
                             std::holds_alternative<syntax::PostOnly>(one.kind);
        if (resting)
            diagnostics_.report(message::crossing_cannot(one.range, kKindNames[kind_of(one)])
                                    .label(work.price->range, "this work crosses")
                                    .help("it belongs to a work that rests, with `peg` or `at`"));
    }
}

void StrategyChecker::item(const syntax::Item& item, Work& work) {
    switch (kind_of(item)) {
        case 0:
            return pricing(item, work);
        case 1:
        case 2:
        case 3:
            return sizing(item, work);
        default:
            return showing(item, work);
    }
}

void StrategyChecker::pricing(const syntax::Item& item, Work& work) {
    if (const auto* peg = std::get_if<syntax::Peg>(&item.kind)) {
        work.pricing = Pricing::peg;
        work.peg.touch = peg->touch;
        if (!peg->offset || !peg->offset->amount) return;
        work.peg.offset = peg->offset->kind;
        work.peg.amount = expressions_.expect(*peg->offset->amount, {Unit::ratio, Unit::price},
                                              "a distance, for example `2 bps` or `1 tick`,");
        return;
    }
    if (const auto* at = std::get_if<syntax::At>(&item.kind)) {
        work.pricing = Pricing::limit;
        if (at->price) work.price = expressions_.expect(*at->price, {Unit::price}, "");
    } else if (const auto* up_to = std::get_if<syntax::UpTo>(&item.kind)) {
        work.pricing = Pricing::cross;
        if (up_to->price) work.price = expressions_.expect(*up_to->price, {Unit::price}, "");
    }
    if (!work.price) work.price = poison(item.range);
}

Expression StrategyChecker::child_size(const syntax::Expr& source) {
    Expression size = expressions_.expect(source, {Unit::quantity, Unit::money},
                                          "a quantity, money, or a share such as `1% of order`,");
    expressions_.require_positive(size, "a size");
    return size;
}

void StrategyChecker::sizing(const syntax::Item& item, Work& work) {
    if (const auto* take = std::get_if<syntax::Take>(&item.kind)) {
        work.take = take->kind;
        if (take->kind == syntax::TakeKind::amount && take->amount) work.amount = child_size(*take->amount);
        return;
    }
    const auto& size = std::get<syntax::ChildSize>(item.kind);
    if (!size.amount) return;
    auto& sizes = size.extreme == syntax::Extreme::most ? work.child_most : work.child_least;
    sizes.push_back(child_size(*size.amount));
}

void StrategyChecker::showing(const syntax::Item& item, Work& work) {
    if (const auto* show = std::get_if<syntax::Show>(&item.kind)) {
        if (show->style != syntax::ShowStyle::any) unsupported(item.range);
        if (show->amount) {
            work.show =
                expressions_.expect(*show->amount, {Unit::ratio, Unit::quantity}, "a share of the child or a quantity");
            if (work.show->unit == Unit::ratio)
                expressions_.require_within(*work.show, kZero, kOne, "a shown share is between 0% and 100%");
            expressions_.require_positive(*work.show, "what is shown");
        }
        if (show->vary) {
            work.show_vary = expressions_.expect(*show->vary, {Unit::ratio}, "a ratio, for example `20%`,");
            expressions_.require_within(*work.show_vary, kZero, kOne, "a variation is between 0% and 100%");
        }
    } else if (const auto* reprice = std::get_if<syntax::Reprice>(&item.kind)) {
        if (reprice->every) work.reprice_every = interval(*reprice->every, "the time between repricings");
        if (reprice->vary) {
            work.reprice_vary = expressions_.expect(*reprice->vary, {Unit::ratio}, "a ratio, for example `20%`,");
            expressions_.require_within(*work.reprice_vary, kZero, kOne, "a variation is between 0% and 100%");
        }
    } else {
        work.post_only = true;
    }
}

}  // namespace weir::sema
