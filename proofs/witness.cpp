#include "proofs/witness.h"

#include <algorithm>
#include <array>

#include "proofs/draw.h"
#include "proofs/watch.h"
#include "runtime/core/decimal.h"

namespace weir::proofs {
namespace {

using plan::NodeId;

/// A plain market, in shares of its first price and by its moments.
struct Kind {
    const char* words;
    double drift;   // of the price, by moment
    double spread;  // of the price
    double gap;     // of the price, in the middle
    int quiet;      // every so many moments nothing trades for a while; 0: never
};
constexpr std::array kKinds = {Kind{"a quiet market", 0, 0.0002, 0, 0},
                               Kind{"a market that rises", 0.0008, 0.0004, 0, 0},
                               Kind{"a market that falls", -0.0008, 0.0004, 0, 0},
                               Kind{"trades in bursts", 0.0001, 0.0004, 0, 9},
                               Kind{"a wide spread", 0, 0.02, 0, 0},
                               Kind{"a gap upwards", 0, 0.0004, 0.05, 0},
                               Kind{"a gap downwards", 0, 0.0004, -0.05, 0}};

constexpr int kMoments = 60;
constexpr uint64_t kLeastRuns = 8;  // however much one needs
constexpr double kPrice = 100, kQuantity = 10'000;

/// What a property speaks of: children of these slots, a pause, a hold, or any step.
struct Subject {
    std::vector<size_t> slots;
    bool pause = false, hold = false;
};

Subject subject_of(const plan::Plan& plan, NodeId condition) {
    std::vector<bool> part(plan.nodes.size());
    part[condition] = true;
    for (size_t id = condition + size_t{1}; id-- > 0;)
        if (part[id])
            for (const NodeId operand : plan.nodes[id].operand)
                if (operand != plan::kNoNode) part[operand] = true;
    Subject subject;
    for (size_t slot = 0; slot < plan.slots.size(); ++slot)
        if (plan.slots[slot].fresh != plan::kNoNode && part[plan.slots[slot].fresh]) subject.slots.push_back(slot);
    if (!subject.slots.empty()) return subject;
    subject.pause = plan.paused != plan::kNoNode && part[plan.paused];
    subject.hold = !subject.pause && plan.held != plan::kNoNode && part[plan.held];
    return subject;
}

class Looker {
  public:
    Looker(const Ground& ground, const verify::Proofs& proofs, const Budget& budget)
        : ground_(ground),
          proofs_(proofs),
          budget_(budget),
          watcher_(proofs.asked, own_guards_of(proofs)),
          artist_(ground, watcher_.plan(), budget.seed) {
        const plan::Plan& plan = watcher_.plan();
        out_.slots.resize(plan.slots.size());
        out_.properties.resize(proofs.findings.size());
        for (const Ground::Phase& phase : ground.phases) out_.phases.push_back({phase.name, std::nullopt});
        for (const verify::Finding& finding : proofs.findings) {
            const int guard = finding.property.guard;
            subjects_.push_back(guard < 0 ? Subject{}
                                          : subject_of(plan, plan.guards[static_cast<size_t>(guard)].holds));
        }
    }

    Witnessed run() {
        for (const char* setting : {"", ", parameters at their least", ", parameters at their most"}) {
            if (*setting != '\0' && proofs_.asked.parameters.empty()) break;
            for (const Kind& kind : kKinds)
                for (const Side side : {Side::buy, Side::sell})
                    if (ground_.side == Side::none || ground_.side == side) plain(kind, side, setting);
        }
        // What plain markets do not bring about may need one that is not.
        while (!complete() && !budget_.is_over(watcher_.spent()))
            look(remembered_ && !artist_.random().one_in(3) ? artist_.change(*remembered_) : artist_.draw(),
                 "a market at random");
        out_.operations = watcher_.spent();
        return std::move(out_);
    }

  private:
    bool complete() const {
        return std::ranges::all_of(out_.slots, [](const auto& one) { return one.has_value(); }) &&
               std::ranges::all_of(out_.properties, [](const auto& one) { return one.has_value(); });
    }

    bool all_is_seen() const {
        return out_.traded && out_.completed && out_.filled &&
               std::ranges::all_of(out_.phases, [](const auto& phase) { return phase.traded.has_value(); });
    }

    void plain(const Kind& kind, Side side, const std::string& setting) {
        if (watcher_.spent() >= budget_.operations && out_.runs >= kLeastRuns) return;
        if (budget_.stop.stop_requested()) return;
        if (complete() && all_is_seen()) return;
        Scenario scenario = artist_.frame(side);
        for (size_t i = 0; i < scenario.parameters.size(); ++i) {
            const plan::Parameter& parameter = proofs_.asked.parameters[i];
            const bool ranged = parameter.low < parameter.high;
            scenario.parameters[i] = parameter.required && ranged ? parameter.low : parameter.value;
            if (ranged && setting.ends_with("least")) scenario.parameters[i] = parameter.low;
            if (ranged && setting.ends_with("most")) scenario.parameters[i] = parameter.high;
        }
        for (Place& place : scenario.places)
            if (!place.dark) fill(scenario, place, kind);
        scenario.order.end = scenario.places.front().moments.back().time;
        tidy(scenario);
        look(std::move(scenario),
             std::string(kind.words) + (side == Side::buy ? ", a buy order" : ", a sell order") + setting);
    }

    /// Quotes and trades in turn, every few seconds.
    static void fill(Scenario& scenario, Place& place, const Kind& kind) {
        const Instrument& rules = scenario.instruments[place.instrument];
        const double unit = static_cast<double>(power_of_ten(rules.price_decimals));
        const int64_t whole = power_of_ten(rules.quantity_decimals);
        scenario.order.quantity.value =
            static_cast<int64_t>(kQuantity) * power_of_ten(scenario.instruments[0].quantity_decimals);
        double price = kPrice * unit;
        Time time = scenario.order.start - Duration{2 * kSecond};
        for (int i = 0; i < kMoments; ++i) {
            price *= 1 + kind.drift + (i == kMoments / 2 ? kind.gap : 0);
            const double half = price * kind.spread / 2;
            Moment quote{.time = time};
            quote.bid = static_cast<int64_t>(price - half);
            quote.ask = std::max(quote.bid + rules.tick.value, static_cast<int64_t>(price + half));
            quote.bid_quantity = quote.ask_quantity = 2'000 * whole;
            place.moments.push_back(quote);
            const bool sells = i % 2 == 0;
            Moment trade{.time = time + Duration{kSecond}, .kind = Moment::Kind::trade};
            trade.price = sells ? quote.bid : quote.ask;
            trade.side = sells ? Side::sell : Side::buy;
            trade.quantity = 3'000 * whole;
            if (kind.quiet == 0 || i % kind.quiet < kind.quiet / 2) place.moments.push_back(trade);
            time = time + Duration{(i < 20 ? 2 : 15) * kSecond};
        }
    }

    void look(Scenario scenario, std::string words) {
        const Seen& seen = watcher_.see(scenario);
        ++out_.runs;
        if (!seen.error.empty()) return;
        std::optional<size_t> kept;
        const auto mark = [&](std::optional<size_t>& first, bool was) {
            if (!was || first) return;
            if (!kept) {
                kept = out_.scenarios.size();
                out_.scenarios.push_back(scenario);
                out_.markets.push_back(std::move(words));
            }
            first = kept;
        };
        const auto sent = [&](const auto& slots) {
            return std::ranges::any_of(slots, [&](size_t slot) { return seen.sent[slot]; });
        };
        for (size_t slot = 0; slot < out_.slots.size(); ++slot) mark(out_.slots[slot], seen.sent[slot]);
        for (size_t i = 0; i < out_.phases.size(); ++i) mark(out_.phases[i].traded, sent(ground_.phases[i].slots));
        for (size_t i = 0; i < subjects_.size(); ++i) {
            const Subject& of = subjects_[i];
            mark(out_.properties[i], of.pause           ? seen.paused
                                     : of.hold          ? seen.held
                                     : of.slots.empty() ? seen.steps > 0
                                                        : sent(of.slots));
        }
        const bool trades = std::ranges::find(seen.sent, true) != seen.sent.end();
        mark(out_.traded, trades);
        mark(out_.paused, seen.paused);
        mark(out_.held, seen.held);
        mark(out_.filled, seen.filled);
        mark(out_.completed, seen.stop == StopCause::completed);
        if (trades || !remembered_) remembered_ = std::move(scenario);
    }

    const Ground& ground_;
    const verify::Proofs& proofs_;
    const Budget& budget_;
    Watcher watcher_;
    Artist artist_;
    std::vector<Subject> subjects_;  // by finding
    std::optional<Scenario> remembered_;
    Witnessed out_;
};

}  // namespace

Witnessed witness(const Ground& ground, const verify::Proofs& proofs, const Budget& budget) {
    return Looker(ground, proofs, budget).run();
}

}  // namespace weir::proofs
