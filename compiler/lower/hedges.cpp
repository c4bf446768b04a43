#include "compiler/lower/hedges.h"

#include "compiler/lower/routes.h"

namespace weir::lower {

using sema::InstrumentId;
using step::Bound;
using step::Input;

std::vector<plan::Slot> slots_of_hedges(const sema::Strategy& strategy, const Market& market) {
    std::vector<plan::Slot> slots;
    for (size_t i = 1; i < strategy.legs.size(); ++i) {
        plan::Slot& slot = slots.emplace_back();
        slot.name = "hedge " + strategy.legs[i].name;
        slot.range = strategy.legs[i].range;
        slot.crossing = true;
        slot.ledger = static_cast<uint8_t>(i);
        slot.view = views_of(market) == 1 ? 0 : 1;  // a hedge has one venue
    }
    return slots;
}

std::vector<step::LedgerInfo> ledgers_of_hedges(const sema::Strategy& strategy) {
    using Trades = step::LedgerInfo::Trades;
    const auto trades = [](syntax::LegSide side) {
        switch (side) {
            case syntax::LegSide::buy:
                return Trades::buy;
            case syntax::LegSide::sell:
                return Trades::sell;
            case syntax::LegSide::same:
                return Trades::order;
            case syntax::LegSide::opposite:
                return Trades::opposite;
        }
        return Trades::order;
    };
    std::vector<step::LedgerInfo> ledgers;
    for (size_t i = 1; i < strategy.legs.size(); ++i)
        ledgers.push_back({.instrument = static_cast<uint8_t>(i),
                           .side = trades(strategy.legs[i].side),
                           .total = step::LedgerInfo::Total::target,
                           .by_value = strategy.legs[i].by_value});
    return ledgers;
}

std::string HedgeBuilder::path(InstrumentId leg, std::string_view rest) const {
    return strategy_.name + "/leg " + strategy_.legs[leg].name + "/" + std::string(rest);
}

HedgeBuilder::Market HedgeBuilder::market_of(InstrumentId leg) {
    const NodeId buys = b_.positive(b_.input(Input::order_side, leg));
    const Number bid = b_.optional(b_.market(Input::bid_price, 0, leg)),
                 ask = b_.optional(b_.market(Input::ask_price, 0, leg));
    const NodeId price = b_.select(buys, ask.value, bid.value), there = b_.select_bool(buys, ask.present, bid.present);
    const NodeId open = b_.is_true(b_.market(Input::open, 0, leg));
    return {price, b_.both(b_.both(there, b_.positive(price)), open)};
}

Sized HedgeBuilder::room_of_lead(Sized room) {
    for (size_t i = 1; i < strategy_.legs.size(); ++i) {
        const Builder::From from(b_, strategy_.legs[i].range);
        room = limited(b_, room, room_for(static_cast<InstrumentId>(i), room.quantity), Bound::leg);
    }
    return room;
}

/// As though what is to be hedged grew evenly with what the lead executes, valued at its ask. Rounding can make it one
/// unit more than that: then a little less is let through.
NodeId HedgeBuilder::room_for(InstrumentId leg, NodeId room) {
    const sema::Leg& source = strategy_.legs[leg];
    const Number now = e_.unhedged(leg), ask = e_.touch(Input::ask_price);
    const NodeId known = b_.both(now.present, market_of(leg).known), zero = b_.constant(0);
    if (!source.within) return b_.select(known, room, zero);
    const Number most = e_.number(*source.within), then = e_.unhedged_if(leg, room, ask.value);
    const NodeId slack = b_.sub(most.value, now.value), growth = b_.sub(then.value, now.value);
    const NodeId open = b_.not_below_zero(slack), one = b_.constant(1), steep = b_.max(growth, one);
    const NodeId part = b_.muldiv_floor(room, open, steep), less = b_.muldiv_floor(room, open, b_.add(steep, one));
    const NodeId fits = b_.le(e_.unhedged_if(leg, part, ask.value).value, most.value);
    const NodeId allowed = b_.select(b_.le(growth, slack), room, b_.select(fits, part, less));
    const NodeId all_known = b_.both(b_.both(known, most.present), b_.both(then.present, ask.present));
    return b_.select(all_known, allowed, zero);
}

std::vector<Emission> HedgeBuilder::build(NodeId open, NodeId judged) {
    std::vector<Emission> emissions;
    for (size_t i = 1; i < strategy_.legs.size(); ++i) {
        const Builder::From from(b_, strategy_.legs[i].range);
        emissions.push_back(hedge(static_cast<InstrumentId>(i), b_.both(open, judged)));
    }
    return emissions;
}

/// Whole lots of what is missing at a price; nothing when too much is hedged.
NodeId HedgeBuilder::missing(InstrumentId leg, Number unhedged, NodeId price) {
    const NodeId amount = b_.not_below_zero(unhedged.value);
    const NodeId quantity =
        strategy_.legs[leg].by_value ? e_.quantity_for(amount, b_.mul(price, b_.constant(2)), leg) : amount;
    return b_.floor_to(quantity, b_.rule(Input::lot, leg));
}

/// The child takes what is missing at the far touch. What is on its way stays; what the leg should come to is kept
/// while it cannot be told.
Emission HedgeBuilder::hedge(InstrumentId leg, NodeId on) {
    const auto slot_index = static_cast<int>(slot_of(leg));
    const NodeId working = b_.input(Input::slot_working, slot_index), zero = b_.constant(0);
    const NodeId executed = b_.input(Input::order_executed, leg);
    const Market market = market_of(leg);
    const Number unhedged = e_.unhedged(leg);
    const CellId last_price = b_.scalar(path(leg, "price")), seen = b_.scalar(path(leg, "seen"));
    const CellId last_total = b_.scalar(path(leg, "total"));

    const NodeId reference = b_.select(market.known, market.price, b_.read(seen));
    b_.remember(seen, reference);
    const NodeId valued = b_.both(unhedged.present, b_.positive(reference));
    const NodeId missing = this->missing(leg, unhedged, reference);
    const NodeId wanted = b_.max(missing, working);
    const NodeId total =
        b_.max(b_.select(valued, b_.add(executed, wanted), b_.read(last_total)), b_.add(executed, working));
    b_.remember(last_total, total);

    const NodeId at_work = b_.positive(working);
    const NodeId sends = b_.both(on, b_.both(market.known, unhedged.present));
    const NodeId price = b_.select(at_work, b_.read(last_price), market.price);
    const NodeId value = e_.value_at(missing, b_.mul(market.price, b_.constant(2)), Rounding::down, leg);
    const NodeId enough = b_.both(b_.le(b_.rule(Input::minimum_quantity, leg), missing),
                                  b_.le(b_.rule(Input::minimum_value, leg), value));
    const NodeId fresh = b_.select(b_.both(sends, enough), missing, zero);
    const NodeId quantity = b_.select(at_work, b_.select(on, working, zero), fresh);
    const NodeId some = b_.positive(quantity), sent_price = b_.select(some, price, zero);
    b_.remember(last_price, b_.select(some, price, b_.read(last_price)));

    const NodeId small = b_.select(b_.positive(missing), code(Bound::minimum), code(Bound::lot));
    const NodeId waits = b_.select(sends, b_.select(b_.positive(unhedged.value), small, code(Bound::none)),
                                   b_.select(on, code(Bound::limit), code(Bound::none)));
    plan::Slot& slot = plan_.slots[slot_of(leg)];
    slot.quantity = slot.display = quantity;
    slot.price = sent_price;
    slot.bound = b_.select(some, code(Bound::take), waits);
    plan_.targets[leg] = total;
    plan_.exposures[leg] = b_.select(unhedged.present, unhedged.value, b_.constant(step::kAbsent));
    slot.fresh = b_.both(some, b_.lt(working, quantity));
    return {quantity, sent_price, working, slot.fresh, leg};
}

}  // namespace weir::lower
