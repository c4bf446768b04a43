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

TEST_F(PaceRun, CarriesOutTheShortfallSchedules) {
    for (const char* script : {"stdlib/shortfall.weir", "stdlib/adaptive.weir", "stdlib/close.weir"}) {
        const Outcome outcome = trade(script, kOrder, {"--session", "XNYS"});
        EXPECT_EQ(outcome.code, 0) << script << outcome.err;
    }
    expect_refused(trade("stdlib/shortfall.weir", kOrder, {"--set", "urgency=9"}), 1, "urgency");
}

}  // namespace
}  // namespace weir::test
