// A test of a script, typed: an order, markets, what happens to them, and what is expected.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/sema/program.h"

namespace weir::sema {

/// A time of the test's day; without a zone in UTC.
struct TestTime {
    int64_t since_midnight_ns = 0;
    std::string zone;
    SourceRange range;
};

/// A literal in its unit.
struct TestValue {
    Literal literal;
    Unit unit = Unit::error;
    SourceRange range;
};

struct TestOrder {
    syntax::TestSide side = syntax::TestSide::buy;
    TestValue quantity;
    TestTime from, to;
    std::optional<TestValue> limit;
    SourceRange range;
};

struct TestSetting {
    uint32_t parameter = 0;
    TestValue value;
};

struct TestMarket {
    syntax::MarketKind kind = syntax::MarketKind::flat;
    std::string venue;  // empty: the only one
    bool dark = false;
    TestValue price, spread, volume;  // flat
    int64_t volume_per_ns = 0;
    std::optional<TestValue> depth;
    uint64_t seed = 1;      // generated
    std::string day, tape;  // day: YYYY-MM-DD, or empty
    SourceRange range;
};

namespace happening {
struct Quote {
    syntax::QuoteChangeKind kind;
    TestValue value;
};
struct Volume {
    TestValue quantity;
    int64_t per_ns = 0;
};
struct Move {
    TestValue by;
    int64_t over_ns = 0;
};
struct Print {
    TestValue quantity, price;
    bool auction = false;
};
struct Finish {  // `finish now up to P within T`: a share of the volume, and how long it may take
    TestValue up_to;
    int64_t within_ns = 0;
};
struct Amend {
    syntax::AmendKind kind;
    TestValue value;  // of quantity and limit; of unit error: no limit
    TestTime end;     // of end
};
struct Venue {
    std::string name;
    bool on = false;
};
}  // namespace happening

struct TestHappening {
    using Kind =
        std::variant<happening::Quote, happening::Volume, happening::Move, happening::Print, syntax::MarketEventKind,
                     TestSetting, syntax::CommandKind, happening::Finish, happening::Amend, happening::Venue>;
    TestTime time;
    Kind kind;
    std::string venue;         // empty: on all
    std::string user, reason;  // of a command; empty when it is not said
    SourceRange range;
};

struct TestMoment {
    syntax::MomentKind kind = syntax::MomentKind::whole_run;
    TestTime from, to;  // from: the only time of `by` and `at`
};

struct TestExpectation {
    syntax::ExpectKind kind = syntax::ExpectKind::condition;
    std::optional<uint32_t> condition;  // among those of the test
    bool of_children = false;           // it speaks of `child …`: asked of each new child
    syntax::ExpectedState state = syntax::ExpectedState::paused;
    bool negated = false;  // the state is not to be
    TestMoment moment;
    SourceRange range;
    std::string text;
    std::string left, right;  // the sides of a comparison as written; empty for a number
};

/// What conditions may read beside the words of the language: parameters of the observer, behind those of the strategy.
enum class Observed : uint8_t { target, child_value, child_quantity, child_price, working_orders };
inline constexpr int kObserved = 5;

struct TestCase {
    std::string title;
    uint32_t strategy = 0;  // of the program
    bool every_side = false;
    TestOrder order;
    std::vector<TestSetting> settings;
    std::vector<TestMarket> markets;
    std::vector<TestHappening> happenings;  // as written
    std::vector<TestExpectation> expectations;
    Strategy observer;  // the names that conditions read: parameters and lets
    std::vector<Expression> conditions;
    SourceRange range, title_range;
};

}  // namespace weir::sema
