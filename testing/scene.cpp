#include "testing/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "compiler/lower/watch.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"
#include "runtime/market/generate.h"
#include "runtime/market/scripted.h"

namespace weir::testing {
namespace {

constexpr Date kDay{2026, 1, 5};  // a Monday
constexpr Duration kBefore{30 * 60 * kSecond}, kAfter{2 * 60 * kSecond};

/// Goes on behind a fault with values that mean nothing, and then gives the first fault for an answer: what is run, or
/// made of several values, is made only while there is none.
class Maker {
  public:
    Maker(const sema::TestCase& test, const sema::Strategy& strategy, const plan::Plan& plan,
          const lower::Market& market, const std::string& folder)
        : test_(test), strategy_(strategy), plan_(plan), market_(market), folder_(folder) {}

    Parsed<Scene> make(Side side) {
        const size_t legs = std::max<size_t>(1, strategy_.legs.size());
        for (size_t i = 0; i < legs; ++i) scene_.instruments.push_back(instrument(static_cast<sema::InstrumentId>(i)));
        day_ = day();
        scene_.order = order(side);
        scene_.parameters = parameters();
        changes_.resize(test_.markets.size());
        for (const sema::TestHappening& one : test_.happenings) {
            at_ = sema::leg_of(strategy_, one.venue).value_or(sema::kOrderInstrument);
            std::visit([&](const auto& kind) { happen(kind, one); }, one.kind);
        }
        for (const sema::TestExpectation& one : test_.expectations) scene_.expected.push_back(expected(one));
        for (size_t leg = 0; leg < legs; ++leg) {
            at_ = static_cast<sema::InstrumentId>(leg);
            for (size_t i = 0; i < test_.markets.size() && sound(); ++i)
                if (leg_of(strategy_, test_.markets[i]) == at_) add_venue(test_.markets[i], changes_[i]);
        }
        if (sound()) check(venues::fault_of(scene_.venues));
        if (!sound()) return Parsed<Scene>::failure(fault_);
        return {std::move(scene_), ""};
    }

  private:
    void fail(std::string text) {
        if (sound()) fault_ = std::move(text);
    }
    void check(const std::optional<std::string>& fault) {
        if (fault) fail(*fault);
    }
    bool sound() const { return fault_.empty(); }

    /// That of a recorded market; else one that is made up.
    Instrument instrument(sema::InstrumentId of) {
        for (const sema::TestMarket& one : test_.markets)
            if (one.kind == syntax::MarketKind::tape && leg_of(strategy_, one) == of)
                if (const auto tape = recorded(one)) return tape->info().instrument;
        return made_up(of);
    }
    Instrument made_up(sema::InstrumentId of) const {
        const lower::Market& market = lower::market_of(market_, of);
        Instrument instrument;
        instrument.symbol = market.base + "-" + market.currency;
        instrument.base = market.base;
        instrument.currency = market.currency;
        instrument.price_decimals = market.scales.price;
        instrument.quantity_decimals = market.scales.quantity;
        instrument.money_decimals = market.scales.money;
        const bool shares = in_shares(of);
        constexpr int kFine = 4;
        int64_t lot = 1;
        for (int i = shares ? 0 : kFine; i < market.scales.quantity; ++i) lot *= 10;
        instrument.lot = instrument.minimum_quantity = Quantity{lot};
        return instrument;
    }

    bool in_shares(sema::InstrumentId of) const {
        if (of == sema::kOrderInstrument) return test_.order.quantity.literal.measure == sema::Measure::base_symbol;
        return lower::market_of(market_, of).base == "shares";
    }
    /// Of the leg whose words are read.
    const Instrument& own() const { return scene_.instruments[at_]; }

    int64_t number(const sema::TestValue& value, std::string_view what) {
        const auto result = lower::literal_value(value.literal, value.unit, lower::market_of(market_, at_),
                                                 own().tick.value, own().lot.value);
        if (const auto* units = std::get_if<int64_t>(&result)) return *units;
        fail(fmt::format("{}: {}", what, std::get<std::string>(result)));
        return 0;
    }
    Quantity quantity(const sema::TestValue& value, std::string_view what) {
        const int64_t units = number(value, what);
        if (units % own().lot.value != 0)
            fail(fmt::format("{}: not a whole number of lots of {}", what,
                             format_decimal(own().lot.value, own().quantity_decimals)));
        return Quantity{units};
    }
    /// Prices of plans are in half units.
    Price price(const sema::TestValue& value, std::string_view what) {
        const int64_t half = number(value, what);
        if (half % 2 != 0) fail(fmt::format("{}: between two ticks", what));
        return Price{half / 2};
    }
    market::Amount amount(const sema::TestValue& value, std::string_view what) {
        if (value.unit == sema::Unit::ratio) return {{}, number(value, what)};
        return {price(value, what), 0};
    }
    /// The day on which the times of the test are: that of its market, when it has one.
    Date day() {
        for (const sema::TestMarket& one : test_.markets) {
            const auto tape = one.kind == syntax::MarketKind::tape ? recorded(one) : nullptr;
            if (one.day.empty() && !tape) continue;
            const auto date =
                tape ? date_in(tape->info().first, tape->info().instrument.time_zone) : parse_date(one.day);
            if (!date) fail(date.error);
            return date.value;
        }
        return kDay;
    }
    Time time(const sema::TestTime& at) {
        const int64_t seconds = at.since_midnight_ns / kSecond, rest = at.since_midnight_ns % kSecond;
        const std::string text = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        const auto time = parse_time_of_day(text, day_, at.zone.empty() ? "UTC" : at.zone);
        if (!time) fail(time.error);
        return time.value + Duration{rest};
    }

    ParentOrder order(Side side) {
        ParentOrder order;
        order.side = side;
        order.quantity = quantity(test_.order.quantity, "the order's quantity");
        order.start = time(test_.order.from);
        order.end = time(test_.order.to);
        if (order.end <= order.start) fail("the order ends before it starts");
        if (test_.order.limit) order.limit = price(*test_.order.limit, "the order's limit").value;
        return order;
    }

    std::vector<int64_t> parameters() {
        std::vector<int64_t> values;
        for (const plan::Parameter& parameter : plan_.parameters) values.push_back(parameter.value);
        for (const sema::TestSetting& setting : test_.settings)
            values[setting.parameter] = number(setting.value, plan_.parameters[setting.parameter].name);
        for (size_t i = 0; i < values.size(); ++i) {
            const bool given = std::ranges::any_of(
                test_.settings, [&](const sema::TestSetting& setting) { return setting.parameter == i; });
            if (plan_.parameters[i].required && !given)
                fail(fmt::format("parameter `{0}` has no default: write `set {0} = …`", plan_.parameters[i].name));
        }
        return values;
    }

    /// Behind those of the same time: as written.
    template <class Timed>
    static void put_in_order(std::vector<Timed>& list, Timed one) {
        list.insert(std::ranges::upper_bound(list, one.time, {}, &Timed::time), std::move(one));
    }

    // What happens to the market.
    void change(const sema::TestHappening& one, decltype(market::ScriptedChange::what) what) {
        bool known = one.venue.empty();
        for (size_t i = 0; i < changes_.size(); ++i) {
            if (!one.venue.empty() && one.venue != test_.markets[i].venue) continue;
            if (leg_of(strategy_, test_.markets[i]) != at_) continue;
            known = true;
            put_in_order(changes_[i], {time(one.time), what});
        }
        if (!known) fail(fmt::format("no market of the test is called `{}`", one.venue));
    }
    void happen(const sema::happening::Quote& quote, const sema::TestHappening& one) {
        if (quote.kind == syntax::QuoteChangeKind::mid)
            change(one, market::script::Mid{number(quote.value, "mid")});
        else
            change(one, market::script::Spread{amount(quote.value, "spread")});
    }
    void happen(const sema::happening::Volume& volume, const sema::TestHappening& one) {
        change(one, market::script::Volume{{quantity(volume.quantity, "volume"), Duration{volume.per_ns}}});
    }
    void happen(const sema::happening::Move& move, const sema::TestHappening& one) {
        change(one, market::script::Move{amount(move.by, "moves"), Duration{move.over_ns}});
    }
    void happen(const sema::happening::Print& print, const sema::TestHappening& one) {
        const Quantity size = quantity(print.quantity, "trade");
        if (print.auction)
            change(one, market::script::Auction{size, price(print.price, "auction")});
        else
            change(one, market::script::Trade{size, price(print.price, "trade")});
    }
    void happen(syntax::MarketEventKind event, const sema::TestHappening& one) {
        if (event == syntax::MarketEventKind::halt) return change(one, market::script::Halt{});
        if (event == syntax::MarketEventKind::reopen) return change(one, market::script::Resume{});
        change(one, market::script::Silence{});
    }

    // Live commands.
    void command(const sema::TestHappening& one, Command what) {
        what.user = one.user.empty() ? "test" : one.user;
        what.reason = one.reason;
        put_in_order(scene_.commands, {time(one.time), std::move(what)});
    }
    void happen(const sema::TestSetting& setting, const sema::TestHappening& one) {
        command(one, {.kind = LiveCommand::set_parameter,
                      .index = static_cast<int32_t>(setting.parameter),
                      .value = number(setting.value, plan_.parameters[setting.parameter].name)});
    }
    void skip(const sema::TestHappening& one, Auction auction) {
        command(one, {.kind = LiveCommand::skip_auction, .index = static_cast<int32_t>(auction)});
    }
    void happen(syntax::CommandKind kind, const sema::TestHappening& one) {
        switch (kind) {
            case syntax::CommandKind::pause:
                return command(one, {.kind = LiveCommand::pause});
            case syntax::CommandKind::hold:
                return command(one, {.kind = LiveCommand::hold});
            case syntax::CommandKind::resume:
                return command(one, {.kind = LiveCommand::resume});
            case syntax::CommandKind::cancel:
                return command(one, {.kind = LiveCommand::cancel});
            case syntax::CommandKind::take_over:
                return command(one, {.kind = LiveCommand::take_over});
            case syntax::CommandKind::skip_open:
                return skip(one, Auction::open);
            case syntax::CommandKind::skip_close:
                return skip(one, Auction::close);
            case syntax::CommandKind::skip_auction:  // whichever the strategy takes part in
                for (const step::Auction auction : {step::Auction::open, step::Auction::close})
                    if (std::ranges::find(plan_.slots, auction, &plan::Slot::auction) != plan_.slots.end())
                        skip(one, auction);
                return;
        }
    }
    void happen(const sema::happening::Finish& finish, const sema::TestHappening& one) {
        command(one,
                {.kind = LiveCommand::finish, .value = number(finish.up_to, "finish now"), .within = finish.within_ns});
    }
    void happen(const sema::happening::Amend& amend, const sema::TestHappening& one) {
        switch (amend.kind) {
            case syntax::AmendKind::quantity:
                return command(
                    one, {.kind = LiveCommand::amend_quantity, .value = quantity(amend.value, "amend quantity").value});
            case syntax::AmendKind::limit:
                if (amend.value.unit == sema::Unit::error)
                    return command(one, {.kind = LiveCommand::amend_limit, .value = step::kAbsent});
                return command(one,
                               {.kind = LiveCommand::amend_limit, .value = price(amend.value, "amend limit").value});
            case syntax::AmendKind::end:
                return command(one, {.kind = LiveCommand::amend_end, .value = time(amend.end).value});
        }
    }
    void happen(const sema::happening::Venue& venue, const sema::TestHappening& one) {
        const sema::InstrumentId leg = sema::leg_of(strategy_, venue.name).value_or(sema::kOrderInstrument);
        int32_t index = 0;
        for (const sema::TestMarket& market : test_.markets) {
            if (leg_of(strategy_, market) != leg) continue;
            if (market.venue == venue.name)
                return command(
                    one,
                    {.kind = venue.on ? LiveCommand::venue_on : LiveCommand::venue_off, .index = index, .value = leg});
            ++index;
        }
        fail(fmt::format("no market of the test is called `{}`", venue.name));
    }

    Expected expected(const sema::TestExpectation& one) {
        switch (one.moment.kind) {
            case syntax::MomentKind::whole_run:
                return {&one, scene_.order.start, scene_.order.end};
            case syntax::MomentKind::by:
                return {&one, scene_.order.start, time(one.moment.from)};
            case syntax::MomentKind::at:
                return {&one, time(one.moment.from), time(one.moment.from)};
            case syntax::MomentKind::span:
                return {&one, time(one.moment.from), time(one.moment.to)};
        }
        return {&one, scene_.order.start, scene_.order.end};
    }

    /// A dark venue has hidden interest as the volume of its market brings it, at the mid of that market.
    void add_venue(const sema::TestMarket& source, const std::vector<market::ScriptedChange>& changes) {
        scene_.tapes.push_back(tape(source, changes));
        venues::Listing listing;
        listing.instrument = at_;
        listing.name = source.venue.empty() ? "venue" : source.venue;
        listing.tape = scene_.tapes.back().get();
        if (source.dark) listing.dark = venues::Interest{};
        scene_.venues.push_back(std::move(listing));
    }

    std::unique_ptr<market::Tape> tape(const sema::TestMarket& source,
                                       const std::vector<market::ScriptedChange>& changes) {
        if (source.kind != syntax::MarketKind::flat && !changes.empty())
            fail("only a flat market can be changed; leave out what happens to it, or write `market flat …`");
        switch (source.kind) {
            case syntax::MarketKind::flat:
                return flat(source, changes);
            case syntax::MarketKind::generated:
                return generated(source);
            case syntax::MarketKind::tape:
                return recorded(source);
        }
        return nullptr;
    }

    std::unique_ptr<market::Tape> flat(const sema::TestMarket& source,
                                       const std::vector<market::ScriptedChange>& changes) {
        market::Scripted market;
        market.instrument = own();
        market.start = scene_.order.start;
        market.end = scene_.order.end;
        for (const market::ScriptedChange& one : changes) {
            market.start = std::min(market.start, one.time);
            market.end = std::max(market.end, one.time);
        }
        for (const Expected& one : scene_.expected) market.end = std::max(market.end, one.to);
        market.start = market.start - kBefore;
        market.end = market.end + kAfter;
        market.mid = number(source.price, "market flat at");
        market.spread = amount(source.spread, "spread");
        market.volume = {quantity(source.volume, "volume"), Duration{source.volume_per_ns}};
        // Without a word of it, each level shows what trades in five seconds.
        constexpr int64_t kShown = 5 * kSecond;
        const int64_t lot = own().lot.value;
        const auto shown = static_cast<int64_t>(static_cast<Wide>(market.volume.quantity.value) * kShown /
                                                std::max<int64_t>(1, source.volume_per_ns));
        market.depth = source.depth ? quantity(*source.depth, "depth") : Quantity{std::max(lot, shown / lot * lot)};
        market.changes = changes;
        if (!sound()) return nullptr;
        auto tape = market::scripted_tape(market);
        if (!tape) fail(tape.error);
        return std::move(tape.value);
    }

    std::unique_ptr<market::Tape> generated(const sema::TestMarket& source) {
        const bool shares = in_shares(at_);
        market::GenerateOptions options =
            shares ? market::GenerateOptions::us_equity() : market::GenerateOptions::crypto();
        const Instrument usual = std::exchange(options.instrument, own());
        if (usual.price_decimals != own().price_decimals) fail("a generated market has prices of two decimals");
        options.size = Quantity{own().lot.value * (usual.lot.value > 0 ? options.size.value / usual.lot.value : 1)};
        options.seed = source.seed;
        const auto date = source.day.empty() ? Parsed<Date>{day_, ""} : parse_date(source.day);
        if (!date) fail(date.error);
        if (!sound()) return nullptr;
        const auto start = parse_time_of_day("00:00", date.value, "UTC");
        options.start = start.value;
        options.duration = Duration{24 * 3600 * kSecond};
        check(market::fault_of(options));
        return sound() ? market::generate(options) : nullptr;
    }

    std::unique_ptr<market::Tape> recorded(const sema::TestMarket& source) {
        market::TapeError error;
        auto tape = market::Tape::open((std::filesystem::path(folder_) / source.tape).string(), error);
        if (!tape) fail(error.message);
        return tape;
    }

    const sema::TestCase& test_;
    const sema::Strategy& strategy_;
    const plan::Plan& plan_;
    const lower::Market& market_;
    const std::string& folder_;
    Date day_ = kDay;
    Scene scene_;
    sema::InstrumentId at_ = sema::kOrderInstrument;            // whose words are read
    std::vector<std::vector<market::ScriptedChange>> changes_;  // by market
    std::string fault_;                                         // the first
};

}  // namespace

sema::InstrumentId leg_of(const sema::Strategy& strategy, const sema::TestMarket& market) {
    return sema::leg_of(strategy, market.venue).value_or(sema::kOrderInstrument);
}

Parsed<Scene> scene_of(const sema::TestCase& test, const sema::Strategy& strategy, const plan::Plan& plan,
                       const lower::Market& market, Side side, const std::string& folder) {
    return Maker(test, strategy, plan, market, folder).make(side);
}

}  // namespace weir::testing
