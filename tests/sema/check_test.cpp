// Names, types and clauses: what a script is taken to say, and that each mistake is said once. Every code has a page
// with an example that is run; here is what the pages do not show.
#include <gtest/gtest.h>

#include "compiler/sema/sema.h"
#include "compiler/syntax/syntax.h"

namespace weir::sema {
namespace {

struct Result {
    SourceFile file;
    Checked checked;
    std::string codes;
    std::string shown;
};

Result check_text(const std::string& text) {
    SourceFile file("test.weir", text);
    syntax::Parsed parsed = syntax::parse(file);
    const Source source{&parsed.tree, &file};
    Checked checked = check({&source, 1});
    parsed.diagnostics.append(checked.diagnostics);
    std::string codes;
    for (const Diagnostic& diagnostic : parsed.diagnostics)
        codes += (codes.empty() ? "" : " ") + code_text(diagnostic.code);
    std::string shown = render(parsed.diagnostics, std::span(&file, 1));
    return {std::move(file), std::move(checked), std::move(codes), std::move(shown)};
}

std::string strategy(const std::string& clauses, const std::string& parameters = "") {
    return "weir 1\nstrategy s(" + parameters + ") {\n" + clauses + "\nwork all { peg near touch }\n}\n";
}

std::string codes_of(const std::string& clauses, const std::string& parameters = "") {
    return check_text(strategy(clauses, parameters)).codes;
}

/// The unit of an expression, and a `?` when it may be absent.
std::string type_of(const std::string& expression) {
    const Result result = check_text(strategy("let x = " + expression + "\npause when x else x = x"));
    if (result.checked.program.strategies.empty() || result.checked.program.strategies[0].lets.empty())
        return result.shown;
    const Expression& value = result.checked.program.strategies[0].lets[0].value;
    return std::string(name_of(value.unit)) + (value.may_be_absent ? "?" : "");
}

TEST(Types, AreWhatTheExpressionsMean) {
    const std::pair<std::string, std::string> table[] = {
        {"5", "number"},
        {"5%", "ratio"},
        {"5 bps", "ratio"},
        {"1.5x", "ratio"},
        {"5 min", "duration"},
        {"5 days", "duration"},
        {"10 BTC", "quantity"},
        {"10 shares", "quantity"},
        {"10 USD", "money"},
        {"10 quote", "money"},
        {"3 ticks", "price"},
        {"mid", "price?"},
        {"spread", "price?"},
        {"near touch", "price?"},
        {"executed", "quantity"},
        {"order.executed", "quantity"},
        {"2% of order", "quantity"},
        {"5% of leaves", "quantity"},
        {"mid * 10 BTC", "money?"},
        {"10 USD / mid", "quantity?"},
        {"(10 BTC * mid) / mid", "quantity?"},
        {"executed / 5 min", "rate"},
        {"executed / 5 min * 10 min", "quantity"},
        {"order.end - order.start", "duration"},
        {"order.start + 5 min", "time"},
        {"order.end - now", "duration"},
        {"spread / mid", "ratio?"},
        {"executed / order.quantity", "ratio?"},
        {"executed / 2", "quantity"},
        {"3 * normal(spread)", "price?"},
        {"average(mid, 5 min)", "price?"},
        {"average(trade.size, 5 min)", "quantity?"},
        {"ema(spread / mid, 5 min)", "ratio?"},
        {"highest(executed, 5 min)", "quantity"},
        {"vwap(5 min)", "price?"},
        {"mid 30 s ago", "price?"},
        {"gain(mid, arrival)", "ratio?"},
        {"3 bps worse than mid", "price?"},
        {"2 USD better than near touch", "price?"},
        {"mid better than arrival by 5 bps", "boolean?"},
        {"mid worse than arrival", "boolean?"},
        {"mid else arrival", "price?"},
        {"executed > 0", "boolean"},
        {"mid > 60_000 USD", "boolean?"},
        {"min(mid, 60_000 USD)", "price?"},
        {"not (executed > 0)", "boolean"},
        {"(mid > last) for 2 s", "boolean?"},
        {"abs(mid - last)", "price?"},
        {"-20 bps", "ratio"},
        {"order.side = buy", "boolean"},
    };
    for (const auto& [expression, type] : table) EXPECT_EQ(type_of(expression), type) << expression;
}

TEST(Names, HaveNearOnesSuggested) {
    const Result result = check_text(strategy("pause when spraed > 2 USD"));
    ASSERT_EQ(result.checked.diagnostics.size(), 1u);
    const Diagnostic& diagnostic = result.checked.diagnostics[0];
    EXPECT_EQ(diagnostic.helps, std::vector<std::string>{"did you mean `spread`?"});
    ASSERT_TRUE(diagnostic.fix_it);
    EXPECT_EQ(diagnostic.fix_it->replacement, "spread");
    EXPECT_EQ(result.file.text(diagnostic.fix_it->range), "spraed");
}

TEST(Names, OfLetsMayBeReadBeforeTheyStand) {
    EXPECT_EQ(codes_of("pause when wide\nlet wide = far_apart\nlet far_apart = spread > 2 USD"), "");
    const Result result = check_text(strategy("pause when wide\nlet wide = far_apart\nlet far_apart = spread > 2 USD"));
    EXPECT_EQ(result.checked.program.strategies[0].lets[0].name, "far_apart") << "each stands after what it reads";
}

TEST(Names, OfWorksAndValuesAreApart) {
    EXPECT_EQ(codes_of("let all = spread > 2 USD\npause when all"), "");
}

TEST(Mistakes, AreEachSaidOnce) {
    EXPECT_EQ(codes_of("let a = nonsense + 1 USD\nlet b = a * 2\npause when b > 5 BTC\ntilt b"), "W0201");
    EXPECT_EQ(codes_of("participate at most share of volume over 5 min", "share : ration = 20% from 5 to 4"), "W0302");
    EXPECT_EQ(codes_of("let a = b\nlet b = a\npause when a > 1 USD and b > 1 USD"), "W0207");
    EXPECT_EQ(codes_of("pause when spread > 5 min\nhold when executed > 2 USD\ntilt 5 BTC"), "W0304 W0304 W0303");
}

TEST(Mistakes, InBrokenScriptsDoNotMakeOthersUnused) {
    EXPECT_EQ(codes_of("let wide = spread > 2 USD\npause wehn wide"), "W0104");
}

TEST(Names, OfParametersOfFunctionsAreNoWords) {
    const auto codes = [](const std::string& name) {
        return check_text("weir 1\nfn f(" + name + " : price) -> price = " + name +
                          "\nstrategy s() { work r { at f(99 quote) } }\n")
            .codes;
    };
    EXPECT_EQ(codes("mid"), "W0206");
    EXPECT_EQ(codes("order"), "W0206");
    EXPECT_EQ(codes("middle"), "");
}

/// By way of names an expression is as deep as all of them together; a stack is not.
TEST(Names, AreAsDeepAsAllThatTheyRead) {
    const auto chain = [](int length, bool rising, const std::string& more) {
        std::string clauses = "let a" + std::to_string(rising ? 0 : length) + " = spread\n";
        for (int i = 1; i <= length; ++i) {
            const int own = rising ? i : length - i, other = rising ? i - 1 : length - i + 1;
            clauses += "let a" + std::to_string(own) + " = a" + std::to_string(other) + more + "\n";
        }
        return codes_of("pause when a" + std::to_string(rising ? length : 0) + " > 2 ticks\n" + clauses);
    };
    std::string many;
    for (int i = 0; i < 900; ++i) many += " + spread";
    for (const bool rising : {false, true}) {
        EXPECT_EQ(chain(300, rising, " + spread"), "");
        EXPECT_EQ(chain(5'000, rising, " + spread"), "W0491");
        EXPECT_EQ(chain(20, rising, many), "W0491");
    }
}

TEST(Names, OfFunctionsAreAsDeepToo) {
    std::string text = "weir 1\n";
    const int length = 1'100;
    for (int i = 0; i < length; ++i)
        text += "fn f" + std::to_string(i) + "(x : price) = f" + std::to_string(i + 1) + "(x)\n";
    text += "fn f" + std::to_string(length) + "(x : price) = x\nstrategy s() { work r { at f0(mid) } }\n";
    EXPECT_EQ(check_text(text).codes.substr(0, 5), "W0491");
}

TEST(Limits, OfCountsAreKeptInMemory) {
    for (const std::string subject : {"messages <= ", "working orders <= "}) {
        const std::string window = subject.starts_with("m") ? " per 1 s }" : " }";
        EXPECT_EQ(codes_of("risk { " + subject + "100_000" + window), "");
        EXPECT_EQ(codes_of("risk { " + subject + "100_001" + window), "W0317");
        EXPECT_EQ(codes_of("risk { " + subject + "99_999_999_999_999_999" + window), "W0317");
    }
}

TEST(Times, ThatTheClockKeepsAreNotEndless) {
    const std::pair<std::string, std::string> table[] = {
        {"schedule linear every 1 ms", ""},
        {"schedule linear every 999 us", "W0311"},
        {"schedule linear every often", "W0311"},
        {"schedule linear\ncatch up over 1 us", "W0311"},
        {"participate 10% of volume over 64 ms", ""},
        {"participate 10% of volume over 63 ms", "W0311"},
        {"pause when spread > average(spread, 64 ns)", "W0311"},
        {"pause when spread > (spread 64 ns ago)", "W0311"},
        {"risk { messages <= 5 per 1 ms }", ""},
        {"risk { messages <= 5 per 1 us }", "W0311"},
    };
    for (const auto& [clause, codes] : table) {
        const bool parameter = clause.find("often") != std::string::npos;
        EXPECT_EQ(codes_of(clause, parameter ? "often : duration = 1 s from 1 us to 1 min" : ""), codes) << clause;
    }
}

TEST(Tilts, HaveAPaceToChange) {
    EXPECT_EQ(codes_of("tilt 2x"), "W0492");
    EXPECT_EQ(codes_of("tilt 2x\nparticipate at most 10% of volume over 5 min"), "W0492");
    EXPECT_EQ(codes_of("tilt 2x\nparticipate 10% of volume over 5 min"), "");
    EXPECT_EQ(codes_of("tilt 2x\nschedule linear"), "");
}

TEST(Expectations, LookForwardInTime) {
    const auto codes = [](const std::string& expect) {
        return check_text(strategy("") +
                          "test \"t\" {\norder buy 100 shares from 09:00 to 10:00\n"
                          "market flat at 100 spread 2 ticks volume 100 shares per 1 s\n" +
                          expect + "\n}\n")
            .codes;
    };
    for (const std::string what : {"halted", "no fills", "never executed > 1_000 shares"}) {
        EXPECT_EQ(codes("expect " + what + " from 09:20 to 09:30"), "") << what;
        EXPECT_EQ(codes("expect " + what + " from 09:30 to 09:20"), "W0316") << what;
    }
}

TEST(Clauses, ThatClashShowBothPlaces) {
    const Result result = check_text(strategy("schedule linear\nschedule volume_curve(20 days)"));
    ASSERT_EQ(result.codes, "W0401");
    const Diagnostic& diagnostic = result.checked.diagnostics[0];
    EXPECT_EQ(result.file.text(diagnostic.range), "schedule volume_curve(20 days)");
    ASSERT_EQ(diagnostic.labels.size(), 1u);
    EXPECT_EQ(result.file.text(diagnostic.labels[0].range), "schedule linear");
}

TEST(Routes, SharesOfAnyNumberOfDecimalsAreAdded) {
    const auto thirds = [](const char* third) {
        return codes_of("route { \"x\", share " + std::string(third) + "; \"y\", share " + third + "; \"z\", share " +
                        third + " }");
    };
    EXPECT_EQ(thirds("33.333333333333%"), "");
    EXPECT_EQ(thirds("0.333333333333333333x"), "");
    EXPECT_EQ(thirds("33.4%"), "W0461");
    EXPECT_EQ(thirds("900_000_000_000_000x"), "W0317 W0317 W0317");
}

TEST(Works, StandInTheOrderOfTheirPriority) {
    const Result result = check_text(
        "weir 1\nstrategy s() {\nwork c { peg near touch }\nwork b before c { peg mid }\n"
        "work a before b { take behind; up to far touch }\n}\n");
    ASSERT_EQ(result.codes, "");
    const auto& works = result.checked.program.strategies[0].works;
    EXPECT_EQ(works[0].name + works[1].name + works[2].name, "abc");
}

TEST(Works, ThatExcludeEachOtherNeedNoOrder) {
    const std::string two = "weir 1\nstrategy s() {\nlet wide = spread > 2 USD\n";
    EXPECT_EQ(check_text(two + "work a when wide { peg mid }\nwork b when not wide { peg near touch }\n}\n").codes, "");
    EXPECT_EQ(check_text(two + "work a when wide { peg mid }\nwork b when wide { peg near touch }\n}\n").codes,
              "W0404");
    EXPECT_EQ(check_text("weir 1\nstrategy s() {\nwork a when mid > last { peg mid }\n"
                         "work b when mid <= last { peg near touch }\n}\n")
                  .codes,
              "");
}

TEST(Printing, SaysEachUnitAndAbsence) {
    const Result result =
        check_text(strategy("let wide = spread > 2 USD\npause when wide", "share : ratio = 20%") + "");
    EXPECT_EQ(print_types(result.checked.program, result.file),
              "strategy s\n"
              "  parameter share : ratio\n"
              "  let wide `spread > 2 USD` : boolean, may be absent\n"
              "  pause when `wide` : boolean, may be absent\n");
}

TEST(Checking, SurvivesAnyTree) {
    const std::string text =
        "weir 1\nstrategy s(a : ratio = 1% from 1% to 2%) { let b = a + 1%\nschedule linear every 5 s\n"
        "participate at most a of volume over 5 min\npause when spread > 2 USD until mid > 1 USD\n"
        "work x before y { take behind; up to 3 bps worse than mid }\nwork y { peg mid - 2 bps; show 10% }\n"
        "risk { price within 5% of mid }\nassume { mid from 1 USD to 2 USD }\n}\n";
    for (size_t cut = 0; cut < text.size(); ++cut) check_text(text.substr(0, cut));
    for (size_t hole = 0; hole + 3 < text.size(); ++hole) check_text(std::string(text).erase(hole, 3));
}

}  // namespace
}  // namespace weir::sema
