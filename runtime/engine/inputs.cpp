#include "runtime/engine/inputs.h"

#include <array>

#include "runtime/core/assert.h"

namespace weir::engine {

using step::Input;

Inputs::Inputs(const step::Program& program)
    : layout_(program.layout),
      values_(static_cast<size_t>(layout_.size()), step::kAbsent),
      wakes_(static_cast<size_t>(layout_.size()), 0),
      bounds_(program.bounds) {
    WEIR_ASSERT(bounds_.empty() || bounds_.size() == values_.size());
    bounds_.resize(values_.size(), step::kUnbounded);
    for (int32_t offset : program.wake_inputs) {
        WEIR_ASSERT(offset >= 0 && offset < layout_.size());
        wakes_[static_cast<size_t>(offset)] = 1;
    }
    for (int instrument = 0; instrument < layout_.instruments; ++instrument)
        for (int venue = 0; venue < layout_.venues; ++venue) set_market(MarketView{}, instrument, venue);
    for (int slot = 0; slot < layout_.slots; ++slot) set(layout_.offset(Input::slot_working, 0, 0, slot), 0);
}

void Inputs::check() {
    for (size_t i = 0; i < values_.size(); ++i) breached_ |= !bounds_[i].admit(values_[i]);
}

void Inputs::set_instrument(const Instrument& instrument) {
    set(Input::tick, instrument.tick.value);
    set(Input::lot, instrument.lot.value);
    set(Input::minimum_quantity, instrument.minimum_quantity.value);
    set(Input::minimum_value, instrument.minimum_value);
}

void Inputs::set_order(const ParentOrder& order) {
    set(Input::order_side, sign(order.side));
    set(Input::order_quantity, order.quantity.value);
    set(Input::order_limit, order.limit);
    set(Input::order_start, order.start.value);
    set(Input::order_end, order.end.value);
    set(Input::order_decision, order.decision);
}

void Inputs::set_market(const MarketView& view, int instrument, int venue) {
    static_assert(step::Layout::kMarket == 8 && step::rank_of(Input::bid_price) == 0 &&
                  step::rank_of(Input::trade_count) == 7);
    const std::array<int64_t, step::Layout::kMarket> values = {view.bid_price,    view.bid_quantity, view.ask_price,
                                                               view.ask_quantity, view.last_price,   view.volume,
                                                               view.turnover,     view.trade_count};
    const int base = layout_.offset(Input::bid_price, instrument, venue);
    for (int i = 0; i < step::Layout::kMarket; ++i) set(base + i, values[static_cast<size_t>(i)]);
}

void Inputs::set_ledger(const orders::Manager& orders, const Instrument& instrument) {
    const orders::Ledger& ledger = orders.ledger();
    set(Input::order_executed, ledger.executed.value);
    set(Input::order_executed_value, money_floor(ledger.executed_value, instrument));
    set(Input::order_working, ledger.exposure.value);
    for (int slot = 0; slot < layout_.slots; ++slot)
        set(layout_.offset(Input::slot_working, 0, 0, slot), orders.exposure(slot).value);
}

}  // namespace weir::engine
