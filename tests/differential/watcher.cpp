#include "tests/differential/watcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace weir::test {
namespace {

constexpr int64_t kWindow = 300 * kSecond;
constexpr int64_t kGrid = kWindow / 64;  // docs/language: windows have 64 buckets
constexpr int64_t kMaxChildQuote = 250'000;
constexpr int64_t kCollarBps = 50, kReachBps = 3;
constexpr size_t kMessagesPerSecond = 10;
constexpr int64_t kSlice = 60 * kSecond;
constexpr size_t kBrokenMost = 5;

/// The counter as it stood just before a boundary of the grid.
int64_t boundary_before(int64_t time) {
    return time / kGrid * kGrid;
}

bool same_touch(const MarketView& a, const MarketView& b) {
    return a.bid_price == b.bid_price && a.ask_price == b.ask_price && a.bid_quantity == b.bid_quantity &&
           a.ask_quantity == b.ask_quantity;
}

}  // namespace

Promise promise_of(const std::string& algorithm) {
    if (algorithm == "twap") return {.participation_percent = 20, .working_orders = 4, .patience_permille = 20};
    if (algorithm == "vwap") return {.participation_percent = 20, .working_orders = 6, .patience_permille = 20};
    return {.participation_percent = 10, .working_orders = 4, .patience_permille = 0};
}

Watcher::Watcher(const Case& trade, const backtest::Setup& setup, const TapeVolume& volume)
    : setup_(setup),
      instrument_(setup.engine.instrument),
      order_(setup.engine.order),
      volume_(volume),
      promise_(promise_of(trade.algorithm)) {}

void Watcher::must(bool holds, const char* what) {
    ++measured_.checks;
    if (holds || broken_.size() >= kBrokenMost) return;
    broken_.push_back(fmt::format("{} at {}: E {} W {} T {}", what, now_, executed_, exposure(), trace_.target));
}

int64_t Watcher::exposure() const {
    return std::accumulate(children_.begin(), children_.end(), int64_t{0},
                           [](int64_t sum, const auto& entry) { return sum + entry.second.open; });
}

void Watcher::operator()(const Event& event, const engine::Engine& engine) {
    must(event.time.value >= now_, "time went back");
    now_ = event.time.value;
    if (event.kind == EventKind::market) {
        if (!same_touch(view_, event.market)) tried_ = false;
        view_ = event.market;
    }
    for (const Record& record : engine.records()) std::visit([this](const auto& what) { take(what); }, record.what);
    watch_overdue();
}

void Watcher::take(const Decided& decided) {
    trace_ = decided.trace;
    must(decided.executed.value == executed_, "the ledger's executed is not what the reports say");
    must(decided.working.value == exposure(), "the ledger's exposure is not what may still fill");
    const auto share = [&](int64_t part) {
        return static_cast<double>(part) / static_cast<double>(order_.quantity.value);
    };
    measured_.ahead_most = std::max(measured_.ahead_most, share(executed_ - trace_.target));
    measured_.behind_most = std::max(measured_.behind_most, share(trace_.target - executed_));
}

void Watcher::take(const Refused&) {
    must(false, "the gate refused an order of a standard algorithm");
}

void Watcher::take(const Sent& sent) {
    check_rate();
    if (sent.command.kind != CommandKind::place) return;
    tried_ |= sent.slot == 0;
    children_[sent.command.child] = {sent.slot, sent.command.quantity.value, 0};
    check_place(sent.command, sent.slot);
}

/// The response channel keeps its order, so that the last word on a child is what may still fill of it.
void Watcher::take(const Reported& reported) {
    const OrderReport& report = reported.report;
    if (reported.duplicate || report.kind == ReportKind::cancel_rejected) return;
    const auto found = children_.find(report.child);
    if (found == children_.end()) return must(false, "a report on an order that cannot fill any more");
    Child& child = found->second;
    if (report.kind == ReportKind::filled) {
        must(report.quantity.value > 0, "a fill of nothing");
        child.executed += report.quantity.value;
        executed_ += report.quantity.value;
        own_.push_back({now_, executed_});
        must(child.executed == report.executed.value, "fills of a child do not add up to what the venue says");
        if (order_.limit != step::kAbsent)
            must(sign(order_.side) * (report.price.value - order_.limit) <= 0, "a fill beyond the order's limit");
    }
    const bool over = report.kind == ReportKind::cancelled || report.kind == ReportKind::rejected;
    child.open = over ? 0 : report.leaves.value;
    if (child.open == 0) children_.erase(found);
    check_exposure();
}

void Watcher::check_exposure() {
    must(executed_ + exposure() <= order_.quantity.value, "executed and what may still fill exceed the order");
}

void Watcher::check_place(const OrderCommand& command, int slot) {
    ++measured_.children;
    must(!stopped_, "a child after the stop");
    must(now_ >= order_.start.value && now_ < order_.end.value, "a child outside the order's time");
    must(trace_.paused == 0 && trace_.held == 0 && !view_.halted, "a child during a pause, hold or halt");
    must(command.side == order_.side, "a child of the other side");
    must(static_cast<int64_t>(children_.size()) <= promise_.working_orders, "too many working orders");
    check_exposure();
    check_grid(command);
    check_price(command, slot);
    check_participation();
    const int64_t beyond = executed_ + exposure() - trace_.target;
    must(beyond <= 0, "executed and working beyond the target at a new child");
    measured_.ahead_at_placing_most = std::max(measured_.ahead_at_placing_most, beyond / instrument_.lot.value);
}

void Watcher::check_grid(const OrderCommand& command) {
    must(command.price.value > 0 && command.price.value % instrument_.tick.value == 0, "a price off the tick");
    must(command.quantity.value % instrument_.lot.value == 0, "a quantity off the lot");
    must(command.display.value % instrument_.lot.value == 0, "a displayed part off the lot");
    must(command.display.value > 0 && command.display <= command.quantity, "a displayed part outside the child");
    must(command.quantity >= instrument_.minimum_quantity, "a child below the smallest quantity");
    must(money_floor(product(command.price, command.quantity), instrument_) >= instrument_.minimum_value,
         "a child below the smallest value");
}

void Watcher::check_price(const OrderCommand& command, int slot) {
    const int side = sign(order_.side);
    if (order_.limit != step::kAbsent)
        must(side * (command.price.value - order_.limit) <= 0, "a child beyond the order's limit");
    const bool quoted = view_.bid_price != step::kAbsent && view_.ask_price != step::kAbsent;
    must(quoted, "a child without a market on both sides");
    if (!quoted) return;
    const Wide mid = Wide{view_.bid_price} + view_.ask_price, price = Wide{command.price.value} * 2;
    const Wide apart = price > mid ? price - mid : mid - price;
    must(apart * 10'000 <= mid * kCollarBps, "a child further than 50 bps from the mid");
    must((price - mid) * side * 10'000 <= mid * setup_.engine.gate.collar_bps, "a child beyond the gate's collar");
    must(command.immediate_or_cancel == (slot == 0), "slot 0 crosses and slot 1 rests");
    if (slot == 0) must((price - mid) * side * 10'000 <= mid * kReachBps, "a crossing child beyond 3 bps of the mid");
    // Worth at most 250,000 at the larger of its price and the mid; both in half price units, at the product's scale.
    const Wide value = std::max(price, mid) * command.quantity.value;
    Wide most = Wide{kMaxChildQuote} * 2;
    for (int i = 0; i < instrument_.price_decimals + instrument_.quantity_decimals; ++i) most *= 10;
    must(value <= most, "a child worth more than 250,000");
}

/// Executed in the window and all that may still fill, against the volume of complete buckets and one smallest child.
/// The window of own fills has the bucket under way as well. The volume is the tape's, as old as the feed delivers it.
void Watcher::check_participation() {
    const int64_t newest = boundary_before(now_), oldest = newest - kWindow;
    const int64_t delay = setup_.venue.feed.base.value;
    const int64_t volume = volume_.before(Time{newest - delay}) - volume_.before(Time{oldest - delay});
    const int64_t used = executed_ - executed_before(oldest) + exposure();
    const int64_t smallest = std::max(instrument_.lot.value, instrument_.minimum_quantity.value);
    const Wide allowed = Wide{volume} * promise_.participation_percent / 100 + smallest;
    must(used <= allowed, "participation above the ceiling at a new child");
    if (volume > 0)
        measured_.participation_most =
            std::max(measured_.participation_most, static_cast<double>(used) / static_cast<double>(volume));
}

int64_t Watcher::executed_before(int64_t time) const {
    const auto found = std::ranges::lower_bound(own_, time, {}, &Own::time);
    return found == own_.begin() ? 0 : std::prev(found)->executed;
}

/// Any eleven messages in a row take a second or more.
void Watcher::check_rate() {
    messages_.push_back(now_);
    if (messages_.size() <= kMessagesPerSecond) return;
    must(now_ - messages_.front() >= kSecond, "more than 10 messages in a second");
    messages_.pop_front();
}

/// How long the order was further behind than patience and a slice allow, although nothing was in the way: no pause, no
/// ceiling, the far touch within reach, nothing under way, and what the touch shows not taken already.
void Watcher::watch_overdue() {
    const int64_t behind = trace_.target - executed_;
    const Wide slice =
        Wide{order_.quantity.value} * kSlice / std::max<int64_t>(since(order_.end, order_.start).value, 1);
    const Wide patience = Wide{order_.quantity.value} * promise_.patience_permille / 1000;
    const bool ceiling = trace_.ceiling != step::kAbsent && trace_.ceiling <= patience + slice;
    const bool quoted = view_.bid_price != step::kAbsent && view_.ask_price != step::kAbsent;
    bool reach = quoted && !view_.halted;
    if (reach) {
        const int64_t far = order_.side == Side::buy ? view_.ask_price : view_.bid_price;
        const Wide mid = Wide{view_.bid_price} + view_.ask_price;
        reach = (Wide{far} * 2 - mid) * sign(order_.side) * 10'000 <= mid * kReachBps - 10'000 * instrument_.tick.value;
        if (order_.limit != step::kAbsent) reach = reach && sign(order_.side) * (far - order_.limit) <= 0;
    }
    const bool under_way = std::ranges::any_of(children_, [](const auto& entry) { return entry.second.slot == 0; });
    const bool overdue = promise_.patience_permille > 0 && !stopped_ && reach && !ceiling && trace_.paused == 0 &&
                         !under_way && !tried_ && behind > patience + slice && now_ < order_.end.value;
    if (overdue && overdue_since_ < 0) overdue_since_ = now_;
    if (overdue_since_ >= 0)
        measured_.overdue_spell_most_s =
            std::max(measured_.overdue_spell_most_s, static_cast<double>(now_ - overdue_since_) / 1e9);
    if (!overdue) overdue_since_ = -1;
}

std::vector<std::string> broken_identities(const tca::Report& report, const Watcher& watcher) {
    std::vector<std::string> broken;
    const auto must = [&](bool holds, const char* what) {
        if (!holds) broken.emplace_back(what);
    };
    const tca::Executed& executed = report.executed;
    must(executed.quantity.value == watcher.executed(), "executed differs from the fills that were reported");
    must(executed.quantity == executed.maker + executed.taker, "maker and taker do not add up");
    Quantity filled;
    tca::Amount value, fees;
    for (const tca::Fill& fill : report.fills) {
        filled += fill.quantity;
        value += tca::amount_of_half(report.instrument, Wide{fill.price.value} * 2, fill.quantity);
        fees += tca::amount_of_money(report.instrument, fill.fee);
    }
    must(filled == executed.quantity && value == executed.value && fees == executed.fees, "the fills do not add up");
    Quantity of_children;
    for (const tca::Child& child : report.children) of_children += child.filled;
    must(of_children == executed.quantity, "the children do not add up");
    if (const auto& cost = report.shortfall)
        must(cost->total == cost->delay + cost->trading + cost->opportunity + cost->fees, "the shortfall's parts");
    for (const tca::Spread& spread : report.spreads) {
        must(spread.effective == spread.realised + spread.impact, "effective is realised and impact");
        must(spread.measured + spread.missing == executed.quantity, "a fill is neither measured nor missing");
    }
    Wide lost_time = 0;
    Quantity accounted = report.lost.not_due + report.lost.working;
    for (const tca::Lost& lost : report.lost.by_cause) {
        lost_time += lost.quantity_time;
        accounted += lost.unfilled;
    }
    must(lost_time == report.lost.total_time, "lost quantity does not sum up over its causes");
    must(accounted == report.order.quantity - executed.quantity, "what was not executed is not accounted for");
    return broken;
}

}  // namespace weir::test
