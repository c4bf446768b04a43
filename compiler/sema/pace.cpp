// The clauses that set the pace: `schedule`, `stay within`, `catch up`, `participate`.
#include <algorithm>
#include <array>

#include "compiler/sema/checker.h"
#include "step/step.h"

namespace weir::sema {
namespace {

constexpr syntax::Decimal kZero{0, 0}, kOne{1, 0};
constexpr syntax::Decimal kPowerMost{step::kPowerMost, 0};
constexpr syntax::Decimal kCatchUpMost{10, 0};

/// What a schedule is called by the algorithm that follows it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kAlgorithms = {
    {{"twap", "linear"}, {"vwap", "volume_curve"}, {"even", "linear"}}};

}  // namespace

/// `schedule vwap`, where no name of the script is meant.
bool StrategyChecker::is_name_of_algorithm(const syntax::Expr& source) {
    const auto* name = std::get_if<syntax::NameRef>(&source.kind);
    if (name == nullptr || scope_.knows(name->name)) return false;
    for (const auto& [algorithm, schedule] : kAlgorithms) {
        if (name->name != algorithm) continue;
        diagnostics_.report(message::unknown_name(source.range, name->name)
                                .help("the schedule that it follows is `" + std::string(schedule) + "`")
                                .fix(source.range, std::string(schedule)));
        return true;
    }
    return false;
}

void StrategyChecker::read(const syntax::Schedule& source, SourceRange range) {
    using enum syntax::ScheduleKind;
    Schedule schedule;
    schedule.phase = scope_.here().phase;
    schedule.kind = source.kind;
    schedule.range = range;
    if (source.kind == expression && source.argument && is_name_of_algorithm(*source.argument)) return;
    if (source.kind == expression && source.argument) {
        schedule.share = expressions_.expect(*source.argument, {Unit::ratio},
                                             "the share of the order that should be done, a ratio,");
        must_not_read_target(*schedule.share, "schedule");
    }
    if (source.kind == volume_curve && source.argument) {
        constexpr int64_t kDay = 86'400'000'000'000;
        const int64_t span = expressions_.constant_duration(*source.argument, 1);
        if (span % kDay != 0)
            diagnostics_.report(message::not_whole_days(source.argument->range)
                                    .help("say how many days of history to average, for example `20 days`"));
        schedule.history_days = span / kDay;
    }
    if (source.kind == front_load || source.kind == back_load) load(source, schedule, range);
    if (source.kind == shortfall) this->shortfall(source, schedule, range);
    if (source.share) {
        schedule.size = share_of_order(*source.share, "a share of the order, for example `95% of order`,");
        must_not_read_target(*schedule.size, "schedule");
    }
    if (source.every) schedule.every = interval(*source.every, "the length of a slice");
    if (source.until) schedule.until = end_of(schedule, *source.until);
    for (const Schedule& other : strategy_.schedules) {
        if (!meet(other.phase, schedule.phase)) continue;
        diagnostics_.report(message::two_schedules(range)
                                .here("the second")
                                .label(other.range, "the first")
                                .help("a strategy follows one schedule at a time; remove one of them"));
        return;
    }
    strategy_.schedules.push_back(std::move(schedule));
}

namespace {

/// Nothing moves it while the order runs, but an amended end.
bool stands_before_the_run(const Expression& time, const Strategy& strategy) {
    if (time.operation == Operation::parameter) return !strategy.parameters[time.index].live;
    if (time.operation == Operation::word)
        return time.word == Word::order_start || time.word == Word::order_end || time.word == Word::order_quantity;
    if (time.operation == Operation::let || time.operation > Operation::curve) return false;
    return std::ranges::all_of(time.operands,
                               [&](const Expression& operand) { return stands_before_the_run(operand, strategy); });
}

}  // namespace

/// `until 15:30`, `until order.end - 30 min`.
std::optional<Expression> StrategyChecker::end_of(const Schedule& schedule, const syntax::Expr& source) {
    if (schedule.kind == syntax::ScheduleKind::shortfall || schedule.kind == syntax::ScheduleKind::expression) {
        diagnostics_.report(message::schedule_has_its_end(source.range)
                                .help("leave out `until`, or take a schedule of another kind, as in `schedule "
                                      "volume_curve until 15:30`"));
        return std::nullopt;
    }
    if (const auto* time = std::get_if<syntax::TimeOfDay>(&source.kind)) {
        const step::ClockTime at{time->nanoseconds, time->zone.text};
        auto& all = strategy_.clock_times;
        const auto found = std::ranges::find(all, at);
        Expression result;
        result.operation = Operation::clock_time;
        result.unit = Unit::time;
        result.range = source.range;
        result.index = static_cast<uint32_t>(found - all.begin());
        if (found == all.end()) all.push_back(at);
        if (all.size() > static_cast<size_t>(step::kMaxClockTimes))
            diagnostics_.report(message::too_many_clock_times(source.range, step::kMaxClockTimes));
        return result;
    }
    Expression time = expressions_.expect(source, {Unit::time}, "a time, for example `15:30`,");
    if (time.is_error()) return std::nullopt;
    if (stands_before_the_run(time, strategy_)) return time;
    diagnostics_.report(message::schedule_end_moves(source.range)
                            .help("write a time of day, `until 15:30`, or one counted from the order's, "
                                  "`until order.end - 30 min`"));
    return std::nullopt;
}

/// `front_load(k)`, `back_load(k)`: the power is a whole number, so that it is computed exactly.
void StrategyChecker::load(const syntax::Schedule& source, Schedule& schedule, SourceRange range) {
    const std::string_view name = source.kind == syntax::ScheduleKind::front_load ? "front_load" : "back_load";
    if (source.arguments.size() != 1) {
        diagnostics_.report(message::wrong_argument_count(range, name, static_cast<int64_t>(source.arguments.size()), 1)
                                .help("say how strongly: `" + std::string(name) + "(2)`; 1 is the even schedule"));
        schedule.kind = syntax::ScheduleKind::linear;
        return;
    }
    const syntax::Expr& argument = *source.arguments.front();
    Expression power = expressions_.expect(argument, {Unit::count}, "a whole number, for example `2`,");
    if (!power.is_error() && power.operation != Operation::literal && power.operation != Operation::parameter) {
        diagnostics_.report(message::not_constant(argument.range).help("write a number or the name of a parameter"));
        power = poison(argument.range);
    }
    if (power.operation == Operation::parameter && !has_range(power, "how a schedule bends", "from 1 to 4"))
        power = poison(argument.range);
    expressions_.require_within(power, kOne, kPowerMost,
                                "this number is between 1 and " + std::to_string(step::kPowerMost));
    schedule.power = std::move(power);
}

/// A part of the order: a quantity, most often `95% of order`.
Expression StrategyChecker::share_of_order(const syntax::Expr& source, std::string_view what) {
    Expression part = expressions_.expect(source, {Unit::quantity}, what);
    const bool share = part.operation == Operation::multiply && part.operands[0].unit == Unit::ratio &&
                       part.operands[1].operation == Operation::word && part.operands[1].word == Word::order_quantity;
    if (share)
        expressions_.require_within(part.operands[0], kZero, kOne, "a share of the order is between 0% and 100%");
    return part;
}

void StrategyChecker::read(const syntax::Stay& source, SourceRange range) {
    Stay stay;
    stay.phase = scope_.here().phase;
    stay.range = range;
    const auto distance = [&](const syntax::ExprPtr& written) -> std::optional<Expression> {
        if (!written) return std::nullopt;
        Expression part =
            expressions_.expect(*written, {Unit::ratio, Unit::quantity}, "a part of the order, for example `5%`,");
        if (part.unit == Unit::ratio)
            expressions_.require_within(part, kZero, kOne, "a share of the order is between 0% and 100%");
        must_not_read_target(part, "stay");
        return part;
    };
    stay.behind = distance(source.behind);
    stay.ahead = distance(source.ahead);
    say_once(strategy_.stays, std::move(stay), "stay within");
}

void StrategyChecker::read(const syntax::CatchUp& source, SourceRange range) {
    CatchUp catch_up;
    catch_up.phase = scope_.here().phase;
    catch_up.kind = source.kind;
    catch_up.range = range;
    if (source.over) catch_up.over = interval(*source.over, "the time in which to catch up");
    if (source.at_most) {
        catch_up.at_most = expressions_.expect(*source.at_most, {Unit::ratio}, "a factor, for example `1.5x`,");
        expressions_.require_within(*catch_up.at_most, kOne, kCatchUpMost,
                                    "the pace while catching up is between 1x and 10x of the schedule's");
        must_not_read_target(*catch_up.at_most, "catch up");
    }
    say_once(strategy_.catch_ups, std::move(catch_up), "catch up");
}

void StrategyChecker::read(const syntax::Participate& source, SourceRange range) {
    Participation participation;
    participation.phase = scope_.here().phase;
    participation.share = source.share;
    participation.including = source.including;
    participation.range = range;
    for (const syntax::Quoted& venue : source.venues) {
        const auto first = std::ranges::find(participation.venues, venue.text, &Target::name);
        if (first != participation.venues.end())
            diagnostics_.report(message::target_twice(venue.range, venue.text).label(first->range, "the first"));
        else
            participation.venues.push_back({syntax::TargetKind::venue, venue.text, venue.range});
    }
    if (source.ratio)
        participation.ratio = expressions_.expect(*source.ratio, {Unit::ratio}, "a ratio, for example `20%`,");
    if (source.over) participation.window_ns = expressions_.constant_duration(*source.over, kShortestWindowNs);
    expressions_.require_within(participation.ratio, kZero, kOne, "a share of the volume is between 0% and 100%");
    must_not_read_target(participation.ratio, "participate");
    strategy_.participations.push_back(std::move(participation));
}

/// `stay` and `catch up` speak of a schedule.
void StrategyChecker::keeps_to_a_schedule() {
    if (!tree_is_whole_) return;
    const auto require = [&](PhaseId phase, SourceRange range, std::string_view clause) {
        for (const Schedule& schedule : strategy_.schedules)
            if (meet(schedule.phase, phase)) return;
        Diagnostic diagnostic = message::no_schedule_to_keep(range, clause);
        for (const Participation& participation : strategy_.participations)
            if (participation.share == syntax::Share::target && meet(participation.phase, phase))
                diagnostic.label(participation.range, "the pace is set by the market's volume");
        diagnostics_.report(
            std::move(diagnostic.help("add a schedule, for example `schedule linear`, or remove this")));
    };
    for (const Stay& stay : strategy_.stays) require(stay.phase, stay.range, "stay within");
    for (const CatchUp& catch_up : strategy_.catch_ups) require(catch_up.phase, catch_up.range, "catch up");
}

}  // namespace weir::sema
