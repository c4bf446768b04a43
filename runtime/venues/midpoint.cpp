#include "runtime/venues/midpoint.h"

#include <algorithm>

#include "runtime/core/assert.h"
#include "runtime/core/decimal.h"
#include "runtime/venues/fees.h"

namespace weir::venues {

Midpoint::Midpoint(const market::TapeInfo& reference, const Model& model, const Interest& interest)
    : instrument_(reference.instrument),
      model_(model),
      book_(reference.detail),
      interest_(interest, reference.instrument.lot, model.seed),
      outbox_(instrument_, model_) {
    orders_.reserve(64);
}

MarketView Midpoint::view() const {
    MarketView view;
    view.halted = book_.halted();
    return view;
}

// ---- the reference --------------------------------------------------------------------------------------------------

void Midpoint::on_record(const MarketEvent& event, Time now) {
    now_ = now;
    const bool print = event.kind == MarketKind::execute || event.kind == MarketKind::trade;
    if (print && !(event.flags & kAuction)) interest_.on_print(Quantity{event.quantity}, now);
    book_.apply(event);
}

void Midpoint::end_message(Time now) {
    now_ = now;
    interest_.expire(now);
    if (orders_.empty()) return;
    for (const Side side : {Side::buy, Side::sell})
        for (Order& order : orders_)
            if (order.side == side) match(order, Liquidity::maker);
    std::erase_if(orders_, [](const Order& order) { return order.leaves == 0; });
}

bool Midpoint::trades() const {
    return book_.two_sided() && !book_.locked() && !book_.crossed() && !book_.halted();
}

/// The mid, and where it is between two units, the one against us.
int64_t Midpoint::price_for(Side side) const {
    const int64_t half = book_.best(Side::buy)->price + book_.best(Side::sell)->price;
    return side == Side::buy ? -(-half >> 1) : half >> 1;
}

/// The first block that this order would trade with now.
HiddenInterest::Block* Midpoint::counterpart(const Order& order) {
    if (order.leaves == 0 || !trades()) return nullptr;
    if (sign(order.side) * (order.limit - price_for(order.side)) < 0) return nullptr;
    const int64_t least = std::max<int64_t>(1, std::min(order.minimum, order.leaves));
    for (HiddenInterest::Block& block : interest_.blocks(opposite(order.side)))
        if (block.rest >= least && block.until >= now_) return &block;
    return nullptr;
}

void Midpoint::match(Order& order, Liquidity liquidity) {
    while (HiddenInterest::Block* block = counterpart(order)) {
        const int64_t quantity = std::min(order.leaves, block->rest);
        block->rest -= quantity;
        outbox_.fill(order, Price{price_for(order.side)}, Quantity{quantity}, liquidity, now_);
    }
}

// ---- commands -------------------------------------------------------------------------------------------------------

void Midpoint::on_command(const OrderCommand& command, Time now) {
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

Reject Midpoint::fault_of(const OrderCommand& command) {
    if (command.child == 0 || !children_.insert(command.child)) return Reject::duplicate;
    if (closed_) return Reject::closed;
    if (command.auction != Auction::none) return Reject::unsupported;
    if (book_.halted()) return Reject::halted;
    return grid_fault(instrument_, command);
}

void Midpoint::place(const OrderCommand& command) {
    Reject why = fault_of(command);
    Order order{command.child, command.side, command.price.value, command.minimum.value, command.quantity.value};
    if (why == Reject::none && command.post_only && counterpart(order)) why = Reject::would_cross;
    if (why != Reject::none) return outbox_.refuse(ReportKind::rejected, command.child, why, now_);
    outbox_.state(ReportKind::accepted, order, now_);
    match(order, Liquidity::taker);
    if (order.leaves == 0) return;
    if (command.immediate_or_cancel) {
        order.leaves = 0;
        outbox_.state(ReportKind::cancelled, order, now_);
        return;
    }
    orders_.push_back(order);
}

Midpoint::Order* Midpoint::find(ChildId child) {
    for (Order& order : orders_)
        if (order.child == child) return &order;
    return nullptr;
}

void Midpoint::cancel(const OrderCommand& command) {
    Order* order = find(command.child);
    if (!order) return outbox_.refuse(ReportKind::cancel_rejected, command.child, Reject::unknown_order, now_);
    order->leaves = 0;
    outbox_.state(ReportKind::cancelled, *order, now_);
    std::erase_if(orders_, [&](const Order& other) { return other.child == command.child; });
}

void Midpoint::reduce(const OrderCommand& command) {
    Order* order = find(command.child);
    if (!order) return outbox_.refuse(ReportKind::cancel_rejected, command.child, Reject::unknown_order, now_);
    const int64_t quantity = command.quantity.value;
    if (quantity <= 0 || quantity % instrument_.lot.value != 0)
        return outbox_.refuse(ReportKind::cancel_rejected, command.child, Reject::lot, now_);
    order->leaves = std::min(order->leaves, quantity);
    outbox_.state(ReportKind::reduced, *order, now_);
}

}  // namespace weir::venues
