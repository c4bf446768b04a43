#include "tests/differential/auditor.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <variant>

namespace weir::test {
namespace {

constexpr int64_t kWindow = 300 * kSecond;
constexpr int64_t kGrid = kWindow / 64;       // docs/language: windows have 64 buckets
constexpr int64_t kSlice = 60 * kSecond;      // the longest that a standard script has
constexpr int64_t kPatience = 1'100'000'000;  // room in the message limit, and a round trip
constexpr size_t kBrokenMost = 5;

int64_t boundary_before(int64_t time) {
    return time / kGrid * kGrid;
}

bool same_touch(const MarketView& a, const MarketView& b) {
    return a.bid_price == b.bid_price && a.ask_price == b.ask_price && a.bid_quantity == b.bid_quantity &&
           a.ask_quantity == b.ask_quantity;
}

/// Twice `quote` at the scale of price × quantity.
Wide twice(int64_t quote, const Instrument& instrument) {
    Wide amount = Wide{quote} * 2;
    for (int i = 0; i < instrument.price_decimals + instrument.quantity_decimals; ++i) amount *= 10;
    return amount;
}

}  // namespace

void Audit::add(const Audit& other) {
    runs += other.runs, children += other.children, fills += other.fills;
    commands += other.commands, obeyed += other.obeyed, checks += other.checks;
    if (behind_most == 0) behind_where = other.behind_where;
    behind_most = std::max(behind_most, other.behind_most);
    participation_most = std::max(participation_most, other.participation_most);
}

int64_t Auditor::Book::exposure() const {
    return std::accumulate(children.begin(), children.end(), int64_t{0},
                           [](int64_t sum, const auto& entry) { return sum + entry.second.open; });
}

Auditor::Auditor(const Saying& saying, const House& house, const backtest::Setup& setup,
                 const std::vector<TapeVolume>& volumes, bool as_written)
    : saying_(saying),
      house_(house),
      setup_(setup),
      instrument_(setup.engine.instrument),
      volumes_(volumes),
      order_(setup.engine.order),
      amended_(!as_written) {
    books_[0].cap = order_.quantity.value;
    audit_.runs = 1;
}

void Auditor::must(bool holds, const char* what) {
    ++audit_.checks;
    if (holds || broken_.size() >= kBrokenMost) return;
    broken_.push_back(fmt::format("{} at {}: E {} W {} T {} Q {}; protecting E {} W {}", what, now_, books_[0].executed,
                                  books_[0].exposure(), trace_.target, order_.quantity.value, books_[1].executed,
                                  books_[1].exposure()));
}

void Auditor::operator()(const Event& event, const engine::Engine& engine) {
    must(event.time.value >= now_, "time went back");
    now_ = event.time.value;
    if (event.kind == EventKind::market) {
        tried_ &= same_touch(view_, engine.market());
        view_ = engine.market();
    }
    for (const Record& record : engine.records()) std::visit([this](const auto& what) { take(what); }, record.what);
    settle_caps();
    if (!saying_.behind_permille || amended_) return;
    watch_behind();
}

void Auditor::take(const Decided& decided) {
    trace_ = decided.trace;
    must(decided.executed.value == books_[0].executed, "the ledger's executed is not what the reports say");
    must(decided.working.value == books_[0].exposure(), "the ledger's exposure is not what may still fill");
}

/// Without a market on both sides nothing can be held against it: the order goes out when there is one.
void Auditor::take(const Refused& refused) {
    must(static_cast<risk::Rule>(refused.rule) == risk::Rule::no_reference, "the gate refused an order");
}

void Auditor::take(const Stopped& stopped) {
    stopped_ = true;
    using enum StopCause;
    const StopCause good[] = {completed, ended, cancelled, taken_over, switched_off, no_market};
    if (std::ranges::find(good, stopped.cause) == std::end(good))
        broken_.push_back(fmt::format(
            "stopped at {}: cause {}, where {}{}", now_, static_cast<int>(stopped.cause), stopped.where,
            stopped.cause == guard ? ": " + setup_.engine.program.guards[static_cast<size_t>(stopped.where)] : ""));
}

void Auditor::take(const VenueChanged& changed) {
    closed_[changed.venue] = changed.halted || changed.stale || changed.off;
}

void Auditor::take(const Commanded& commanded) {
    ++audit_.commands;
    if (commanded.refusal != CommandRefusal::none) return;
    ++audit_.obeyed;
    must(!stopped_, "a command was obeyed after the stop");
    const int64_t value = commanded.command.value;
    switch (commanded.command.kind) {
        case LiveCommand::amend_quantity:
            must(commanded.effective == std::max(value, books_[0].executed),
                 "an amended quantity below what is executed");
            order_.quantity = Quantity{commanded.effective};
            books_[0].cap = std::max(commanded.effective, books_[0].executed + books_[0].exposure());
            break;
        case LiveCommand::amend_limit:
            order_.limit = value;
            break;
        case LiveCommand::amend_end:
            order_.end = Time{value};
            break;
        case LiveCommand::set_parameter:
            break;
        case LiveCommand::venue_off:
        case LiveCommand::venue_on:
            if (!house_.several()) closed_[0] = commanded.command.kind == LiveCommand::venue_off;
            return;
        default:
            return;
    }
    amended_ = true;
}

/// What was taken away from a total, and may no longer fill, is taken away for good; what protects never has more than
/// what is there.
void Auditor::settle_caps() {
    Book& order = books_[0];
    order.cap = std::max(order_.quantity.value, std::min(order.cap, order.executed + order.exposure()));
    books_[1].cap = order.executed;
    must(order.executed + order.exposure() <= order.cap, "executed and what may still fill exceed the order");
    must(books_[1].executed + books_[1].exposure() <= books_[1].cap, "what protects can turn the position");
}

void Auditor::take(const Sent& sent) {
    check_rate();
    const OrderCommand& command = sent.command;
    must(command.kind == CommandKind::place || book_of(sent.slot).children.contains(command.child) || stopped_,
         "a message about an order that cannot fill any more");
    if (command.kind == CommandKind::reduce)
        must(command.quantity.value > 0 && command.quantity.value % instrument_.lot.value == 0, "reduced off the lot");
    if (command.kind != CommandKind::place) return;
    book_of(sent.slot).children[command.child] = {sent.slot, command.venue, command.quantity.value, 0};
    check_place(command, sent.slot);
}

void Auditor::take(const Reported& reported) {
    const OrderReport& report = reported.report;
    if (reported.duplicate || report.kind == ReportKind::cancel_rejected) return;
    if (reported.slot < 0) return must(false, "a report on an order that was never sent");
    Book& book = book_of(reported.slot);
    const auto found = book.children.find(report.child);
    if (found == book.children.end()) return must(false, "a report on an order that cannot fill any more");
    Child& child = found->second;
    if (report.kind == ReportKind::rejected)
        must(report.reject == Reject::would_cross || report.reject == Reject::halted ||
                 report.reject == Reject::no_auction || report.reject == Reject::closed,
             "the venue rejected a child");
    if (report.kind == ReportKind::filled) {
        ++audit_.fills;
        must(report.quantity.value > 0, "a fill of nothing");
        child.executed += report.quantity.value;
        book.executed += report.quantity.value;
        used_ += report.quantity.value;
        own_.push_back({now_, used_});
        must(child.executed == report.executed.value, "fills of a child do not add up to what the venue says");
    }
    const bool over = report.kind == ReportKind::cancelled || report.kind == ReportKind::rejected;
    child.open = over ? 0 : report.leaves.value;
    if (child.open == 0) book.children.erase(found);
}

void Auditor::check_place(const OrderCommand& command, int slot) {
    ++audit_.children;
    tried_ |= command.immediate_or_cancel;
    const step::SlotInfo& about = info(slot);
    const Side side = about.ledger == 0 ? order_.side : opposite(order_.side);
    must(command.side == side, "a child of the wrong side");
    check_when(command, about);
    check_grid(command);
    check_price(command, about);
    check_schedule(about);
    check_participation();
    const size_t working = books_[0].children.size() + books_[1].children.size();
    if (saying_.working > 0) must(static_cast<int64_t>(working) <= saying_.working, "too many working orders");
    const Book& book = books_[about.ledger];
    const int64_t total = about.ledger == 0 ? order_.quantity.value : books_[0].executed;
    must(book.executed + book.exposure() <= total, "a child beyond what is left");
}

void Auditor::check_when(const OrderCommand& command, const step::SlotInfo& slot) {
    must(!stopped_, "a child after the stop");
    must(now_ >= order_.start.value && now_ < order_.end.value, "a child outside the order's time");
    must(!trader_.paused && !trader_.held, "a child although the trader paused or held");
    must(house_.several() || !trader_.halted, "a child in a halt");
    must(!closed_[command.venue], "a child to a venue that is halted, silent or off");
    must(command.venue < house_.venues(), "a child to a venue that there is not");
    if (slot.ledger == 0) must(trace_.paused == 0 && trace_.held == 0, "a child in the script's pause or hold");
    must(command.immediate_or_cancel == slot.crossing, "a child that crosses where it should rest, or the other way");
}

void Auditor::check_grid(const OrderCommand& command) {
    const int64_t lot = instrument_.lot.value;
    must(command.price.value > 0 && command.price.value % instrument_.tick.value == 0, "a price off the tick");
    must(command.quantity.value % lot == 0, "a quantity off the lot");
    must(command.display.value % lot == 0, "a displayed part off the lot");
    must(command.display.value > 0 && command.display <= command.quantity, "a displayed part outside the child");
    must(command.minimum.value % lot == 0 && command.minimum <= command.quantity, "a least fill that cannot be");
    must(command.quantity >= instrument_.minimum_quantity, "a child below the smallest quantity");
    must(money_floor(product(command.price, command.quantity), instrument_) >= instrument_.minimum_value,
         "a child below the smallest value");
}

void Auditor::check_price(const OrderCommand& command, const step::SlotInfo& slot) {
    const int side = sign(command.side);
    if (slot.ledger == 0 && order_.limit != step::kAbsent)
        must(side * (command.price.value - order_.limit) <= 0, "a child beyond the order's limit");
    const bool quoted = view_.bid_price != step::kAbsent && view_.ask_price != step::kAbsent;
    if (!quoted) return must(saying_.collar_bps == 0, "a child without a market on both sides");
    const Wide mid = Wide{view_.bid_price} + view_.ask_price, price = Wide{command.price.value} * 2;
    const Wide apart = price > mid ? price - mid : mid - price;
    if (saying_.collar_bps > 0)
        must(apart * 10'000 <= mid * saying_.collar_bps, "a child further from the mid than the script says");
    if (saying_.child_value > 0)
        must(std::max(price, mid) * command.quantity.value <= twice(saying_.child_value, instrument_),
             "a child worth more than the script says");
}

/// Executed and working are within the target when a child of the schedule goes out.
void Auditor::check_schedule(const step::SlotInfo& slot) {
    if (saying_.behind_permille == 0 || slot.ledger != 0) return;
    must(books_[0].executed + books_[0].exposure() <= trace_.target, "executed and working beyond the target");
}

/// Executed in the window and all that may still fill, against the volume of complete buckets and one smallest child.
/// The window of own fills has the bucket under way as well. The volume is the tapes', as old as the feed delivers it.
void Auditor::check_participation() {
    if (saying_.participation_percent == 0) return;
    const int64_t newest = boundary_before(now_), oldest = newest - kWindow;
    const int64_t delay = venues::Model{}.feed.base.value;
    int64_t volume = 0;
    for (const TapeVolume& tape : volumes_)
        volume += tape.before(Time{newest - delay}) - tape.before(Time{oldest - delay});
    const int64_t used = used_ - executed_before(oldest) + books_[0].exposure() + books_[1].exposure();
    const int64_t smallest = std::max(instrument_.lot.value, instrument_.minimum_quantity.value);
    must(used <= Wide{volume} * saying_.participation_percent / 100 + smallest,
         "participation above what the script says");
    if (volume > 0)
        audit_.participation_most =
            std::max(audit_.participation_most, static_cast<double>(used) / static_cast<double>(volume));
}

/// What a venue takes at least, at the price as it is.
int64_t Auditor::smallest() const {
    int64_t quantity = std::max(instrument_.lot.value, instrument_.minimum_quantity.value);
    while (money_floor(product(Price{view_.bid_price}, Quantity{quantity}), instrument_) < instrument_.minimum_value)
        quantity += instrument_.lot.value;
    return quantity;
}

int64_t Auditor::executed_before(int64_t time) const {
    const auto found = std::ranges::lower_bound(own_, time, {}, &Own::time);
    return found == own_.begin() ? 0 : std::prev(found)->executed;
}

/// Any n + 1 messages in a row take a second or more.
void Auditor::check_rate() {
    if (saying_.messages == 0) return;
    messages_.push_back(now_);
    if (static_cast<int64_t>(messages_.size()) <= saying_.messages) return;
    must(now_ - messages_.front() >= kSecond, "more messages in a second than the script says");
    messages_.pop_front();
}

/// A schedule that is kept: no further behind than the script's patience and a slice, but for as long as a message
/// limit and a round trip take, while nothing is in the way: no pause, no ceiling, the market quoted within reach of
/// the limit, nothing under way that may still fill, and what the touch shows not taken already.
void Auditor::watch_behind() {
    const int64_t behind = trace_.target - books_[0].executed;
    const Wide quantity = order_.quantity.value;
    const Wide slice = quantity * kSlice / std::max<int64_t>(since(order_.end, order_.start).value, 1);
    const Wide patience = quantity * saying_.behind_permille / 1000;
    const bool quoted = view_.bid_price != step::kAbsent && view_.ask_price != step::kAbsent;
    const bool in_the_way = !quoted || behind <= patience + slice || view_.halted || stopped_ || trace_.paused ||
                            trace_.held || trader_.paused || trader_.held || order_.limit != step::kAbsent ||
                            (trace_.ceiling != step::kAbsent && trace_.ceiling <= patience + slice + smallest()) ||
                            !books_[0].children.empty() || tried_ || std::ranges::count(closed_, true) > 0 ||
                            now_ >= order_.end.value;
    const bool overdue = !in_the_way && behind > patience + slice + smallest();
    if (overdue && behind_since_ < 0) behind_since_ = now_;
    if (!overdue) behind_since_ = -1;
    if (overdue && now_ - behind_since_ > kPatience && audit_.behind_most == 0)
        audit_.behind_where = fmt::format("{} since {}: {} of {} behind, bid {} ask {}", now_, behind_since_, behind,
                                          order_.quantity.value, view_.bid_price, view_.ask_price);
    if (overdue && now_ - behind_since_ > kPatience)
        audit_.behind_most =
            std::max(audit_.behind_most, static_cast<double>(behind) / static_cast<double>(order_.quantity.value));
}

void Auditor::finish(const backtest::Result& result) {
    must(books_[0].executed == result.report->executed.quantity.value,
         "the report's executed is not what was reported");
    must(result.stop == StopCause::none || (books_[0].children.empty() && books_[1].children.empty()),
         "something may still fill although the order is over");
}

}  // namespace weir::test
