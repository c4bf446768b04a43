#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/setup.h"
#include "runtime/core/decimal.h"
#include "runtime/core/order_text.h"
#include "runtime/core/time.h"
#include "runtime/tca/names.h"

namespace weir::cli {
namespace {

struct Options {
    SetupOptions setup;
    std::string at;
    ChildId child = 0;
    bool json = false;
};

struct OpenChild {
    OrderCommand command;
    int32_t slot = 0;
    step::Bound bound = step::Bound::none;
    Time sent;
    int64_t filled = 0;
};

struct Obeyed {
    Time time;
    Command command;
};

/// Everything known at one moment of a run.
struct Scene {
    Time time;
    ParentOrder order;  // as amended until then
    MarketView market;
    std::optional<Decided> decided;
    std::map<int32_t, step::Desired> wanted;
    std::map<int32_t, Hedged> hedged;  // by ledger
    std::map<ChildId, OpenChild> open;
    std::optional<Refused> refused;  // the last command that the gate refused
    std::optional<Stopped> stopped;
    std::optional<Interrupted> interrupted;
    std::map<uint8_t, VenueChanged> venues;  // those that are not as they were at first
    std::vector<Obeyed> commands;            // of the trader, so far
    std::vector<orders::Ledger> ledgers;     // the order's, and those beside it
};

/// Keeps the scene up to a moment, or up to the sending of a child.
class Witness {
  public:
    Witness(Time until, ChildId child, const ParentOrder& order) : until_(until), child_(child) {
        scene_.order = order;
    }

    void watch(const Event& event, const engine::Engine& engine) {
        if (done_ || event.time > until_) {
            done_ = true;
            return;
        }
        scene_.time = event.time;
        if (event.kind == EventKind::market && event.instrument == 0) scene_.market = engine.market();
        scene_.ledgers.clear();
        for (int i = 0; i < engine.layout().ledgers; ++i) scene_.ledgers.push_back(engine.ledger(i));
        for (const Record& record : engine.records()) {
            std::visit([&](const auto& what) { take(record.time, what); }, record.what);
            if (done_) return;
        }
    }

    const Scene& scene() const { return scene_; }
    bool saw_child() const { return saw_child_; }

  private:
    void take(Time, const Started&) {}
    void take(Time, const Decided& what) { scene_.decided = what; }
    void take(Time, const Wanted& what) { scene_.wanted[what.slot] = what.desired; }
    void take(Time time, const Sent& what) {
        if (what.command.kind == CommandKind::place)
            scene_.open[what.command.child] = {what.command, what.slot, what.bound, time, 0};
        if (what.command.kind == CommandKind::place && what.command.child == child_) done_ = saw_child_ = true;
    }
    void take(Time, const Refused& what) { scene_.refused = what; }
    void take(Time, const Reported& what) {
        const auto child = scene_.open.find(what.report.child);
        if (what.duplicate || child == scene_.open.end()) return;
        if (what.report.kind == ReportKind::filled) child->second.filled += what.report.quantity.value;
        if (what.report.leaves.value == 0 && what.report.kind != ReportKind::cancel_rejected) scene_.open.erase(child);
    }
    void take(Time, const Interrupted& what) { scene_.interrupted = what; }
    void take(Time, const Hedged& what) { scene_.hedged[what.ledger] = what; }
    void take(Time, const VenueChanged& what) {
        if (what.instrument == 0) scene_.venues[what.venue] = what;
    }
    void take(Time time, const Commanded& what) {
        if (what.refusal != CommandRefusal::none) return;
        scene_.commands.push_back({time, what.command});
        if (what.command.kind == LiveCommand::amend_quantity) scene_.order.quantity.value = what.effective;
        if (what.command.kind == LiveCommand::amend_limit) scene_.order.limit = what.command.value;
        if (what.command.kind == LiveCommand::amend_end) scene_.order.end.value = what.command.value;
    }
    void take(Time, const Stopped& what) { scene_.stopped = what; }

    Time until_;
    ChildId child_;
    Scene scene_;
    bool done_ = false, saw_child_ = false;
};

/// What a bound says, as the end of "…, because".
std::string_view reason(step::Bound bound) {
    switch (bound) {
        case step::Bound::none:
            return "nothing bounds it";
        case step::Bound::schedule:
            return "that is what the schedule has due";
        case step::Bound::floor:
            return "the participation floor asks for it";
        case step::Bound::ceiling:
            return "the participation ceiling allows no more";
        case step::Bound::take:
            return "`take` asks for that much";
        case step::Bound::child_most:
            return "`child at most` allows no more";
        case step::Bound::child_least:
            return "the rest would be less than `child at least`";
        case step::Bound::limit:
            return "the order's limit, or a bound on the price, stands in the way";
        case step::Bound::minimum:
            return "less than that is below the venue's minimum";
        case step::Bound::lot:
            return "it is cut to whole lots";
        case step::Bound::pause:
            return "a `pause` clause holds";
        case step::Bound::hold:
            return "a `hold` clause holds: nothing new is sent";
        case step::Bound::leaves:
            return "no more is left of the order";
        case step::Bound::completion:
            return "`complete` asks for it";
        case step::Bound::session:
            return "the trading session is not open";
        case step::Bound::settle:
            return "the market has to settle after a halt";
        case step::Bound::auction:
            return "it is kept for an auction, or the auction takes no more orders";
        case step::Bound::branch:
            return "another branch of `one of` has taken the order over";
        case step::Bound::leg:
            return "the other leg is too far behind";
        case step::Bound::deadline:
            return "its deadline has passed";
        case step::Bound::reload:
            return "the iceberg waits before it shows the next part";
        case step::Bound::route:
            return "the rest of the child goes to other venues";
    }
    return "";
}

class Telling {
  public:
    Telling(const Ready& ready, const Scene& scene)
        : ready_(ready), scene_(scene), instrument_(ready.run.engine.instrument) {}

    void print() const {
        fmt::print("at {}, {}\n", format_time(scene_.time, instrument_.time_zone),
                   format_order(scene_.order, instrument_));
        const bool quoted = scene_.market.bid_price != step::kAbsent || scene_.market.ask_price != step::kAbsent;
        if (!quoted) fmt::print("  market: no lit venue that is open and on has a quote\n");
        if (quoted)
            fmt::print("  market: bid {} × {}, ask {} × {}\n", price(scene_.market.bid_price),
                       quantity(scene_.market.bid_quantity), price(scene_.market.ask_price),
                       quantity(scene_.market.ask_quantity));
        if (scene_.stopped) print_stopped();
        if (scene_.interrupted && scene_.interrupted->halted) fmt::print("  trading is halted\n");
        if (scene_.interrupted && scene_.interrupted->stale) fmt::print("  market data is stale\n");
        print_trader();
        for (const auto& [venue, state] : scene_.venues) print_venue(venue, state);
        if (!scene_.decided) {
            if (!scene_.stopped)
                fmt::print(
                    "  the strategy has not been asked yet: the order waits for its start, or for a two-sided "
                    "market\n");
            return;
        }
        print_pace(*scene_.decided);
        print_hedges();
        print_beside();
        for (size_t slot = 0; slot < ready_.generic.slots.size(); ++slot) print_slot(static_cast<int32_t>(slot));
        if (scene_.refused)
            fmt::print("  the gate last refused {} at {}: {}\n", quantity(scene_.refused->command.quantity.value),
                       price(scene_.refused->command.price.value),
                       risk::name_of(static_cast<risk::Rule>(scene_.refused->rule)));
    }

    boost::json::object json() const {
        boost::json::object result{{"time", format_time(scene_.time)},
                                   {"bid", price(scene_.market.bid_price)},
                                   {"ask", price(scene_.market.ask_price)}};
        if (scene_.stopped)
            result["stopped"] = std::string(tca::kStopCauseNames[static_cast<size_t>(scene_.stopped->cause)]);
        if (!scene_.decided) return result;
        const step::Trace& trace = scene_.decided->trace;
        result["target"] = quantity(trace.target);
        result["due"] = quantity(trace.due);
        result["executed"] = quantity(scene_.ledgers[0].executed.value);
        result["working"] = quantity(scene_.ledgers[0].exposure.value);
        result["ceiling_room"] =
            trace.ceiling == step::kAbsent ? boost::json::value() : boost::json::value(quantity(trace.ceiling));
        result["paused"] = trace.paused != 0;
        result["held"] = trace.held != 0;
        result["paused_by_trader"] = scene_.interrupted && scene_.interrupted->paused;
        result["held_by_trader"] = scene_.interrupted && scene_.interrupted->held;
        boost::json::array commands;
        for (const Obeyed& obeyed : scene_.commands)
            commands.push_back({{"time", format_time(obeyed.time)},
                                {"command", command_text(obeyed.command)},
                                {"user", obeyed.command.user}});
        result["commands"] = std::move(commands);
        boost::json::array slots;
        for (size_t i = 0; i < ready_.generic.slots.size(); ++i) {
            const step::Desired desired = wanted(static_cast<int32_t>(i));
            const Instrument& own = instrument_of(ready_.generic.slots[i]);
            const auto quantity = [&](int64_t value) { return quantity_of(value, own); };
            const auto price = [&](int64_t value) { return price_of(value, own); };
            boost::json::object slot{
                {"clause", ready_.generic.slots[i].name},
                {"line", ready_.file.position(ready_.generic.slots[i].range.begin).line},
                {"quantity", quantity(desired.quantity)},
                {"price", desired.quantity > 0 ? boost::json::value(price(desired.price)) : boost::json::value()},
                {"bound", std::string(tca::kBoundNames[static_cast<size_t>(desired.bound)])}};
            boost::json::array children;
            for (const auto& [id, child] : scene_.open)
                if (child.slot == static_cast<int32_t>(i))
                    children.push_back({{"id", id},
                                        {"quantity", quantity(child.command.quantity.value)},
                                        {"filled", quantity(child.filled)},
                                        {"price", price(child.command.price.value)},
                                        {"sent", format_time(child.sent)}});
            slot["children"] = std::move(children);
            slots.push_back(std::move(slot));
        }
        result["slots"] = std::move(slots);
        return result;
    }

  private:
    static std::string quantity_of(int64_t value, const Instrument& instrument) {
        return value == step::kAbsent ? "–" : format_decimal(value, instrument.quantity_decimals);
    }
    static std::string price_of(int64_t value, const Instrument& instrument) {
        return value == step::kAbsent ? "–" : format_decimal(value, instrument.price_decimals, Zeros::keep);
    }
    std::string quantity(int64_t value) const { return quantity_of(value, instrument_); }
    std::string price(int64_t value) const { return price_of(value, instrument_); }
    /// What the ledger of a slot trades.
    const Instrument& instrument_of(const plan::Slot& slot) const {
        const uint8_t index = ready_.generic.ledgers[slot.ledger].instrument;
        return index == 0 ? instrument_ : ready_.hedges[index - size_t{1}];
    }
    /// What the hedges have still to do.
    void print_hedges() const {
        for (const auto& [ledger, hedged] : scene_.hedged) {
            const step::LedgerInfo& about = ready_.generic.ledgers[static_cast<size_t>(ledger)];
            const Instrument& own = ready_.hedges[about.instrument - size_t{1}];
            fmt::print("  leg {}: should come to {}, exposure {} {}\n", strategy().legs[about.instrument].name,
                       quantity_of(hedged.total, own),
                       hedged.exposure == step::kAbsent ? "–"
                       : about.by_value                 ? format_decimal(hedged.exposure, own.money_decimals)
                                                        : format_decimal(hedged.exposure, own.quantity_decimals),
                       about.by_value ? own.currency : own.base);
        }
    }
    std::string at_line(SourceRange range) const {
        const Position position = ready_.checked.files[range.file].position(range.begin);
        return fmt::format("{}:{}", ready_.checked.files[range.file].path(), position.line);
    }
    step::Desired wanted(int32_t slot) const {
        const auto found = scene_.wanted.find(slot);
        return found == scene_.wanted.end() ? step::Desired{} : found->second;
    }

    /// The strategy as it is written; a file may hold several.
    const sema::Strategy& strategy() const {
        return *std::ranges::find(ready_.checked.program.strategies, ready_.generic.name, &sema::Strategy::name);
    }
    bool reprices(const plan::Slot& slot) const {
        const auto& works = strategy().works;
        const auto work = std::ranges::find(works, slot.name, &sema::Work::name);
        return work != works.end() && work->reprice_every;
    }
    /// Every clause of a kind with its place, for a step does not say which of them it was.
    std::string halts(syntax::HaltKind kind) const {
        const std::string_view word = kind == syntax::HaltKind::pause ? "pause" : "hold";
        std::string places;
        for (const sema::Halt& halt : strategy().halts)
            if (halt.kind == kind) places += (places.empty() ? "" : " or ") + at_line(halt.range);
        return fmt::format("`{}` ({})", word, places);
    }

    static std::string command_text(const Command& command) {
        return command.text.empty() ? std::string(tca::kLiveCommandNames[static_cast<size_t>(command.kind)])
                                    : command.text;
    }

    /// What the trader did so far, and what of it holds.
    void print_trader() const {
        for (const Obeyed& obeyed : scene_.commands)
            fmt::print("  command at {}: {}{}\n", format_time_of_day(obeyed.time, instrument_.time_zone),
                       command_text(obeyed.command), obeyed.command.user.empty() ? "" : " by " + obeyed.command.user);
        if (!scene_.interrupted || scene_.stopped) return;
        if (scene_.interrupted->paused)
            fmt::print("  paused by the trader: everything is withdrawn, whatever is wanted\n");
        if (scene_.interrupted->held)
            fmt::print("  held by the trader: what rests stays, and nothing new is sent, whatever is wanted\n");
    }

    void print_venue(uint8_t venue, const VenueChanged& state) const {
        const char* const what = state.off      ? "switched off by the trader"
                                 : state.halted ? "halted"
                                 : state.stale  ? "silent"
                                                : nullptr;
        if (what == nullptr) return;
        const auto& listings = ready_.venues.listings;
        fmt::print("  venue `{}` is {}\n", venue < listings.size() ? listings[venue].name : std::to_string(venue),
                   what);
    }

    /// What protects the order.
    void print_beside() const {
        for (size_t i = 1; i < scene_.ledgers.size(); ++i) {
            const orders::Ledger& ledger = scene_.ledgers[i];
            if (ready_.generic.ledgers[i].total != step::LedgerInfo::Total::executed) continue;
            fmt::print("  protection: {} of {} closed again, working {}\n", quantity(ledger.executed.value),
                       quantity(ledger.total.value), quantity(ledger.exposure.value));
        }
    }

    bool closes(const plan::Slot& slot) const {
        return ready_.generic.ledgers[slot.ledger].total == step::LedgerInfo::Total::executed;
    }

    /// Why a slot wants what it wants.
    std::string_view reason_in(const plan::Slot& slot, const step::Desired& desired) const {
        if (desired.bound == step::Bound::leaves && closes(slot)) return "no more is there to protect";
        if (desired.bound == step::Bound::take && desired.quantity == 0)
            return "what its `take` asks for comes to nothing";
        return reason(desired.bound);
    }

    void print_stopped() const {
        fmt::print("  the order is over: {}", tca::kStopCauseNames[static_cast<size_t>(scene_.stopped->cause)]);
        const auto where = static_cast<size_t>(scene_.stopped->where);
        const bool of_guard =
            scene_.stopped->cause == StopCause::guard || scene_.stopped->cause == StopCause::assumption;
        if (of_guard && where < ready_.generic.guards.size())
            fmt::print(": `{}` ({})", ready_.generic.guards[where].text, at_line(ready_.generic.guards[where].range));
        fmt::print("\n");
    }

    void print_pace(const Decided& decided) const {
        const step::Trace& trace = decided.trace;
        fmt::print("  pace: target {}, executed {}, working {}{}\n", quantity(trace.target),
                   quantity(scene_.ledgers[0].executed.value), quantity(scene_.ledgers[0].exposure.value),
                   scene_.stopped ? "" : ", due " + quantity(trace.due));
        if (scene_.stopped) return;  // the rest is of the last step, and holds no longer
        if (trace.ceiling != step::kAbsent) fmt::print("  ceiling: room for {}\n", quantity(trace.ceiling));
        if (trace.paused != 0)
            fmt::print("  paused: {} holds, or what it reads is absent, so nothing is wanted\n",
                       halts(syntax::HaltKind::pause));
        if (trace.held != 0)
            fmt::print("  held: {} holds, or what it reads is absent, so what rests stays and nothing new is sent\n",
                       halts(syntax::HaltKind::hold));
    }

    /// What keeps a clause from the market though it wants to be there; as the end of a sentence.
    std::string obstacle(const plan::Slot& slot) const {
        if (scene_.stopped) return "; nothing is sent any more: the order is over";
        if (scene_.interrupted) {
            if (scene_.interrupted->paused) return "; nothing is in the market: the trader has paused the order";
            if (scene_.interrupted->held) return "; nothing new is sent: the trader holds the order";
            if (scene_.interrupted->halted && !slot.rests_through_halt)
                return "; nothing is in the market: trading is halted";
            if (scene_.interrupted->stale) return "; nothing new is sent: market data is stale";
        }
        const uint8_t instrument = ready_.generic.ledgers[slot.ledger].instrument;
        const uint8_t venue = slot.view == 0 ? 0 : slot.view - 1;
        const auto changed = scene_.venues.find(venue);
        const bool off = instrument == 0 && changed != scene_.venues.end() && changed->second.off;
        return off ? "; nothing is in the market: the trader has switched its venue off" : "";
    }

    void print_slot(int32_t index) const {
        const plan::Slot& slot = ready_.generic.slots[static_cast<size_t>(index)];
        const step::Desired desired = wanted(index);
        const std::string where = at_line(slot.range);
        const Instrument& own = instrument_of(slot);
        const auto quantity = [&](int64_t value) { return quantity_of(value, own); };
        const auto price = [&](int64_t value) { return price_of(value, own); };
        if (desired.quantity > 0)
            fmt::print("  {} ({}): wants {} at {}, because {}{}{}\n", slot.name, where, quantity(desired.quantity),
                       price(desired.price), reason_in(slot, desired),
                       reprices(slot) ? ", as of its last repricing" : "", obstacle(slot));
        else if (desired.bound == step::Bound::schedule)
            fmt::print("  {} ({}): wants nothing, because nothing is due\n", slot.name, where);
        else if (desired.bound != step::Bound::none)
            fmt::print("  {} ({}): wants nothing, because {}\n", slot.name, where, reason_in(slot, desired));
        else
            fmt::print("  {} ({}): wants nothing: its condition is false, or nothing is due\n", slot.name, where);
        for (const auto& [id, child] : scene_.open) {
            if (child.slot != index) continue;
            fmt::print("    child {}: {} at {}, sent {}, {} filled; sized so because {}\n", id,
                       quantity(child.command.quantity.value), price(child.command.price.value),
                       format_time_of_day(child.sent, instrument_.time_zone), quantity(child.filled),
                       reason(child.bound));
        }
    }

    const Ready& ready_;
    const Scene& scene_;
    const Instrument& instrument_;
};

/// A moment on the order's days: a full time, or a time of day.
Parsed<Time> moment(const std::string& text, const ParentOrder& order, const std::string& zone) {
    if (const auto full = parse_time(text)) return full;
    const auto first_day = date_in(order.start, zone);
    const auto time = parse_time_of_day(text, first_day.value, zone);
    if (!time || time.value >= order.start - Duration{kSecond}) return time;
    const auto last_day = date_in(order.end, zone);
    return parse_time_of_day(text, last_day.value, zone);
}

int run(const Options& options) {
    const auto ready = make_ready(options.setup);
    if (!ready) return kFailed;
    Time until = kNoTime;
    if (!options.at.empty()) {
        const auto at = moment(options.at, ready->run.engine.order, ready->run.engine.instrument.time_zone);
        if (!at) {
            fmt::print(stderr, "error: --at `{}`: {}\n", options.at, at.error);
            return kFailed;
        }
        until = at.value;
    }
    Witness witness(until, options.child, ready->run.engine.order);
    ready->run.watch = [&witness](const Event& event, const engine::Engine& engine) { witness.watch(event, engine); };
    Progress progress("running");
    ready->run.progress = [&progress](const backtest::Progress& at) { progress.show(at.share); };
    const auto result = backtest::run(ready->run);
    progress.clear();
    if (!result) {
        fmt::print(stderr, "error: {}\n", result.error);
        return kFailed;
    }
    if (until != kNoTime && (until < result.value.began || until > result.value.ended)) {
        const std::string& zone = ready->run.engine.instrument.time_zone;
        const std::string where = fmt::format("--at `{}`: {} is outside the run, which goes from {} to {}", options.at,
                                              format_time(until, zone), format_time(result.value.began, zone),
                                              format_time(result.value.ended, zone));
        const bool was_over = until > result.value.ended && until <= witness.scene().order.end;
        fmt::print(stderr, "{}: {}{}\n", was_over ? "note" : "error", where, was_over ? "; this is how it ended" : "");
        if (!was_over) return kFailed;
    }
    if (options.child != 0 && !witness.saw_child()) {
        fmt::print(stderr, "error: no child {} was sent in this run; `weir run --json` lists them\n", options.child);
        return kFailed;
    }
    const Telling telling(*ready, witness.scene());
    if (options.json)
        fmt::print("{}\n", boost::json::serialize(telling.json()));
    else
        telling.print();
    return kOk;
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("explain", "Why this child, or why nothing, at a moment of a run");
    auto options = std::make_shared<Options>();
    add_setup_options(*command, options->setup);
    auto* at =
        command->add_option("--at", options->at, "The moment: a time of day on the instrument's clock, or RFC 3339");
    auto* child = command->add_option("--child", options->child, "The moment at which this child was sent");
    at->excludes(child);
    command->add_flag("--json", options->json, "As JSON");
    command->footer(
        "A run is exact: the same script, tape, order, settings and seed do the same again. Say them as for `weir "
        "run`.\n\n"
        "Examples:\n  weir explain stdlib/vwap.weir --tape day.tape --order \"buy 20_000 shares from 10:00 to 15:30\" "
        "--at 11:15\n"
        "  weir explain stdlib/vwap.weir --tape day.tape --order \"buy 20_000 shares from 10:00 to 15:30\" --child 12");
    command->callback([&action, options] {
        action = [options] {
            if (options->at.empty() && options->child == 0) {
                fmt::print(stderr, "error: say the moment: --at TIME or --child ID\n");
                return static_cast<int>(kUsage);
            }
            return run(*options);
        };
    });
}

}  // namespace weir::cli
