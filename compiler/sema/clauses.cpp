// Clauses other than `work`: what each may say.
#include "compiler/sema/checker.h"

namespace weir::sema {
namespace {

constexpr syntax::Decimal kZero{0, 0}, kOne{1, 0};
constexpr syntax::Decimal kTiltMost{10, 0};
/// More in one window no venue takes from one trader, and the time of each message in it is kept.
constexpr syntax::Decimal kCountMost{100'000, 0};

}  // namespace

void StrategyChecker::clause(const syntax::Clause& clause) {
    std::visit([&](const auto& kind) { read(kind, clause.range); }, clause.kind);
}

/// Named by its first word.
void StrategyChecker::unsupported(SourceRange range) {
    const std::string_view text = file_.text(range);
    const std::string_view head = text.substr(0, text.find_first_of(" \t\n({;,"));
    diagnostics_.report(
        message::unsupported_clause({range.file, range.begin, range.begin + static_cast<uint32_t>(head.size())}, head));
}

void StrategyChecker::must_not_read_target(const Expression& expression, std::string_view clause) {
    if (expression.is_error() || !expression.reads_target) return;
    diagnostics_.report(message::steered_by_target(expression.range, clause)
                            .here("this depends on `behind` or `ahead`")
                            .help("use `behind` and `ahead` in the `when` of a work, or in its sizes"));
}

/// A length of time that a parameter may set: it moves no window, only a grid.
Expression StrategyChecker::interval(const syntax::Expr& source, std::string_view what) {
    Expression every = expressions_.expect(source, {Unit::duration}, "");
    if (every.is_error()) return every;
    if (every.operation != Operation::literal && every.operation != Operation::parameter) {
        diagnostics_.report(message::not_constant(source.range).help("write a duration or the name of a parameter"));
        return poison(source.range);
    }
    if (every.operation == Operation::parameter && !has_range(every, what, "from 1 s to 10 min"))
        return poison(source.range);
    expressions_.require_positive(every, what);
    expressions_.require_beat(every);
    return every;
}

void StrategyChecker::read(const syntax::Halt& source, SourceRange range) {
    if (!source.when) return;
    Halt halt;
    halt.phase = scope_.here().phase;
    halt.kind = source.kind;
    halt.range = range;
    const std::string_view clause = source.kind == syntax::HaltKind::pause ? "pause" : "hold";
    halt.when = expressions_.expect(*source.when, {Unit::boolean}, "");
    must_not_read_target(halt.when, clause);
    if (source.until) {
        halt.until = expressions_.expect(*source.until, {Unit::boolean}, "");
        must_not_read_target(*halt.until, clause);
    }
    strategy_.halts.push_back(std::move(halt));
}

void StrategyChecker::read(const syntax::Tilt& source, SourceRange range) {
    if (!source.factor) return;
    Tilt tilt;
    tilt.phase = scope_.here().phase;
    tilt.range = range;
    tilt.factor = expressions_.expect(*source.factor, {Unit::ratio}, "a factor, for example `1.5x`,");
    must_not_read_target(tilt.factor, "tilt");
    expressions_.require_within(tilt.factor, kZero, kTiltMost, "a tilt is between 0x and 10x");
    if (source.when) {
        tilt.when = expressions_.expect(*source.when, {Unit::boolean}, "");
        must_not_read_target(*tilt.when, "tilt");
    }
    strategy_.tilts.push_back(std::move(tilt));
}

void StrategyChecker::read(const syntax::Complete& source, SourceRange range) {
    Complete complete;
    complete.must = source.must;
    complete.range = range;
    if (source.up_to) {
        complete.up_to = expressions_.expect(*source.up_to, {Unit::ratio}, "a ratio, for example `25%`,");
        expressions_.require_within(*complete.up_to, kZero, kOne, "a share of the volume is between 0% and 100%");
        must_not_read_target(*complete.up_to, "complete");
    }
    if (strategy_.complete) {
        diagnostics_.report(message::said_twice(range, "complete").label(strategy_.complete->range, "the first"));
        return;
    }
    strategy_.complete = std::move(complete);
}

void StrategyChecker::read(const syntax::Risk& source, SourceRange range) {
    not_empty(source.lines, range, "risk");
    for (const syntax::RiskLine& line : source.lines) risk_line(line);
}

void StrategyChecker::risk_line(const syntax::RiskLine& source) {
    using enum syntax::RiskSubject;
    if (!source.limit) return;
    RiskLine line;
    line.subject = source.subject;
    line.range = source.range;
    line.text = std::string(file_.text(source.range));
    switch (source.subject) {
        case child_value:
            line.limit = expressions_.expect(*source.limit, {Unit::money}, "");
            break;
        case child_quantity:
            line.limit = expressions_.expect(*source.limit, {Unit::quantity}, "");
            break;
        case participation:
            line.limit = expressions_.expect(*source.limit, {Unit::ratio}, "a ratio, for example `25%`,");
            expressions_.require_within(line.limit, kZero, kOne, "a share of the volume is between 0% and 100%");
            break;
        case price:
            line.limit =
                expressions_.expect(*source.limit, {Unit::ratio, Unit::price}, "a distance, for example `50 bps`,");
            break;
        case leg_exposure:  // of whichever leg hedges in that unit
            line.limit = expressions_.want(*source.limit, {Unit::money, Unit::quantity}, "");
            break;
        case messages:
        case working_orders:
            line.limit = expressions_.expect(*source.limit, {Unit::count}, "");
            expressions_.require_positive(line.limit, "this limit");
            expressions_.require_within(line.limit, kOne, kCountMost, "this limit is at most 100_000");
            if (!line.limit.is_error() && line.limit.operation != Operation::literal) {
                diagnostics_.report(message::not_constant(source.limit->range)
                                        .help("write a number: the order manager keeps this limit"));
                return;
            }
            break;
    }
    if (source.window) {
        // The times of messages are kept one by one; a volume is kept in buckets.
        const bool exact = source.subject == messages;
        line.window_ns = expressions_.constant_duration(*source.window, exact ? kShortestBeatNs : kShortestWindowNs);
        if (line.window_ns == 0) return;
    }
    line.including = source.including;
    if (source.reference) line.reference = expressions_.expect(*source.reference, {Unit::price}, "");
    strategy_.risk.push_back(std::move(line));
}

void StrategyChecker::read(const syntax::Assume& source, SourceRange range) {
    not_empty(source.lines, range, "assume");
    for (const syntax::AssumeLine& line : source.lines) assume_line(line);
}

void StrategyChecker::assume_line(const syntax::AssumeLine& source) {
    if (!source.subject) return;
    AssumeLine line;
    line.range = source.range;
    line.text = std::string(file_.text(source.range));
    line.subject = expressions_.check(*source.subject);
    if (line.subject.is_error()) return;
    if (!is_numeric(line.subject.unit) || line.subject.unit == Unit::number) {
        diagnostics_.report(
            message::wrong_unit(line.subject.range, phrase_of(line.subject.unit), "something that has a size"));
        return;
    }
    const ExpressionChecker::Home home(
        expressions_, line.subject.instrument == kNoInstrument ? kOrderInstrument : line.subject.instrument);
    if (source.low) line.low = expressions_.expect(*source.low, {line.subject.unit}, "");
    if (source.high) line.high = expressions_.expect(*source.high, {line.subject.unit}, "");
    if (line.low && line.high && !line.low->is_error() && !line.high->is_error()) {
        const auto low = bounds_of(*line.low, strategy_), high = bounds_of(*line.high, strategy_);
        if (low && high && compare(low->low, high->high) > 0)
            diagnostics_.report(message::range_reversed(cover(source.low->range, source.high->range))
                                    .help("write the smaller bound first"));
    }
    strategy_.assume.push_back(std::move(line));
}

}  // namespace weir::sema
