#include "proofs/replay.h"

#include <algorithm>

#include "compiler/plan/passes.h"
#include "runtime/calendar/calendar.h"

namespace weir::proofs {
namespace {

std::string add_tables(engine::Config& config, TableCache& known) {
    std::vector<int64_t> key{since(config.order.end, config.order.start).value};
    for (const step::ShortfallSpec& spec : config.program.shortfalls)
        for (const step::Given& given :
             {spec.urgency, spec.risk_aversion, spec.volatility, spec.impact, spec.alpha, spec.half_life})
            if (given.parameter >= 0) key.push_back(config.parameters[static_cast<size_t>(given.parameter)]);
    if (config.program.shortfalls.empty()) key.clear();
    if (const auto at = known.find(key); at != known.end()) {
        config.tables = at->second;
        return {};
    }
    const std::string fault = backtest::set_usual_tables(config);
    if (fault.empty()) known[key] = config.tables;
    return fault;
}

std::vector<venues::Listing> listings_of(const Scenario& scenario,
                                         const std::vector<std::unique_ptr<market::Tape>>& tapes) {
    std::vector<venues::Listing> listings;
    size_t lit = 0;
    for (const Place& place : scenario.places) {
        venues::Listing listing{place.name.empty() ? "lit" : place.name, place.instrument, nullptr, {}, {}};
        listing.tape = tapes[place.dark ? 0 : lit++].get();
        listing.model.seed = scenario.seed + listings.size();
        if (place.dark) listing.dark = venues::Interest{};
        listings.push_back(std::move(listing));
    }
    return listings;
}

std::string set_session(backtest::Setup& setup) {
    const auto session = calendar::session_of(setup.engine.program.session, setup.engine.instrument.time_zone);
    if (!session) return session.error;
    if (setup.engine.program.session.kind != step::SessionKind::none)
        backtest::hold_auctions(setup.venues, session.value);
    return backtest::set_times(setup.engine, session.value);
}

}  // namespace

plan::Plan watched(const plan::Plan& asked, size_t own_guards, const verify::Property& property) {
    plan::Plan plan = asked;
    plan.nodes.push_back(
        {.op = plan::Op::constant_bool, .type = plan::Type::boolean, .immediate = 1, .range = {}, .interval = {}});
    const size_t count = std::max(own_guards, static_cast<size_t>(property.guard + 1));
    plan.guards.resize(count);
    for (size_t i = own_guards; i + 1 < count; ++i)
        plan.guards[i].holds = static_cast<plan::NodeId>(plan.nodes.size() - 1);
    return plan;
}

bool breaks(const Replay& replay, const verify::Property& property) {
    if (property.kind == verify::Kind::faults) return replay.cause == StopCause::fault && replay.where >= 0;
    return replay.cause == StopCause::guard && replay.where == property.guard;
}

Staged stage(const Scenario& scenario, const step::Program& program, TableCache* tables) {
    Staged out;
    out.tapes = tapes_of(scenario);
    backtest::Setup& setup = out.setup;
    setup.venues = listings_of(scenario, out.tapes);
    setup.engine.instrument = scenario.instruments.front();
    setup.engine.program = program;
    setup.engine.order = scenario.order;
    setup.engine.parameters = scenario.parameters;
    setup.engine.seed = scenario.seed;
    setup.commands = scenario.commands;
    out.error = set_session(setup);
    if (out.error.empty())
        out.error = tables ? add_tables(setup.engine, *tables) : backtest::set_usual_tables(setup.engine);
    return out;
}

plan::Plan bound_to(const Scenario& scenario, const plan::Plan& generic) {
    const Instrument& own = scenario.instruments.front();
    plan::Bindings bindings{.tick = own.tick.value,
                            .lot = own.lot.value,
                            .minimum_quantity = own.minimum_quantity.value,
                            .minimum_value = own.minimum_value,
                            .parameters = {}};
    for (size_t i = 0; i < generic.parameters.size(); ++i)
        bindings.parameters.push_back(generic.parameters[i].live ? std::nullopt
                                                                 : std::optional(scenario.parameters[i]));
    return plan::specialise(generic, bindings);
}

Replay carry_out(const Scenario& scenario, const plan::Plan& plan, const plan::Interpreter& interpreter,
                 const Watch& watch) {
    Staged staged = stage(scenario, interpreter.program());
    Replay out;
    out.error = staged.error;
    if (!out.error.empty()) return out;
    staged.setup.watch = [&](const Event& event, const engine::Engine& engine) {
        if (watch) watch(event, engine);
        for (const Record& record : engine.records())
            if (const auto* stopped = std::get_if<Stopped>(&record.what)) {
                out.cause = stopped->cause;
                out.where = stopped->where;
                out.sequence = event.sequence;
                out.time = event.time;
            }
    };
    const auto ran = backtest::run(staged.setup);
    out.error = ran.error;
    if (!ran) return out;
    out.events = ran.value.events;
    out.steps = ran.value.steps;
    out.hash = ran.value.hash;
    const auto at = static_cast<size_t>(std::max<int64_t>(0, out.where));
    if (out.cause == StopCause::guard || out.cause == StopCause::assumption) out.range = plan.guards[at].range;
    if (out.cause == StopCause::fault && out.where >= 0) out.range = plan.nodes[at].range;
    return out;
}

Replay replay(const Scenario& scenario, const plan::Plan& generic, const Watch& watch) {
    const plan::Plan plan = bound_to(scenario, generic);
    return carry_out(scenario, plan, plan::Interpreter(plan), watch);
}

}  // namespace weir::proofs
