// Works, and the clauses that place a child of their own: what belongs together in one. Items are read in items.cpp.
#include <algorithm>
#include <array>

#include "compiler/sema/checker.h"

namespace weir::sema {
namespace {

/// What an item says, so that the second of its kind is known.
enum class ItemKind : uint8_t {
    price,
    take,
    child_most,
    child_least,
    show,
    reprice,
    post_only,
    size,
    refill,
    reload,
    limit,
    deadline,
    minimum,
    time_in_force,
    routing,  // may be said in parts
    unsupported,
    broken
};
constexpr std::array<std::string_view, 14> kKindNames = {
    "price", "take",   "child at most", "child at least", "show",     "reprice", "post only",
    "size",  "refill", "reload",        "limit",          "deadline", "minimum", "time in force"};

struct KindOf {
    using enum ItemKind;
    ItemKind operator()(const syntax::ErrorItem&) const { return broken; }
    ItemKind operator()(const syntax::Peg&) const { return price; }
    ItemKind operator()(const syntax::At&) const { return price; }
    ItemKind operator()(const syntax::UpTo&) const { return price; }
    ItemKind operator()(const syntax::Ladder&) const { return price; }
    ItemKind operator()(const syntax::Take&) const { return take; }
    ItemKind operator()(const syntax::ChildSize& size) const {
        return size.extreme == syntax::Extreme::most ? child_most : child_least;
    }
    ItemKind operator()(const syntax::Show&) const { return show; }
    ItemKind operator()(const syntax::Reprice&) const { return reprice; }
    ItemKind operator()(const syntax::PostOnly&) const { return post_only; }
    ItemKind operator()(const syntax::LevelSize&) const { return size; }
    ItemKind operator()(const syntax::Refill&) const { return refill; }
    ItemKind operator()(const syntax::Reload&) const { return reload; }
    ItemKind operator()(const syntax::Limit&) const { return limit; }
    ItemKind operator()(const syntax::Deadline&) const { return deadline; }
    ItemKind operator()(const syntax::Minimum&) const { return minimum; }
    ItemKind operator()(const syntax::TimeInForce&) const { return time_in_force; }
    ItemKind operator()(const syntax::Targets&) const { return routing; }
    ItemKind operator()(const syntax::ScoredBy&) const { return routing; }
    ItemKind operator()(const syntax::Route&) const { return routing; }
    template <class Other>
    ItemKind operator()(const Other&) const {
        return unsupported;
    }
};
ItemKind kind_of(const syntax::Item& item) {
    return std::visit(KindOf{}, item.kind);
}

using Kinds = std::initializer_list<ItemKind>;
bool among(Kinds kinds, ItemKind kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
}

}  // namespace

/// A work without a name that the script could write: those of the clauses have a blank.
Work StrategyChecker::begin_work(WorkKind kind, std::string name, SourceRange head, const syntax::ExprPtr& when) {
    Work work;
    work.kind = kind;
    work.name = std::move(name);
    work.id = next_work_++;
    work.place = scope_.here();
    work.head = work.name_range = head;
    if (when) work.when = expressions_.expect(*when, {Unit::boolean}, "");
    return work;
}

/// Whether all of them could be read.
bool StrategyChecker::read_items(const std::vector<syntax::Item>& items, Work& work) {
    bool whole = true;
    std::array<const syntax::Item*, kKindNames.size()> seen{};
    for (const syntax::Item& one : items) {
        const ItemKind kind = kind_of(one);
        if (kind == ItemKind::unsupported) unsupported(one.range);
        whole = whole && kind < ItemKind::unsupported;
        if (kind == ItemKind::routing) routing(one, work);
        if (kind >= ItemKind::routing) continue;
        const syntax::Item*& first = seen[static_cast<size_t>(kind)];
        if (first) {
            diagnostics_.report(
                message::said_twice(one.range, kKindNames[static_cast<size_t>(kind)]).label(first->range, "the first"));
            continue;
        }
        first = &one;
        item(one, work);
    }
    return whole;
}

void StrategyChecker::does_not_fit(const syntax::Item& item, std::string_view what, std::string_view help) {
    diagnostics_.report(message::item_does_not_fit(item.range, kKindNames[static_cast<size_t>(kind_of(item))], what)
                            .help(std::string(help)));
}

void StrategyChecker::read(const syntax::Work& source, SourceRange range) {
    Work work = begin_work(WorkKind::work, source.name.text, source.head.end > source.head.begin ? source.head : range,
                           source.when);
    work.name_range = source.name.range;
    if (read_items(source.items, work)) {
        const bool priced =
            std::ranges::any_of(source.items, [](const syntax::Item& one) { return kind_of(one) == ItemKind::price; });
        if (priced)
            require_complete(work, source.items);
        else
            diagnostics_.report(message::work_without_price(work.head, work.name)
                                    .help("say where it rests (`peg near touch`, `at PRICE`), or how far it may cross "
                                          "(`up to PRICE`)"));
    }
    strategy_.works.push_back(std::move(work));
    work_sources_.push_back(&source);
}

void StrategyChecker::require_complete(const Work& work, const std::vector<syntax::Item>& items) {
    using enum ItemKind;
    const bool crossing = work.pricing == Pricing::cross || work.immediate;
    if (crossing && !work.take && work.place.ledger == kOrderLedger)
        diagnostics_.report(message::crossing_without_size(work.head, work.name)
                                .here("it takes liquidity, and does not say how much")
                                .help("add `take behind`, `take due`, `take leaves` or `take` with an amount"));
    for (const syntax::Item& one : items) {
        const ItemKind kind = kind_of(one);
        if (crossing && among({show, reprice, post_only, reload}, kind))
            diagnostics_.report(message::crossing_cannot(one.range, kKindNames[static_cast<size_t>(kind)])
                                    .label(work.price ? work.price->range : work.head, "this work crosses")
                                    .help("it belongs to a work that rests, with `peg` or `at`"));
        if (!work.ladder && among({size, refill}, kind))
            does_not_fit(one, "a work without levels",
                         "add levels, for example `5 levels from 1% to 2% better than mid`");
        if (!work.synthetic && kind == reload)
            does_not_fit(one, "a child that is sent whole", "let it be sent part by part: `show 10% synthetic`");
        if (work.whole_or_nothing && kind == minimum)
            does_not_fit(one, "a child that fills as a whole or not at all", "leave it out");
        const auto* force = std::get_if<syntax::TimeInForce>(&one.kind);
        const bool stays = force && !work.immediate;
        if (stays && work.pricing == Pricing::cross)
            does_not_fit(one, "a work that crosses: what it cannot take at once is given up",
                         "leave it out, or let the work rest with `peg` or `at`");
    }
}

/// `would`: goes before all works, and takes what stands at its price or better.
void StrategyChecker::read(const syntax::Would& source, SourceRange) {
    using enum ItemKind;
    Work work = begin_work(WorkKind::would, std::string(kWouldName), source.head, source.when);
    work.pricing = Pricing::cross;
    work.price = source.price ? expressions_.expect(*source.price, {Unit::price}, "") : poison(source.head);
    if (source.up_to) work.ahead = child_size(*source.up_to);
    read_items(source.items, work);
    for (const syntax::Item& one : source.items)
        if (!among({child_most, child_least, limit, deadline, minimum, routing, unsupported, broken}, kind_of(one)))
            does_not_fit(one, "`would`, which takes what stands at its price or better",
                         "leave it out, or write a work");
    strategy_.works.push_back(std::move(work));
    work_sources_.push_back(nullptr);
}

/// `at open`, `at close`: an order for the auction.
void StrategyChecker::read(const syntax::Auction& source, SourceRange) {
    using enum ItemKind;
    const bool at_open = source.kind == syntax::AuctionKind::open;
    Work work = begin_work(at_open ? WorkKind::at_open : WorkKind::at_close, at_open ? "at open" : "at close",
                           source.head, source.when);
    work.pricing = Pricing::limit;
    const bool whole = read_items(source.items, work);
    if (whole && !work.take)
        diagnostics_.report(message::auction_without_size(source.head, work.name)
                                .help("add how much goes to the auction, for example `take 5% of order`"));
    for (const syntax::Item& one : source.items) {
        const bool limit_order = std::holds_alternative<syntax::At>(one.kind);
        if (!limit_order && !among({take, limit, routing, unsupported, broken}, kind_of(one)))
            does_not_fit(one, "an order for an auction", "it says how much with `take`, and at which price with `at`");
    }
    strategy_.works.push_back(std::move(work));
    work_sources_.push_back(nullptr);
}

}  // namespace weir::sema
