#include "tests/verify/walk.h"

#include <algorithm>
#include <bit>

#include "compiler/plan/roots.h"

namespace weir::test {

using step::Input;
using step::kAbsent;

namespace {

constexpr int64_t kBegin = 1'700'000'000'000'000'000, kSecond = 1'000'000'000;

}  // namespace

Walk::Walk(const plan::Plan& plan, uint64_t seed)
    : plan_(plan),
      interpreter_(plan),
      program_(interpreter_.program()),
      random_(seed),
      inputs_(static_cast<size_t>(plan.layout.size())),
      state_(static_cast<size_t>(program_.state_words)),
      quotes_(static_cast<size_t>(plan.layout.instruments * plan.layout.venues)),
      working_(plan.slots.size()),
      executed_(plan.slots.size()),
      values_(plan.ledgers.size()) {
    for (const step::TableKind kind : plan.tables) {
        std::vector<int64_t>& table = tables_.emplace_back();
        for (int i = 0; i <= step::kTableIntervals; ++i) {
            const bool share = kind == step::TableKind::volume_curve || kind == step::TableKind::shortfall_curve;
            table.push_back(share ? (int64_t{1} << 32) * i / step::kTableIntervals : uniform(1, 50));
        }
    }
    for (const auto& table : tables_) table_pointers_.push_back(table.data());
    begin();
}

int64_t Walk::wide(int64_t low, int64_t high) {
    if (low >= high) return low;
    const auto span = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
    const int64_t bits = uniform(0, static_cast<int64_t>(std::bit_width(span)));
    const uint64_t most = bits >= 63 ? span : std::min(span, (uint64_t{1} << bits));
    return low + static_cast<int64_t>(std::uniform_int_distribution<uint64_t>(0, most)(random_));
}

void Walk::begin() {
    const step::Layout& layout = plan_.layout;
    for (int instrument = 0; instrument < layout.instruments; ++instrument) {
        at(Input::tick, 0, 0, instrument) = chance(50) ? 1 : wide(1, 1000);
        at(Input::lot, 0, 0, instrument) = chance(50) ? 1 : wide(1, 100'000);
        at(Input::minimum_quantity, 0, 0, instrument) = chance(50) ? 0 : wide(0, 1'000'000);
        at(Input::minimum_value, 0, 0, instrument) = chance(50) ? 0 : wide(0, 1'000'000'000);
        for (const Input time : {Input::session_open, Input::session_close, Input::open_cutoff, Input::close_cutoff})
            at(time, 0, 0, instrument) = kAbsent;
        if (chance(30)) {
            at(Input::session_open, 0, 0, instrument) = kBegin - uniform(0, 1000) * kSecond;
            at(Input::session_close, 0, 0, instrument) = kBegin + uniform(0, 7200) * kSecond;
            at(Input::close_cutoff, 0, 0, instrument) = kBegin + uniform(0, 7200) * kSecond;
            at(Input::open_cutoff, 0, 0, instrument) = kBegin + uniform(-100, 1000) * kSecond;
        }
        for (int view = 0; view < layout.venues; ++view) begin_market(instrument, view);
    }
    at(Input::now) = kBegin;
    at(Input::seed) = uniform(1, 1'000'000'000);
    const int64_t lot = at(Input::lot), side = chance(50) ? 1 : -1;
    for (int ledger = 0; ledger < layout.ledgers; ++ledger) {
        using Trades = step::LedgerInfo::Trades;
        const Trades trades = plan_.ledgers[static_cast<size_t>(ledger)].side;
        at(Input::order_side, ledger) = trades == Trades::buy        ? 1
                                        : trades == Trades::sell     ? -1
                                        : trades == Trades::opposite ? -side
                                                                     : side;
        at(Input::order_start, ledger) = kBegin + uniform(-10, 60) * kSecond;
        at(Input::order_limit, ledger) = kAbsent;
        at(Input::order_arrival, ledger) = at(Input::order_decision, ledger) = kAbsent;
        at(Input::order_finish_until, ledger) = at(Input::order_finish_most, ledger) = kAbsent;
    }
    const int64_t start = at(Input::order_start);
    for (int ledger = 0; ledger < layout.ledgers; ++ledger) {
        at(Input::order_start, ledger) = start;
        at(Input::order_end, ledger) = start + wide(1, 7200) * kSecond;
        at(Input::order_end, ledger) = at(Input::order_end);
    }
    at(Input::order_quantity) = lot * wide(1, int64_t{1} << 30);
    at(Input::order_arrival) = chance(90) ? 2 * quotes_[0].mid * at(Input::tick) : kAbsent;
    if (chance(40)) at(Input::order_limit) = at(Input::tick) * std::max<int64_t>(1, quotes_[0].mid + uniform(-50, 50));
    for (int k = 0; k < layout.clock_times; ++k) at(Input::clock_time, k) = kBegin + uniform(0, 7200) * kSecond;
    for (size_t p = 0; p < plan_.parameters.size(); ++p) {
        const plan::Parameter& parameter = plan_.parameters[p];
        inputs_[static_cast<size_t>(layout.parameter(static_cast<int>(p)))] =
            chance(40) && !parameter.required ? parameter.value
            : chance(50)                      ? (chance(50) ? parameter.low : parameter.high)
                                              : wide(parameter.low, parameter.high);
    }
    ledgers();
}

void Walk::begin_market(int instrument, int view) {
    Quotes& quotes = quotes_[static_cast<size_t>(instrument * plan_.layout.venues + view)];
    quotes.mid = view == 0 ? wide(1, 10'000'000) : quotes_[static_cast<size_t>(instrument * plan_.layout.venues)].mid;
    quotes.spread = 1;
    at(Input::last_price, 0, view, instrument) = chance(80) ? quotes.mid * at(Input::tick, 0, 0, instrument) : kAbsent;
    at(Input::mark_price, 0, view, instrument) = kAbsent;
    at(Input::resumed, 0, view, instrument) = kAbsent;
    at(Input::open, 0, view, instrument) = 1;
    at(Input::taker_fee, 0, view, instrument) = uniform(-1'000'000, 5'000'000);
    at(Input::maker_fee, 0, view, instrument) = uniform(-1'000'000, 5'000'000);
    at(Input::latency, 0, view, instrument) = uniform(0, 1'000'000);
    quote(instrument, view);
}

void Walk::quote(int instrument, int view) {
    Quotes& quotes = quotes_[static_cast<size_t>(instrument * plan_.layout.venues + view)];
    const int64_t tick = at(Input::tick, 0, 0, instrument);
    const int64_t step = chance(90) ? uniform(-2, 2) : uniform(-quotes.mid / 10, quotes.mid / 10 + 1);
    quotes.mid = std::clamp<int64_t>(quotes.mid + step, 1, int64_t{1} << 36);
    if (chance(20)) quotes.spread = chance(80) ? uniform(0, 4) : wide(0, quotes.mid);
    const int64_t bid = (quotes.mid - quotes.spread / 2) * tick;
    const bool both = chance(97);
    at(Input::bid_price, 0, view, instrument) = both || chance(50) ? bid : kAbsent;
    at(Input::ask_price, 0, view, instrument) = both || chance(50) ? bid + quotes.spread * tick : kAbsent;
    at(Input::bid_quantity, 0, view, instrument) = both ? wide(0, 1'000'000) : kAbsent;
    at(Input::ask_quantity, 0, view, instrument) = both ? wide(0, 1'000'000) : kAbsent;
    for (int k = 0; k < plan_.layout.depths; ++k) {
        const auto set = [&](Input input) {
            inputs_[static_cast<size_t>(plan_.layout.offset(input, instrument, view, k))] = wide(0, 1'000'000);
        };
        set(Input::bid_depth);
        set(Input::ask_depth);
    }
}

void Walk::market() {
    const step::Layout& layout = plan_.layout;
    for (int instrument = 0; instrument < layout.instruments; ++instrument)
        for (int view = 0; view < layout.venues; ++view) {
            if (chance(60)) quote(instrument, view);
            if (chance(30)) {
                const Quotes& quotes = quotes_[static_cast<size_t>(instrument * layout.venues + view)];
                const int64_t price =
                    at(Input::tick, 0, 0, instrument) * std::max<int64_t>(1, quotes.mid + uniform(-3, 3));
                const int64_t quantity = at(Input::lot, 0, 0, instrument) * wide(1, 1'000'000);
                at(Input::last_price, 0, view, instrument) = price;
                at(chance(95)   ? Input::volume
                   : chance(50) ? Input::block_volume
                                : Input::auction_volume,
                   0, view, instrument) += quantity;
                at(Input::turnover, 0, view, instrument) += quantity / 100 * (price / 100 + 1);
                at(Input::trade_count, 0, view, instrument) += 1;
            }
            if (chance(1)) {
                int64_t& halted = at(Input::halted, 0, view, instrument);
                halted = !halted;
                if (!halted) at(Input::resumed, 0, view, instrument) = at(Input::now);
                at(Input::open, 0, view, instrument) = !halted;
            }
        }
}

void Walk::trader() {
    for (size_t p = 0; p < plan_.parameters.size(); ++p) {
        const plan::Parameter& parameter = plan_.parameters[p];
        if (parameter.live && chance(2))
            inputs_[static_cast<size_t>(plan_.layout.parameter(static_cast<int>(p)))] =
                wide(parameter.low, parameter.high);
    }
    if (chance(1)) at(Input::order_quantity) = std::max(at(Input::order_executed), at(Input::order_quantity) / 2);
    if (chance(1))
        at(Input::order_limit) =
            chance(30) ? kAbsent : at(Input::tick) * std::max<int64_t>(1, quotes_[0].mid + uniform(-20, 20));
    if (chance(1)) {
        at(Input::order_finish_until) = at(Input::now) + uniform(0, 600) * kSecond;
        at(Input::order_finish_most) = uniform(0, step::kRatioOne);
    }
}

void Walk::fill(int slot, int64_t quantity) {
    const auto i = static_cast<size_t>(slot);
    const int64_t price = std::max<int64_t>(1, output_->desired[i].price);
    working_[i] -= quantity;
    executed_[i] += quantity;
    values_[plan_.slots[i].ledger] += quantity / 1000 * (price / 1000 + 1);
}

/// What may fill never exceeds what is left; a smaller or no order may take its time to come true.
void Walk::orders() {
    for (int slot = 0; slot < plan_.layout.slots; ++slot) {
        const auto i = static_cast<size_t>(slot);
        const int64_t wanted = output_->desired[i].quantity;
        const auto ledger = plan_.slots[i].ledger;
        int64_t exposed = 0, done = 0;
        for (size_t other = 0; other < plan_.slots.size(); ++other)
            if (plan_.slots[other].ledger == ledger) exposed += working_[other], done += executed_[other];
        const int64_t room = std::max<int64_t>(0, at(Input::order_quantity, ledger) - done - exposed);
        if (chance(85)) {
            if (wanted < working_[i])
                working_[i] = wanted;
            else if (wanted - working_[i] <= room)
                working_[i] = wanted;
        }
        if (working_[i] > 0 && chance(15))
            fill(slot, chance(40) ? working_[i] : std::max<int64_t>(1, working_[i] / uniform(2, 10)));
    }
}

void Walk::ledgers() {
    for (int ledger = 0; ledger < plan_.layout.ledgers; ++ledger) {
        int64_t working = 0, executed = 0;
        for (int slot = 0; slot < plan_.layout.slots; ++slot) {
            const auto i = static_cast<size_t>(slot);
            at(Input::slot_working, slot) = working_[i];
            at(Input::slot_executed, slot) = executed_[i];
            if (plan_.slots[i].ledger != ledger) continue;
            working += working_[i];
            executed += executed_[i];
        }
        at(Input::order_executed, ledger) = executed;
        at(Input::order_working, ledger) = working;
        at(Input::order_executed_value, ledger) = values_[static_cast<size_t>(ledger)];
        if (ledger == 0) continue;
        using Total = step::LedgerInfo::Total;
        const Total total = plan_.ledgers[static_cast<size_t>(ledger)].total;
        int64_t& all = at(Input::order_quantity, ledger);
        all = total == Total::executed ? at(Input::order_executed, 0)
              : total == Total::order  ? at(Input::order_quantity, 0)
                                       : output_->targets[static_cast<size_t>(ledger)];
        all = std::max(all, executed);
    }
}

bool Walk::step() {
    program_.function(program_.self, inputs_.data(), table_pointers_.data(), state_.data(), output_.get());
    if (output_->status != step::Status::ok) return false;
    for (int slot = 0; slot < plan_.layout.slots; ++slot)
        if (output_->desired[static_cast<size_t>(slot)].quantity < 0) return false;  // the engine stops it there
    if (chance(90)) {
        orders();
        ledgers();
    }
    if (chance(80)) at(Input::now) += chance(50) ? uniform(0, kSecond) : wide(0, 600) * kSecond / 4;
    market();
    trader();
    return true;
}

}  // namespace weir::test
