#include "tests/verify_random/desk_script.h"

#include <algorithm>
#include <initializer_list>
#include <random>
#include <string_view>
#include <vector>

namespace weir::test {
namespace {

class Desk {
  public:
    explicit Desk(uint64_t seed) : random_(seed) {}

    std::string script() {
        legs_ = chance(12);
        auctions_ = !legs_ && chance(12);
        std::string body;
        if (auctions_) body += "session \"XNYS\"\n";
        if (legs_) body += legs();
        body += "let calm = " + narrow() + " and not order.limit better than mid by 40 bps\n";
        body += modes();
        const int shape = pick(10);
        if (shape < 2) {
            body += phases();
        } else if (shape < 4) {
            body += pace() + one_of_works();
        } else {
            body += pace() + works("");
        }
        if (!legs_ && chance(20)) body += "protect executed {\n" + exits() + "}\n";
        if (auctions_) body += close();
        if (chance(20)) body += std::string("complete must") + (capped_ ? ", up to 30% to complete\n" : "\n");
        return "weir 1\n" + limits(body) + "strategy desk(" + parameters_ + ") {\n" + body + assume() + "}\n";
    }

  private:
    int pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
    bool chance(int percent) { return pick(100) < percent; }
    std::string number(int low, int high) { return std::to_string(low + pick(high - low + 1)); }
    template <typename T>
    T one_of(std::initializer_list<T> all) {
        return *(all.begin() + pick(static_cast<int>(all.size())));
    }
    std::string word(std::initializer_list<std::string_view> all) { return std::string(one_of(all)); }
    std::string money(int64_t amount) { return std::to_string(amount) + " quote"; }

    std::string parameter(std::string_view type, const std::string& value, const std::string& low,
                          const std::string& high) {
        const std::string name = "p" + std::to_string(count_++);
        parameters_ += std::string(parameters_.empty() ? "" : ", ") + (chance(50) ? "live " : "") + name + " : " +
                       std::string(type) + " = " + value + " from " + low + " to " + high;
        return name;
    }

    // ---- when
    std::string narrow() {
        spread_bps_ = one_of({20, 40, 80, 100, 200});
        return "spread < " + std::to_string(spread_bps_) + " bps of mid";
    }

    std::string signal() {
        switch (pick(9)) {
            case 0:
                return "mid worse than mid " + word({"10 s", "1 min"}) + " ago by " + number(5, 60) + " bps";
            case 1:
                return "spread > " + number(2, 5) + " * average(spread, 5 min)";
            case 2:
                return "mid better than vwap(5 min) by " + number(0, 20) + " bps";
            case 3:
                return "behind > " + number(1, 5) + "% of order";
            case 4:
                return "order.end - now < " + word({"5 min", "10 min", "30 s"});
            case 5:
                return "last worse than best seen(last) by " + number(10, 200) + " bps";
            case 6:
                return "highest(mid, 5 min) - lowest(mid, 5 min) < " + number(1, 5) + "% of mid";
            case 7:
                return "executed > " + number(5, 60) + "% of order";
            default:
                return "(spread < " + number(2, 12) + " ticks for " + word({"2 s", "10 s"}) + ")";
        }
    }
    /// Of what cannot read how far the target is.
    std::string apart() {
        for (;;)
            if (std::string text = signal(); !text.starts_with("behind")) return text;
    }

    std::string modes() {
        std::string text;
        if (chance(25)) text += "pause when " + apart() + (chance(40) ? " until " + narrow() : "") + "\n";
        if (chance(20)) text += "hold when " + apart() + "\n";
        if (chance(8)) text += "cancel when mid worse than arrival by " + number(1, 9) + "% for 2 s\n";
        if (chance(10)) text += "settle 20 s\n";
        return text;
    }

    // ---- pace
    std::string pace() {
        std::string text;
        const int manner = pick(10);
        if (manner < 5) {
            const std::string every = chance(60) ? " every " + word({"10 s", "1 min", "5 min"}) : "";
            text += "schedule " +
                    word({"linear", "linear", "volume_curve", "front_load(2)", "back_load(3)", "shortfall(3)"}) +
                    every + "\n";
            if (chance(20)) text += "stay within 5% behind to 10% ahead\n";
            if (chance(25)) text += "tilt " + word({"0.5x", "2x"}) + " when " + apart() + "\n";
            target_ = true;
        } else if (manner < 7) {
            rate_ = one_of({5, 10, 20});
            text += "participate " + std::to_string(rate_) + "% of volume over 5 min\n";
            if (chance(30)) text += "tilt 1.5x when " + apart() + "\n", rate_ += rate_ / 2;
            return target_ = capped_ = true, text;
        }
        if (chance(60)) {
            rate_ = one_of({10, 20, 25});
            const std::string rate = std::to_string(rate_) + "%";
            text += "participate at most " + (chance(70) ? rate : parameter("ratio", "5%", "1%", rate)) + " of volume" +
                    (chance(15) ? " including auctions" : "") + " over " + word({"5 min", "5 min", "1 min"}) + "\n";
            capped_ = true;
        }
        return text;
    }

    // ---- works
    /// A cap on a child, and what it may be worth at most.
    std::string cap() {
        const int64_t most = one_of<int64_t>({1'000, 50'000, 250'000, 500'000});
        switch (pick(8)) {
            case 0:
                return number(1, 20) + "% of order";
            case 1:
                lots_ = std::max<int64_t>(lots_, 2'000);
                return word({"2_000 shares", "500 shares"});
            case 2:
                value_ = std::max(value_, most);
                return parameter("money", money(most / 4), "100 quote", money(most));
            case 3:
                value_ = std::max(value_, most);
                return "min(" + number(5, 30) + "% of leaves, " + money(most) + " / " +
                       word({"mid", "far touch", "near touch"}) + ")";
            case 4:
                value_ = std::max(value_, most);
                return parameter("count", "2", "1", "5") + " * " + money(most / 5);
            default:
                value_ = std::max(value_, most);
                return money(most);
        }
    }
    std::string capped(int percent = 90) { return chance(percent) ? "; child at most " + cap() : ""; }

    std::string crossing(const std::string& size) {
        const int beyond = one_of({3, 5, 10, 30});
        beyond_bps_ = std::max(beyond_bps_, beyond);
        std::string text = "take " + size + capped() + "; up to ";
        text += chance(70) ? std::to_string(beyond) + " bps worse than mid"
                           : word({"far touch", "order.limit", "vwap(5 min)", "1% worse than arrival"});
        if (chance(15)) text += "; deadline 30 s";
        if (chance(8)) text += "; time in force fok";
        return text;
    }

    std::string resting(bool ladders) {
        if (ladders && chance(15))
            return number(2, 4) + " levels from " + number(2, 20) + " bps to " + number(25, 90) + " bps better than " +
                   word({"mid", "arrival", "near touch"}) + (chance(40) ? "; size 1x to 2x" : "") +
                   (chance(30) ? "; refill 50% once" : "") + "; take leaves" + capped();
        std::string text;
        switch (pick(6)) {
            case 0:
                text = "at " + number(1, 60) + " bps better than " + word({"mid", "arrival", "vwap(5 min)", "last"});
                break;
            case 1:
                text = "peg " + word({"mid", "far touch"});
                break;
            case 2:
                text = "peg near touch " + word({"better", "worse"}) + " by " + number(1, 3) + " ticks";
                break;
            default:
                text = "peg near touch";
        }
        if (chance(25) || !target_) text += "; take " + word({"leaves", "leaves", "10% of order"});
        text += capped();
        if (chance(20)) text += "; show " + word({"20%", "10% vary 20%", "25% synthetic"});
        if (chance(25)) text += "; reprice every " + word({"5 s", "10 s vary 20%"});
        if (chance(20)) text += "; post only";
        return text;
    }

    std::string calm() { return chance(75) ? "calm" : chance(50) ? narrow() : signal_of_target(); }
    std::string signal_of_target() { return target_ ? signal() : apart(); }

    std::string works(const std::string& name) {
        std::string text;
        if (chance(45)) {
            const std::string size = target_ && chance(70) ? "behind" : word({"leaves", "5% of order"});
            text += "work cross" + name + " before rest" + name;
            text += " when " + (chance(50) ? "calm and " : std::string()) + signal_of_target() + " { " +
                    crossing(size) + " }\n";
        }
        return text + "work rest" + name + (chance(85) ? " when " + calm() : "") + " { " + resting(true) + " }\n";
    }

    std::string one_of_works() {
        return "one of {\nwork target { " + resting(true) + " }\nwork stop when " + apart() + " { " +
               crossing("leaves") + " }\n}\n";
    }

    std::string exits() {
        const std::string beyond = number(10, 80) + " bps worse than mid";
        const std::string stop = "work exit when last worse than arrival by " + number(1, 3) + "% { take leaves" +
                                 capped() + "; up to " + beyond + " }\n";
        if (chance(50)) return stop;
        return "one of {\nwork profit { at " + number(1, 4) + "% better than arrival" + capped() + " }\n" + stop +
               "}\n";
    }

    std::string phases() {
        std::string text = "phase first {\n" + pace() + works("_first");
        text += "next second when " + (chance(50) ? apart() : "executed > " + number(10, 60) + "% of order") + "\n}\n";
        target_ = false;
        text += "phase second {\n" + (chance(40) ? pace() : "") + works("_second");
        if (chance(40)) text += "next first when " + apart() + "\n";
        return text + "}\n";
    }

    std::string close() {
        return "at close when " + std::string(chance(70) ? "calm" : "spread < 1% of mid") + " { take " +
               word({"10% of order", "min(10% of order, 200_000 quote / mid)"}) + "; at 1% worse than mid }\n";
    }

    std::string legs() {
        by_value_ = chance(40);
        std::string text = "legs { a same lead; b opposite hedge ";
        text += by_value_ ? "value 100% * a.executed_value" : "quantity a.executed / 1 base * 0.04 base";
        within_ = one_of({1, 2, 5});
        if (chance(80)) text += " within " + open(within_);
        return text + " }\n";
    }
    std::string open(int n) const {
        return by_value_ ? std::to_string(n) + "_000 quote" : (n < 10 ? "0.0" : "0.") + std::to_string(n) + " base";
    }

    // ---- limits
    /// About as much as is done: less, just that, or more.
    int64_t near(int64_t amount) {
        const int64_t part = amount / 10;
        return std::max<int64_t>(
            1, one_of({amount, amount, amount + part, 2 * amount, amount - std::max<int64_t>(1, part), amount / 2}));
    }

    std::vector<std::string> lines() {
        std::vector<std::string> all;
        if (value_ > 0 || chance(30)) all.push_back("child value <= " + money(near(value_ > 0 ? value_ : 100'000)));
        if (lots_ > 0 && chance(60)) all.push_back("child quantity <= " + std::to_string(near(lots_)) + " shares");
        if (chance(60)) {
            const int64_t bps = near(std::max(spread_bps_ / 2, beyond_bps_));
            all.push_back("price within " + (chance(85) ? std::to_string(bps) + " bps" : number(1, 30) + " ticks") +
                          " of " +
                          word({"mid", "mid", "mid", "arrival", "last", "vwap(5 min)", "average(mid, 1 min)"}));
        }
        if (rate_ > 0 && chance(75))
            all.push_back("participation <= " + std::to_string(near(rate_)) + "%" +
                          (chance(15) ? " including auctions" : "") + " over 5 min");
        if (legs_ && chance(80)) all.push_back("leg exposure <= " + open(one_of({within_, within_, 2 * within_})));
        if (all.empty() || chance(30)) all.push_back("working orders <= 8");
        return all;
    }

    /// In the strategy, or in a policy before it; the policy as it stands before the strategy.
    std::string limits(std::string& body) {
        std::string own, policy;
        const bool house = chance(30);
        for (const std::string& line : lines())
            (house && !line.starts_with("leg") && chance(60) ? policy : own) += "    " + line + "\n";
        if (!own.empty()) body += "risk {\n" + own + "}\n";
        return policy.empty() ? "" : "policy house {\n" + policy + "}\n";
    }

    std::string assume() {
        std::string text = "assume {\n    mid from 1 tick to " + word({"10_000_000 quote", "1_000_000 quote"}) + "\n";
        if (chance(40)) text += "    order.quantity at most 1_000_000 base\n    order.limit at most 1_000_000 quote\n";
        if (chance(15)) text += "    spread at most " + word({"80 bps", "5%"}) + " of mid\n";
        return chance(85) ? text + "}\n" : "";
    }

    std::mt19937_64 random_;
    std::string parameters_;
    int count_ = 0;
    bool target_ = false, capped_ = false, legs_ = false, by_value_ = false, auctions_ = false;
    // What the works may do at most, as far as it is written in numbers.
    int64_t value_ = 0, lots_ = 0;
    int spread_bps_ = 0, beyond_bps_ = 0, rate_ = 0, within_ = 1;
};

}  // namespace

std::string desk_script(uint64_t seed) {
    return Desk(seed * 0x9E3779B97F4A7C15u + 7).script();
}

}  // namespace weir::test
