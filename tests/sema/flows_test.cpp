// Phases, branches and protection: what may stand where, what is known where, and what clashes with what.
#include <gtest/gtest.h>

#include "compiler/sema/sema.h"
#include "compiler/syntax/syntax.h"

namespace weir::sema {
namespace {

struct Result {
    Program program;
    std::string codes, shown;
};

Result check_clauses(const std::string& clauses) {
    const SourceFile file("test.weir", "weir 1\nstrategy s() {\n" + clauses + "\n}\n");
    syntax::Parsed parsed = syntax::parse(file);
    const Source source{&parsed.tree, &file};
    Checked checked = check({&source, 1});
    parsed.diagnostics.append(checked.diagnostics);
    Result result{std::move(checked.program), {}, {}};
    for (const Diagnostic& diagnostic : parsed.diagnostics)
        result.codes += (result.codes.empty() ? "" : " ") + code_text(diagnostic.code);
    result.shown = render(parsed.diagnostics, std::span(&file, 1));
    return result;
}

void expect_codes(const std::string& clauses, const std::string& codes) {
    const Result result = check_clauses(clauses);
    EXPECT_EQ(result.codes, codes) << clauses << "\n" << result.shown;
}

TEST(Flows, EachClauseKnowsWhereItStands) {
    const Result result = check_clauses(R"(
        let outside = spread
        phase a {
            let inside = spread
            schedule linear
            pause when inside > outside
            work x { peg near touch }
            one of { work y when inside > outside { peg mid; take leaves } }
            protect executed { work z { at mid } }
            next b when spread > 2 ticks
        }
        phase b { work v { peg near touch }
                  next a when v settled }
        done when leaves < 1 lot)");
    ASSERT_EQ(result.codes, "W0404") << result.shown;  // x and y
    const Strategy& s = result.program.strategies.at(0);
    ASSERT_EQ(s.phases.size(), 2u);
    EXPECT_EQ(s.phases[0].next.at(0).to, 1u);
    EXPECT_EQ(s.phases[1].next.at(0).when.operation, Operation::settled);
    EXPECT_EQ(s.schedules.at(0).phase, 0u);
    EXPECT_EQ(s.halts.at(0).phase, 0u);
    EXPECT_EQ(s.done.at(0).phase, kNoPhase);
    const auto place = [&](std::string_view name) {
        for (const Work& work : s.works)
            if (work.name == name) return work.place;
        return Place{};
    };
    EXPECT_EQ(place("x"), (Place{.phase = 0}));
    EXPECT_EQ(place("y"), (Place{.phase = 0, .group = 0}));
    EXPECT_EQ(place("z"), (Place{.phase = 0, .ledger = kProtectLedger}));
    EXPECT_EQ(place("v"), (Place{.phase = 1}));
    EXPECT_EQ(s.phases[1].next.at(0).when.index, 3u) << "the fourth work of the script";
}

TEST(Flows, ALetIsKnownInItsBlock) {
    const std::string b = "\nphase b { work y { peg near touch } }";
    const auto phases = [&](const std::string& a) { return "phase a {" + a + "\nnext b when spread > 1 tick }" + b; };
    expect_codes(phases("let p = mid\nwork x { at p }"), "");
    expect_codes(phases("let p = mid\nwork x { at p }") + "\npause when p > 5 USD", "W0201");
    expect_codes(phases("let p = mid\nwork x { at p }") + "\nlet p = bid", "W0205");
    expect_codes(
        "phase a { let p = mid\nwork x { at p }\nnext b when spread > 1 tick }\n"
        "phase b { let p = bid\nwork y { at p } }",
        "");
    expect_codes("protect executed { let p = mid\nwork x { at p } }\nwork y { at p }", "W0201");
}

TEST(Flows, ClausesOfPhasesThatDoNotMeetDoNotClash) {
    const auto both = [](const std::string& a, const std::string& b) {
        return "phase a { " + a + "\nwork x { peg near touch }\nnext b when spread > 1 tick }\n" + "phase b { " + b +
               "\nwork y { peg near touch } }\n";
    };
    expect_codes(both("schedule linear", "schedule volume_curve"), "");
    expect_codes(both("schedule linear", "participate 10% of volume over 5 min"), "");
    expect_codes(both("schedule linear", "") + "schedule linear", "W0401");
    expect_codes(both("schedule linear", "") + "participate 10% of volume over 5 min", "W0403");
    expect_codes(both("participate 10% of volume over 5 min", "") + "participate 20% of volume over 5 min", "W0402");
    expect_codes(both("", "") + "work z { peg mid }", "W0404 W0404");
    expect_codes(both("", "") + "work z before x, y { peg mid }", "");
    expect_codes(both("", "") + "protect executed { work z { peg mid } }", "");
}

TEST(Flows, BranchesExcludeEachOther) {
    expect_codes("one of { work x { peg mid }\nwork y when spread > 1 tick { peg near touch } }", "");
    expect_codes("one of { work x when spread > 2 ticks { peg mid }\nwork y when spread > 1 tick { peg near touch } }",
                 "");
    expect_codes("one of { work x { peg mid }\nwork y { peg near touch } }", "W0434");
    expect_codes("one of { work x { peg mid } }\nwork y { peg near touch }", "W0404");
}

TEST(Flows, CrossingStatesItsSizeButInAProtection) {
    expect_codes("work x { up to far touch }", "W0406");
    expect_codes("work y { peg mid }\nprotect executed { work x { up to far touch } }", "");
    expect_codes("work x { peg mid; time in force ioc }", "W0406");
    expect_codes("work x { peg mid; take leaves; time in force ioc; post only }", "W0407");
    expect_codes("work x { take leaves; up to far touch; time in force gtc }", "W0436");
}

}  // namespace
}  // namespace weir::sema
