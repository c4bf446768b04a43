// How a child is divided among venues. Everything here is along the side or a cost: less is better.
#include "compiler/lower/routes.h"

#include "compiler/lower/pace.h"

namespace weir::lower {

using sema::Score;
using step::Input;

namespace {

constexpr int64_t kFinePrice = 1'000;                      // so that fees of parts of a price unit tell
constexpr int64_t kRecent = int64_t{300} * 1'000'000'000;  // volume that tells how soon what rests is filled
constexpr int64_t kLargest = int64_t{1} << 50;             // of a size in a ratio

}  // namespace

std::vector<Router::Part> Router::parts(const Child& child) {
    std::vector<NodeId> quantities(child.course.outlets(), b_.constant(0));
    std::vector<Part> parts;
    NodeId left = child.size;
    for (size_t number = 0; number < child.course.lines.size(); ++number) {
        const Course::Line& line = child.course.lines[number];
        const Builder::From from(b_, line.said ? line.said->range : SourceRange{});
        std::vector<Place> places;
        NodeId known = b_.flag(true);
        const NodeId minimum = this->minimum(line, child, known);
        for (const Outlet& outlet : line.outlets) {
            NodeId usable = this->usable(outlet, child.course);
            if (outlet.dark) usable = b_.both(usable, known);
            places.push_back({&outlet, usable, parts.size()});
            parts.push_back({b_.constant(0), usable, outlet.dark ? minimum : b_.constant(0)});
        }
        const bool last = number + 1 == child.course.lines.size();
        const NodeId most = line_most(line, child, left);
        const NodeId given = give(places, line, child, most, last, number, quantities);
        const bool reserved = line.said && line.said->share;
        left = b_.sub(left, reserved ? most : given);
    }
    for (size_t i = 0; i < parts.size(); ++i) parts[i].quantity = quantities[i];
    return parts;
}

NodeId Router::usable(const Outlet& outlet, const Course& course) {
    NodeId usable = b_.is_true(market(Input::open, outlet.view));
    for (const sema::RouteBar* bar : course.bars) {
        if (!bar->when) continue;
        for (const sema::Target& target : bar->venues)
            if (target.name == outlet.venue) usable = b_.both(usable, b_.negate(e_.restrictive(*bar->when)));
    }
    return usable;
}

/// The most that a line gets of what the lines before it have left.
NodeId Router::line_most(const Course::Line& line, const Child& child, NodeId left) {
    if (!line.said || (!line.said->share && !line.said->up_to)) return left;
    const sema::Expression& said = line.said->share ? *line.said->share : *line.said->up_to;
    const auto part = [&]() -> Number {
        if (said.unit != sema::Unit::ratio) return e_.quantity(said, child.reference);
        const Number share = e_.number(said);
        const NodeId part = b_.muldiv_floor(child.size, share.value, b_.constant(step::kRatioOne));
        return {part, share.present};
    }();
    const NodeId most =
        b_.select(part.present, b_.floor_to(b_.not_below_zero(part.value), b_.input(Input::lot)), b_.constant(0));
    return b_.min(left, most);
}

/// `known`: it can be computed now. Without one, or where it says nothing of the venue, 0.
NodeId Router::minimum(const Course::Line& line, const Child& child, NodeId& known) {
    const sema::Expression* said = line.said && line.said->minimum ? &*line.said->minimum : child.minimum;
    if (!said) return b_.constant(0);
    const Number least = e_.quantity(*said, child.reference);
    known = least.present;
    return b_.ceil_to(b_.not_below_zero(least.value), b_.input(Input::lot));
}

NodeId Router::give(const std::vector<Place>& places, const Course::Line& line, const Child& child, NodeId most,
                    bool last, size_t number, std::vector<NodeId>& quantities) {
    if (places.empty()) return b_.constant(0);
    const bool takes = child.crossing && !places[0].outlet->dark;
    const std::vector<Score>& by = line.said && !line.said->by.empty() ? line.said->by
                                   : takes                             ? child.course.take_by
                                                                       : child.course.post_by;
    const Ranks order = ranks(places, by, child);
    return takes ? take(places, order, child, most, last, quantities)
                 : rest_at_one(places, order, child, most, number, quantities);
}

/// In order, each at most what it displays within the bound; what is left of the last line goes to the best.
NodeId Router::take(const std::vector<Place>& places, const Ranks& ranks, const Child& child, NodeId most, bool last,
                    std::vector<NodeId>& quantities) {
    const NodeId zero = b_.constant(0);
    std::vector<NodeId> shown;
    for (const Place& place : places)
        shown.push_back(place.outlet->dark
                            ? zero
                            : b_.select(place.usable, displayed(place.outlet->view, child.prices[place.index]), zero));
    NodeId given = zero;
    for (size_t i = 0; i < places.size(); ++i) {
        NodeId before = zero;
        for (size_t j = 0; j < places.size(); ++j)
            if (j != i) before = b_.add(before, b_.select(ranks[j][i], shown[j], zero));
        const NodeId quantity = b_.min(shown[i], b_.not_below_zero(b_.sub(most, before)));
        quantities[places[i].index] = quantity;
        given = b_.add(given, quantity);
    }
    if (!last) return given;
    NodeId any = b_.flag(false);
    for (size_t i = 0; i < places.size(); ++i) {
        NodeId best = places[i].usable;
        for (size_t j = 0; j < places.size(); ++j)
            if (j != i) best = b_.both(best, b_.negate(b_.both(places[j].usable, ranks[j][i])));
        NodeId& quantity = quantities[places[i].index];
        quantity = b_.add(quantity, b_.select(best, b_.sub(most, given), zero));
        any = b_.either(any, places[i].usable);
    }
    return b_.select(any, most, given);
}

/// All at the best of them, and it stays there until the order would be priced anew.
NodeId Router::rest_at_one(const std::vector<Place>& places, const Ranks& ranks, const Child& child, NodeId most,
                           size_t number, std::vector<NodeId>& quantities) {
    const NodeId zero = b_.constant(0), nobody = b_.constant(-1);
    NodeId best = nobody;
    for (size_t i = 0; i < places.size(); ++i) {
        NodeId here = places[i].usable;
        for (size_t j = 0; j < places.size(); ++j)
            if (j != i) here = b_.both(here, b_.negate(b_.both(places[j].usable, ranks[j][i])));
        best = b_.select(here, b_.constant(static_cast<int64_t>(i)), best);
    }
    NodeId chosen = best;
    if (places.size() > 1) {
        const std::string path = child.path + "/line " + std::to_string(number);
        const CellId choice = b_.scalar(path + "/venue", -1), since = b_.scalar(path + "/since", -1);
        const NodeId mark = child.renewal.value_or(child.price);
        NodeId there = b_.flag(false);
        for (size_t i = 0; i < places.size(); ++i) {
            const NodeId here = b_.eq(b_.read(choice), b_.constant(static_cast<int64_t>(i)));
            const NodeId stays = b_.both(places[i].usable, b_.positive(child.working[places[i].index]));
            there = b_.either(there, b_.both(here, stays));
        }
        const NodeId stays = b_.both(there, b_.eq(b_.read(since), mark));
        chosen = b_.select(stays, b_.read(choice), best);
        b_.remember(choice, b_.select(child.on, chosen, nobody));
        b_.remember(since, b_.select(child.on, mark, nobody));
    }
    for (size_t i = 0; i < places.size(); ++i)
        quantities[places[i].index] = b_.select(b_.eq(chosen, b_.constant(static_cast<int64_t>(i))), most, zero);
    return b_.select(b_.eq(chosen, nobody), zero, most);
}

// ---------------------------------------------------------------------------------------------------- scores

/// By the scores in turn; at a tie the one that was written or given first.
Router::Ranks Router::ranks(const std::vector<Place>& places, const std::vector<Score>& scores, const Child& child) {
    const size_t n = places.size();
    Ranks ranks(n, std::vector<NodeId>(n, b_.flag(false)));
    if (n == 1) return ranks;
    std::vector<std::vector<NodeId>> costs(n);
    for (size_t i = 0; i < n; ++i)
        for (const Score score : scores)
            if (const auto known = cost(score, *places[i].outlet, child)) costs[i].push_back(*known);
    for (size_t i = 0; i < n; ++i)
        for (size_t j = i + 1; j < n; ++j) {
            NodeId before = b_.flag(true);
            for (size_t k = costs[i].size(); k-- > 0;) {
                const NodeId same = b_.both(b_.eq(costs[i][k], costs[j][k]), before);
                before = b_.either(b_.lt(costs[i][k], costs[j][k]), same);
            }
            ranks[i][j] = before;
            ranks[j][i] = b_.negate(before);
        }
    return ranks;
}

std::optional<NodeId> Router::cost(Score score, const Outlet& outlet, const Child& child) {
    return child.crossing ? cost_of_taking(score, outlet.view, child.size)
                          : cost_of_resting(score, outlet.view, child.price);
}

Router::Quote Router::quote(uint8_t view, bool far) {
    const NodeId buy = e_.is_buy();
    const Number bid = b_.optional(market(Input::bid_price, view)), ask = b_.optional(market(Input::ask_price, view));
    const Number bids = b_.optional(market(Input::bid_quantity, view)),
                 asks = b_.optional(market(Input::ask_quantity, view));
    const auto& [first, second] = far ? std::pair(ask, bid) : std::pair(bid, ask);
    const auto& [of_first, of_second] = far ? std::pair(asks, bids) : std::pair(bids, asks);
    return {{b_.select(buy, first.value, second.value), b_.select_bool(buy, first.present, second.present)},
            b_.select(buy, of_first.value, of_second.value)};
}

/// At the far touch, in lots, when that is within the bound.
NodeId Router::displayed(uint8_t view, NodeId price) {
    const Quote far = quote(view, true);
    const NodeId within = b_.le(e_.along_side(far.price.value), e_.along_side(price));
    return b_.select(b_.both(far.price.present, within), b_.floor_to(far.quantity, b_.input(Input::lot)),
                     b_.constant(0));
}

std::optional<NodeId> Router::cost_of_taking(Score score, uint8_t view, NodeId size) {
    const NodeId one = b_.constant(1), unknown = b_.constant(step::kNever);
    const Quote far = quote(view, true);
    const NodeId shown = b_.clamp(far.quantity, one, b_.constant(kLargest));
    const auto if_quoted = [&](NodeId cost) { return b_.select(far.price.present, cost, unknown); };
    switch (score) {
        case Score::all_in: {
            const NodeId fine = b_.mul(far.price.value, b_.constant(kFinePrice));
            const NodeId fee = b_.muldiv_ceil(fine, market(Input::taker_fee, view), b_.constant(step::kRatioOne));
            return if_quoted(b_.add(e_.along_side(fine), fee));
        }
        case Score::price:
            return if_quoted(e_.along_side(far.price.value));
        case Score::size:
            return b_.minus(far.quantity);
        case Score::impact: {
            const Quote near = quote(view, false);
            const NodeId apart = e_.along_side(b_.sub(far.price.value, near.price.value));
            const NodeId spread = b_.clamp(apart, one, b_.constant(kLargest));
            const NodeId taken = b_.min(size, b_.mul(shown, b_.constant(1'024)));
            const NodeId impact = b_.muldiv_ceil(spread, taken, shown);
            return b_.select(b_.both(far.price.present, near.price.present), impact, unknown);
        }
        case Score::fill_probability: {
            const NodeId wanted = b_.max(size, one);
            return b_.minus(b_.muldiv_floor(b_.min(far.quantity, wanted), b_.constant(step::kRatioOne), wanted));
        }
        case Score::latency:
            return market(Input::latency, view);
        case Score::taker_fee:
            return market(Input::taker_fee, view);
        case Score::maker_fee:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<NodeId> Router::cost_of_resting(Score score, uint8_t view, NodeId price) {
    switch (score) {
        case Score::all_in:
        case Score::maker_fee:
            return market(Input::maker_fee, view);
        case Score::latency:
            return market(Input::latency, view);
        case Score::fill_probability: {  // what trades, as a share of it and what is displayed ahead of us
            const Quote near = quote(view, false);
            const NodeId ours = e_.along_side(price), theirs = e_.along_side(near.price.value);
            const NodeId behind = b_.select(b_.lt(ours, theirs), b_.constant(kLargest), b_.constant(0));
            const NodeId ahead =
                b_.select(near.price.present, b_.select(b_.eq(ours, theirs), near.quantity, behind), b_.constant(0));
            const NodeId volume = market_volume_in(b_, market(Input::volume, view), kRecent);
            const NodeId all = b_.max(b_.add(volume, ahead), b_.constant(1));
            return b_.minus(b_.muldiv_floor(volume, b_.constant(step::kRatioOne), all));
        }
        case Score::price:
        case Score::size:
        case Score::impact:
        case Score::taker_fee:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace weir::lower
