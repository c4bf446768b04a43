#include "cli/tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/fail.h"
#include "cli/reach.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"
#include "runtime/market/activity.h"
#include "runtime/market/curve.h"
#include "runtime/models/shortfall.h"

namespace weir::cli {
namespace {

class TableMaker {
  public:
    TableMaker(Ready& ready, const SetupOptions& options) : ready_(ready), options_(options) {}

    bool make() {
        if (!options_.curve.empty() && !options_.history.empty())
            return stop("--curve and --history: give one of them; a curve is what is made from history");
        std::optional<market::Curve> curve;
        if (!options_.curve.empty() && !read_curve(curve)) return false;
        if (!options_.history.empty() && !build_curve(curve)) return false;
        for (const step::TableKind kind : ready_.generic.tables)
            if (!add_table(kind, curve)) return false;
        if (curve) note_days(*curve);
        note_ceiling(curve);
        return true;
    }

  private:
    bool read_curve(std::optional<market::Curve>& curve) {
        auto read = market::read_curve(options_.curve);
        if (!read) return stop(read.error);
        curve = std::move(read.value);
        return of_this_instrument(*curve, "--curve");
    }

    bool build_curve(std::optional<market::Curve>& curve) {
        std::vector<std::unique_ptr<market::Tape>> history;
        std::vector<const market::Tape*> tapes;
        for (const std::string& path : options_.history) {
            market::TapeError error;
            history.push_back(market::Tape::open(path, error));
            if (!history.back()) return stop(error.message);
            tapes.push_back(history.back().get());
        }
        const int64_t asked = history_days();
        auto built = market::build_curve(tapes, {.session = options_.session, .without = {}, .last_days = asked});
        if (!built) return stop(fmt::format("--history: {}", built.error));
        curve = std::move(built.value);
        for (const market::CurveDay& day : curve->days)
            if (day.use == market::DayUse::left_out)
                ready_.notes.push_back(fmt::format("--history: {} is left out: {}", format_date(day.date), day.why));
        return of_this_instrument(*curve, "--history");
    }

    /// What `volume_curve(20 days)` asks for; 0: all that there is.
    int64_t history_days() const {
        const auto& strategies = ready_.checked.program.strategies;
        int64_t days = 0;
        for (const auto& schedule :
             std::ranges::find(strategies, ready_.generic.name, &sema::Strategy::name)->schedules)
            days = std::max(days, schedule.history_days);
        return days;
    }

    /// The script says how many days it means; what there is may be fewer, or a curve of more.
    void note_days(const market::Curve& curve) const {
        const int64_t asked = history_days(), has = curve.whole.days + curve.half.days;
        if (asked > 0 && has != asked)
            ready_.notes.push_back(
                fmt::format("{}: the script asks for {} days, and there are {}", history_option(), asked, has));
    }

    bool of_this_instrument(const market::Curve& curve, std::string_view option) const {
        if (curve.symbol == ready_.run.engine.instrument.symbol &&
            curve.currency == ready_.run.engine.instrument.currency)
            return true;
        return stop(fmt::format("{} is of {} in {}, and the tape of {} in {}", option, curve.symbol, curve.currency,
                                ready_.run.engine.instrument.symbol, ready_.run.engine.instrument.currency));
    }

    /// A schedule whose own ceiling leaves too little of the usual volume can never finish, nor one for which the tape
    /// itself has too little: that is known before the run.
    void note_ceiling(const std::optional<market::Curve>& curve) {
        const ParentOrder& order = ready_.run.engine.order;
        std::optional<market::Table> usual;
        if (curve) usual = market::usual(*curve, market::Usual::volume, order.start, ready_.run.engine.instrument);
        const VolumeBetween volume =
            usual ? usual_volume(*usual) : [this](Time from, Time to) { return volume_on_tapes(from, to); };
        const auto reach = reach_of(ready_.checked.program, ready_.generic.name, ready_.run.engine.parameters,
                                    {order.quantity, order.start, order.end, ready_.run.engine.clock_times}, volume);
        if (!reach) return;
        const auto quantity = [&](int64_t value) {
            return fmt::format("{} {}", format_decimal(value, ready_.run.engine.instrument.quantity_decimals),
                               ready_.run.engine.instrument.base);
        };
        ready_.notes.push_back(fmt::format(
            "{}: the schedule cannot finish inside its own ceiling: {}% of the {} volume, which is {} from {} to {}, "
            "come to {}, and {} are to be done; a longer time or a higher ceiling would do",
            usual ? history_option() : "the tape", format_decimal(reach->ratio / 100'000, 2),
            usual ? "usual" : "market's", quantity(reach->volume),
            format_time_of_day(order.start, ready_.run.engine.instrument.time_zone),
            format_time_of_day(reach->end, ready_.run.engine.instrument.time_zone), quantity(reach->allowed),
            quantity(reach->wanted)));
    }

    /// What is eligible of the lit venues' tapes; asked only of a schedule with a ceiling.
    int64_t volume_on_tapes(Time from, Time to) const {
        market::Activity activity;
        for (const auto& tape : ready_.venues.tapes) {
            const auto events = tape->events();
            auto event = std::ranges::lower_bound(events, from.value, {}, &MarketEvent::time);
            for (; event != events.end() && event->time < to.value; ++event) activity.see(*event);
        }
        return activity.eligible_volume;
    }

    std::string_view history_option() const { return options_.curve.empty() ? "--history" : "--curve"; }

    bool add_table(step::TableKind kind, const std::optional<market::Curve>& curve) {
        if (kind == step::TableKind::shortfall_curve) return add_shortfall_curve();
        const ParentOrder& order = ready_.run.engine.order;
        if (kind == step::TableKind::volume_curve) {
            if (!curve) {
                ready_.notes.push_back(
                    "no --history and no --curve: the volume curve is flat, so the schedule is linear in time");
                ready_.run.engine.tables.push_back(market::linear_curve());
                return true;
            }
            auto table = market::volume_curve(*curve, {order.start, order.end});
            if (!table)
                return stop(fmt::format("{}: no volume from {} to {} on the clock of any of its days", history_option(),
                                        format_time_of_day(order.start, ready_.run.engine.instrument.time_zone),
                                        format_time_of_day(order.end, ready_.run.engine.instrument.time_zone)));
            ready_.run.engine.tables.push_back(std::move(*table));
            return true;
        }
        add_baseline(kind, curve);
        return true;
    }

    void add_baseline(step::TableKind kind, const std::optional<market::Curve>& curve) {
        const market::Usual what = kind == step::TableKind::baseline_volume       ? market::Usual::volume
                                   : kind == step::TableKind::baseline_volatility ? market::Usual::volatility
                                                                                  : market::Usual::spread;
        constexpr std::string_view kNames[] = {"spread", "volume", "volatility"};
        const std::string_view name = kNames[static_cast<size_t>(what)];
        std::optional<market::Table> baseline;
        if (curve) baseline = market::usual(*curve, what, ready_.run.engine.order.start, ready_.run.engine.instrument);
        if (!baseline) {
            ready_.notes.push_back(curve ? fmt::format("{} has no {}: `normal({})` is absent", history_option(),
                                                       what == market::Usual::spread ? "two-sided market" : name, name)
                                         : fmt::format("no --history and no --curve: `normal({})` is absent", name));
            baseline = market::Table(step::kTableIntervals + 1, step::kAbsent);
        }
        ready_.run.engine.tables.push_back(std::move(*baseline));
    }

    bool add_shortfall_curve() {
        const step::ShortfallSpec& spec = ready_.generic.shortfalls[shortfall_curves_++];
        const ParentOrder& order = ready_.run.engine.order;
        auto curve = models::shortfall_curve(spec, {.window = since(order.end, order.start),
                                                    .trading_year = models::trading_year(ready_.run.engine.instrument),
                                                    .parameters = ready_.run.engine.parameters});
        if (!curve) return stop(curve.error);
        if (shortfall_curves_ == 1 && spec.alpha.stated() && !spec.impact.stated())
            ready_.notes.push_back("the schedule states `alpha` and no `impact`: the impact is taken to be 10 bps");
        ready_.run.engine.tables.push_back(std::move(curve.value));
        return true;
    }

    Ready& ready_;
    const SetupOptions& options_;
    size_t shortfall_curves_ = 0;  // how many are made
};

}  // namespace

bool add_tables(Ready& ready, const SetupOptions& options) {
    return TableMaker(ready, options).make();
}

}  // namespace weir::cli
