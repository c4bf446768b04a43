#include <gtest/gtest.h>

#include "support.h"

namespace weir::syntax {
namespace {

std::string lines_of(const std::string& text) {
    const SourceFile file("test.weir", text);
    std::string lines;
    for (const Diagnostic& diagnostic : parse(file).diagnostics)
        lines += (lines.empty() ? "" : " ") + std::to_string(file.position(diagnostic.range.begin).line);
    return lines;
}

TEST(Recovery, FiveMistakesGiveFiveDiagnostics) {
    EXPECT_EQ(lines_of("weir 1\n"
                       "strategy five(live share : ratio = 20% from 1% 25%) {\n"
                       "    schedul linear\n"
                       "    let x =\n"
                       "    pause when spread > > 2\n"
                       "    work a {\n"
                       "        peg nar touch\n"
                       "        child at most 5 USD\n"
                       "    }\n"
                       "}\n"),
              "2 3 4 5 7");
}

/// Any statement may go wrong in any of these ways; the others must still be read, and nothing else reported.
TEST(Recovery, OneMistakeGivesOneDiagnosticWhateverStandsAround) {
    const char* mistakes[] = {
        "schedul linear",
        "let = 3",
        "let x 3",
        "let x = ",
        "let x = (1 + 2",
        "let x = 1 + 2)",
        "let x = (1 + 2]",
        "let x = 1 $ 2",
        "let x = \"abc",
        "let x = a b",
        "let x = 1 2",
        "let x = f(1 2)",
        "let x = f(1,,2)",
        "let x = a and b for 2 s",
        "pause spread > 2",
        "pause when",
        "pause when a until",
        "hold when a < b < c",
        "tilt",
        "tilt when a",
        "schedule linear every",
        "participate at most 5%",
        "participate 5% over 1 s",
        "complete must up to 5%",
        "risk { price <= 4 }",
        "risk { foo <= 4 }",
        "risk child value <= 4",
        "assume { mid at 4 }",
        "assume { mid }",
        "work { take behind }",
        "work w before { take behind }",
        "work w when { take behind }",
        "work w { peg }",
        "work w { child 5 USD }",
        "work w { take }",
        "work w { up 5 }",
        "work w { reprice 5 s }",
        "work w { post }",
        "work w { shw 5% }",
        "work w x { take behind }",
        "route { x y z }",
        "one of { work a { b c d } }",
        "stay within",
        "stay within 5%",
        "stay 5% behind",
        "stay within 5% behind to 10%",
        "catch up",
        "catch up slowly",
        "catch up over",
        "catch over 2 min",
        "cancel if a",
        "settle",
        "join",
        "join opening",
        "session 09:30",
        "session 09:30 16:00",
        "session",
        "at noon { take leaves }",
        "at open { take }",
        "at close when { take leaves }",
        "would { lit }",
        "would at { lit }",
        "would up to 30% at mid { lit }",
        "would at mid { lut }",
        "route lit",
        "route { lut }",
        "route { lit by }",
        "route { lit, }",
        "route { lit, most 5 }",
        "route { dark mid furst }",
        "route { never x }",
        "route { take all_in }",
        "route { lit, up to 5, up to 6 }",
        "work w { route { lut } }",
        "phase { settle 5 s }",
        "phase a b { settle 5 s }",
        "phase a { schedul linear }",
        "phase a { work w { pag mid } }",
        "phase a { next b }",
        "next when a",
        "done",
        "protect { work w { peg mid } }",
        "protect executed { schedule linear }",
        "protect executed { one of { tilt 2x } }",
        "one of { pause when a }",
        "one { work w { peg mid } }",
        "legs { eth buy }",
        "legs { eth purchase lead }",
        "legs { eth buy hedge 5 }",
        "legs { 5 }",
        "work w { 25 levels 2% to 8% better than a }",
        "work w { 25 levels from 2% to 8% }",
        "work w { n levels from 2% to 8% bettr than a }",
        "work w { 25 from 2% to 8% better than a }",
        "work w { size 1x }",
        "work w { refill 50% }",
        "work w { refill 50% twice }",
        "work w { refill 50% 3 }",
        "work w { reload 1 s }",
        "work w { reload after 1 s to 5 s }",
        "work w { limit }",
        "work w { deadline }",
        "work w { gas 5 USD }",
        "work w { time in force forever }",
        "work w { time force ioc }",
        "work w { amm pool }",
        "work w { \"x\" \"y\" }",
        "work w { take by }",
        "work w { show 5% nativ }",
        "let x = curve(a, 1 -> 2)",
        "let x = curve(a)",
        "let x = curve(a: 1)",
        "let x = curve(a: 1 -> )",
        "let x = f(a: 1 -> 2)",
        "let x = best seen",
        "let x = mid at",
        "let x = f(3 4 min)",
        "schedule shortfall(alpha 12 bps half_life 5 min)",
        "schedule linear for",
        "participate 5% of volume on x over 5 min",
        "participate 5% of volume including trades over 5 min",
        "participate 5% of volume including blocks, blocks over 5 min",
        "peg mid",
        "7",
        "%",
        "§ § §",
    };
    for (const char* mistake : mistakes) {
        const std::string text =
            std::string("weir 1\nstrategy s() {\n    schedule linear\n    ") + mistake + "\n    pause when a\n}\n";
        EXPECT_EQ(lines_of(text), "4") << mistake;
        const Parsed parsed = parse_text(text);
        ASSERT_EQ(parsed.tree.strategies.size(), 1u) << mistake;
        const auto& clauses = parsed.tree.strategies[0].clauses;
        ASSERT_EQ(clauses.size(), 3u) << mistake;
        EXPECT_TRUE(std::holds_alternative<Schedule>(clauses[0].kind)) << mistake;
        EXPECT_TRUE(std::holds_alternative<Halt>(clauses[2].kind)) << mistake;
        EXPECT_TRUE(parsed.tree.has_errors);
    }
}

/// The same in a test, and at the top of a file.
TEST(Recovery, OneMistakeInATestOrADeclaration) {
    const char* statements[] = {
        "ordr buy 5 BTC from a to b",
        "order purchase 5 BTC from a to b",
        "order buy 5 BTC from a",
        "order buy from a to b",
        "set = 5",
        "set x 5",
        "market",
        "market falt at 5",
        "market flat at 5 spread 3",
        "market flat 5 spread 3 volume 1 per 1 s",
        "market tape",
        "market generated seed x",
        "market x tape \"y\"",
        "at 09:10",
        "at spread 5 bps on",
        "at 09:10 sprad 5 bps",
        "at 09:10 mid moves over 5 min",
        "at 09:10 trade 5 BTC",
        "at 09:10 trade at 5 USD",
        "at 09:10 amend price 5",
        "at 09:10 finish now",
        "at 09:10 venue \"x\"",
        "at 09:10 skip",
        "at 09:10 pause on \"x\"",
        "expect",
        "expect a > 5",
        "expect a > 5 by",
        "expect paused",
        "expect no trades from 09:10 to 09:20",
        "expect no fills by 09:10",
        "expect never",
        "expect a from 09:10",
        "expect refused by 09:10",
        "expect a > > 5 by 09:10",
        "schedule linear",
        "pause when a",
        "5",
        "§",
    };
    for (const char* mistake : statements) {
        const std::string text = std::string("weir 1\ntest \"t\" {\n    set a = 5\n    ") + mistake +
                                 "\n    expect no fills\n}\nstrategy s() { schedule linear }\n";
        EXPECT_EQ(lines_of(text), "4") << mistake;
        const Parsed parsed = parse_text(text);
        ASSERT_EQ(parsed.tree.strategies.size(), 1u) << mistake;
        ASSERT_EQ(parsed.tree.tests.size(), 1u) << mistake;
        const auto& found = parsed.tree.tests[0].statements;
        ASSERT_EQ(found.size(), 3u) << mistake;
        EXPECT_TRUE(std::holds_alternative<SetParameter>(found[0].kind)) << mistake;
        EXPECT_TRUE(std::holds_alternative<Expect>(found[2].kind)) << mistake;
    }
    const char* declarations[] = {
        "use house",
        "use",
        "us \"house\"",
        "fn (a : price) = 5",
        "fn f(a) = 5",
        "fn f(a : price)",
        "fn f(a : price) -> = 5",
        "fn f a : price = 5",
        "policy { child value <= 5 USD }",
        "policy p { child vlue <= 5 USD }",
        "policy p { schedule linear }",
        "policy p q { child value <= 5 USD }",
        "test { expect no fills }",
        "test \"t\" on s { expect no fills }",
        "test \"t\" of { expect no fills }",
        "test \"t\" for every { expect no fills }",
        "basket b { x }",
        "schedule linear",
        "expect no fills",
    };
    for (const char* mistake : declarations) {
        const std::string text = std::string("weir 1\n") + mistake + "\nstrategy s() { schedule linear }\n";
        EXPECT_EQ(lines_of(text), "2") << mistake;
        EXPECT_EQ(parse_text(text).tree.strategies.size(), 1u) << mistake;
    }
}

/// Two mistakes in neighbouring statements never hide each other.
TEST(Recovery, MistakesDoNotHideEachOther) {
    const char* mistakes[] = {"schedul linear", "let x 3",           "pause when",  "tilt when a",   "complete maybe",
                              "work w { peg }", "risk { foo <= 4 }", "route { x }", "let x = (1 + 2"};
    for (const char* first : mistakes)
        for (const char* second : mistakes)
            EXPECT_EQ(lines_of(std::string("weir 1\nstrategy s() {\n") + first + "\n" + second + "\n}\n"), "3 4")
                << first << " / " << second;
}

TEST(Recovery, ANameThatWasGivenIsKnownEvenIfItsValueIsWrong) {
    const Parsed parsed = parse_text("weir 1\nstrategy s(a : ratio = +) {\n let wide = 1 +\n}\n");
    const Strategy& strategy = parsed.tree.strategies.at(0);
    EXPECT_EQ(strategy.name.text, "s");
    EXPECT_EQ(strategy.parameters.at(0).name.text, "a");
    const Let& let = std::get<Let>(strategy.clauses.at(0).kind);
    EXPECT_EQ(let.name.text, "wide");
    EXPECT_TRUE(let.value->is_error());
}

TEST(Recovery, AMistakeInOneParameterLeavesTheOthers) {
    const char* mistakes[] = {
        "live a ratio = 2% from 1% to 3%", "live a : = 2% from 1% to 3%",  "live a : ratio 2% from 1% to 3%",
        "live a : ratio = from 1% to 3%",  "live a : ratio = 2% 1% to 3%", "live a : ratio = 2% from 1% 3%",
        "live a : ratio = 2% from 1% to",  "a : ratio = f(1, 2 3)",        "a : ratio = 2% from 1% to 3% x y"};
    for (const char* mistake : mistakes) {
        const std::string text =
            std::string("weir 1\nstrategy s(\n") + mistake + ",\nb : ratio = 5%,\n) {\nschedule linear\n}\n";
        EXPECT_EQ(lines_of(text), "3") << mistake;
        const Parsed parsed = parse_text(text);
        ASSERT_EQ(parsed.tree.strategies.size(), 1u) << mistake;
        ASSERT_FALSE(parsed.tree.strategies[0].parameters.empty()) << mistake;
        EXPECT_EQ(parsed.tree.strategies[0].parameters.back().name.text, "b") << mistake;
    }
}

TEST(Recovery, NearWordsAreSuggestedWithAFix) {
    const Parsed parsed = parse_text("weir 1\nstrategy s() {\n    particpate 5% of volume over 1 s\n}\n");
    ASSERT_EQ(parsed.diagnostics.size(), 1u);
    const Diagnostic& one = parsed.diagnostics[0];
    ASSERT_TRUE(one.fix_it.has_value());
    EXPECT_EQ(one.fix_it->replacement, "participate");
    EXPECT_EQ(one.helps.at(0), "did you mean `participate`?");
}

/// The first help of the only diagnostic of a strategy with this clause.
std::string help_of(const std::string& clause) {
    const Parsed parsed = parse_text("weir 1\nstrategy s() {\n    " + clause + "\n}\n");
    if (parsed.diagnostics.size() != 1 || parsed.diagnostics[0].helps.empty()) return codes(parsed);
    return parsed.diagnostics[0].helps[0];
}

TEST(Recovery, AWordThatGoesOnIsSuggestedToo) {
    EXPECT_EQ(help_of("schedule linear evry 5 min"), "did you mean `every`?");
    EXPECT_EQ(help_of("participate at mots 20% of volume over 5 min"), "did you mean `most`?");
    EXPECT_EQ(help_of("participate 20% of volume ovr 5 min"), "did you mean `over`?");
    EXPECT_EQ(help_of("work a befor b { peg mid }"), "did you mean `before`?");
    EXPECT_EQ(help_of("work a { show 10% vry 20% }"), "did you mean `vary`?");
    EXPECT_EQ(help_of("work a { peg nar touch }"), "did you mean `near`?");
    EXPECT_EQ(help_of("let x = mid bettr than arrival"), "did you mean `better`?");
    EXPECT_EQ(help_of("let x = spread unusual"),
              "two values stand side by side: to multiply them, write `*` between them");
    EXPECT_EQ(help_of("let x = 2x average(spread, 5 min)"),
              "two values stand side by side: to multiply them, write `*` between them");
    for (const char* word : {"below", "above", "under"})
        EXPECT_EQ(help_of(std::string("let x = 5% ") + word + " arrival").substr(0, 72),
                  "prices follow the side of the order: write `5% better than arrival`, whi");
}

/// A block without its opener is still a block: one diagnostic, on the line of the head, and all of it is read.
TEST(Recovery, AForgottenOpenerCostsNothingElse) {
    const char* scripts[] = {
        "weir 1\nstrategy s(a : ratio)\n\n  // why\n  schedule linear\n  work w {\n peg mid\n }\n}\n",
        "weir 1\nstrategy s(\na : ratio,\nb : ratio = 5%)\n  pause when mid > 2 USD\n  work w { peg mid }\n}\n",
        "weir 1\nstrategy s a : ratio) {\n  schedule linear\n  work w { peg mid }\n}\n",
        "weir 1\nstrategy (a : ratio) {\n  schedule linear\n  work w { peg mid }\n}\n",
        "weir 1\nstrategy s(a : ratio b : ratio) {\n  schedule linear\n  work w { peg mid }\n}\n",
    };
    for (const char* script : scripts) {
        const Parsed parsed = parse_text(script);
        EXPECT_EQ(codes(parsed), "W0104") << script;
        ASSERT_EQ(parsed.tree.strategies.size(), 1u) << script;
        const Strategy& strategy = parsed.tree.strategies[0];
        EXPECT_EQ(strategy.parameters.at(0).name.text, "a") << script;
        ASSERT_EQ(strategy.clauses.size(), 2u) << script;
        EXPECT_EQ(std::get<Work>(strategy.clauses[1].kind).items.size(), 1u) << script;
    }
    const char* blocks[] = {
        "work w\n peg mid\n post only\n }",
        "work w when a\n and b\n take 5 BTC; up to c\n }",
        "work w when a peg near touch\n }",
        "work w before x peg mid; show 10% }",
        "risk child value <= 4 USD }",
        "risk\n child value <= 4 USD\n price within 3 bps of mid\n }",
        "assume mid from 1 USD to 2 USD\n }",
        "work w before x\n child at most 5 USD\n }",
        "phase a\n settle 5 s\n }",
        "phase a\n work w {\n peg mid\n }\n }",
        "one of\n work w { peg mid }\n }",
        "protect executed\n work w { peg mid }\n }",
        "route\n lit\n }",
        "route\n dark mid first, up to 5\n then lit by price\n }",
        "work w\n 25 levels from 1 to 2 better than a\n refill 50% once\n }",
        "work w\n limit order.limit all_in\n }",
        "would at mid\n minimum 5_000\n }",
    };
    for (const char* block : blocks) {
        const std::string text = "weir 1\nstrategy s() {\n" + std::string(block) + "\n  pause when z\n}\n";
        const Parsed parsed = parse_text(text);
        EXPECT_EQ(codes(parsed), "W0104") << text;
        ASSERT_EQ(parsed.tree.strategies.at(0).clauses.size(), 2u) << text;
        std::string mended = text;
        const Fix fix = parsed.diagnostics[0].fix_it.value();
        mended.replace(fix.range.begin, fix.range.end - fix.range.begin, fix.replacement);
        EXPECT_EQ(codes(parse_text(mended)), "") << mended;
    }
    // With neither brace it is one mistake of another kind.
    EXPECT_EQ(lines_of("weir 1\nstrategy s() {\nrisk child value <= 4\npause when a\n}\n"), "3");
}

/// The head of a test that lacks its `{`, or a quote of its name: one diagnostic, and the statements are those of a
/// test.
TEST(Recovery, ABrokenHeadOfATestCostsNothingElse) {
    const std::pair<const char*, const char*> heads[] = {
        {"test \"it trades\"", "W0104"},
        {"test \"it trades\" of s for every side", "W0104"},
        {"test \"it trades\" of s for every sid", "W0104 W0104"},
        {"test \"it trades {", "W0103"},
        {"test \"it trades of s for every side {", "W0103"},
        {"test it trades\" for every side {", "W0103"},
        {"test \"it trades\n{", "W0103"},
    };
    for (const auto& [head, said] : heads) {
        const std::string text = "weir 1\nstrategy s() { schedule linear }\n" + std::string(head) +
                                 "\n    set a = 5\n    expect no fills\n}\ntest \"next\" { expect no orders }\n";
        const Parsed parsed = parse_text(text);
        EXPECT_EQ(codes(parsed), said) << text;
        ASSERT_EQ(parsed.tree.tests.size(), 2u) << text;
        EXPECT_EQ(parsed.tree.tests[0].statements.size(), 2u) << text;
        EXPECT_EQ(parsed.tree.tests[1].statements.size(), 1u) << text;
    }
    EXPECT_EQ(codes(parse_text("weir 1\ntest \"t\" expect no fills }\nstrategy s() {}\n")), "W0104");
}

/// Carrying a fix out mends the script.
TEST(Recovery, FixesMend) {
    for (std::string text :
         {"weir 1\nstrategy s() {\n    schedul linear\n}\n", "weir 2\nstrategy s() { schedule linear }\n",
          "strategy s() { schedule linear }\n", "weir 1\nstrategy s() { risk { chld value <= 5 USD } }\n",
          "weir 1\nstrategy s() { let a = (1 + 2]\n }\n"}) {
        const Parsed parsed = parse_text(text);
        ASSERT_EQ(parsed.diagnostics.size(), 1u) << text;
        ASSERT_TRUE(parsed.diagnostics[0].fix_it) << text;
        const Fix fix = *parsed.diagnostics[0].fix_it;
        text.replace(fix.range.begin, fix.range.end - fix.range.begin, fix.replacement);
        EXPECT_EQ(codes(parse_text(text)), "") << text;
    }
}

TEST(Recovery, TheEditionIsAskedForOnce) {
    EXPECT_EQ(codes(parse_text("strategy s() {}\nstrategy t() {}\n")), "W0107");
    EXPECT_EQ(codes(parse_text("weir 2\nstrategy s() {}\n")), "W0108");
    EXPECT_EQ(codes(parse_text("weir\nstrategy s() {}\n")), "W0104");
    EXPECT_EQ(codes(parse_text("strategy s() {}\nweir 1\n")), "W0125");
    EXPECT_EQ(codes(parse_text("wier 1\nstrategy s() {}\n")), "W0111");
}

}  // namespace
}  // namespace weir::syntax
