#include "proofs/scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/decimal.h"
#include "runtime/core/order_text.h"
#include "runtime/core/output_file.h"
#include "runtime/core/time.h"

namespace weir::proofs {
namespace {

using Kind = Moment::Kind;

MarketEvent record(Time time, MarketKind kind, Side side, int64_t price, int64_t quantity, uint8_t flags) {
    return {.time = time.value,
            .price = price,
            .quantity = quantity,
            .order = 0,
            .receive_delta_us = kNoReceive,
            .kind = kind,
            .side = static_cast<int8_t>(side),
            .flags = flags};
}

void add(std::vector<MarketEvent>& events, const Moment& moment) {
    switch (moment.kind) {
        case Kind::quote:
            events.push_back(record(moment.time, MarketKind::quote, Side::buy, moment.bid, moment.bid_quantity, 0));
            events.push_back(
                record(moment.time, MarketKind::quote, Side::sell, moment.ask, moment.ask_quantity, kLastOfMessage));
            return;
        case Kind::trade:
            events.push_back(
                record(moment.time, MarketKind::trade, moment.side, moment.price, moment.quantity, kLastOfMessage));
            return;
        case Kind::auction:
            events.push_back(record(moment.time, MarketKind::trade, Side::none, moment.price, moment.quantity,
                                    kLastOfMessage | kAuction));
            return;
        case Kind::halt:
        case Kind::resume:
            events.push_back(record(moment.time, moment.kind == Kind::halt ? MarketKind::halt : MarketKind::resume,
                                    Side::none, 0, 0, kLastOfMessage));
            return;
    }
}

market::TapeInfo info_of(const Scenario& scenario, const Place& place) {
    market::TapeInfo info;
    info.instrument = scenario.instruments[place.instrument];
    info.source = "counterexample";
    info.detail = market::BookDetail::quotes;
    return info;
}

std::vector<MarketEvent> events_of(const Scenario& scenario, const Place& place) {
    std::vector<MarketEvent> events;
    Moment last = place.moments.front();
    for (const Moment& moment : place.moments) {
        add(events, moment);
        if (moment.kind == Kind::quote) last = moment;
    }
    const Time until = scenario.order.end - backtest::kMargin;
    if (Time{events.back().time} < until) {
        last.time = until;
        add(events, last);
    }
    return events;
}

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

std::string write_tape(const std::string& path, const Scenario& scenario, const Place& place) {
    market::TapeWriter writer(path, info_of(scenario, place));
    for (const MarketEvent& event : events_of(scenario, place)) writer.add(event);
    market::TapeError error;
    writer.finish(error);
    return error.message;
}

std::string write_text(const std::string& path, const std::string& text) {
    OutputFile file(path);
    file.append(text.data(), text.size());
    return file.complete().value_or("");
}

std::string rate_text(const lower::Rate& rate) {
    return fmt::format("1 {} = {} {}", rate.of, format_decimal(rate.worth.digits, rate.worth.decimals), rate.in);
}

}  // namespace

bool operator==(const Scenario& a, const Scenario& b) {
    const auto same = [](const backtest::Command& x, const backtest::Command& y) {
        return x.time == y.time && x.what == y.what;
    };
    return a.instruments == b.instruments && a.places == b.places && a.order == b.order &&
           a.parameters == b.parameters && a.seed == b.seed && std::ranges::equal(a.commands, b.commands, same);
}

Ground ground_of(const compiler::Checked& checked, size_t strategy) {
    const sema::Strategy& source = checked.program.strategies[strategy];
    Ground ground;
    ground.market = lower::with_nominal_hedges(source, lower::with_nominal_venues(source, checked.market));
    ground.script = checked.files.front().path();
    ground.strategy = source.name;
    ground.several = checked.program.strategies.size() > 1;
    for (const sema::Leg& leg : source.legs) ground.legs.push_back(leg.name);
    if (!source.legs.empty() && source.legs[0].side == syntax::LegSide::buy) ground.side = Side::buy;
    if (!source.legs.empty() && source.legs[0].side == syntax::LegSide::sell) ground.side = Side::sell;
    for (const sema::Phase& phase : source.phases) ground.phases.push_back({phase.name, {}});
    const auto& slots = checked.plans[strategy].slots;
    for (const sema::Work& work : source.works) {
        ground.works.push_back({std::string(work.name), {}});
        for (size_t slot = 0; slot < slots.size(); ++slot)
            if (work.head == slots[slot].range) ground.works.back().slots.push_back(slot);
    }
    for (size_t slot = 0; slot < slots.size(); ++slot)
        for (const sema::Work& work : source.works)
            if (work.head == slots[slot].range && work.place.phase != sema::kNoPhase)
                ground.phases[work.place.phase].slots.push_back(slot);
    return ground;
}

size_t moments_of(const Scenario& scenario) {
    size_t count = 0;
    for (const Place& place : scenario.places) count += place.moments.size();
    return count;
}

std::vector<std::unique_ptr<market::Tape>> tapes_of(const Scenario& scenario) {
    std::vector<std::unique_ptr<market::Tape>> tapes;
    for (const Place& place : scenario.places)
        if (!place.dark) tapes.push_back(market::Tape::from(info_of(scenario, place), events_of(scenario, place)));
    return tapes;
}

std::string words_of(const weir::Command& what, const Ground& ground, const Scenario& scenario,
                     const std::vector<plan::Parameter>& parameters) {
    const Instrument& own = scenario.instruments.front();
    switch (what.kind) {
        case LiveCommand::pause:
            return "pause";
        case LiveCommand::hold:
            return "hold";
        case LiveCommand::resume:
            return "resume";
        case LiveCommand::cancel:
            return "cancel";
        case LiveCommand::take_over:
            return "take over";
        case LiveCommand::set_parameter: {
            const plan::Parameter& parameter = parameters[static_cast<size_t>(what.index)];
            return fmt::format("set {} = {}", parameter.name,
                               lower::parameter_text(parameter, what.value, ground.market));
        }
        case LiveCommand::amend_quantity:
            return "amend quantity " + format_decimal(what.value, own.quantity_decimals);
        case LiveCommand::amend_limit:
            return what.value == step::kAbsent ? "amend limit none"
                                               : "amend limit " + format_decimal(what.value, own.price_decimals);
        case LiveCommand::amend_end:
            return "amend end " + format_time(Time{what.value});
        case LiveCommand::venue_off:
        case LiveCommand::venue_on: {
            const char* how = what.kind == LiveCommand::venue_off ? "off" : "on";
            int32_t left = what.index;
            for (const Place& place : scenario.places)
                if (place.instrument == what.value && left-- == 0)
                    return fmt::format("venue {} {}", quoted(place.name), how);
            return "";
        }
        case LiveCommand::skip_auction:
            return what.index == static_cast<int32_t>(Auction::open) ? "skip auction open" : "skip auction close";
        case LiveCommand::finish:
            return fmt::format("finish now up to {}% within {}", format_decimal(what.value, 7),
                               format_duration(Duration{what.within}));
    }
    return "";
}

void word_commands(Scenario& scenario, const Ground& ground, const std::vector<plan::Parameter>& parameters) {
    for (backtest::Command& command : scenario.commands)
        command.what.text = words_of(command.what, ground, scenario, parameters);
}

Written write(const Scenario& scenario, const Ground& ground, const std::vector<plan::Parameter>& parameters,
              const std::string& name) {
    Written out;
    out.command = "weir run " + ground.script;
    if (ground.several) out.command += " --strategy " + ground.strategy;
    const auto keep = [&](const std::string& path, const std::string& error) {
        if (out.error.empty()) out.error = error;
        out.files.push_back(path);
    };
    for (const Place& place : scenario.places) {
        if (place.dark) continue;
        const std::string path = place.name.empty() ? name + ".tape" : fmt::format("{}.{}.tape", name, place.name);
        keep(path, write_tape(path, scenario, place));
        const bool one_of_several = place.instrument == 0 && !ground.market.venues.empty();
        out.command += one_of_several       ? fmt::format(" --venue {}={}", place.name, path)
                       : place.name.empty() ? " --tape " + path
                                            : fmt::format(" --tape {}={}", place.name, path);
    }
    for (const Place& place : scenario.places)
        if (place.dark) out.command += " --dark " + place.name;
    out.command += " --order " + quoted(format_order(scenario.order, scenario.instruments.front()));
    for (size_t i = 0; i < parameters.size(); ++i)
        if (parameters[i].required || scenario.parameters[i] != parameters[i].value)
            out.command += fmt::format(
                " --set {}", quoted(parameters[i].name + "=" +
                                    lower::parameter_text(parameters[i], scenario.parameters[i], ground.market)));
    if (!scenario.commands.empty()) {
        std::string text;
        for (const backtest::Command& command : scenario.commands)
            text +=
                fmt::format("{} {}\n", format_time(command.time), words_of(command.what, ground, scenario, parameters));
        const std::string path = name + ".commands";
        keep(path, write_text(path, text));
        out.command += " --commands " + path;
    }
    for (const std::string& currency : ground.market.same_currency) out.command += " --same-currency " + currency;
    for (const lower::Rate& rate : ground.market.rates) out.command += " --rate " + quoted(rate_text(rate));
    if (scenario.seed != 1) out.command += fmt::format(" --seed {}", scenario.seed);
    if (!out.error.empty()) out.command.clear();
    return out;
}

}  // namespace weir::proofs
