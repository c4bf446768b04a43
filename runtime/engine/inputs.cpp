#include "runtime/engine/inputs.h"

#include <algorithm>
#include <numeric>

#include "runtime/core/assert.h"

namespace weir::engine {

using step::Input;

namespace {

int64_t value_of(Input input, int depth, const View& view) {
    const MarketView& market = view.market;
    switch (input) {
        case Input::bid_price:
            return market.bid_price;
        case Input::bid_quantity:
            return market.bid_quantity;
        case Input::ask_price:
            return market.ask_price;
        case Input::ask_quantity:
            return market.ask_quantity;
        case Input::last_price:
            return market.last_price;
        case Input::volume:
            return market.volume;
        case Input::turnover:
            return market.turnover;
        case Input::trade_count:
            return market.trade_count;
        case Input::block_volume:
            return market.block_volume;
        case Input::auction_volume:
            return market.auction_volume;
        case Input::mark_price:
            return market.mark_price;
        case Input::halted:
            return market.halted;
        case Input::resumed:
            return view.resumed == kNoTime ? step::kAbsent : view.resumed.value;
        case Input::open:
            return view.open;
        case Input::taker_fee:
            return view.taker_fee;
        case Input::maker_fee:
            return view.maker_fee;
        case Input::latency:
            return view.latency.value;
        case Input::bid_depth:
            return market.bid_depth[static_cast<size_t>(depth)];
        case Input::ask_depth:
            return market.ask_depth[static_cast<size_t>(depth)];
        default:
            WEIR_ASSERT(false);
    }
    return step::kAbsent;
}

}  // namespace

Inputs::Inputs(const step::Program& program)
    : layout_(program.layout),
      read_(program.inputs),
      values_(static_cast<size_t>(layout_.size()), step::kAbsent),
      wakes_(static_cast<size_t>(layout_.size()), 0),
      bounds_(program.bounds) {
    WEIR_ASSERT(bounds_.empty() || bounds_.size() == values_.size());
    bounds_.resize(values_.size(), step::kUnbounded);
    for (int32_t offset : program.wake_inputs) {
        WEIR_ASSERT(offset >= 0 && offset < layout_.size());
        wakes_[static_cast<size_t>(offset)] = 1;
    }
    if (read_.empty()) {
        read_.resize(values_.size());
        std::iota(read_.begin(), read_.end(), 0);
    }
    // Nothing relies on the bounds of what is not read.
    for (int32_t offset = 0; offset < layout_.size(); ++offset)
        if (!std::ranges::binary_search(read_, offset)) bounds_[static_cast<size_t>(offset)] = step::kUnbounded;
    find_rows();
    for (int instrument = 0; instrument < layout_.instruments; ++instrument)
        for (int view = 0; view < layout_.venues; ++view) set_view(View{}, instrument, view);
    for (int slot = 0; slot < layout_.slots; ++slot) {
        set(layout_.offset(Input::slot_working, 0, 0, slot), 0);
        set(layout_.offset(Input::slot_executed, 0, 0, slot), 0);
    }
}

void Inputs::find_rows() {
    rows_.resize(static_cast<size_t>(layout_.instruments * layout_.venues));
    for (int instrument = 0; instrument < layout_.instruments; ++instrument)
        for (int view = 0; view < layout_.venues; ++view)
            for (size_t i = 0; i < step::kInputs.size(); ++i) {
                const auto input = static_cast<Input>(i);
                const step::InputScope scope = step::kInputs[i].scope;
                const int depths = scope == step::InputScope::depth ? layout_.depths : 1;
                if (scope != step::InputScope::market && scope != step::InputScope::depth) continue;
                for (int k = 0; k < depths; ++k)
                    if (const int32_t offset = layout_.offset(input, instrument, view, k);
                        std::ranges::binary_search(read_, offset))
                        rows_[static_cast<size_t>(instrument * layout_.venues + view)].push_back(
                            {input, static_cast<uint8_t>(k), offset});
            }
}

void Inputs::check() {
    for (size_t i = 0; i < values_.size(); ++i) breached_ |= !bounds_[i].admit(values_[i]);
}

void Inputs::set_instrument(const Instrument& instrument, int index) {
    const auto set_one = [&](Input input, int64_t value) { set(layout_.offset(input, index), value); };
    set_one(Input::tick, instrument.tick.value);
    set_one(Input::lot, instrument.lot.value);
    set_one(Input::minimum_quantity, instrument.minimum_quantity.value);
    set_one(Input::minimum_value, instrument.minimum_value);
}

void Inputs::set_session(const Session& session, int index) {
    const auto set_one = [&](Input input, int64_t value) { set(layout_.offset(input, index), value); };
    set_one(Input::session_open, session.open);
    set_one(Input::session_close, session.close);
    set_one(Input::open_cutoff, session.open_cutoff);
    set_one(Input::close_cutoff, session.close_cutoff);
}

/// The limit and the decision price are the parent's alone.
void Inputs::set_order(const ParentOrder& order, int ledger, Side side) {
    const auto set_one = [&](Input input, int64_t value) { set(layout_.offset(input, 0, 0, ledger), value); };
    set_one(Input::order_side, sign(side));
    set_one(Input::order_limit, ledger == 0 ? order.limit : step::kAbsent);
    set_one(Input::order_start, order.start.value);
    set_one(Input::order_end, order.end.value);
    set_one(Input::order_decision, ledger == 0 ? order.decision : step::kAbsent);
}

void Inputs::set_view(const View& view, int instrument, int index) {
    for (const Row& row : rows_[static_cast<size_t>(instrument * layout_.venues + index)])
        set(row.offset, value_of(row.input, row.depth, view));
}

void Inputs::set_ledger(const orders::Manager& orders, const Instrument& instrument, int ledger,
                        std::span<const int> slots) {
    const orders::Ledger& numbers = orders.ledger();
    set<Input::order_quantity>(std::max(orders.total(), numbers.executed).value, ledger);
    set<Input::order_executed>(numbers.executed.value, ledger);
    set<Input::order_executed_value>(money_floor(numbers.executed_value, instrument), ledger);
    set<Input::order_working>(numbers.exposure.value, ledger);
    for (int i = 0; i < static_cast<int>(slots.size()); ++i) {
        const int slot = slots[static_cast<size_t>(i)];
        set<Input::slot_working>(orders.exposure(i).value, slot);
        set<Input::slot_executed>(orders.executed(i).value, slot);
    }
}

bool Inputs::reads(Input input, int ledger) const {
    return std::ranges::binary_search(read_, layout_.offset(input, 0, 0, ledger));
}

}  // namespace weir::engine
