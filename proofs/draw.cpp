#include "proofs/draw.h"

#include <algorithm>
#include <cmath>

#include "runtime/calendar/calendar.h"
#include "runtime/core/decimal.h"

namespace weir::proofs {
namespace {

using Kind = Moment::Kind;

constexpr int64_t kPriceMost = int64_t{1} << 46, kQuantityMost = int64_t{1} << 54;
constexpr size_t kMomentsMost = 60;
constexpr int64_t kMilli = 1'000'000;
constexpr Date kDay{2026, 1, 5};  // a Monday

int64_t times(int64_t value, double factor, int64_t most) {
    const double product = static_cast<double>(value) * factor;
    return product >= static_cast<double>(most) ? most : static_cast<int64_t>(product);
}

/// What so much money buys at a price.
int64_t quantity_for(int64_t money, int64_t price, const Instrument& instrument) {
    const int shift = instrument.price_decimals + instrument.quantity_decimals - instrument.money_decimals;
    const double scale = std::pow(10.0, shift);
    return times(money, scale / static_cast<double>(std::max<int64_t>(1, price)), kQuantityMost);
}

std::vector<int64_t> numbers_of(const plan::Plan& plan) {
    std::vector<int64_t> out;
    for (const plan::Node& node : plan.nodes) {
        if (node.op != plan::Op::constant || node.immediate == step::kAbsent || node.immediate == step::kNever)
            continue;
        if (const int64_t size = std::abs(node.immediate); size > 1 && size < kQuantityMost) out.push_back(size);
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    if (out.empty()) out.push_back(1000);
    return out;
}

const Moment& last_quote(const Place& place, Time time) {
    const Moment* last = &place.moments.front();
    for (const Moment& moment : place.moments)
        if (moment.kind == Kind::quote && moment.time <= time) last = &moment;
    return *last;
}

int64_t mid_of(const Moment& quote) {
    if (quote.bid_quantity == 0) return quote.ask;
    if (quote.ask_quantity == 0) return quote.bid;
    return (quote.bid + quote.ask) / 2;
}

}  // namespace

uint64_t Random::next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

int64_t Random::between(int64_t low, int64_t high) {
    const auto span = static_cast<uint64_t>(high) - static_cast<uint64_t>(low) + 1;
    return static_cast<int64_t>(static_cast<uint64_t>(low) + (span == 0 ? next() : next() % span));
}

int64_t Random::magnitude(int64_t high) {
    int digits = 0;
    for (int64_t rest = high; rest > 1; rest /= 2) ++digits;
    const int64_t top = int64_t{1} << below(static_cast<size_t>(digits) + 1);
    return std::min(high, between(top, 2 * top - 1));
}

Artist::Artist(const Ground& ground, const plan::Plan& plan, uint64_t seed)
    : ground_(ground), plan_(plan), numbers_(numbers_of(plan)), random_(seed) {
    for (size_t i = 0; i < plan.parameters.size(); ++i)
        if (plan.parameters[i].live) live_.push_back(static_cast<int>(i));
}

// ---------------------------------------------------------------------------------------------------- numbers

int64_t Artist::a_number() {
    return times(random_.one(numbers_), random_.of({0.5, 0.99, 1.0, 1.0, 1.01, 2.0, 10.0}), kQuantityMost);
}

int64_t Artist::a_price(const Instrument& instrument) {
    const int64_t one = power_of_ten(instrument.price_decimals);
    switch (random_.below(6)) {
        case 0:
            return random_.magnitude(10'000'000 * one);
        case 1:
            return std::min(kPriceMost, a_number() / 2);
        case 2:
            return random_.of(
                {one / 100, one / 10, one, 5 * one, 10 * one, 1000 * one, 600'000 * one, 9'000'000 * one});
        default:
            return random_.between(20 * one, 300 * one);
    }
}

int64_t Artist::a_spread(int64_t mid) {
    return times(mid, random_.of({0.0, 0.0, 0.0002, 0.002, 0.006, 0.015, 0.05, 0.3, 0.9}), kPriceMost);
}

int64_t Artist::a_quantity(const Instrument& instrument, int64_t price) {
    const int64_t one = power_of_ten(instrument.quantity_decimals);
    switch (random_.below(6)) {
        case 0:
            return instrument.lot.value * random_.magnitude(1'000'000);
        case 1:
            return a_number();
        case 2:
        case 3:
            return quantity_for(a_number(), price, instrument);
        case 4:
            return one * random_.of<int64_t>({1, 10, 1'000, 100'000, 1'000'000, 200'000'000});
        default:
            return one * random_.magnitude(1'000'000);
    }
}

int64_t Artist::a_value(int index) {
    const plan::Parameter& parameter = plan_.parameters[static_cast<size_t>(index)];
    if (parameter.low >= parameter.high) {
        if (parameter.required && parameter.value == 0) return a_number();
        return random_.one_in(2) ? parameter.value : std::max<int64_t>(1, a_number());
    }
    switch (random_.below(5)) {
        case 0:
            return parameter.required ? parameter.low : parameter.value;
        case 1:
            return parameter.low;
        case 2:
            return random_.between(parameter.low, parameter.high);
        default:
            return parameter.high;
    }
}

/// On a Monday, at a time at which the strategy trades.
Time Artist::a_start() {
    const auto session = calendar::session_of(plan_.session, "UTC");
    const auto day = session ? session.value.on(kDay) : std::nullopt;
    if (!plan_.clock_times.empty()) {
        const step::ClockTime& clock = random_.one(plan_.clock_times);
        const Time at =
            calendar::local_instant(kDay, Duration{clock.of_day_ns}, clock.zone.empty() ? "UTC" : clock.zone);
        return at - Duration{random_.between(1, 600) * kSecond};
    }
    if (!session || session.value.always() || !day)
        return calendar::local_instant(kDay, Duration{10 * 3600 * kSecond}, "UTC");
    switch (random_.below(4)) {
        case 0:
            return day->open - Duration{random_.between(1, 20) * 30 * kSecond};
        case 1:
            return day->close - Duration{random_.between(1, 60) * 60 * kSecond};
        default:
            return day->open + Duration{random_.between(0, 20) * 60 * kSecond};
    }
}

// ---------------------------------------------------------------------------------------------------- what is new

/// Of the order, and of the legs that hedge it: ticks of a cent, lots of a ten-thousandth.
std::vector<Instrument> Artist::instruments() const {
    std::vector<Instrument> all;
    for (int i = 0; i < plan_.layout.instruments; ++i) {
        const lower::Market& market = lower::market_of(ground_.market, static_cast<sema::InstrumentId>(i));
        Instrument one;
        one.base = !market.base.empty() ? market.base : i == 0 ? "BASE" : "HEDGE";
        one.currency = market.currency.empty() ? "USD" : market.currency;
        one.symbol = one.base + "-" + one.currency;
        one.price_decimals = market.scales.price;
        one.quantity_decimals = market.scales.quantity;
        one.money_decimals = market.scales.money;
        one.tick.value = std::max<int64_t>(1, power_of_ten(one.price_decimals) / 100);
        one.lot.value = std::max<int64_t>(1, power_of_ten(one.quantity_decimals) / 10'000);
        one.minimum_quantity = one.lot;
        all.push_back(std::move(one));
    }
    return all;
}

void Artist::rules(Scenario& scenario) {
    scenario.instruments = instruments();
    for (Instrument& one : scenario.instruments) {
        const int64_t whole = power_of_ten(one.quantity_decimals), cent = one.tick.value;
        one.tick.value = random_.of<int64_t>({1, 1, cent, cent, 5 * cent, 50 * cent, 100 * cent});
        one.lot.value = random_.of({whole, whole, one.lot.value, one.lot.value, 100 * whole, int64_t{1}});
        one.minimum_quantity.value = one.lot.value * random_.of<int64_t>({1, 1, 1, 1, 10, 100});
        const int64_t money = power_of_ten(one.money_decimals);
        one.minimum_value = random_.of<int64_t>({0, 0, 0, 10 * money, 1'000 * money});
    }
}

Scenario Artist::frame(Side side) {
    Scenario scenario;
    scenario.instruments = instruments();
    for (const plan::Parameter& parameter : plan_.parameters) scenario.parameters.push_back(parameter.value);
    scenario.order.side = side;
    scenario.order.start = a_start();
    places(scenario);
    return scenario;
}

void Artist::parameters(Scenario& scenario) {
    const bool usual = random_.one_in(3);
    for (size_t i = 0; i < plan_.parameters.size(); ++i) {
        const plan::Parameter& parameter = plan_.parameters[i];
        const bool keep = usual && !parameter.required;
        scenario.parameters.push_back(keep ? parameter.value : a_value(static_cast<int>(i)));
    }
}

void Artist::limit(Scenario& scenario) {
    const int64_t mid = mid_of(scenario.places.front().moments.front());
    scenario.order.limit =
        random_.one_in(2)
            ? step::kAbsent
            : std::max<int64_t>(1,
                                times(mid, random_.of({0.2, 0.8, 0.97, 0.99, 1.0, 1.01, 1.03, 1.2, 5.0}), kPriceMost));
}

Moment Artist::quote(const Scenario& scenario, const Place& place, Time time, int64_t mid, int64_t spread) {
    const int64_t tick = scenario.instruments[place.instrument].tick.value;
    Moment moment{.time = time, .kind = Kind::quote};
    spread = std::max(tick, spread);
    moment.bid = std::max<int64_t>(tick, mid - spread / 2);
    moment.ask = std::max(moment.bid + (random_.one_in(20) ? 0 : tick), moment.bid + spread);
    moment.bid_quantity = times(usual_size_, random_.of({0.01, 0.3, 1.0, 3.0}), kQuantityMost);
    moment.ask_quantity = times(usual_size_, random_.of({0.01, 0.3, 1.0, 3.0}), kQuantityMost);
    if (random_.one_in(60)) (random_.one_in(2) ? moment.bid_quantity : moment.ask_quantity) = 0;
    return moment;
}

/// Anything but a quote, now and then.
Moment Artist::event(const Scenario& scenario, const Place& place, Time time, const Moment& quoted) {
    Moment moment{.time = time, .kind = Kind::trade};
    const int64_t size = times(usual_size_, random_.of({0.01, 0.1, 1.0, 1.0, 10.0}), kQuantityMost);
    moment.quantity = std::max(size, scenario.instruments[place.instrument].lot.value);
    moment.side = random_.one_in(2) ? Side::buy : Side::sell;
    moment.price = moment.side == Side::buy ? quoted.ask : quoted.bid;
    if (random_.one_in(12))
        moment.price = times(mid_of(quoted), random_.of({0.1, 0.9, 0.97, 1.03, 1.1, 10.0, 1e6}), kPriceMost);
    if (random_.one_in(30)) moment.price = random_.magnitude(kPriceMost);
    if (random_.one_in(25)) moment.kind = Kind::auction, moment.quantity = times(moment.quantity, 100, kQuantityMost);
    if (random_.one_in(60)) moment.kind = random_.one_in(2) ? Kind::halt : Kind::resume;
    return moment;
}

void Artist::fill(Scenario& scenario, Place& place, int64_t mid) {
    const Instrument& instrument = scenario.instruments[place.instrument];
    const Time start = scenario.order.start;
    int64_t spread = a_spread(mid);
    place.moments.push_back(quote(scenario, place, start - Duration{2 * kSecond}, mid, spread));
    place.moments.back().bid_quantity = std::max(place.moments.back().bid_quantity, instrument.lot.value);
    place.moments.back().ask_quantity = std::max(place.moments.back().ask_quantity, instrument.lot.value);
    const size_t count = 3 + random_.below(40);
    const int64_t pace = random_.of({50 * kMilli, 500 * kMilli, kSecond, 5 * kSecond, 20 * kSecond, 50 * kSecond});
    const double drift = random_.of({1.0, 1.0, 1.0, 1.001, 0.999, 1.01, 0.99});
    const size_t jump_at = random_.below(2 * count), quiet_at = random_.below(2 * count);
    const size_t trades = random_.of<size_t>({1, 2, 2, 4});
    Time time = start;
    for (size_t i = 0; i < count; ++i) {
        time = time + Duration{random_.one_in(3) ? pace : random_.between(1, pace / kMilli) * kMilli};
        mid = std::clamp<int64_t>(times(mid, drift, kPriceMost), instrument.tick.value, kPriceMost);
        if (i == jump_at) {
            mid = std::max<int64_t>(
                instrument.tick.value,
                times(mid, random_.of({0.5, 0.8, 0.9, 0.95, 0.97, 1.03, 1.05, 1.1, 1.3, 3.0}), kPriceMost));
            if (random_.one_in(6)) mid = std::clamp(a_price(instrument), instrument.tick.value, kPriceMost);
            if (random_.one_in(2)) spread = a_spread(mid);
        }
        const bool only_quotes = i >= quiet_at;
        const bool said = !only_quotes && random_.below(4) < trades;
        place.moments.push_back(said ? event(scenario, place, time, last_quote(place, time))
                                     : quote(scenario, place, time, mid, spread));
    }
}

void Artist::places(Scenario& scenario) {
    const std::vector<lower::Venue>& venues = ground_.market.venues;
    if (venues.empty()) scenario.places.push_back({ground_.legs.empty() ? "" : ground_.legs[0], 0, false, {}});
    for (const bool dark : {false, true})
        for (const lower::Venue& venue : venues)
            if ((venue.kind == lower::VenueKind::dark) == dark) scenario.places.push_back({venue.name, 0, dark, {}});
    for (size_t i = 1; i < ground_.legs.size(); ++i)
        scenario.places.push_back({ground_.legs[i], static_cast<uint8_t>(i), false, {}});
}

void Artist::order(Scenario& scenario) {
    ParentOrder& order = scenario.order;
    order.side = ground_.side != Side::none ? ground_.side : random_.one_in(2) ? Side::buy : Side::sell;
    order.start = a_start();
}

/// Within the market that is said, or beyond it; on a full second, or just off it; behind an auction.
void Artist::end(Scenario& scenario) {
    ParentOrder& order = scenario.order;
    const Duration whole = since(scenario.places.front().moments.back().time, order.start);
    order.end = order.start + Duration{times(whole.value, random_.of({0.4, 0.9, 1.0, 1.1, 3.0}), kQuantityMost)};
    if (random_.one_in(2))
        order.end = Time{order.end.value / kSecond * kSecond + random_.of<int64_t>({0, 1, 1'000, kMilli})};
    // A curve takes long to make, and is of one length.
    if (!plan_.shortfalls.empty())
        order.end = order.start + Duration{random_.of<int64_t>({10, 60, 300, 1800}) * kSecond};
    const auto session = calendar::session_of(plan_.session, "UTC");
    const auto day = session && !session.value.always() ? session.value.on(kDay) : std::nullopt;
    if (day && order.start < day->close && !random_.one_in(3)) order.end = day->close + Duration{60 * kSecond};
}

Scenario Artist::draw() {
    return draw(verify::Candidate{});
}

Scenario Artist::draw(const verify::Candidate& candidate) {
    const auto given = [&](step::Input input) -> std::optional<int64_t> {
        for (const auto& [offset, value] : candidate.inputs)
            if (offset == plan_.layout.offset(input) && value != step::kAbsent) return value;
        return std::nullopt;
    };
    Scenario scenario;
    rules(scenario);
    Instrument& own = scenario.instruments.front();
    if (const auto tick = given(step::Input::tick); tick && *tick < kPriceMost) own.tick.value = *tick;
    if (const auto lot = given(step::Input::lot); lot && *lot < kQuantityMost) own.lot.value = *lot;
    if (const auto least = given(step::Input::minimum_quantity); least && *least < kQuantityMost)
        own.minimum_quantity.value = *least;
    if (const auto least = given(step::Input::minimum_value)) own.minimum_value = *least;
    parameters(scenario);
    for (size_t i = 0; i < scenario.parameters.size(); ++i)
        for (const auto& [offset, value] : candidate.inputs)
            if (offset == plan_.layout.parameter(static_cast<int>(i))) scenario.parameters[i] = value;
    order(scenario);
    if (const auto side = given(step::Input::order_side); side && ground_.side == Side::none)
        scenario.order.side = *side > 0 ? Side::buy : Side::sell;

    int64_t mid = a_price(own);
    const auto bid = given(step::Input::bid_price), ask = given(step::Input::ask_price);
    if (bid && *bid > 0 && *bid < kPriceMost) mid = *bid;
    if (const auto arrival = given(step::Input::order_arrival); arrival && *arrival > 1 && *arrival / 2 < kPriceMost)
        mid = *arrival / 2;
    scenario.order.quantity.value = a_quantity(own, mid);
    if (const auto quantity = given(step::Input::order_quantity); quantity && *quantity > 0)
        scenario.order.quantity.value = std::min(*quantity, kQuantityMost);
    usual_size_ = std::max(
        own.lot.value, times(scenario.order.quantity.value, random_.of({0.001, 0.03, 0.3, 1.0, 10.0}), kQuantityMost));

    places(scenario);
    for (Place& place : scenario.places) {
        if (place.dark) continue;
        fill(scenario, place, place.instrument == 0 ? mid : a_price(scenario.instruments[place.instrument]));
        if (place.instrument != 0 || !bid || !ask || *bid <= 0 || *ask <= *bid || *ask > kPriceMost) continue;
        const size_t at = 1 + random_.below(place.moments.size() - 1);
        for (size_t i = random_.one_in(2) ? 0 : at; i < place.moments.size(); ++i)
            if (place.moments[i].kind == Kind::quote) place.moments[i].bid = *bid, place.moments[i].ask = *ask;
        if (const auto last = given(step::Input::last_price); last && *last > 0 && *last < kPriceMost)
            for (Moment& moment : place.moments)
                if (moment.kind == Kind::trade && random_.one_in(2)) moment.price = *last;
    }
    end(scenario);
    limit(scenario);
    if (const auto price = given(step::Input::order_limit); price && *price > 0 && *price < kPriceMost)
        scenario.order.limit = *price;
    while (random_.one_in(3) && scenario.commands.size() < 4) command(scenario);
    scenario.seed = 1 + random_.below(random_.one_in(4) ? 1000 : 1);
    tidy(scenario);
    return scenario;
}

void Artist::command(Scenario& scenario) {
    const ParentOrder& order = scenario.order;
    const auto& moments = scenario.places.front().moments;
    backtest::Command command;
    command.time = random_.one(moments).time + Duration{random_.of<int64_t>({0, kMilli, 700 * kMilli})};
    weir::Command& what = command.what;
    switch (random_.below(live_.empty() ? 6 : 9)) {
        case 0:
            what.kind = random_.of({LiveCommand::pause, LiveCommand::hold, LiveCommand::resume});
            break;
        case 1:
            what.kind = LiveCommand::amend_quantity;
            what.value = times(order.quantity.value, random_.of({0.1, 0.5, 2.0, 10.0}), kQuantityMost);
            break;
        case 2:
            what.kind = LiveCommand::amend_limit;
            what.value = times(mid_of(moments.front()), random_.of({0.5, 0.95, 0.99, 1.01, 1.05, 2.0}), kPriceMost);
            if (random_.one_in(3)) what.value = step::kAbsent;
            break;
        case 3:
            what.kind = LiveCommand::amend_end;
            what.value = (random_.one(moments).time + Duration{random_.of<int64_t>({0, kSecond, 60 * kSecond})}).value;
            break;
        case 4:
        case 5:
            what.kind = LiveCommand::finish;
            what.value = random_.of<int64_t>({300'000'000, 800'000'000, 1'000'000'000});
            what.within = random_.of({10 * kSecond, 60 * kSecond, 600 * kSecond});
            break;
        default:
            what.kind = LiveCommand::set_parameter;
            what.index = random_.one(live_);
            what.value = a_value(what.index);
    }
    scenario.commands.push_back(std::move(command));
}

// ---------------------------------------------------------------------------------------------------- changes

void Artist::parameter(Scenario& scenario) {
    if (scenario.parameters.empty()) return;
    const size_t at = random_.below(scenario.parameters.size());
    scenario.parameters[at] = a_value(static_cast<int>(at));
}

void Artist::change_market(Scenario& scenario) {
    std::vector<Place*> lit;
    for (Place& place : scenario.places)
        if (!place.dark) lit.push_back(&place);
    Place& place = *lit[random_.below(lit.size())];
    std::vector<Moment>& moments = place.moments;
    const size_t at = random_.below(moments.size());
    const double factor = random_.of({0.1, 0.5, 0.8, 0.95, 0.98, 0.995, 1.005, 1.02, 1.05, 1.2, 2.0, 10.0});
    switch (random_.below(9)) {
        case 0:  // all prices from here on
            for (size_t i = at; i < moments.size(); ++i)
                for (int64_t* price : {&moments[i].bid, &moments[i].ask, &moments[i].price})
                    *price = times(*price, factor, kPriceMost);
            return;
        case 1:  // the spread from here on
        {
            const int64_t spread = a_spread(mid_of(last_quote(place, moments[at].time)));
            for (size_t i = at; i < moments.size(); ++i)
                if (Moment& one = moments[i]; one.kind == Kind::quote) {
                    const int64_t mid = mid_of(one);
                    one.bid = mid - spread / 2, one.ask = mid + spread / 2;
                }
            return;
        }
        case 2:  // sizes
            for (size_t i = random_.one_in(2) ? at : 0; i < moments.size(); ++i)
                for (int64_t* size : {&moments[i].bid_quantity, &moments[i].ask_quantity, &moments[i].quantity})
                    *size = times(*size, factor, kQuantityMost);
            return;
        case 3:  // one trade
        {
            usual_size_ = std::max(usual_size_, int64_t{1});
            Moment one = event(scenario, place, moments[at].time, last_quote(place, moments[at].time));
            if (moments.size() < kMomentsMost) moments.insert(moments.begin() + static_cast<ptrdiff_t>(at) + 1, one);
            return;
        }
        case 4:  // one quote
            if (moments.size() < kMomentsMost) {
                const int64_t mid = times(mid_of(last_quote(place, moments[at].time)), factor, kPriceMost);
                moments.insert(moments.begin() + static_cast<ptrdiff_t>(at) + 1,
                               quote(scenario, place, moments[at].time + Duration{kMilli}, mid, a_spread(mid)));
            }
            return;
        case 5:  // one less
            if (at > 0) moments.erase(moments.begin() + static_cast<ptrdiff_t>(at));
            return;
        case 6:  // later from here on
        {
            const Duration by{random_.of({kMilli, kSecond, 10 * kSecond, 55 * kSecond})};
            for (size_t i = std::max<size_t>(at, 1); i < moments.size(); ++i) moments[i].time = moments[i].time + by;
            return;
        }
        case 7:  // nothing trades from here on
            for (size_t i = std::max<size_t>(at, 1); i < moments.size(); ++i)
                if (moments[i].kind == Kind::trade) {
                    const Time time = moments[i].time;
                    moments[i] = last_quote(place, time);
                    moments[i].time = time;
                }
            return;
        default:  // goes on as it did
            for (size_t i = std::max<size_t>(at, 1), end = moments.size(); i < end && moments.size() < kMomentsMost;
                 ++i) {
                Moment one = moments[i];
                one.time = moments.back().time + since(moments[i].time, moments[i - 1].time);
                moments.push_back(one);
            }
    }
}

void Artist::change_once(Scenario& scenario) {
    Instrument& own = scenario.instruments.front();
    switch (random_.below(12)) {
        case 0:
            return parameter(scenario);
        case 1:
            scenario.order.quantity.value = times(
                scenario.order.quantity.value, random_.of({0.01, 0.1, 0.5, 0.9, 1.1, 2.0, 10.0, 100.0}), kQuantityMost);
            return;
        case 2:
            scenario.order.quantity.value = a_quantity(own, mid_of(scenario.places.front().moments.front()));
            return;
        case 3:
            return limit(scenario);
        case 4:
            if (ground_.side == Side::none) scenario.order.side = opposite(scenario.order.side);
            return;
        case 5:
            if (random_.one_in(2)) return command(scenario);
            if (!scenario.commands.empty())
                scenario.commands.erase(scenario.commands.begin() +
                                        static_cast<ptrdiff_t>(random_.below(scenario.commands.size())));
            return;
        case 6:
            if (random_.one_in(2)) {
                Scenario other;
                rules(other);
                scenario.instruments = other.instruments;
            } else {
                if (!plan_.shortfalls.empty()) return end(scenario);
                const Duration whole = since(scenario.order.end, scenario.order.start);
                scenario.order.end = scenario.order.start +
                                     Duration{times(whole.value, random_.of({0.3, 0.8, 1.25, 3.0}), kQuantityMost)};
            }
            return;
        default:
            return change_market(scenario);
    }
}

Scenario Artist::change(Scenario scenario) {
    for (const Moment& moment : scenario.places.front().moments)
        if (moment.kind == Kind::quote) usual_size_ = std::max({int64_t{1}, moment.bid_quantity, moment.ask_quantity});
    do change_once(scenario);
    while (random_.one_in(2));
    tidy(scenario);
    return scenario;
}

}  // namespace weir::proofs
