// What a run is told of sessions and of schedules that cannot finish.
#include "tests/cli/market.h"

namespace weir::test {
namespace {

class PaceRun : public Desk {
  protected:
    Outcome with(const std::string& clauses, const std::string& order = kOrder, const Words& more = {}) {
        folder_.write("pace.weir", "weir 1\nstrategy s() {\n" + clauses + "\nwork all { peg near touch }\n}\n");
        return trade("pace.weir", order, more);
    }
};

TEST_F(PaceRun, KnowsTheSessionOfTheScript) {
    EXPECT_EQ(with("schedule linear\nsession \"XNYS\"").code, 0);
    expect_refused(with("schedule linear\nsession \"XNYZ\""), 1, "`XNYZ` is not a session that is known");
    expect_refused(with("schedule linear\nsession 09:30 to 16:00 America/New_Yorck"), 1, "America/New_Yorck");
    expect_refused(with("schedule linear\nsession 12:00 to 16:00"), 1, "no moment of the order is in the session");
}

TEST_F(PaceRun, SaysWhenAScheduleCannotFinish) {
    const Words history{"--history", "history.tape"};
    const Outcome enough = with("schedule linear\nparticipate at most 50% of volume over 5 min", kOrder, history);
    EXPECT_EQ((enough.out + enough.err).find("cannot finish"), std::string::npos) << enough.err;
    const Outcome tight = with("schedule linear\nparticipate at most 0.01% of volume over 5 min",
                               "buy 5_000 shares from 10:00 to 10:05", history);
    EXPECT_NE((tight.out + tight.err).find("the schedule cannot finish inside its own ceiling"), std::string::npos)
        << tight.out << tight.err;
}

TEST_F(PaceRun, SaysFromTheTapeWhenAScheduleCannotFinish) {
    const std::string clauses = "schedule linear until 10:05\nparticipate at most 0.01% of volume over 5 min";
    const Outcome tight = with(clauses, "buy 5_000 shares from 10:00 to 10:30");
    EXPECT_NE(
        tight.err.find("the tape: the schedule cannot finish inside its own ceiling: 0.01% of the market's volume"),
        std::string::npos)
        << tight.err;
    EXPECT_NE(tight.err.find("from 10:00:00 to 10:05:00"), std::string::npos) << tight.err;
    const Outcome enough = with("schedule linear\nparticipate at most 100% of volume over 5 min", kOrder);
    EXPECT_EQ(enough.err.find("cannot finish"), std::string::npos) << enough.err;
    const Outcome plan =
        weir({"schedule", "pace.weir", "--tape", "day.tape", "--order", "buy 9_000_000 shares from 10:00 to 10:30"});
    EXPECT_NE(plan.err.find("cannot finish inside its own ceiling"), std::string::npos) << plan.err;
}

TEST_F(PaceRun, KnowsTheTimesOfDayOfTheOrder) {
    expect_refused(with("schedule linear until 10:45 America/New_York"), 1,
                   "the schedule goes until 10:45 America/New_York, and the order, from");
    EXPECT_EQ(with("schedule linear until 10:20").code, 0);
    const Outcome plan = weir({"schedule", "pace.weir", "--tape", "day.tape", "--order", kOrder, "--json"});
    EXPECT_NE(plan.out.find("\"500\""), std::string::npos) << plan.out;
    EXPECT_EQ(plan.out.find("T15:20:01"), std::string::npos) << "nothing moves after it";
}

TEST_F(PaceRun, SaysWhichAuctionsItDoesNotSee) {
    const std::string clauses = "schedule linear\nat close { take 5% of order }";
    const Outcome none = with(clauses);
    EXPECT_NE(none.err.find("`at close` sends nothing: no `session` and no --session"), std::string::npos) << none.err;
    const Outcome early = with("session \"XNYS\"\n" + clauses);
    EXPECT_NE(early.err.find("`at close` sends nothing: the order, from"), std::string::npos) << early.err;
    const Outcome seen = with("session \"XNYS\"\n" + clauses, "buy 500 shares from 15:00 to 16:01");
    EXPECT_EQ(seen.err.find("sends nothing"), std::string::npos) << seen.err;
}

/// Two days of the market, with a night of silence in between.
TEST_F(PaceRun, GoesOnTheNextDay) {
    folder_.write("days.weir",
                  "weir 1\nstrategy s() {\nschedule linear every 5 min\nsession \"XNYS\"\n"
                  "work all { take behind; up to 10 bps worse than mid }\n}\n");
    const Outcome outcome = weir({"run", "days.weir", "--tape", "history.tape", "--tape", "day.tape", "--order",
                                  "buy 400 shares from 2026-01-05T15:00:00-05:00 to 2026-01-06T11:00:00-05:00"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("completed"), std::string::npos) << outcome.out << outcome.err;
}

TEST_F(PaceRun, CarriesOutTheShortfallSchedules) {
    for (const char* script : {"stdlib/shortfall.weir", "stdlib/adaptive.weir", "stdlib/close.weir"}) {
        const Outcome outcome = trade(script, kOrder, {"--session", "XNYS"});
        EXPECT_EQ(outcome.code, 0) << script << outcome.err;
    }
    expect_refused(trade("stdlib/shortfall.weir", kOrder, {"--set", "urgency=9"}), 1, "urgency");
}

}  // namespace
}  // namespace weir::test
