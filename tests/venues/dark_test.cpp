// The dark venue: by hand, against a slow reference on random markets, and against its law of conservation.
#include <rapidcheck.h>

#include <cmath>
#include <map>

#include "tests/venues/random_market.h"

namespace weir::venues::test {
namespace {

using enum Side;

/// Each print brings as much hidden interest, in blocks of 100, which stay.
Interest hundreds() {
    Interest interest;
    interest.share_e9 = 1'000'000'000;
    interest.size = Quantity{100};
    interest.deviation_e9 = 0;
    interest.life = Duration{3600 * kSecond};
    return interest;
}

Scene quoted(int64_t bid = 1000, int64_t ask = 1010) {
    Scene scene(market::BookDetail::levels);
    scene.level(1, buy, bid, 50).level(1, sell, ask, 50).dark(hundreds());
    return scene;
}

TEST(Dark, ARestingOrderMeetsWhatArrivesAtTheMid) {
    Scene scene = quoted();
    scene.place(5, 1, buy, 1010, 150).trade(10, buy, 1010, 100).trade(20, buy, 1010, 100).until(30);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "1 filled 100 @ 1005 at 10", "1 filled 50 @ 1005 at 20"}));
    for (const OrderReport& r : scene.reports()) EXPECT_EQ(r.liquidity, Liquidity::maker);
}

TEST(Dark, AnArrivingOrderTakesWhatIsThereOnce) {
    Scene scene = quoted();
    scene.trade(2, buy, 1010, 300)
        .take(5, 1, sell, 1000, 250)
        .take(6, 2, sell, 1000, 250)
        .place(7, 3, buy, 1010, 300)  // the other side has its own
        .until(30);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "1 filled 100 @ 1005 at 5", "1 filled 100 @ 1005 at 5", "1 filled 50 @ 1005 at 5",
                     "2 accepted", "2 filled 50 @ 1005 at 6", "2 cancelled", "3 accepted", "3 filled 100 @ 1005 at 7",
                     "3 filled 100 @ 1005 at 7", "3 filled 100 @ 1005 at 7"}));
    EXPECT_EQ(scene.reports()[1].liquidity, Liquidity::taker);
}

TEST(Dark, AMidBetweenTwoUnitsIsRoundedAgainstUs) {
    Scene scene = quoted(1000, 1003);
    scene.trade(2, buy, 1003, 300).take(5, 1, buy, 1010, 100).take(6, 2, sell, 900, 100).until(30);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "1 filled 100 @ 1002 at 5", "2 accepted", "2 filled 100 @ 1001 at 6"}));
}

TEST(Dark, AHalfTickIsExactWhereThePriceCanSayIt) {
    Scene scene = quoted(1000, 1010);
    scene.info().instrument.tick = Price{10};
    scene.trade(2, buy, 1010, 300).take(5, 1, buy, 1010, 100).take(6, 2, sell, 1000, 100).until(30);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "1 filled 100 @ 1005 at 5", "2 accepted", "2 filled 100 @ 1005 at 6"}));
}

TEST(Dark, TheLimitHoldsAgainstThePriceThatIsPaid) {
    Scene scene = quoted(1000, 1003);
    scene.trade(2, buy, 1003, 300)
        .place(5, 1, buy, 1001, 100)  // the mid is 1001.5
        .level(10, sell, 1003, 0)     // one-sided
        .level(11, sell, 1002, 50)    // now 1001
        .until(30);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "1 filled 100 @ 1001 at 11"}));
}

TEST(Dark, TheMinimumIsOfEachFillButTheLast) {
    Scene scene = quoted();
    scene.at_least(5, 1, buy, 1010, 250, 150)
        .at_least(5, 2, buy, 1010, 180, 100)
        .trade(10, buy, 1010, 100)  // too small for the first
        .trade(20, buy, 1010, 100)  // the second has 80 left: all of it
        .until(30);
    EXPECT_EQ(scene.story(),
              (Story{"1 accepted", "2 accepted", "2 filled 100 @ 1005 at 10", "2 filled 80 @ 1005 at 20"}));
}

TEST(Dark, PostOnlyAndImmediateOrCancelMeanWhatTheyMean) {
    Scene scene = quoted();
    scene.post(2, 1, buy, 1010, 100)
        .take(3, 2, buy, 1010, 100)
        .trade(4, buy, 1010, 250)
        .post(5, 3, buy, 1010, 100)
        .post(6, 4, buy, 1000, 100)  // not within its limit
        .until(30);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "2 accepted", "2 cancelled", "1 filled 100 @ 1005 at 4",
                                    "3 rejected would_cross", "4 accepted"}));
}

TEST(Dark, NothingTradesInAHaltNorWhenTheReferenceIsLockedOrCrossed) {
    Scene scene = quoted();
    scene.place(2, 1, buy, 1100, 300)
        .record(3, MarketKind::halt, none, 0, 0)
        .trade(4, buy, 1010, 100)
        .place(5, 2, buy, 1100, 300)
        .level(6, buy, 1010, 10)
        .record(7, MarketKind::resume, none, 0, 0)
        .level(8, buy, 1015, 10)
        .level(9, buy, 1015, 0)
        .level(9, buy, 1010, 0)
        .until(30);
    EXPECT_EQ(scene.story(), (Story{"1 accepted", "2 rejected halted", "1 filled 100 @ 1005 at 9"}));
}

TEST(Dark, AuctionAndBlockPrintsBringNothing) {
    Scene scene = quoted();
    scene.place(2, 1, buy, 1100, 300).trade(4, none, 1010, 10'000, kAuction).until(30);
    EXPECT_EQ(scene.story(), (Story{"1 accepted"}));
}

TEST(Dark, InterestDecays) {
    Scene scene = quoted();
    Interest interest = hundreds();
    interest.life = Duration{0};
    scene.dark(interest).trade(4, buy, 1010, 500).place(5, 1, buy, 1100, 300).until(30);
    EXPECT_EQ(scene.story(), (Story{"1 accepted"}));
}

TEST(Dark, ChecksAreThoseOfAnyVenue) {
    Scene scene = quoted();
    scene.info().instrument.tick = Price{5};
    scene.info().instrument.lot = Quantity{10};
    scene.info().instrument.minimum_quantity = Quantity{20};
    scene.info().instrument.minimum_value = 300 * 10'000;  // 300.0000
    scene.place(5, 1, buy, 1001, 100)
        .place(5, 2, buy, 1000, 105)
        .place(5, 3, buy, 1000, 10)
        .place(5, 4, buy, 995, 30)
        .place(5, 5, buy, 1000, 30)
        .place(5, 5, buy, 1000, 30)
        .at_least(5, 6, buy, 1000, 100, 110)
        .at_least(5, 7, buy, 1000, 100, 15)
        .wait(5, 8, buy, 1000, 100, Auction::close)
        .cancel(6, 99)
        .reduce_to(6, 5, 25)
        .reduce_to(6, 5, 20)
        .cancel(7, 5)
        .until(20)
        .place(21, 9, buy, 1000, 100);
    EXPECT_EQ(scene.story(), (Story{"1 rejected tick", "2 rejected lot", "3 rejected minimum_quantity",
                                    "4 rejected minimum_value", "5 accepted", "5 rejected duplicate", "6 rejected lot",
                                    "7 rejected lot", "8 rejected unsupported", "99 cancel_rejected unknown_order",
                                    "5 cancel_rejected lot", "5 reduced to 20", "5 cancelled", "9 rejected closed"}));
}

TEST(Dark, ItsViewHasNoQuotesAndIsHeardAsLongAsTheReference) {
    Scene scene = quoted();
    for (int64_t s = 1; s < 10; ++s) scene.trade(s * kSecond, buy, 1010, 100);
    const std::vector<Event> views = scene.views();
    EXPECT_GE(views.size(), 9u);
    for (const Event& view : views) EXPECT_EQ(view.market, MarketView{});
}

TEST(Dark, FeesAreThoseOfTheModel) {
    Scene scene = quoted();
    scene.model().taker_fee_bps_e2 = 10'000;
    scene.model().maker_fee_bps_e2 = -10'000;
    scene.trade(2, buy, 1010, 100).place(5, 1, buy, 1010, 200).trade(6, buy, 1010, 100).until(30);
    const std::vector<OrderReport> reports = scene.reports();
    ASSERT_EQ(reports.size(), 3u);
    EXPECT_EQ(reports[1].fee, 100'500);  // 1 % of 1,005.0000
    EXPECT_EQ(reports[2].fee, -100'500);
}

// ---- random markets -------------------------------------------------------------------------------------------------

/// The venue again, slowly, for tapes of quotes: every block that ever was, walked from the start for each fill.
class Reference {
  public:
    explicit Reference(Scene& scene, const Interest& interest)
        : scene_(scene), model_(interest, scene.info().instrument.lot, scene.model().seed) {}

    std::vector<OrderReport> run() {
        const auto& records = scene_.records();
        const auto& commands = scene_.commands();
        size_t next = 0;
        for (size_t i = 0; i < records.size();) {
            for (; next < commands.size() && commands[next].time < records[i].time; ++next) on_command(commands[next]);
            now_ = records[i].time;
            for (bool last = false; !last; ++i) {
                on_record(records[i]);
                last = records[i].flags & kLastOfMessage;
            }
            for (const Side side : {buy, sell})
                for (Ours& order : ours_)
                    if (order.side == side) trade(order, Liquidity::maker);
        }
        return reports_;
    }

    struct Block {
        Side side;
        int64_t from, until, size, used = 0;
    };
    const std::vector<Block>& blocks() const { return blocks_; }

  private:
    struct Ours {
        OrderCommand command;
        Side side;
        int64_t leaves, executed = 0;
    };

    void on_record(const MarketEvent& e) {
        if (e.kind == MarketKind::halt || e.kind == MarketKind::resume) halted_ = e.kind == MarketKind::halt;
        if (e.kind == MarketKind::quote) {
            quote_[e.side] = e.price;
            quoted_[e.side] = e.quantity > 0;
        }
        if (e.kind != MarketKind::trade || (e.flags & kAuction)) return;
        model_.on_print(Quantity{e.quantity}, Time{now_});
        for (const Side side : {buy, sell}) {
            for (auto& block : model_.blocks(side)) {
                if (block.rest > 0) blocks_.push_back({side, now_, block.until.value, block.rest});
                block.rest = 0;
            }
        }
        model_.expire(Time{now_});
    }

    void trade(Ours& order, Liquidity liquidity) {
        if (halted_ || !quoted_[1] || !quoted_[-1] || quote_[1] >= quote_[-1]) return;
        const double mid = static_cast<double>(quote_[1] + quote_[-1]) / 2;
        const double price = order.side == buy ? std::ceil(mid) : std::floor(mid);
        const double limit = static_cast<double>(order.command.price.value);
        if (order.side == buy ? price > limit : price < limit) return;
        for (Block& block : blocks_) {
            if (block.side == order.side || block.until < now_) continue;
            const int64_t quantity = std::min(order.leaves, block.size - block.used);
            if (quantity == 0 || quantity < std::min(order.command.minimum.value, order.leaves)) continue;
            block.used += quantity;
            order.leaves -= quantity;
            order.executed += quantity;
            OrderReport& made = report(ReportKind::filled, order);
            made.liquidity = liquidity;
            made.price = Price{static_cast<int64_t>(price)};
            made.quantity = Quantity{quantity};
            return trade(order, liquidity);  // what was too small may do now
        }
    }

    void on_command(const Scene::Timed& timed) {
        now_ = timed.time;
        const OrderCommand& c = timed.command;
        if (c.kind == CommandKind::place) return place(c);
        const auto at = std::find_if(ours_.begin(), ours_.end(), [&](const Ours& order) {
            return order.command.child == c.child && order.leaves > 0;
        });
        if (at == ours_.end()) {
            Ours unknown{c, c.side, 0};
            report(ReportKind::cancel_rejected, unknown).reject = Reject::unknown_order;
            return;
        }
        at->leaves = c.kind == CommandKind::cancel ? 0 : std::min(at->leaves, c.quantity.value);
        report(c.kind == CommandKind::cancel ? ReportKind::cancelled : ReportKind::reduced, *at);
    }

    void place(const OrderCommand& c) {
        Ours order{c, c.side, c.quantity.value};
        if (halted_) {
            order.leaves = 0;
            report(ReportKind::rejected, order).reject = Reject::halted;
            return;
        }
        if (c.post_only) {
            Reference tried = *this;
            Ours copy = order;
            tried.trade(copy, Liquidity::taker);
            if (copy.executed > 0) {
                order.leaves = 0;
                report(ReportKind::rejected, order).reject = Reject::would_cross;
                return;
            }
        }
        report(ReportKind::accepted, order);
        trade(order, Liquidity::taker);
        if (c.immediate_or_cancel && order.leaves > 0) {
            order.leaves = 0;
            report(ReportKind::cancelled, order);
        }
        if (order.leaves > 0) ours_.push_back(order);
    }

    OrderReport& report(ReportKind kind, const Ours& order) {
        OrderReport& made = reports_.emplace_back();
        made.kind = kind;
        made.child = order.command.child;
        made.leaves = Quantity{order.leaves};
        made.executed = Quantity{order.executed};
        made.venue_time = Time{now_};
        return made;
    }

    Scene& scene_;
    HiddenInterest model_;
    std::vector<Block> blocks_;
    std::vector<Ours> ours_;
    std::vector<OrderReport> reports_;
    std::map<int, int64_t> quote_;
    std::map<int, bool> quoted_;
    bool halted_ = false;
    int64_t now_ = 0;
};

std::string text(const OrderReport& r) {
    return "t" + std::to_string(r.venue_time.value) + " child " + std::to_string(r.child) + " kind " +
           std::to_string(static_cast<int>(r.kind)) + " " + std::to_string(r.quantity.value) + " @ " +
           std::to_string(r.price.value) + " leaves " + std::to_string(r.leaves.value) + " executed " +
           std::to_string(r.executed.value) + " liquidity " + std::to_string(static_cast<int>(r.liquidity)) +
           " reject " + std::to_string(static_cast<int>(r.reject));
}
std::string difference(const std::vector<OrderReport>& ours, const std::vector<OrderReport>& theirs) {
    for (size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
        const std::string one = i < ours.size() ? text(ours[i]) : "none",
                          other = i < theirs.size() ? text(theirs[i]) : "none";
        if (one != other) return "report " + std::to_string(i) + ": " + one + "; reference: " + other;
    }
    return "";
}

/// A market of quotes, with minimums on some orders and a model drawn from the seed.
Scene dark_scene(const std::vector<Move>& moves, uint64_t seed, Interest& interest) {
    Scene scene = random_scene({market::BookDetail::quotes, true}, moves);
    for (auto& timed : scene.commands())
        if (timed.command.kind == CommandKind::place && timed.command.child % 3 == 0)
            timed.command.minimum =
                Quantity{1 + static_cast<int64_t>(timed.command.child) % timed.command.quantity.value};
    Random random(seed);
    interest.share_e9 = static_cast<int64_t>(random.next() % 1'000'000'001);
    interest.size = Quantity{static_cast<int64_t>(random.next() % 2 * 15)};
    interest.life = Duration{static_cast<int64_t>(random.next() % 100)};
    scene.model().seed = seed;
    scene.dark(interest);
    return scene;
}

TEST(DarkRandom, EqualsTheReference) {
    EXPECT_TRUE(rc::check("reports equal the reference", [](const std::vector<Move>& moves, uint64_t seed) {
        Interest interest;
        Scene scene = dark_scene(moves, seed, interest);
        RC_ASSERT(difference(scene.reports(), Reference(scene, interest).run()) == "");
    }));
}

TEST(DarkRandom, EqualsTheReferenceOverLongDays) {
    size_t fills = 0;
    for (uint64_t seed = 1; seed <= 30; ++seed) {
        Interest interest;
        Scene scene = dark_scene(many_moves(seed, 2'000), seed, interest);
        Reference reference(scene, interest);
        const std::vector<OrderReport> reports = scene.reports();
        ASSERT_EQ(difference(reports, reference.run()), "") << "seed " << seed;
        for (const OrderReport& r : reports) fills += r.kind == ReportKind::filled;
        for (const auto& block : reference.blocks()) ASSERT_LE(block.used, block.size);
    }
    EXPECT_GT(fills, 500u);
}

/// From the tape and the reports alone: on each side and up to each fill, what ours got is at most the share of what
/// had printed; each fill is at or inside the touch and within its limit and its minimum.
TEST(DarkRandom, InterestIsUsedOnce) {
    for (uint64_t seed = 101; seed <= 140; ++seed) {
        Interest interest;
        Scene scene = dark_scene(many_moves(seed, 2'000), seed, interest);
        std::map<ChildId, OrderCommand> placed;
        for (const auto& timed : scene.commands())
            if (timed.command.kind == CommandKind::place) placed[timed.command.child] = timed.command;
        std::map<Side, Wide> filled;
        for (const OrderReport& r : scene.reports()) {
            if (r.kind != ReportKind::filled) continue;
            const OrderCommand& order = placed.at(r.child);
            ASSERT_GE(sign(order.side) * (order.price.value - r.price.value), 0);
            ASSERT_TRUE(r.quantity >= order.minimum || r.leaves.value == 0);
            Wide printed = 0;
            for (const MarketEvent& e : scene.records())
                if (e.time <= r.venue_time.value && e.kind == MarketKind::trade && !(e.flags & kAuction))
                    printed += e.quantity;
            filled[order.side] += r.quantity.value;
            ASSERT_LE(filled[order.side] * 1'000'000'000, printed * interest.share_e9) << "seed " << seed;
        }
    }
}

TEST(DarkRandom, TwoRunsGiveTheSameReports) {
    Interest interest;
    Scene scene = dark_scene(many_moves(7, 3'000), 7, interest);
    scene.model().feed = scene.model().order = scene.model().response = {Duration{1}, Duration{3}};
    EXPECT_EQ(difference(scene.reports(), scene.reports()), "");
}

}  // namespace
}  // namespace weir::venues::test
