#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

#include "runtime/risk/gate.h"
#include "runtime/tca/analysis.h"
#include "runtime/tca/course.h"
#include "runtime/tca/quotes.h"
#include "runtime/tca/standing.h"
#include "runtime/tca/tca.h"

namespace weir::tca {

ChildState after(ChildState state, const OrderReport& report, Quantity filled, Quantity quantity) {
    switch (report.kind) {
        case ReportKind::accepted:
        case ReportKind::cancel_rejected:
            return state;
        case ReportKind::rejected:
            return ChildState::rejected;
        case ReportKind::filled:  // may cross our cancel on its way
            return report.leaves.value == 0 && (state == ChildState::open || filled == quantity) ? ChildState::filled
                                                                                                 : state;
        case ReportKind::cancelled:
            return ChildState::cancelled;
        case ReportKind::reduced:
            return report.leaves.value == 0 ? ChildState::cancelled : state;
    }
    return state;
}

struct Recorder::State {
    State(const Instrument& instrument, const ParentOrder& order, RunInfo run, Ledgers ledgers)
        : standing(order.quantity), beside(std::move(ledgers)) {
        report.instrument = instrument;
        report.order = order;
        report.run = std::move(run);
        report.benchmarks.decision = order.decision;
    }

    // ---- the market
    void change_quote(Time time, Quote changed);
    void pass_quoted_time(Time time);
    void resolve_markouts(Time now);
    void find_next_due();

    // ---- records
    void operator()(Time time, const Started& started);
    void operator()(Time time, const Decided& decided);
    void operator()(Time time, const Sent& sent);
    void operator()(Time time, const Refused& refused);
    void operator()(Time time, const Reported& reported);
    void operator()(Time time, const Interrupted& interrupted);
    void operator()(Time time, const Stopped& stopped);
    void operator()(Time, const Wanted& wanted) {
        if (!beside.has(wanted.slot)) standing.want(wanted);
    }
    void operator()(Time, const VenueChanged&) {}
    void operator()(Time time, const Hedged& hedged) { beside.note(time, hedged); }
    void operator()(Time time, const Commanded& commanded);
    void fill(Time time, Child& child, const OrderReport& report);
    void close(Time time);
    void show_standing();
    Child& child_of(Time time, ChildId id, int32_t slot);

    bool running() const { return report.started != kNoTime && report.ended == kNoTime; }

    Report report;
    Standing standing;
    BesideTally beside;
    Course course;
    Quotes quotes;

    Quote quote;
    Time quote_since;
    MarketView view;      // the last one
    MarketView at_start;  // when the order began: counters are differences

    std::array<size_t, kHorizons.size()> unresolved{};  // by horizon: the first fill without its markout
    Time next_due = kNoTime;
    Time last_fill{std::numeric_limits<int64_t>::min()};

    std::unordered_map<ChildId, size_t> index_of;  // into children
    std::vector<Quantity> leaves;                  // by child: what may still fill
    std::map<std::string, int64_t, std::less<>> rejects, refusals;
};

namespace {

void count(std::map<std::string, int64_t, std::less<>>& tallies, std::string_view reason) {
    const auto [entry, added] = tallies.try_emplace(std::string(reason), 0);
    ++entry->second;
}

std::vector<Tally> listed(const std::map<std::string, int64_t, std::less<>>& tallies) {
    std::vector<Tally> list;
    list.reserve(tallies.size());
    for (const auto& [reason, times] : tallies) list.push_back({reason, times});
    return list;
}

}  // namespace

// ---- the market -----------------------------------------------------------------------------------------------------

void Recorder::on_market(Time time, const MarketView& market) {
    State& s = *state_;
    s.course.move(time);
    if (time > s.next_due) s.resolve_markouts(time);
    if (const Quote changed{market.bid_price, market.ask_price}; changed != s.quote) s.change_quote(time, changed);
    s.view = market;
    s.course.now().volume = market.volume - s.at_start.volume;
}

void Recorder::State::change_quote(Time time, Quote changed) {
    if (running()) pass_quoted_time(time);
    quote = changed;
    quote_since = time;
    quotes.add(time, quote);
    course.now().bid = quote.bid;
    course.now().ask = quote.ask;
    course.set_mid(quote.mid());
    if (running() && quote.mid() != step::kAbsent) report.benchmarks.end = quote.mid();
}

/// Adds the time since the last change to the time-weighted mid.
void Recorder::State::pass_quoted_time(Time time) {
    if (const int64_t mid = quote.mid(); mid != step::kAbsent) {
        const Duration passed = since(time, quote_since);
        report.benchmarks.mid_time += static_cast<Wide>(mid) * passed.value;
        report.benchmarks.quoted += passed;
    }
    quote_since = time;
}

/// A markout is known when time has gone past its moment: the quote at that moment is then final.
void Recorder::State::resolve_markouts(Time now) {
    for (size_t h = 0; h < kHorizons.size(); ++h) {
        size_t& next = unresolved[h];
        for (; next < report.fills.size() && report.fills[next].time + kHorizons[h] < now; ++next) {
            Fill& fill = report.fills[next];
            fill.mid_after[h] = quotes.at(fill.time + kHorizons[h]).mid();
        }
    }
    find_next_due();
}

void Recorder::State::find_next_due() {
    next_due = kNoTime;
    for (size_t h = 0; h < kHorizons.size(); ++h)
        if (unresolved[h] < report.fills.size())
            next_due = std::min(next_due, report.fills[unresolved[h]].time + kHorizons[h]);
}

// ---- records --------------------------------------------------------------------------------------------------------

void Recorder::on_record(const Record& record) {
    State& s = *state_;
    s.standing.move(record.time);
    s.course.move(record.time);
    std::visit([&](const auto& what) { s(record.time, what); }, record.what);
    s.show_standing();
}

void Recorder::State::show_standing() {
    if (!running()) return;
    Course::Now& now = course.now();
    now.executed = standing.executed();
    now.working = standing.working();
    now.target = standing.target();
    course.set_causes(standing.causes());
}

void Recorder::State::operator()(Time time, const Started& started) {
    report.started = time;
    report.benchmarks.arrival = started.arrival;
    report.benchmarks.end = quote.mid() == step::kAbsent ? started.arrival : quote.mid();
    at_start = view;
    quote_since = time;
    standing.begin(time);
    course.begin(time, {.bid = quote.bid, .ask = quote.ask});
}

void Recorder::State::operator()(Time, const Decided& decided) {
    standing.decide(decided);
}

/// Figures are of the order as last amended; its arrival never moves.
void Recorder::State::operator()(Time time, const Commanded& commanded) {
    const Command& command = commanded.command;
    report.commands.push_back({time, command, commanded.refusal});
    if (commanded.refusal != CommandRefusal::none) return;
    if (command.kind == LiveCommand::amend_limit) report.order.limit = command.value;
    if (command.kind == LiveCommand::amend_end) report.order.end = Time{command.value};
    if (command.kind != LiveCommand::amend_quantity) return;
    report.order.quantity = Quantity{commanded.effective};
    standing.amend(report.order.quantity);
}

void Recorder::State::operator()(Time time, const Sent& sent) {
    if (beside.has(sent.slot)) return beside.note(time, sent);
    const OrderCommand& command = sent.command;
    Messages& messages = report.messages;
    if (command.kind == CommandKind::cancel) {
        ++messages.cancels;
        return;
    }
    if (command.kind == CommandKind::reduce) {
        ++messages.reductions;
        return;
    }
    ++messages.placed;
    Child& child = child_of(time, command.child, sent.slot);
    child.bound = sent.bound;
    child.side = command.side;
    child.immediate_or_cancel = command.immediate_or_cancel;
    child.post_only = command.post_only;
    child.price = command.price;
    child.quantity = command.quantity;
    child.display = command.display;
    leaves[index_of.at(command.child)] = command.quantity;
    standing.work(command.quantity);
    standing.refuse(Standing::Refusal::none);
}

void Recorder::State::operator()(Time, const Refused& refused) {
    if (beside.has(refused.slot)) return beside.note(refused);
    ++report.messages.refused;
    count(refusals, risk::name_of(static_cast<risk::Rule>(refused.rule)));
    if (refused.command.kind == CommandKind::place) standing.refuse(Standing::Refusal::gate);
}

void Recorder::State::operator()(Time time, const Reported& reported) {
    if (beside.has(reported.slot)) return beside.note(time, reported);
    const OrderReport& news = reported.report;
    if (reported.duplicate) {
        ++report.messages.duplicates;
        return;
    }
    Child& child = child_of(time, news.child, reported.slot);
    switch (news.kind) {
        case ReportKind::accepted:
            return;
        case ReportKind::cancel_rejected:
            ++report.messages.cancels_rejected;
            return;
        case ReportKind::rejected:
            ++report.messages.rejected;
            count(rejects, name_of(news.reject));
            standing.refuse(Standing::Refusal::venue);
            break;
        case ReportKind::filled:
            fill(time, child, news);
            break;
        case ReportKind::cancelled:
        case ReportKind::reduced:
            break;
    }
    child.state = after(child.state, news, child.filled, child.quantity);
    Quantity& open = leaves[index_of.at(child.id)];
    standing.work(news.leaves - open);
    open = news.leaves;
    if (child.state != ChildState::open) child.ended = time;
}

void Recorder::State::fill(Time time, Child& child, const OrderReport& news) {
    Fill fill;
    fill.child = child.id;
    fill.time = news.venue_time.value > 0 ? std::min(news.venue_time, time) : time;
    fill.reported = time;
    fill.price = news.price;
    fill.quantity = news.quantity;
    fill.fee = news.fee;
    fill.liquidity = news.liquidity;
    const Quote reference = quotes.before(fill.time);
    fill.bid = reference.bid;
    fill.ask = reference.ask;
    report.fills.push_back(fill);
    const Executed executed = executed_of(report.instrument, fill);
    child.filled += executed.quantity;
    child.maker += executed.maker;
    child.value += executed.value;
    child.fees += executed.fees;
    ++child.fills;
    last_fill = std::max(last_fill, fill.time);
    standing.fill(news.quantity);
    find_next_due();
}

void Recorder::State::operator()(Time, const Interrupted& interrupted) {
    standing.interrupt(interrupted);
}

void Recorder::State::operator()(Time time, const Stopped& stopped) {
    report.stop = stopped.cause;
    report.stop_where = stopped.where;
    if (running()) close(time);
}

/// The interval of benchmarks, schedule and lost quantity ends here. Fills and markouts may still come.
void Recorder::State::close(Time time) {
    show_standing();
    pass_quoted_time(time);
    Benchmarks& benchmarks = report.benchmarks;
    benchmarks.volume.value = view.volume - at_start.volume;
    benchmarks.turnover = view.turnover - at_start.turnover;
    benchmarks.trades = view.trade_count - at_start.trade_count;
    standing.move(time);
    standing.end();
    report.schedule = standing.schedule();
    report.series = course.finish();
    course = Course{};
    report.ended = time;
}

/// The child, entered now when nothing was heard of it before.
Child& Recorder::State::child_of(Time time, ChildId id, int32_t slot) {
    const auto [entry, added] = index_of.try_emplace(id, report.children.size());
    if (added) {
        Child& child = report.children.emplace_back();
        child.id = id;
        child.slot = slot;
        child.side = report.order.side;
        child.sent = time;
        leaves.emplace_back();
    }
    return report.children[entry->second];
}

// ---- the recorder ---------------------------------------------------------------------------------------------------

Recorder::Recorder(const Instrument& instrument, const ParentOrder& order, RunInfo run, Ledgers ledgers)
    : state_(std::make_unique<State>(instrument, order, std::move(run), std::move(ledgers))) {}
Recorder::~Recorder() = default;
Recorder::Recorder(Recorder&&) noexcept = default;

Time Recorder::wants_market_until() const {
    return state_->next_due == kNoTime ? kNoTime : state_->last_fill + kHorizons.back();
}

std::unique_ptr<Report> Recorder::finish(Time end) {
    State& s = *state_;
    s.standing.move(end);
    s.course.move(end);
    if (s.running()) s.close(end);
    s.resolve_markouts(end + Duration{1});
    s.report.lost = s.standing.lost();
    s.report.messages.rejects = listed(s.rejects);
    s.report.messages.refusals = listed(s.refusals);
    Quantity entry;
    Wide entry_value = 0;
    for (const Fill& fill : s.report.fills) {
        entry += fill.quantity;
        entry_value += product(fill.price, fill.quantity);
    }
    s.report.others =
        s.beside.result(entry, entry_value, s.report.ended == kNoTime ? end : s.report.ended, s.report.run.slots);
    analyse(s.report);
    return std::make_unique<Report>(std::move(s.report));
}

}  // namespace weir::tca
