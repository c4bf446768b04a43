#include "tests/differential/random_script.h"

#include <initializer_list>
#include <random>
#include <string_view>
#include <vector>

namespace weir::test {
namespace {

/// What an expression may be asked for: units of the language, and differences of prices apart from prices.
enum class Want : uint8_t { price, width, quantity, money, ratio, duration, condition };
constexpr int kWants = 7;

class Writer {
  public:
    explicit Writer(uint64_t seed) : random_(seed) {}

    std::string script() {
        std::string body;
        for (int i = pick(4); i > 0; --i) body += let();
        body += pace() + bounds() + modes() + sessions() + works() + completion() + routing() + safety();
        return "weir 1\nstrategy random(" + parameters_ + ") {\n" + body + "}\n";
    }

    /// With phases, branches, protection and the richer children as well.
    std::string flow() {
        flow_ = true;
        std::string body;
        for (int i = pick(4); i > 0; --i) body += let();
        body += chance(70) ? phases() : pace() + modes() + branches_or_works();
        if (chance(40)) body += "protect executed {\n" + branches_or_works() + "}\n";
        target_ = false;
        if (chance(15)) body += "done when " + expression(Want::condition, 2) + "\n";
        body += completion() + routing() + sessions() + safety();
        return "weir 1\nstrategy random(" + parameters_ + ") {\n" + body + "}\n";
    }

    /// With a leg that hedges.
    std::string hedged() {
        hedged_ = true;
        std::string body = legs();
        for (int i = pick(4); i > 0; --i) body += let();
        body += pace() + bounds() + modes() + works() + completion();
        if (chance(40))
            body += "risk { leg exposure <= 90_000_000 " + std::string(by_value_ ? "quote" : "lots") + " }\n";
        body += safety();
        return "weir 1\nstrategy random(" + parameters_ + ") {\n" + body + "}\n";
    }

  private:
    using Texts = std::initializer_list<std::string_view>;

    int pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
    bool chance(int percent) { return pick(100) < percent; }
    std::string number(int low, int high) { return std::to_string(low + pick(high - low + 1)); }
    std::string one_of(Texts texts) { return std::string(*(texts.begin() + pick(static_cast<int>(texts.size())))); }

    // ---- leaves
    std::string span() { return one_of({"500 ms", "2 s", "10 s", "30 s", "1 min", "150 s", "5 min"}); }
    std::string since() { return chance(25) ? "since order.start" : span(); }
    std::string share() { return number(1, 99) + (chance(20) ? ".5%" : "%"); }

    /// A parameter with a range, used where it is made.
    std::string parameter(std::string_view type, const std::string& value, std::string_view low,
                          std::string_view high) {
        const std::string name = "p" + std::to_string(count_++);
        parameters_ += std::string(parameters_.empty() ? "" : ", ") + (chance(60) ? "live " : "") + name + " : " +
                       std::string(type) + " = " + value + " from " + std::string(low) + " to " + std::string(high);
        return name;
    }

    std::string legs() {
        by_value_ = chance(60);
        const std::string beta = chance(40) ? parameter("ratio", "100%", "10%", "250%") : share();
        std::string text = "legs { a same lead; b " + one_of({"opposite", "same", "sell"});
        text += by_value_ ? " hedge value " + beta + " * a.executed_value"
                          : " hedge quantity " + beta + " * a.executed_value / b.mid";
        if (chance(70)) text += " within " + number(1, 60) + (by_value_ ? "_000 quote" : "00 lots");
        return text + " }\n";
    }

    /// What of a leg may stand where.
    std::string of_leg(Want want) {
        switch (want) {
            case Want::money:
                return one_of({"b.executed_value", "a.executed_value", "(b.mid * b.executed)"});
            case Want::ratio:
                return one_of({"gain(b.mid, b.arrival)", "(b.spread / b.mid)", "(b.executed_value / 1_000_000 quote)"});
            case Want::condition:
                return one_of({"(b.spread > 6 ticks)", "(b.mid better than b.arrival by 3 bps)",
                               "(b.executed > 5 lots)", "(average(b.mid, 10 s) > b.mid)",
                               "(b.exposure > 0 * b.exposure)", "(b.working > 0 lots)"});
            default:
                return "";
        }
    }

    std::string leaf(Want want) {
        if (hedged_ && chance(20))
            if (std::string text = of_leg(want); !text.empty()) return text;
        if (auto& known = lets_[static_cast<size_t>(want)]; !known.empty() && chance(25))
            return known[static_cast<size_t>(pick(static_cast<int>(known.size())))];
        switch (want) {
            case Want::price:
                if (chance(15)) return one_of({"min(", "max("}) + "mid, " + number(150, 320) + " quote)";
                return one_of({"bid", "ask", "mid", "last", "near touch", "far touch", "arrival", "order.limit", "mid",
                               "order.decision", "mid"});
            case Want::width:
                return chance(50) ? "spread" : chance(40) ? "normal(spread)" : number(1, 30) + " ticks";
            case Want::quantity:
                if (chance(30)) return "(" + share() + " of order)";
                if (chance(20)) return number(1, 500) + " lots";
                if (target_ && chance(50)) return one_of({"behind", "ahead"});
                return one_of({"executed", "leaves", "working", "order.quantity", "volume"});
            case Want::money:
                if (chance(20)) return parameter("money", "5_000 quote", "10 quote", "1_000_000 quote");
                return number(1, 400) + "_000 quote";
            case Want::ratio:
                if (chance(20)) return parameter("ratio", "20%", "1%", "60%");
                if (chance(5)) return "normal(volatility)";
                return chance(30) ? number(1, 90) + " bps" : share();
            case Want::duration:
                if (chance(15)) return parameter("duration", "1 min", "1 s", "1 h");
                return chance(50) ? span() : one_of({"(order.end - now)", "(now - order.start)"});
            case Want::condition:
                if (chance(15)) return one_of({"order.side = buy", "order.side != sell"});
                return compare(0);
        }
        return "";
    }

    // ---- expressions
    std::string expression(Want want, int depth) {
        if (depth <= 0 || chance(20)) return leaf(want);
        if (want == Want::condition) return condition(depth);
        if (chance(45)) return general(want, depth);
        switch (want) {
            case Want::price:
                return price(depth);
            case Want::width:
                return chance(50) ? "(" + number(1, 4) + " * " + expression(want, depth - 1) + ")"
                                  : "abs(" + expression(Want::price, depth - 1) + " - " +
                                        expression(Want::price, depth - 1) + ")";
            case Want::quantity:
                if (chance(25)) return "average(trade.size, " + since() + ")";
                if (chance(10)) return "(normal(volume) * " + span() + ")";
                return "(" + expression(want, depth - 1) + one_of({" + ", " - "}) + expression(want, depth - 1) + ")";
            case Want::money:
                if (chance(30)) return "(" + leaf(Want::price) + " * " + number(1, 50) + " lots)";
                return "(" + expression(want, depth - 1) + one_of({" + ", " - "}) + expression(want, depth - 1) + ")";
            case Want::ratio:
                return ratio(depth);
            case Want::duration:
                return "(" + expression(want, depth - 1) + one_of({" + ", " - "}) + expression(want, depth - 1) + ")";
            case Want::condition:
                break;
        }
        return leaf(want);
    }

    /// What every amount may go through: windows, the past, extremes, a default.
    std::string general(Want want, int depth) {
        const std::string x = expression(want, depth - 1);
        const bool remembers = memory_ > 0;
        switch (pick(8)) {
            case 0:
            case 1:
                if (!remembers) return x;
                --memory_;
                if (chance(20)) return one_of({"average(", "highest(", "lowest("}) + x + ", since order.start)";
                return one_of({"average(", "ema(", "highest(", "lowest("}) + x + ", " + span() + ")";
            case 2:
                if (!remembers) return x;
                --memory_;
                return "(" + x + ") " + span() + " ago";
            case 3:
                return one_of({"min(", "max("}) + x + ", " + expression(want, depth - 1) + ")";
            case 4:
                return "abs(" + x + ")";
            case 5:
                if (!remembers) return x;
                --memory_;
                return "(average(" + x + ", " + span() + ") else " + expression(want, depth - 1) + ")";
            case 6:
                return "(" + x + one_of({" * ", " / "}) + number(2, 5) + ")";
            default:
                return "(" + share() + " * " + x + ")";
        }
    }

    std::string price(int depth) {
        switch (pick(4)) {
            case 0:
                return "vwap(" + span() + ")";
            case 1:
                return "(" + number(1, 40) + one_of({" bps", " ticks"}) + one_of({" better than ", " worse than "}) +
                       expression(Want::price, depth - 1) + ")";
            case 2:
                return "(" + expression(Want::price, depth - 1) + one_of({" + ", " - "}) +
                       expression(Want::width, depth - 1) + ")";
            default:
                return "(last else " + expression(Want::price, depth - 1) + ")";
        }
    }

    std::string ratio(int depth) {
        switch (pick(4)) {
            case 0:
                return "gain(" + expression(Want::price, depth - 1) + ", " + expression(Want::price, depth - 1) + ")";
            case 1:
                return "(" + expression(Want::width, depth - 1) + " / " + expression(Want::price, depth - 1) + ")";
            case 2:
                return "(" + expression(Want::quantity, depth - 1) + " / " + expression(Want::quantity, depth - 1) +
                       ")";
            default:
                return "(" + expression(Want::duration, depth - 1) + " / " + span() + ")";
        }
    }

    std::string compare(int depth) {
        const Want want = static_cast<Want>(pick(kWants - 1));
        if (want == Want::price && chance(60)) {
            std::string text = "(" + expression(want, depth - 1) + one_of({" better than ", " worse than "}) +
                               expression(want, depth - 1);
            if (chance(50)) text += " by " + number(0, 30) + one_of({" bps", " ticks"});
            return text + ")";
        }
        return "(" + expression(want, depth - 1) + one_of({" < ", " <= ", " > ", " >= ", " = ", " != "}) +
               expression(want, depth - 1) + ")";
    }

    std::string condition(int depth) {
        switch (pick(6)) {
            case 0:
                return "(" + condition(depth - 1) + one_of({" and ", " or "}) + expression(Want::condition, depth - 1) +
                       ")";
            case 1:
                return "(not " + expression(Want::condition, depth - 1) + ")";
            case 2:
                if (memory_ <= 0) return compare(depth);
                --memory_;
                return "(" + compare(depth) + " for " + span() + ")";
            case 3:
                return "((mid " + one_of({"better", "worse"}) + " than vwap(" + span() + ")) else " +
                       expression(Want::condition, depth - 1) + ")";
            default:
                return compare(depth);
        }
    }

    // ---- clauses
    std::string let() {
        const auto want = static_cast<Want>(pick(kWants));
        const std::string name = "x" + std::to_string(count_++);
        std::string text = "let " + name + " = " + expression(want, 3) + "\n";
        lets_[static_cast<size_t>(want)].push_back(name);
        return text;
    }

    std::string every() {
        if (!chance(60)) return "";
        return " every " + (chance(30) ? parameter("duration", "20 s", "1 s", "5 min") : span());
    }

    std::string pace() {
        switch (pick(8)) {
            case 0:
                return "schedule linear" + part() + until() + every() + "\n" + keeps();
            case 1:
                return "schedule volume_curve(20 days)" + part() + until() + every() + "\n" + keeps();
            case 2:
                return "schedule " + expression(Want::ratio, 3) + every() + "\n" + keeps();
            case 3:
                return "schedule " + one_of({"front_load(", "back_load("}) +
                       (chance(50) ? number(1, 8) : parameter("count", "2", "1", "5")) + ")" + part() + every() + "\n" +
                       keeps();
            case 4:
            case 5:
                return "schedule shortfall(" + terms() + ")" + part() + every() + "\n" + keeps();
            case 6:
                bounded_ = true;
                return "participate " + one_of({"10%", "25%", "60%"}) + " of volume" + including() + " over " + span() +
                       "\n";
            default:
                return "";
        }
    }

    std::string part() { return chance(25) ? " for " + share() + " of order" : ""; }
    std::string until() { return chance(15) ? " until order.end - " + span() : ""; }
    std::string including() {
        return chance(25) ? one_of({" including blocks", " including auctions", " including blocks, auctions"}) : "";
    }

    std::string terms() {
        if (chance(20)) return "risk_aversion " + number(0, 9) + ", volatility " + share() + ", impact 10 bps";
        const std::string urgency = chance(50) ? number(1, 5) : parameter("level", "3", "1", "5");
        if (chance(40)) return urgency;
        return urgency + ", alpha " + number(0, 30) + " bps" + (chance(50) ? ", half_life " + span() : "") +
               (chance(30) ? ", impact " + number(1, 20) + " bps" : "");
    }

    /// How a schedule is kept to.
    std::string keeps() {
        std::string text;
        if (chance(25))
            text += "stay within " +
                    one_of({"2% behind", "5% behind to 10% ahead", "3% ahead", "0% behind to 0% ahead"}) + "\n";
        if (chance(30)) text += "catch up " + one_of({"none", "evenly", "over 1 min", "over 30 s at most 1.5x"}) + "\n";
        return text;
    }

    std::string sessions() {
        std::string text;
        if (chance(12)) text += "cancel when " + expression(Want::condition, 2) + "\n";
        if (chance(15))
            text += "settle " + (chance(50) ? span() : parameter("duration", "20 s", "1 s", "2 min")) + "\n";
        if (chance(10)) text += "join reopening\n";
        if (chance(15)) text += "session " + one_of({"always", "\"XNYS\"", "09:30 to 16:00 America/New_York"}) + "\n";
        return text;
    }

    std::string bounds() {
        std::string text;
        if (chance(50)) {
            bounded_ = true;
            text += "participate at most " + (chance(50) ? share() : parameter("ratio", "30%", "1%", "80%")) +
                    " of volume" + including() + " over " + span() + "\n";
        }
        if (chance(20)) text += "participate at least 2% of volume over " + span() + "\n";
        return text;
    }

    std::string modes() {
        std::string text;
        for (const std::string_view kind : {"pause", "hold"}) {
            if (!chance(22)) continue;
            text += std::string(kind) + " when " + expression(Want::condition, 3);
            if (chance(40)) text += " until " + expression(Want::condition, 2);
            text += "\n";
        }
        for (int i = pick(3); i > 0; --i) {
            text += "tilt " + (chance(60) ? one_of({"0.5x", "1.5x", "2x", "0x"}) : expression(Want::ratio, 2));
            if (chance(60)) text += " when " + expression(Want::condition, 2);
            text += "\n";
        }
        return text;
    }

    std::string works() {
        target_ = true;
        std::string text;
        const int works = 1 + pick(4);
        for (int i = 0; i < works; ++i) {
            text += "work w" + std::to_string(named_ + i);
            for (int j = i + 1; j < works; ++j) text += (j == i + 1 ? " before w" : ", w") + std::to_string(named_ + j);
            if (chance(30)) text += " when " + expression(Want::condition, 3);
            text += " {\n" + items() + "}\n";
        }
        for (int i = 0; i < works; ++i) new_work();
        return text;
    }

    // ---- flows
    std::string phases() {
        const int phases = 2 + pick(2);
        std::string text;
        for (int i = 0; i < phases; ++i) {
            works_here_.clear();
            target_ = false;
            text += "phase f" + std::to_string(i) + " {\n" + pace() + (chance(40) ? bounds() : "") +
                    (chance(30) ? modes() : "") + branches_or_works();
            target_ = false;
            text += "next f" + std::to_string((i + 1) % phases) + " when " + leaving() + "\n";
            if (phases > 2 && chance(40))
                text += "next f" + std::to_string((i + 2) % phases) + " when " + leaving() + "\n";
            text += "}\n";
        }
        return text;
    }

    std::string leaving() {
        if (chance(30))
            return works_here_[static_cast<size_t>(pick(static_cast<int>(works_here_.size())))] + " settled";
        if (chance(30)) return "executed > " + number(5, 95) + "% of order";
        return expression(Want::condition, 2);
    }

    std::string branches_or_works() {
        target_ = true;
        return chance(50) ? branches() : works();
    }

    std::string branches() {
        std::string text = "one of {\n";
        const int works = 2 + pick(2);
        for (int i = 0; i < works; ++i) {
            text += "work " + new_work();
            if (i > 0) text += " when " + expression(Want::condition, 2);
            text += " {\n" + items() + "}\n";
        }
        return text + "}\n";
    }

    std::string new_work() {
        works_here_.push_back("w" + std::to_string(named_++));
        return works_here_.back();
    }

    std::string ladder() {
        std::string text = number(2, 4) + " levels from " + number(1, 20) + one_of({" bps", " ticks"});
        text += " to " + number(1, 60) + text.substr(text.rfind(' ')) + one_of({" better", " worse"}) + " than " +
                (chance(60) ? "mid" : expression(Want::price, 2)) + "\n";
        if (chance(50)) text += "size " + one_of({"1x", "0.5x", "3x"}) + " to " + one_of({"1x", "2x", "0.3x"}) + "\n";
        if (chance(40)) text += "refill " + share() + one_of({" once", " 2 times", " 3 times"}) + "\n";
        return text;
    }

    std::string extras(bool crosses) {
        std::string text;
        if (chance(15)) text += "limit " + expression(Want::price, 2) + (chance(30) ? " all_in" : "") + "\n";
        if (chance(15)) text += "deadline " + span() + "\n";
        const bool whole = crosses && chance(15);
        if (whole) text += "time in force fok\n";
        if (!whole && chance(15)) text += "minimum " + number(1, 40) + " lots\n";
        if (!crosses && chance(25)) {
            text += "show " + share() + " synthetic" + (chance(50) ? " vary " + share() : "") + "\n";
            if (chance(60)) text += "reload after 1 s" + std::string(chance(50) ? " to 5 s random" : "") + "\n";
        }
        return text;
    }

    std::string items() {
        if (flow_ && chance(20)) {
            return ladder() + (chance(50) ? "take leaves\n" : "") + (chance(30) ? reprice() : "") +
                   (chance(20) ? "deadline " + span() + "\n" : "");
        }
        const int manner = pick(10);
        const bool crosses = manner < 3;
        std::string text;
        if (crosses) {
            text = "up to " + (chance(60) ? number(1, 50) + " bps worse than mid" : expression(Want::price, 2)) + "\n";
        } else if (manner < 8) {
            text = "peg " + one_of({"near touch", "far touch", "mid"});
            const std::string amount = number(1, 20) + one_of({" bps", " ticks"});
            if (chance(50)) text += one_of({" + ", " - ", " better by ", " worse by "}) + amount;
            text += "\n";
        } else {
            text = "at " + expression(Want::price, 2) + "\n";
        }
        if (crosses || chance(40)) text += "take " + (chance(75) ? one_of({"behind", "leaves", "due"}) : size()) + "\n";
        if (chance(60)) text += "child at most " + size() + "\n";
        if (chance(20)) text += "child at least " + size() + "\n";
        std::string more = flow_ ? extras(crosses) : "";
        const bool parts = more.find("synthetic") != std::string::npos;
        text += more;
        if (crosses) return text;
        if (chance(40)) text += reprice();
        if (!parts && chance(40)) text += "show " + share() + (chance(50) ? " vary " + share() : "") + "\n";
        if (chance(25)) text += "post only\n";
        return text;
    }

    std::string size() {
        return chance(50) ? number(1, 40) + "% of order" : expression(chance(50) ? Want::money : Want::quantity, 2);
    }

    std::string reprice() {
        return "reprice every " + (chance(30) ? parameter("duration", "7 s", "1 s", "1 min") : span()) +
               (chance(50) ? " vary " + share() : "") + "\n";
    }

    std::string completion() {
        if (!chance(30)) return chance(20) ? "complete best efforts\n" : "";
        return std::string("complete must") + (bounded_ && chance(60) ? ", up to 80% to complete\n" : "\n");
    }

    std::string scores(Texts texts) { return one_of(texts) + (chance(30) ? " then latency" : ""); }

    /// Where orders go; on one venue most of it comes to nothing.
    std::string routing() {
        if (!chance(35)) return "";
        std::string text = "route {\n";
        if (chance(50)) {
            text += "dark mid" + std::string(chance(50) ? " first" : "");
            if (chance(70)) text += ", up to " + share() + " of child";
            text += (chance(40) ? ", minimum " + number(1, 9) + " lots" : "") + "\nthen lit\n";
        } else if (chance(50)) {
            text += "lit by " + scores({"all_in", "latency", "fill_probability"}) + "\n";
        }
        if (chance(40)) text += "take by " + scores({"all_in", "price", "size", "impact", "fill_probability"}) + "\n";
        if (chance(40)) text += "post by " + scores({"all_in", "maker_fee", "fill_probability"}) + "\n";
        if (chance(30)) text += "avoid \"x\" when " + expression(Want::condition, 2) + "\n";
        return text + "}\n";
    }

    /// Lines that hold nearly always; some are broken now and then.
    std::string safety() {
        std::string text;
        if (chance(50)) {
            text += "risk {\n";
            if (chance(60)) text += "child value <= 900_000_000 quote\n";
            if (chance(30)) text += "child quantity <= 2_000_000 lots\n";
            if (chance(40)) text += "price within " + one_of({"40%", "15%", "900 ticks"}) + " of mid\n";
            if (chance(30)) text += "participation <= 90% over " + span() + "\n";
            if (chance(30)) text += "messages <= 40 per 1 s\n";
            text += "working orders <= 8\n}\n";
        }
        if (chance(40)) text += "assume { mid from 1 tick to 10_000_000 quote }\n";
        return text;
    }

    std::mt19937_64 random_;
    std::string parameters_;
    std::vector<std::string> lets_[kWants];
    int count_ = 0;
    int memory_ = 12;       // windows still to be written: state is bounded
    bool target_ = false;   // `behind` and `ahead` may be read
    bool bounded_ = false;  // there is a ceiling that `complete` may raise
    bool flow_ = false;
    bool hedged_ = false, by_value_ = false;
    int named_ = 0;                        // works so far
    std::vector<std::string> works_here_;  // of the phase
};

}  // namespace

std::string random_script(uint64_t seed) {
    Writer writer(seed * 0x9E3779B97F4A7C15u + 1);
    if (seed % 12 == 5) return writer.hedged();
    return seed % 6 == 3 ? writer.flow() : writer.script();
}

}  // namespace weir::test
