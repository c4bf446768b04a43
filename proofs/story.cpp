#include "proofs/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/plan/interpreter.h"
#include "proofs/inequality.h"
#include "proofs/numbers.h"
#include "runtime/core/time.h"

namespace weir::proofs {
namespace {

using Kind = Incident::Kind;
using Part = Incident::Part;
using Of = Incident::Part::Of;

Part slot_part(int slot) {
    return {Of::slot, static_cast<uint32_t>(slot)};
}

std::string_view verb(Side side) {
    return side == Side::buy ? "buy" : "sell";
}

std::string first_line(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

std::string text_in(SourceRange range, std::span<const SourceFile> files) {
    if (range.end <= range.begin || range.file >= files.size()) return "";
    return first_line(files[range.file].text(range));
}

class Teller {
  public:
    Teller(const Ground& ground, const plan::Plan& plan, const Scenario& scenario)
        : ground_(ground), plan_(plan), scenario_(scenario) {}

    void hear(const Event& event, const engine::Engine& engine) {
        if (over_) return;
        now_ = event.time;
        if (event.kind == EventKind::market) market(event);
        for (const Record& record : engine.records()) std::visit([&](const auto& what) { take(what); }, record.what);
    }

    std::vector<Incident> incidents;

  private:
    const Instrument& own() const { return scenario_.instruments.front(); }
    const Instrument& of_slot(int slot) const {
        const plan::Slot& at = plan_.slots[static_cast<size_t>(slot)];
        return scenario_.instruments[plan_.ledgers[at.ledger].instrument];
    }
    const std::string& name(int slot) const { return plan_.slots[static_cast<size_t>(slot)].name; }

    void say(Kind kind, std::string text, Part part = {}) {
        incidents.push_back({kind, now_, format_time_of_day(now_, own().time_zone), std::move(text), part, {}});
    }

    /// The name of the venue, where there are several, or the leg.
    std::string at_venue(const Event& event) const {
        int left = event.venue;
        for (const Place& place : scenario_.places)
            if (place.instrument == event.instrument && left-- == 0 && !place.name.empty()) return place.name + ": ";
        return "";
    }

    void market(const Event& event) {
        const MarketView& now = event.market;
        MarketView& was = views_[{event.instrument, event.venue}];
        const Instrument& rules = scenario_.instruments[event.instrument];
        const std::string where = at_venue(event);
        const auto side = [&](const char* word, int64_t price, int64_t quantity) {
            if (price == step::kAbsent) return fmt::format("no {}", word);
            return fmt::format("{} {} for {}", word, price_text(price, rules), quantity_text(quantity, rules));
        };
        if (now.halted != was.halted) say(Kind::market, where + (now.halted ? "trading is halted" : "trading goes on"));
        if (now.volume != was.volume)
            say(Kind::trade, fmt::format("{}{} trade at {}", where, quantity_text(now.volume - was.volume, rules),
                                         price_text(now.last_price, rules)));
        if (now.block_volume != was.block_volume)
            say(Kind::trade,
                fmt::format("{}a block of {}", where, quantity_text(now.block_volume - was.block_volume, rules)));
        if (now.auction_volume != was.auction_volume)
            say(Kind::trade, fmt::format("{}{} in the auction", where,
                                         quantity_text(now.auction_volume - was.auction_volume, rules)));
        const auto quotes = [](const MarketView& view) {
            return std::array{view.bid_price, view.bid_quantity, view.ask_price, view.ask_quantity};
        };
        if (quotes(now) != quotes(was))
            say(Kind::quote, fmt::format("{}{}, {}", where, side("bid", now.bid_price, now.bid_quantity),
                                         side("ask", now.ask_price, now.ask_quantity)));
        was = now;
    }

    void take(const Started& started) {
        say(Kind::order, started.arrival == step::kAbsent
                             ? std::string("the order begins without a market")
                             : "the order begins, and the mid is " + half_text(started.arrival, own()));
    }
    void take(const Decided& decided) {
        const bool pauses = decided.trace.paused == 1, holds = decided.trace.held == 1;
        if (pauses != paused_) say(Kind::mode, pauses ? "the strategy pauses" : "the pause is over", {Of::pauses});
        if (holds != held_) say(Kind::mode, holds ? "the strategy holds" : "the hold is over", {Of::holds});
        paused_ = pauses, held_ = holds;
    }
    void take(const Sent& sent) {
        const OrderCommand& command = sent.command;
        const Instrument& rules = of_slot(sent.slot);
        switch (command.kind) {
            case CommandKind::place:
                return say(
                    Kind::child,
                    fmt::format("`{}` sends: {} {} at {}", name(sent.slot), verb(command.side),
                                quantity_text(command.quantity.value, rules), price_text(command.price.value, rules)),
                    slot_part(sent.slot));
            case CommandKind::cancel:
                return say(Kind::child, fmt::format("`{}` withdraws its order", name(sent.slot)), slot_part(sent.slot));
            case CommandKind::reduce:
                return say(Kind::child,
                           fmt::format("`{}` reduces its order to {}", name(sent.slot),
                                       quantity_text(command.quantity.value, rules)),
                           slot_part(sent.slot));
        }
    }
    void take(const Refused& refused) {
        say(Kind::child, fmt::format("the gate refuses the order of `{}`", name(refused.slot)),
            slot_part(refused.slot));
    }
    void take(const Reported& reported) {
        if (reported.duplicate || reported.slot < 0) return;
        const Instrument& rules = of_slot(reported.slot);
        if (reported.report.kind == ReportKind::filled)
            say(Kind::fill,
                fmt::format("`{}` fills: {} at {}", name(reported.slot),
                            quantity_text(reported.report.quantity.value, rules),
                            price_text(reported.report.price.value, rules)),
                slot_part(reported.slot));
        if (reported.report.kind == ReportKind::rejected)
            say(Kind::child, fmt::format("the venue rejects the order of `{}`", name(reported.slot)),
                slot_part(reported.slot));
    }
    void take(const Commanded& commanded) {
        const weir::Command& what = commanded.command;
        const Part part =
            what.kind == LiveCommand::set_parameter ? Part{Of::parameter, static_cast<uint32_t>(what.index)} : Part{};
        say(Kind::command,
            fmt::format("the trader: {}{}", words_of(what, ground_, scenario_, plan_.parameters),
                        commanded.refusal == CommandRefusal::none ? "" : ", which is refused"),
            part);
    }
    void take(const Stopped&) { over_ = true; }
    void take(const Interrupted&) {}
    void take(const Wanted&) {}
    void take(const VenueChanged&) {}
    void take(const Hedged&) {}

    const Ground& ground_;
    const plan::Plan& plan_;
    const Scenario& scenario_;
    std::map<std::pair<uint8_t, uint8_t>, MarketView> views_;
    Time now_;
    bool paused_ = false, held_ = false, over_ = false;
};

std::vector<std::string> given_of(const Ground& ground, const plan::Plan& plan, const Scenario& scenario) {
    std::vector<std::string> out;
    const ParentOrder& order = scenario.order;
    const Instrument& own = scenario.instruments.front();
    out.push_back(
        fmt::format("{} {} from {} to {}{}", verb(order.side), quantity_text(order.quantity.value, own),
                    format_time(order.start, own.time_zone), format_time(order.end, own.time_zone),
                    order.limit == step::kAbsent ? ", without a limit" : ", limit " + price_text(order.limit, own)));
    for (const Instrument& one : scenario.instruments)
        out.push_back(
            fmt::format("{}: tick {}, lot {}, at least {}{}", one.symbol, price_text(one.tick.value, one),
                        quantity_text(one.lot.value, one), quantity_text(one.minimum_quantity.value, one),
                        one.minimum_value > 0 ? fmt::format(" and {}", money_text(one.minimum_value, one)) : ""));
    for (size_t i = 0; i < plan.parameters.size(); ++i)
        if (plan.parameters[i].required || plan.parameters[i].value != scenario.parameters[i])
            out.push_back(
                fmt::format("{} = {}", plan.parameters[i].name,
                            lower::parameter_text(plan.parameters[i], scenario.parameters[i], ground.market)));
    if (scenario.seed != 1) out.push_back(fmt::format("seed {}", scenario.seed));
    return out;
}

/// The nodes of a bound plan have other numbers.
Part node_at(SourceRange range, const plan::Plan& generic) {
    const auto at = std::ranges::find(generic.nodes, range, &plan::Node::range);
    if (at == generic.nodes.end()) return {};
    return {Of::node, static_cast<uint32_t>(at - generic.nodes.begin())};
}

}  // namespace

std::string_view name_of(Incident::Kind kind) {
    constexpr std::string_view kNames[] = {"order", "quote", "trade", "market", "command",
                                           "child", "fill",  "mode",  "stop"};
    return kNames[static_cast<size_t>(kind)];
}

Story tell(const Ground& ground, const verify::Proofs& proofs, const verify::Property& property,
           const Refutation& refutation, std::span<const SourceFile> files) {
    const Scenario& scenario = refutation.scenario;
    const plan::Plan plan = bound_to(scenario, watched(proofs.asked, own_guards_of(proofs), property));
    const plan::Interpreter interpreter(plan);
    Teller teller(ground, plan, scenario);
    const Replay replayed =
        carry_out(scenario, plan, interpreter,
                  [&](const Event& event, const engine::Engine& engine) { teller.hear(event, engine); });
    Part part{Of::line};
    Story story;
    story.property = property.name;
    story.range = property.range;
    story.given = given_of(ground, plan, scenario);
    story.incidents = std::move(teller.incidents);
    const int64_t* values = interpreter.values();  // of the last step: none is taken after it
    if (replayed.cause == StopCause::guard) {
        const Failing what = failing(plan, values, plan.guards[static_cast<size_t>(replayed.where)].holds);
        const size_t ledger = what.slot ? plan.slots[*what.slot].ledger : 0;
        story.inequality =
            inequality(plan, values, property, what, scenario.instruments[plan.ledgers[ledger].instrument]);
        if (what.slot) part = {Of::slot, static_cast<uint32_t>(*what.slot)};
        if (what.slot) story.clause_range = plan.slots[*what.slot].range;
    } else if (replayed.cause == StopCause::fault && replayed.where >= 0) {
        story.inequality = failure(plan, values, static_cast<plan::NodeId>(replayed.where));
        story.clause_range = plan.nodes[static_cast<size_t>(replayed.where)].range;
        part = node_at(story.clause_range, proofs.asked);
    }
    story.clause = text_in(story.clause_range, files);
    const std::string& zone = scenario.instruments.front().time_zone;
    story.incidents.push_back({Kind::stop,
                               replayed.time,
                               format_time_of_day(replayed.time, zone),
                               story.inequality.empty() ? "it does not hold" : story.inequality,
                               part,
                               {}});
    return story;
}

std::string text_of(const Story& story, std::span<const SourceFile> files) {
    const auto place = [&](SourceRange range) {
        if (range.end <= range.begin || range.file >= files.size()) return std::string();
        const Position at = files[range.file].position(range.begin);
        return fmt::format("  ({}:{}:{})", files[range.file].path(), at.line, at.column);
    };
    std::string out = fmt::format("`{}` does not hold{}\n", story.property, place(story.range));
    for (const std::string& line : story.given) out += fmt::format("  {}\n", line);
    size_t width = 0;
    for (const Incident& one : story.incidents) width = std::max(width, one.clock.size());
    for (const Incident& one : story.incidents) out += fmt::format("  {:<{}}  {}\n", one.clock, width, one.text);
    if (!story.clause.empty()) out += fmt::format("  in `{}`{}\n", story.clause, place(story.clause_range));
    return out;
}

}  // namespace weir::proofs
