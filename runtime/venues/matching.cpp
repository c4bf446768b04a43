#include "runtime/venues/matching.h"

#include <algorithm>

#include "runtime/core/assert.h"
#include "runtime/core/decimal.h"
#include "runtime/venues/fees.h"

namespace weir::venues {

Matching::Matching(const market::TapeInfo& tape, const Model& model)
    : instrument_(tape.instrument),
      detail_(tape.detail),
      model_(model),
      book_(tape.detail),
      depths_(model.depths),
      taken_(book_),
      working_(book_, tape.detail),
      waiting_(model.auctions),
      tally_(tape.instrument),
      outbox_(instrument_, model_) {}

MarketView Matching::view() {
    MarketView view;
    if (const market::Level* bid = book_.best(Side::buy)) {
        view.bid_price = bid->price;
        view.bid_quantity = bid->quantity;
    }
    if (const market::Level* ask = book_.best(Side::sell)) {
        view.ask_price = ask->price;
        view.ask_quantity = ask->quantity;
    }
    for (size_t k = 0; k < depths_.count(); ++k) {
        view.bid_depth[k] = depths_.sum(book_, Side::buy, k);
        view.ask_depth[k] = depths_.sum(book_, Side::sell, k);
    }
    tally_.write(view);
    view.halted = book_.halted();
    return view;
}

// ---- the tape -------------------------------------------------------------------------------------------------------

void Matching::on_record(const MarketEvent& event, Time now) {
    now_ = now;
    if (event.kind == MarketKind::execute || event.kind == MarketKind::trade) on_trade(event);
    const market::Change change = book_.apply(event);
    depths_.see(change);
    if (!working_.empty()) working_.apply(event, change);
    taken_.apply(event);
}

void Matching::end_message(Time now) {
    now_ = now;
    taken_.end_message();
    const market::Level *bid = book_.best(Side::buy), *ask = book_.best(Side::sell);
    bid_ = bid ? bid->price : step::kAbsent;
    ask_ = ask ? ask->price : step::kAbsent;
    if (working_.empty()) return;
    working_.end_message();
    fill_against_displayed();
}

void Matching::on_trade(const MarketEvent& event) {
    if (event.flags & kAuction) return on_auction_print(event);
    tally_.add(event.price, event.quantity);
    if (working_.empty()) return;

    Print print{event.price, event.quantity, Print::AtPrice::queue};
    if (event.flags & kHidden) {
        print.at_price = Print::AtPrice::front;
    } else if (event.kind == MarketKind::execute && detail_ == market::BookDetail::orders) {
        const market::Order* order = book_.order(event.order);
        print.at_price = Print::AtPrice::arrival;
        print.arrival = order ? order->arrival : 0;
    }
    const Side passive = passive_side(event);
    if (passive == Side::none) {
        print.at_price = Print::AtPrice::never;
        offer(Side::buy, print);
        offer(Side::sell, print);
        return;
    }
    offer(passive, print);
    if (print.at_price == Print::AtPrice::queue) working_.consume(passive, event.price, event.quantity);
}

/// Each unit of the print was bought and sold: our share is had on both sides.
void Matching::on_auction_print(const MarketEvent& event) {
    tally_.add_other(event.quantity, waiting_.of_an_auction(now_));
    if (waiting_.empty()) return;
    const auto share = static_cast<int64_t>(Wide{event.quantity} * model_.auction_share_e9 / 1'000'000'000);
    for (const Side side : {Side::buy, Side::sell}) {
        int64_t rest = share / instrument_.lot.value * instrument_.lot.value;
        for (Waiting::Entry& entry : waiting_.entries()) {
            const bool takes_part =
                entry.order.side == side && waiting_.runs(entry, now_) && !better(side, event.price, entry.order.price);
            const int64_t quantity = takes_part ? std::min(rest, entry.order.leaves) : 0;
            if (quantity == 0) continue;
            rest -= quantity;
            outbox_.fill(entry.order, Price{event.price}, Quantity{quantity}, Liquidity::taker, now_);
        }
    }
    waiting_.drop_filled();
}

void Matching::cancel_waiting(Time until) {
    for (Waiting::Entry& entry : waiting_.entries()) {
        if (waiting_.over(entry) > until) continue;
        entry.order.leaves = 0;
        outbox_.state(ReportKind::cancelled, entry.order, now_);
    }
    waiting_.drop_filled();
}

void Matching::on_time(Time now) {
    now_ = now;
    cancel_waiting(now);
}

void Matching::close(Time now) {
    now_ = now;
    closed_ = true;
    cancel_waiting(kNoTime);
}

/// The side that was hit. A print whose aggressor the tape does not know hit the side at whose best it happened, as the
/// book was before the message: within it the aggressor may be shown beside those that it hits.
Side Matching::passive_side(const MarketEvent& event) const {
    const Side side{event.side};
    if (event.kind == MarketKind::execute) return side;
    if (side != Side::none) return opposite(side);
    const bool at_bid = bid_ != step::kAbsent && event.price <= bid_;
    const bool at_ask = ask_ != step::kAbsent && event.price >= ask_;
    if (at_bid == at_ask) return Side::none;
    return at_bid ? Side::buy : Side::sell;
}

/// Hands the print to our orders in their priority: what one of them gets, no other gets.
void Matching::offer(Side side, Print& print) {
    if (book_.halted()) return;
    auto& orders = working_.of(side);
    for (size_t i = 0; i < orders.size() && print.rest > 0;) {
        if (better(side, print.price, orders[i].price)) return;
        const int64_t quantity = std::min(share(orders[i], print), print.rest);
        if (quantity <= 0) {
            ++i;
            continue;
        }
        print.rest -= quantity;
        fill_resting(side, i, quantity);
    }
}

/// How much of the print would have come to the shown part of this order. A print at a worse price passed ours first.
int64_t Matching::share(const Resting& order, const Print& print) const {
    if (order.price != print.price) return order.shown;
    switch (print.at_price) {
        case Print::AtPrice::never:
            return 0;
        case Print::AtPrice::front:
            return order.ahead == 0 ? order.shown : 0;
        case Print::AtPrice::queue:
            return std::min(order.shown, print.rest - order.ahead);
        case Print::AtPrice::arrival:
            return print.arrival >= order.arrival ? order.shown : 0;
    }
    return 0;
}

/// Displayed orders of the other side that now stand at or through our price have met ours first. While the recorded
/// book is locked or crossed, one side of it is about to trade, and to print, or is stale: nothing is taken then.
void Matching::fill_against_displayed() {
    if (book_.halted() || book_.locked() || book_.crossed()) return;
    for (const Side side : {Side::buy, Side::sell}) {
        const market::Level* other = book_.best(opposite(side));
        auto& orders = working_.of(side);
        for (size_t i = 0; other && i < orders.size() && !better(side, other->price, orders[i].price);) {
            const Taken::Part part = taken_.take(opposite(side), orders[i].price, orders[i].shown);
            if (part.quantity == 0) {
                ++i;
                continue;
            }
            fill_resting(side, i, part.quantity);
        }
    }
}

// ---- commands -------------------------------------------------------------------------------------------------------

void Matching::on_command(const OrderCommand& command, Time now) {
    now_ = now;
    switch (command.kind) {
        case CommandKind::place:
            return place(command);
        case CommandKind::cancel:
            return cancel(command);
        case CommandKind::reduce:
            return reduce(command);
    }
}

/// All of it at once, or nothing.
static bool fills_or_kills(const OrderCommand& command) {
    return command.immediate_or_cancel && command.minimum == command.quantity;
}

Reject Matching::fault_of(const OrderCommand& command) {
    if (command.child == 0 || !children_.insert(command.child)) return Reject::duplicate;
    if (closed_) return Reject::closed;
    if (command.minimum.value != 0 && !fills_or_kills(command)) return Reject::unsupported;
    if (command.auction != Auction::none && !waiting_.next(command.auction, now_)) return Reject::no_auction;
    if (command.auction == Auction::none && book_.halted()) return Reject::halted;
    const Reject why = grid_fault(instrument_, command);
    if (why != Reject::none || command.auction != Auction::none || !command.post_only) return why;
    const bool takes = taken_.reachable(opposite(command.side), command.price.value).quantity > 0;
    return takes ? Reject::would_cross : Reject::none;
}

void Matching::place(const OrderCommand& command) {
    if (const Reject why = fault_of(command); why != Reject::none)
        return outbox_.refuse(ReportKind::rejected, command.child, why, now_);
    Resting order{
        .child = command.child, .side = command.side, .price = command.price.value, .leaves = command.quantity.value};
    outbox_.state(ReportKind::accepted, order, now_);
    if (command.auction != Auction::none) return waiting_.add(order, *waiting_.next(command.auction, now_));
    const Side other = opposite(order.side);
    const bool too_little =
        fills_or_kills(command) && taken_.all_reachable(other, order.price) < command.quantity.value;
    while (order.leaves > 0 && !too_little) {
        const Taken::Part part = taken_.take(other, order.price, order.leaves);
        if (part.quantity == 0) break;
        outbox_.fill(order, Price{part.price}, Quantity{part.quantity}, Liquidity::taker, now_);
    }
    if (order.leaves == 0) return;
    if (command.immediate_or_cancel) {
        order.leaves = 0;
        outbox_.state(ReportKind::cancelled, order, now_);
        return;
    }
    order.display = command.display.value > 0 ? command.display.value : command.quantity.value;
    order.shown = std::min(order.display, order.leaves);
    working_.add(order);
}

Resting* Matching::find(ChildId child) {
    Resting* order = working_.find(child);
    return order ? order : waiting_.find(child);
}

void Matching::cancel(const OrderCommand& command) {
    Resting* order = find(command.child);
    if (!order) return outbox_.refuse(ReportKind::cancel_rejected, command.child, Reject::unknown_order, now_);
    order->leaves = 0;
    outbox_.state(ReportKind::cancelled, *order, now_);
    working_.remove(command.child);
    waiting_.drop_filled();
}

/// What is hidden is given up first, so that the shown part keeps its place.
void Matching::reduce(const OrderCommand& command) {
    Resting* order = find(command.child);
    if (!order) return outbox_.refuse(ReportKind::cancel_rejected, command.child, Reject::unknown_order, now_);
    const int64_t quantity = command.quantity.value;
    if (quantity <= 0 || quantity % instrument_.lot.value != 0)
        return outbox_.refuse(ReportKind::cancel_rejected, command.child, Reject::lot, now_);
    order->leaves = std::min(order->leaves, quantity);
    order->shown = std::min(order->shown, order->leaves);
    outbox_.state(ReportKind::reduced, *order, now_);
}

// ---- reports --------------------------------------------------------------------------------------------------------

void Matching::fill_resting(Side side, size_t index, int64_t quantity) {
    auto& orders = working_.of(side);
    Resting& order = orders[index];
    outbox_.fill(order, Price{order.price}, Quantity{quantity}, Liquidity::maker, now_);
    order.shown -= quantity;
    if (order.leaves == 0) {
        orders.erase(orders.begin() + static_cast<ptrdiff_t>(index));
    } else if (order.shown == 0) {
        working_.show_again(side, index);
    }
}

}  // namespace weir::venues
