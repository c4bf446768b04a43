#include "testing/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::testing {
namespace {

using syntax::ExpectedState;
using syntax::ExpectKind;
using syntax::MomentKind;

std::string clock(Time time) {
    return format_time_of_day(time, "UTC");
}

bool benign(StopCause cause) {
    return cause == StopCause::completed || cause == StopCause::ended || cause == StopCause::cancelled ||
           cause == StopCause::taken_over || cause == StopCause::switched_off;
}

}  // namespace

Judge::Judge(const sema::TestCase& test, std::vector<Expected> expected, Observer& observer,
             const lower::Market& market, std::vector<Instrument> instruments)
    : test_(test),
      expected_(std::move(expected)),
      observer_(observer),
      market_(market),
      instruments_(std::move(instruments)),
      tracks_(expected_.size()) {
    for (const Expected& one : expected_) {
        probes_.push_back(one.from);
        probes_.push_back(one.to);
    }
    std::ranges::sort(probes_);
    const auto rest = std::ranges::unique(probes_);
    probes_.erase(rest.begin(), rest.end());
}

void Judge::on(const Event& event, const engine::Engine& engine) {
    probe_until(event.time);
    observer_.see(engine.layout(), engine.inputs().data());
    observer_.set(sema::Observed::working_orders, engine.open_children());
    for (const Record& record : engine.records()) take(record, engine);
    judge(event.time);
    if (next_probe_ < probes_.size() && probes_[next_probe_] == event.time) ++next_probe_;
}

void Judge::take(const Record& record, const engine::Engine& engine) {
    if (const auto* decided = std::get_if<Decided>(&record.what)) {
        script_pauses_ = decided->trace.paused == 1;
        script_holds_ = decided->trace.held == 1;
        observer_.set(sema::Observed::target, decided->trace.target);
    } else if (const auto* interrupted = std::get_if<Interrupted>(&record.what)) {
        states_.halted = interrupted->halted;
        trader_pauses_ = interrupted->paused;
        trader_holds_ = interrupted->held;
    } else if (const auto* stopped = std::get_if<Stopped>(&record.what)) {
        cause_ = stopped->cause;
        where_ = stopped->where;
        stopped_at_ = record.time;
        states_.finished = benign(cause_);
        states_.stopped = !benign(cause_);
        states_.faulted = cause_ == StopCause::fault;
    }
    states_.paused = script_pauses_ || trader_pauses_;
    states_.held = script_holds_ || trader_holds_;
    const auto* sent = std::get_if<Sent>(&record.what);
    const bool placed = sent && sent->command.kind == CommandKind::place;
    if (placed && sent->command.instrument == 0) ask_of_child(sent->command, record.time);
    const auto* reported = std::get_if<Reported>(&record.what);
    const bool filled = reported && !reported->duplicate && reported->report.kind == ReportKind::filled;
    const auto* commanded = std::get_if<Commanded>(&record.what);
    const bool refused =
        std::holds_alternative<Refused>(record.what) || (commanded && commanded->refusal != CommandRefusal::none);
    for (size_t i = 0; i < expected_.size(); ++i) {
        const ExpectKind kind = expected_[i].source->kind;
        const bool inside = record.time >= expected_[i].from && record.time <= expected_[i].to;
        if (kind == ExpectKind::refused && refused) tracks_[i].met = true;  // also before the start, or after the end
        const bool wrong = (kind == ExpectKind::no_fills && filled) || (kind == ExpectKind::no_orders && placed);
        if (!wrong || !inside || tracks_[i].broken) continue;
        tracks_[i].broken = record.time;
        const Quantity quantity = filled ? reported->report.quantity : sent->command.quantity;
        const Price price = filled ? reported->report.price : sent->command.price;
        const int32_t slot = filled ? reported->slot : sent->slot;
        const Instrument& own = instruments_[static_cast<size_t>(engine.instrument_of(slot))];
        tracks_[i].how = fmt::format("{} {} at {}", format_decimal(quantity.value, own.quantity_decimals), own.base,
                                     format_decimal(price.value, own.price_decimals));
    }
}

void Judge::ask_of_child(const OrderCommand& command, Time now) {
    const Wide value = static_cast<Wide>(command.price.value) * command.quantity.value;
    observer_.set(sema::Observed::child_value, money_floor(value, instruments_.front()));
    observer_.set(sema::Observed::child_quantity, command.quantity.value);
    observer_.set(sema::Observed::child_price, 2 * command.price.value);
    observer_.ask(now);
    for (size_t i = 0; i < expected_.size(); ++i) {
        const sema::TestExpectation& source = *expected_[i].source;
        if (source.of_children) judge(i, now, observer_.yes(*source.condition), observer_.no(*source.condition));
    }
}

/// Between events nothing changes but the time: the times that are asked for are asked with what was there before.
void Judge::probe_until(Time now) {
    for (; next_probe_ < probes_.size() && probes_[next_probe_] < now; ++next_probe_) judge(probes_[next_probe_]);
}

void Judge::judge(Time now) {
    observer_.ask(now);
    for (size_t i = 0; i < expected_.size(); ++i) {
        const sema::TestExpectation& source = *expected_[i].source;
        if (source.kind == ExpectKind::state) {
            const bool is = state(source.state) != source.negated;
            judge(i, now, is, !is);
        } else if (source.condition && !source.of_children) {
            judge(i, now, observer_.yes(*source.condition), observer_.no(*source.condition));
        }
    }
}

void Judge::judge(size_t i, Time now, bool yes, bool no) {
    const Expected& one = expected_[i];
    Track& track = tracks_[i];
    const bool inside = now >= one.from && now <= one.to;
    const bool by = one.source->moment.kind == MomentKind::by;
    if (by) {
        if (yes && inside) track.met = true;
        if (yes && now > one.to && !track.late) track.late = now;
        if (inside && !track.met) track.how = sides(*one.source);
        return;
    }
    if (!inside || track.broken) return;
    // What is not known is not as it should be.
    const bool as_expected = one.source->kind == ExpectKind::never ? no : yes;
    if (as_expected) return;
    track.broken = now;
    track.how = sides(*one.source);
}

bool Judge::state(ExpectedState state) const {
    switch (state) {
        case ExpectedState::paused:
            return states_.paused;
        case ExpectedState::held:
            return states_.held;
        case ExpectedState::halted:
            return states_.halted;
        case ExpectedState::stopped:
            return states_.stopped;
        case ExpectedState::finished:
            return states_.finished;
        case ExpectedState::faulted:
            return states_.faulted;
    }
    return false;
}

std::string Judge::text_of(const sema::Expression& operand, int64_t value) const {
    if (value == step::kAbsent) return "absent";
    if (operand.unit == sema::Unit::time) return clock(Time{value});
    plan::Parameter parameter;
    parameter.unit = std::string(sema::name_of(operand.unit));
    const bool of_leg = operand.instrument != sema::kNoInstrument;
    return lower::parameter_text(parameter, value, of_leg ? lower::market_of(market_, operand.instrument) : market_);
}

/// The numbers of a comparison.
std::string Judge::sides(const sema::TestExpectation& expectation) const {
    if (!expectation.condition) return {};
    const sema::Expression& condition = test_.conditions[*expectation.condition];
    if (condition.operands.size() < 2 || !sema::is_numeric(condition.operands[0].unit)) return {};
    const size_t i = *expectation.condition;
    std::string text;
    const auto say = [&](const std::string& side, const sema::Expression& operand, int64_t value) {
        if (!side.empty()) text += fmt::format("{}{} was {}", text.empty() ? "" : ", ", side, text_of(operand, value));
    };
    say(expectation.left, condition.operands[0], observer_.left(i));
    say(expectation.right, condition.operands[1], observer_.right(i));
    return text;
}

/// In the words of the script, where it was a line of its own.
std::string Judge::why_stopped(std::span<const std::string> guards) const {
    const auto index = static_cast<size_t>(where_);
    switch (cause_) {
        case StopCause::guard:
        case StopCause::assumption:
            return index < guards.size() ? "by `" + guards[index] + "`" : std::string("by a line of its own");
        case StopCause::fault:
            return "by a fault of its arithmetic";
        case StopCause::stale:
            return "since its data went stale";
        case StopCause::gate:
            return "by the gate before the venue";
        case StopCause::no_market:
            return "since there was no market of two sides";
        default:
            return "by its venue";
    }
}

std::vector<Failure> Judge::finish(Time end, std::span<const std::string> guards) {
    probe_until(end);
    std::vector<Failure> failures;
    for (size_t i = 0; i < expected_.size(); ++i) {
        const sema::TestExpectation& source = *expected_[i].source;
        const Track& track = tracks_[i];
        const bool must_come = source.moment.kind == MomentKind::by || source.kind == ExpectKind::refused;
        std::string happened;
        if (must_come && !track.met) {
            happened = track.late ? fmt::format("it was so at {}", clock(*track.late)) : "it never was so";
            if (!track.how.empty()) happened += fmt::format("; at {} {}", clock(expected_[i].to), track.how);
            if (source.kind == ExpectKind::refused) happened = "nothing was refused";
        } else if (!must_come && track.broken) {
            happened = fmt::format("at {} it was not so", clock(*track.broken));
            if (!track.how.empty()) happened = fmt::format("at {} {}", clock(*track.broken), track.how);
        }
        if (happened.empty()) continue;
        // What comes after the stop comes of it.
        if (states_.stopped && stopped_at_ <= track.broken.value_or(expected_[i].to))
            happened += fmt::format("; the strategy was stopped {} at {}", why_stopped(guards), clock(stopped_at_));
        failures.push_back({source.range, source.text, std::move(happened)});
    }
    return failures;
}

}  // namespace weir::testing
