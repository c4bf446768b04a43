#include "tests/soak/market_stream.h"

#include <algorithm>

#include "compiler/plan/roots.h"

namespace weir::test {
namespace {

using step::Input;
constexpr int64_t kSecond = 1'000'000'000, kMilli = 1'000'000;
constexpr int64_t kBegin = 1'700'000'000 * kSecond;  // a day in 2023

}  // namespace

MarketStream::MarketStream(const plan::Plan& plan, uint64_t seed) : plan_(plan), draw_(seed) {
    inputs_.assign(static_cast<size_t>(plan.layout.size()), 0);
    const std::vector<int> rows = plan::inputs_by_offset(plan.layout);
    for (size_t i = 0; i < rows.size(); ++i)
        if (rows[i] != plan::kNoInput && step::kInputs[static_cast<size_t>(rows[i])].can_be_absent)
            inputs_[i] = step::kAbsent;
    start_market();
    start_order();
    start_tables();
    sum_up();
}

void MarketStream::start_market() {
    unit_ = int64_t{1} << draw_.within(0, 20);
    at(Input::tick) = draw_.one_in(3) ? draw_.within(2, 5) : 1;
    at(Input::lot) = draw_.one_in(3) ? draw_.within(2, 10) : 1;
    at(Input::minimum_quantity) = at(Input::lot) * draw_.within(1, 3);
    at(Input::seed) = static_cast<int64_t>(draw_.next() >> 2);
    for (int view = 0; view < plan_.layout.venues; ++view) {
        at(Input::open, view) = 1;
        at(Input::taker_fee, view) = draw_.within(-100'000, 700'000);
        at(Input::maker_fee, view) = draw_.within(-300'000, 200'000);
        at(Input::latency, view) = draw_.within(0, 5) * kMilli;
        move(view);
    }
    for (int leg = 1; leg < plan_.layout.instruments; ++leg) {
        of_leg(Input::tick, leg) = draw_.within(1, 3);
        of_leg(Input::lot, leg) = draw_.within(1, 4);
        of_leg(Input::minimum_quantity, leg) = of_leg(Input::lot, leg) * draw_.within(1, 3);
        of_leg(Input::open, leg) = 1;
        move_leg(leg);
    }
}

/// What hedges has a market of its own, which is away now and then.
void MarketStream::move_leg(int leg) {
    const int64_t mid = 4'000 + draw_.within(-100, 100), spread = draw_.within(1, 9);
    of_leg(Input::bid_price, leg) = draw_.one_in(64) ? step::kAbsent : mid - spread;
    of_leg(Input::ask_price, leg) = draw_.one_in(64) ? step::kAbsent : mid + spread;
    of_leg(Input::open, leg) = !draw_.one_in(64);
}

void MarketStream::start_order() {
    const int64_t length = draw_.within(20, 400) * kSecond;
    at(Input::now) = kBegin + draw_.within(0, 1'000'000) * kSecond + draw_.below(kSecond);
    const int64_t start = now() + draw_.within(0, 3) * kSecond;
    end_ = start + length;
    if (draw_.one_in(2)) {
        at(Input::session_open) = now() - draw_.within(-10, 3600) * kSecond;
        at(Input::session_close) = end_ + draw_.within(-30, 600) * kSecond;
        at(Input::open_cutoff) = start + draw_.within(-10, 10) * kSecond;
        at(Input::close_cutoff) = end_ - draw_.within(-10, 20) * kSecond;
    }
    const int64_t side = draw_.one_in(2) ? 1 : -1;
    for (int ledger = 0; ledger < plan_.layout.ledgers; ++ledger) {
        at(Input::order_side, 0, ledger) = ledger == 0 ? side : -side;
        at(Input::order_start, 0, ledger) = start;
        at(Input::order_end, 0, ledger) = end_;
        at(Input::order_arrival, 0, ledger) = 2 * mid_ + draw_.within(-2, 2);
    }
    at(Input::order_quantity) = draw_.within(50, 500) * unit_;
    if (draw_.one_in(2)) at(Input::order_decision) = 2 * mid_ + draw_.within(-30, 30);
    if (draw_.one_in(2)) at(Input::order_limit) = mid_ + draw_.within(-60, 60);
    for (size_t i = 0; i < plan_.parameters.size(); ++i) {
        const plan::Parameter& parameter = plan_.parameters[i];
        inputs_[static_cast<size_t>(plan_.layout.parameter(static_cast<int>(i)))] =
            draw_.one_in(3) && parameter.low < parameter.high ? draw_.within(parameter.low, parameter.high)
                                                              : parameter.value;
    }
}

/// Curves that only rise, with level stretches; usual spreads that are sometimes not known.
void MarketStream::start_tables() {
    constexpr int64_t kWhole = int64_t{1} << 32;
    for (const step::TableKind kind : plan_.tables) {
        std::vector<int64_t>& table = tables_.emplace_back();
        const bool baseline = kind == step::TableKind::baseline_spread;
        int64_t sum = 0;
        for (int i = 0; i <= step::kTableIntervals; ++i) {
            if (baseline) {
                table.push_back(draw_.one_in(100) ? step::kAbsent : draw_.within(2, 8));
                continue;
            }
            table.push_back(i == step::kTableIntervals ? kWhole : std::min(sum, kWhole));
            if (!draw_.one_in(8)) sum += draw_.below(2 * kWhole / step::kTableIntervals);
        }
    }
    for (const auto& table : tables_) table_pointers_.push_back(table.data());
}

void MarketStream::move(int view) {
    mid_ = std::max<int64_t>(mid_ + draw_.within(-20, 20), 2'000);
    const int64_t spread = draw_.one_in(12) ? draw_.within(20, 60) : draw_.within(1, 6);
    at(Input::bid_price, view) = draw_.one_in(64) ? step::kAbsent : mid_ - spread;
    at(Input::ask_price, view) = draw_.one_in(64) ? step::kAbsent : mid_ + spread;
    at(Input::bid_quantity, view) = quantity();
    at(Input::ask_quantity, view) = quantity();
    for (int k = 0; k < plan_.layout.depths; ++k) {
        at(Input::bid_depth, view, k) = at(Input::bid_quantity, view) + k * quantity();
        at(Input::ask_depth, view, k) = at(Input::ask_quantity, view) + k * quantity();
    }
}

/// A print, of which the consolidated market hears too.
void MarketStream::trade(int view) {
    const int64_t size = quantity(), price = mid_ + draw_.within(-3, 3);
    const bool block = draw_.one_in(40), auction = !block && draw_.one_in(40);
    for (const int v : {view, 0}) {
        if (block || auction) {
            at(block ? Input::block_volume : Input::auction_volume, v) += size;
        } else {
            at(Input::volume, v) += size;
            at(Input::turnover, v) += size * price;
            at(Input::trade_count, v) += 1;
            at(Input::last_price, v) = price;
        }
        if (view == 0) break;
    }
}

/// Halts, venues that are off, marks.
void MarketStream::change_venue(int view) {
    if (draw_.one_in(3)) at(Input::mark_price, view) = mid_ + draw_.within(-5, 5);
    const bool was_halted = at(Input::halted, view) != 0;
    if (was_halted || draw_.one_in(8)) at(Input::halted, view) = was_halted ? 0 : 1;
    if (was_halted) at(Input::resumed, view) = now();
    at(Input::open, view) = at(Input::halted, view) == 0 && !draw_.one_in(6);
}

/// What a trader does, and what the client does.
void MarketStream::change_order() {
    switch (draw_.below(6)) {
        case 0:
            at(Input::order_quantity) = at(Input::order_executed) + draw_.within(0, 300) * unit_;
            break;
        case 1:
            end_ += draw_.within(-20, 40) * kSecond;
            for (int ledger = 0; ledger < plan_.layout.ledgers; ++ledger) at(Input::order_end, 0, ledger) = end_;
            break;
        case 2:
            at(Input::order_limit) = draw_.one_in(3) ? step::kAbsent : mid_ + draw_.within(-60, 60);
            break;
        case 3:
            at(Input::order_finish_until) = now() + draw_.within(1, 30) * kSecond;
            at(Input::order_finish_most) = draw_.within(1, 60) * (step::kRatioOne / 100);
            break;
        case 4:
            at(draw_.one_in(2) ? Input::open_cutoff : Input::close_cutoff) = step::kAbsent;
            break;
        default:
            change_parameter();
    }
}

void MarketStream::change_parameter() {
    if (plan_.parameters.empty()) return;
    const auto i = static_cast<size_t>(draw_.below(static_cast<int64_t>(plan_.parameters.size())));
    const plan::Parameter& parameter = plan_.parameters[i];
    if (!parameter.live || parameter.low >= parameter.high) return;
    inputs_[static_cast<size_t>(plan_.layout.parameter(static_cast<int>(i)))] =
        draw_.within(parameter.low, parameter.high);
}

void MarketStream::fill(int slot) {
    int64_t& working = at(Input::slot_working, 0, slot);
    if (working <= 0) return;
    const int64_t lot = of_leg(Input::lot, plan_.ledgers[static_cast<size_t>(ledger_of(slot))].instrument);
    const int64_t filled = draw_.one_in(2) ? working : draw_.within(0, working / lot) * lot;
    working -= filled;
    at(Input::slot_executed, 0, slot) += filled;
    at(Input::order_executed, 0, ledger_of(slot)) += filled;
    at(Input::order_executed_value, 0, ledger_of(slot)) += filled * mid_;
}

/// What is wanted works, as far as the ledger has something left.
void MarketStream::manage(const step::Output& output) {
    std::array<int64_t, step::kMaxLedgers> left{};
    for (size_t ledger = 0; ledger < plan_.ledgers.size(); ++ledger) {
        const bool hedges = plan_.ledgers[ledger].total == step::LedgerInfo::Total::target;
        const int64_t total = hedges        ? output.targets[ledger]
                              : ledger == 0 ? at(Input::order_quantity)
                                            : at(Input::order_executed);
        left[ledger] = std::max<int64_t>(total - at(Input::order_executed, 0, static_cast<int>(ledger)), 0);
    }
    for (int slot = 0; slot < plan_.layout.slots; ++slot) {
        int64_t& room = left[static_cast<size_t>(ledger_of(slot))];
        const int64_t wanted =
            output.status == step::Status::ok ? output.desired[static_cast<size_t>(slot)].quantity : 0;
        at(Input::slot_working, 0, slot) = std::clamp<int64_t>(wanted, 0, room);
        room -= at(Input::slot_working, 0, slot);
    }
}

/// The ledgers' sums; what protects has what ledger 0 has executed as its total.
void MarketStream::sum_up() {
    for (int ledger = 0; ledger < plan_.layout.ledgers; ++ledger) {
        int64_t working = 0;
        for (int slot = 0; slot < plan_.layout.slots; ++slot)
            if (ledger_of(slot) == ledger) working += at(Input::slot_working, 0, slot);
        at(Input::order_working, 0, ledger) = working;
        if (ledger > 0) at(Input::order_quantity, 0, ledger) = at(Input::order_executed);
    }
}

/// Time stands still, passes a little or a lot, and never passes a wake-up that was asked for.
void MarketStream::pass_time(int64_t wake) {
    const int64_t kind = draw_.below(16);
    const int64_t length = kind == 0 ? 30 * kSecond : kind < 3 ? 2 : kSecond / 2;
    const int64_t next = now() + draw_.below(length);
    at(Input::now) = std::min(next, std::max(wake, now()));
}

void MarketStream::happen(const step::Output& output) {
    const int view = static_cast<int>(draw_.below(plan_.layout.venues));
    const uint64_t what = draw_.next();
    if ((what & 7) < 3) move(view);
    if (plan_.layout.instruments > 1 && (what & 7) == 3)
        move_leg(1 + static_cast<int>(draw_.below(plan_.layout.instruments - 1)));
    if ((what >> 3 & 7) < 3) trade(view);
    if ((what >> 6 & 511) == 0) change_venue(view);
    if ((what >> 15 & 511) == 0) change_order();
    if (plan_.layout.slots > 0) {
        if ((what >> 24 & 15) < 5) fill(static_cast<int>(draw_.below(plan_.layout.slots)));
        if ((what >> 28 & 7) < 5) manage(output);
        sum_up();
    }
    idle_ = at(Input::order_executed) >= at(Input::order_quantity) && plan_.layout.ledgers == 1 ? idle_ + 1 : 0;
    pass_time(output.status == step::Status::ok ? output.wake : step::kNever);
}

}  // namespace weir::test
