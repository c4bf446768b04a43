// Tests: each statement typed, and the conditions that are expected checked with the names that a script may read.
#include <algorithm>
#include <array>

#include "compiler/sema/checker.h"
#include "compiler/sema/tests.h"

namespace weir::sema {
namespace {

struct ObservedRow {
    std::string_view name;
    Unit unit;
};
/// In the order of `Observed`.
constexpr std::array<ObservedRow, kObserved> kObservedRows = {{{"target", Unit::quantity},
                                                               {"child value", Unit::money},
                                                               {"child quantity", Unit::quantity},
                                                               {"child price", Unit::price},
                                                               {"working orders", Unit::count}}};

bool is_of_a_child(const Expression& expression, size_t parameters) {
    if (expression.operation == Operation::parameter && expression.index >= parameters) {
        const auto observed = static_cast<Observed>(expression.index - parameters);
        return observed != Observed::target && observed != Observed::working_orders;
    }
    return std::ranges::any_of(expression.operands,
                               [&](const Expression& operand) { return is_of_a_child(operand, parameters); });
}

class Reader {
  public:
    Reader(const syntax::Test& source, const SourceFile& file, bool whole, Observer& observer, Diagnostics& diagnostics)
        : source_(source), file_(file), observer_(observer), diagnostics_(diagnostics), whole_(whole) {}

    TestCase read() {
        test_.title = source_.title.text;
        test_.title_range = source_.title.range;
        test_.every_side = source_.every_side;
        test_.range = source_.range;
        for (const syntax::TestStatement& statement : source_.statements)
            std::visit([&](const auto& kind) { read(kind, statement); }, statement.kind);
        require_whole();
        test_.observer = observer_.take();
        return std::move(test_);
    }

  private:
    void read(const syntax::ErrorTestStatement&, const syntax::TestStatement&) { whole_ = false; }

    void read(const syntax::TestOrder& order, const syntax::TestStatement& statement) {
        if (said_order_)
            diagnostics_.report(message::said_twice(statement.range, "order").label(test_.order.range, "the first"));
        said_order_ = true;
        test_.order.side = order.side;
        test_.order.quantity = value(order.quantity, {Unit::quantity});
        test_.order.from = time(order.from);
        test_.order.to = time(order.to);
        if (order.limit) test_.order.limit = value(order.limit, {Unit::price});
        test_.order.range = statement.range;
    }

    void read(const syntax::SetParameter& set, const syntax::TestStatement&) {
        if (const auto setting = this->setting(set)) test_.settings.push_back(*setting);
    }

    void read(const syntax::TestMarket& source, const syntax::TestStatement& statement) {
        TestMarket market;
        market.kind = source.kind;
        market.venue = source.venue.text;
        market.dark = source.dark;
        market.range = statement.range;
        if (source.kind == syntax::MarketKind::flat) {
            if (source.price) market.price = value(source.price, {Unit::price});
            if (source.spread) market.spread = value(source.spread, {Unit::ratio, Unit::price});
            if (source.volume) market.volume = value(source.volume, {Unit::quantity});
            if (source.per) market.volume_per_ns = duration(source.per);
            if (source.depth) market.depth = value(source.depth, {Unit::quantity});
        }
        if (source.seed) market.seed = static_cast<uint64_t>(value(source.seed, {Unit::count}).literal.value.digits);
        market.day = source.day.text;
        market.tape = source.tape.text;
        test_.markets.push_back(std::move(market));
    }

    void read(const syntax::Happening& source, const syntax::TestStatement& statement) {
        TestHappening happening;
        happening.time = time(source.time);
        happening.venue = source.venue.text;
        happening.user = source.user.text;
        happening.reason = source.reason.text;
        happening.range = statement.range;
        auto kind = std::visit([&](const auto& one) { return this->happening(one); }, source.kind);
        if (!kind) return;
        happening.kind = std::move(*kind);
        test_.happenings.push_back(std::move(happening));
    }

    using Kind = std::optional<TestHappening::Kind>;
    Kind happening(const syntax::QuoteChange& quote) {
        const bool mid = quote.kind == syntax::QuoteChangeKind::mid;
        return happening::Quote{
            quote.kind, mid ? value(quote.value, {Unit::price}) : value(quote.value, {Unit::ratio, Unit::price})};
    }
    Kind happening(const syntax::VolumeChange& volume) {
        return happening::Volume{value(volume.volume, {Unit::quantity}), duration(volume.per)};
    }
    Kind happening(const syntax::MidMoves& move) {
        return happening::Move{value(move.by, {Unit::ratio, Unit::price}), duration(move.over)};
    }
    Kind happening(const syntax::TradePrint& print) {
        return happening::Print{value(print.quantity, {Unit::quantity}), value(print.price, {Unit::price}), false};
    }
    Kind happening(const syntax::AuctionPrint& print) {
        return happening::Print{value(print.quantity, {Unit::quantity}), value(print.price, {Unit::price}), true};
    }
    Kind happening(const syntax::MarketEvent& event) { return event.kind; }
    Kind happening(const syntax::SetParameter& set) {
        const auto setting = this->setting(set);
        if (!setting) return std::nullopt;
        const Parameter& parameter = observer_.strategy().parameters[setting->parameter];
        if (!parameter.live)
            diagnostics_.report(message::not_live(set.name.range, parameter.name)
                                    .label(parameter.name_range, "declared without `live`")
                                    .help("set it before the order begins, or declare it `live`"));
        return *setting;
    }
    Kind happening(const syntax::PlainCommand& command) { return command.kind; }
    Kind happening(const syntax::Amend& amend) {
        happening::Amend result{amend.kind, {}, {}};
        if (amend.kind == syntax::AmendKind::end)
            result.end = time(amend.value);
        else if (amend.value)
            result.value =
                value(amend.value, {amend.kind == syntax::AmendKind::quantity ? Unit::quantity : Unit::price});
        return result;
    }
    Kind happening(const syntax::FinishNow& finish) {
        return happening::Finish{value(finish.up_to, {Unit::ratio}), duration(finish.within)};
    }
    Kind happening(const syntax::VenueSwitch& venue) { return happening::Venue{venue.venue.text, venue.on}; }

    void read(const syntax::Expect& source, const syntax::TestStatement& statement) {
        said_expectation_ = true;
        TestExpectation expectation;
        expectation.kind = source.kind;
        expectation.state = source.state;
        expectation.negated = source.form == syntax::StateForm::is_not || source.form == syntax::StateForm::never;
        expectation.moment.kind = source.moment.kind;
        if (source.moment.from) expectation.moment.from = time(source.moment.from);
        if (source.moment.to) expectation.moment.to = time(source.moment.to);
        if (source.moment.from && source.moment.to) in_order(expectation.moment.from, expectation.moment.to);
        expectation.range = statement.range;
        expectation.text = std::string(file_.text(statement.range));
        if (source.condition) {
            Expression condition = observer_.expressions().expect(*source.condition, {Unit::boolean}, "");
            if (condition.is_error()) return;
            expectation.of_children = is_of_a_child(condition, observer_.parameters());
            const bool at_a_moment = source.kind == syntax::ExpectKind::condition;
            if (expectation.of_children && at_a_moment)
                diagnostics_.report(
                    message::child_at_a_moment(source.condition->range)
                        .help("write `expect always` or `expect never`: it is asked of each new child"));
            expectation.left = side(condition, 0);
            expectation.right = side(condition, 1);
            expectation.condition = static_cast<uint32_t>(test_.conditions.size());
            test_.conditions.push_back(std::move(condition));
        }
        test_.expectations.push_back(std::move(expectation));
    }

    std::string side(const Expression& condition, size_t i) const {
        if (condition.operands.size() < 2 || condition.operands[i].operation == Operation::literal) return {};
        return std::string(file_.text(condition.operands[i].range));
    }

    std::optional<TestSetting> setting(const syntax::SetParameter& set) {
        const auto& parameters = observer_.strategy().parameters;
        for (uint32_t i = 0; i < observer_.parameters(); ++i) {
            if (parameters[i].name != set.name.text) continue;
            if (parameters[i].unit == Unit::error) return std::nullopt;
            TestSetting setting{i, value(set.value, {parameters[i].unit})};
            within_range(setting, parameters[i]);
            return setting;
        }
        if (set.name.text.empty()) return std::nullopt;
        Diagnostic diagnostic = message::unknown_name(set.name.range, set.name.text);
        std::vector<std::string_view> names;
        for (size_t i = 0; i < observer_.parameters(); ++i) names.push_back(parameters[i].name);
        diagnostic.suggest(set.name.range, set.name.text, names);
        diagnostics_.report(std::move(diagnostic));
        return std::nullopt;
    }

    void within_range(const TestSetting& setting, const Parameter& parameter) {
        if (setting.value.unit == Unit::error || !parameter.low || !parameter.high) return;
        const syntax::Decimal& given = setting.value.literal.value;
        if (compare(given, parameter.low->value) >= 0 && compare(given, parameter.high->value) <= 0) return;
        diagnostics_.report(
            message::default_outside_range(setting.value.range, parameter.name).label(parameter.range, "its range"));
    }

    TestValue value(const syntax::ExprPtr& source, std::initializer_list<Unit> units) {
        if (!source) return {};
        // In a test a number where a price belongs is one, in whatever the instrument is priced.
        const auto* number = std::get_if<syntax::Number>(&source->kind);
        if (number && number->unit.text.empty() && std::ranges::find(units, Unit::price) != units.end())
            return {{number->value, Measure::plain, {}}, Unit::price, source->range};
        const Expression expression = observer_.expressions().expect(*source, units, "");
        if (expression.is_error()) return {};
        if (expression.operation != Operation::literal) {
            diagnostics_.report(message::not_constant(source->range).help("a test is written in numbers"));
            return {};
        }
        return {expression.literal, expression.unit, source->range};
    }
    int64_t duration(const syntax::ExprPtr& source) {
        return source ? observer_.expressions().constant_duration(*source, 1) : 0;
    }
    TestTime time(const syntax::ExprPtr& source) {
        if (!source || source->is_error()) return {};
        if (const auto* time = std::get_if<syntax::TimeOfDay>(&source->kind))
            return {time->nanoseconds, time->zone.text, source->range};
        diagnostics_.report(message::test_time(source->range).help("write a time of day, for example `09:30`"));
        return {};
    }

    /// A test is of one day.
    void in_order(const TestTime& from, const TestTime& to) {
        if (from.zone != to.zone || from.since_midnight_ns <= to.since_midnight_ns || to.range.end == to.range.begin)
            return;
        const SourceRange both = cover(from.range, to.range);
        diagnostics_.report(
            message::range_reversed(both)
                .fix(both, std::string(file_.text(to.range)) + " to " + std::string(file_.text(from.range)))
                .help("write the earlier time first: a test is of one day"));
    }

    void require_whole() {
        if (!whole_) return;
        if (!said_order_)
            diagnostics_.report(message::test_without(source_.head, "order")
                                    .help("add for example `order buy 10 BTC from 09:00 to 10:00`"));
        const std::vector<Leg>& legs = observer_.strategy().legs;
        for (size_t i = 1; i < legs.size() && !test_.markets.empty(); ++i)
            if (std::ranges::find(test_.markets, legs[i].name, &TestMarket::venue) == test_.markets.end())
                diagnostics_.report(message::test_without(source_.head, "market \"" + legs[i].name + "\"")
                                        .help("the leg `" + legs[i].name + "` trades too: add `market \"" +
                                              legs[i].name + "\" flat at …`"));
        if (test_.markets.empty())
            diagnostics_.report(message::test_without(source_.head, "market")
                                    .help("add for example `market flat at 30_000 spread 5 bps volume 1 BTC per 1 s`"));
        if (!said_expectation_)
            diagnostics_.report(
                message::test_without(source_.head, "expect")
                    .help("say what is to happen, for example `expect executed = order.quantity by 10:00`"));
    }

    const syntax::Test& source_;
    const SourceFile& file_;
    Observer& observer_;
    Diagnostics& diagnostics_;
    TestCase test_;
    bool said_order_ = false, said_expectation_ = false;
    bool whole_;  // nothing of the file was left out, that would be missing here
};

/// The strategy that a test is of, by its name, or the only one.
std::optional<uint32_t> strategy_of(const syntax::Test& test, const syntax::Tree& tree, Diagnostics& diagnostics) {
    const auto& all = tree.strategies;
    std::vector<std::string_view> names;
    for (const syntax::Strategy& one : all) names.push_back(one.name.text);
    if (test.strategy.text.empty()) {
        if (all.size() == 1) return 0;
        if (!all.empty())
            diagnostics.report(message::test_of_which(test.title.range)
                                   .help("say which strategy it tests: `test \"…\" of " + std::string(names[0]) + "`"));
        else if (!tree.has_errors)
            diagnostics.report(message::test_of_nothing(test.title.range));
        return std::nullopt;
    }
    const auto found = std::ranges::find(names, test.strategy.text);
    if (found != names.end()) return static_cast<uint32_t>(found - names.begin());
    Diagnostic diagnostic = message::unknown_strategy(test.strategy.range, test.strategy.text);
    diagnostic.suggest(test.strategy.range, test.strategy.text, names);
    diagnostics.report(std::move(diagnostic));
    return std::nullopt;
}

/// A name that the strategy looked for in vain is not looked for again.
bool said_already(const Diagnostic& one, const Diagnostics& diagnostics) {
    return one.code == Code::unknown_name &&
           std::ranges::any_of(diagnostics, [&](const Diagnostic& other) { return other.message == one.message; });
}

}  // namespace

Observer::Observer(const syntax::Strategy& source, const SourceFile& file, const std::vector<int32_t>& depths,
                   Functions& functions, Diagnostics& diagnostics)
    : checker_(source, file, true, functions, {}, diagnostics) {
    parameters_ = checker_.observe(depths, kObservedRows.size(), [&](size_t i) {
        Parameter parameter;
        parameter.name = kObservedRows[i].name;
        parameter.unit = kObservedRows[i].unit;
        return parameter;
    });
}

std::vector<TestCase> read_tests(const Source& source, const Program& program, Functions& functions,
                                 Diagnostics& diagnostics) {
    std::vector<TestCase> tests;
    for (const syntax::Test& test : source.tree->tests) {
        const auto strategy = strategy_of(test, *source.tree, diagnostics);
        if (!strategy) continue;
        // What is wrong in the strategy has been said; what is found from here on is of the test.
        Diagnostics found;
        const std::vector<int32_t>& depths = program.strategies[*strategy].depths;
        Observer observer(source.tree->strategies[*strategy], *source.file, depths, functions, found);
        found = {};
        tests.push_back(Reader(test, *source.file, !source.tree->has_errors, observer, found).read());
        if (tests.back().observer.depths.size() > depths.size())
            found.report(message::depth_not_read(test.title.range)
                             .help("use a number of levels that the strategy itself speaks of"));
        tests.back().strategy = *strategy;
        for (const Diagnostic& one : found)
            if (!said_already(one, diagnostics)) diagnostics.report(one);
    }
    return tests;
}

}  // namespace weir::sema
