#include "proofs/minimise.h"

#include <algorithm>

#include "proofs/draw.h"
#include "proofs/watch.h"
#include "runtime/core/decimal.h"

namespace weir::proofs {
namespace {

using Kind = Moment::Kind;

/// To so many digits that count.
int64_t rounded(int64_t value, int digits) {
    int64_t grid = 1;
    while (value / grid >= power_of_ten(digits)) grid *= 10;
    return value / grid * grid;
}

class Minimiser {
  public:
    Minimiser(const Ground& ground, const verify::Proofs& proofs, const verify::Property& property,
              Refutation refutation, const Budget& budget)
        : ground_(ground),
          proofs_(proofs),
          property_(property),
          budget_(budget),
          watcher_(proofs.asked, own_guards_of(proofs)),
          given_(std::move(refutation)),
          best_(given_.scenario),
          broken_(given_.replay.time) {}

    Refutation run() {
        for (bool smaller = true; smaller && !spent();) {
            smaller = false;
            smaller |= forget_what_follows();
            smaller |= sooner();
            for (size_t place = 0; place < best_.places.size(); ++place) smaller |= fewer_moments(place);
            smaller |= fewer_commands();
            smaller |= plainer();
            smaller |= rounder();
        }
        word_commands(best_, ground_, proofs_.asked.parameters);
        Replay replayed = replay(best_, watched(proofs_.asked, watcher_.own_guards(), property_));
        if (!breaks(replayed, property_)) return std::move(given_);
        return {std::move(best_), std::move(replayed)};
    }

  private:
    bool spent() const { return budget_.is_over(watcher_.spent()); }

    /// Takes a scenario when it is another and breaks the same.
    bool take(Scenario scenario) {
        tidy(scenario);
        if (spent() || scenario == best_ || locked(scenario) > locked(best_)) return false;
        const Seen& seen = watcher_.see(scenario);
        if (!seen.error.empty()) return false;
        const auto broken = broken_first(seen, watcher_.own_guards(), property_);
        if (!broken) return false;
        best_ = std::move(scenario);
        broken_ = broken->time;
        return true;
    }

    /// A market in which nobody asks for more than is bid is unusual, and seldom what matters.
    static int64_t locked(const Scenario& scenario) {
        int64_t count = 0;
        for (const Place& place : scenario.places)
            count += std::ranges::count_if(place.moments, [](const Moment& moment) {
                return moment.kind == Kind::quote && moment.bid >= moment.ask;
            });
        return count;
    }

    template <class Change>
    bool try_with(Change change) {
        Scenario scenario = best_;
        change(scenario);
        return take(std::move(scenario));
    }

    bool forget_what_follows() {
        return try_with([&](Scenario& scenario) {
            for (Place& place : scenario.places)
                while (place.moments.size() > 1 && place.moments.back().time > broken_) place.moments.pop_back();
            std::erase_if(scenario.commands, [&](const backtest::Command& one) { return one.time > broken_; });
        });
    }

    /// The market begins as it is later.
    bool sooner() {
        size_t most = 0;
        for (const Place& place : best_.places) most = std::max(most, place.moments.size());
        for (size_t at = most; at-- > 1;) {
            const bool moved = try_with([&](Scenario& scenario) {
                for (Place& place : scenario.places) {
                    if (place.moments.size() <= 1) continue;
                    std::vector<Moment>& moments = place.moments;
                    auto until = moments.begin() + static_cast<ptrdiff_t>(std::min(at, moments.size() - 1));
                    while (until->kind != Kind::quote) --until;
                    const Time first = moments.front().time;
                    moments.erase(moments.begin(), until);
                    moments.front().time = first;
                }
            });
            if (moved) return true;
        }
        return false;
    }

    bool fewer_moments(size_t place) {
        bool smaller = false;
        for (size_t length = best_.places[place].moments.size() / 2; length > 0; length /= 2)
            for (size_t at = 1; at < best_.places[place].moments.size();) {
                const bool gone = try_with([&](Scenario& scenario) {
                    std::vector<Moment>& moments = scenario.places[place].moments;
                    const auto first = moments.begin() + static_cast<ptrdiff_t>(at);
                    moments.erase(first,
                                  moments.begin() + static_cast<ptrdiff_t>(std::min(at + length, moments.size())));
                });
                smaller |= gone;
                if (!gone) at += length;
            }
        return smaller;
    }

    bool fewer_commands() {
        bool smaller = false;
        for (size_t at = 0; at < best_.commands.size();) {
            const bool gone = try_with([&](Scenario& scenario) {
                scenario.commands.erase(scenario.commands.begin() + static_cast<ptrdiff_t>(at));
            });
            smaller |= gone;
            if (!gone) ++at;
        }
        return smaller;
    }

    bool unlocked() {
        bool smaller = false;
        for (size_t p = 0; p < best_.places.size(); ++p)
            for (size_t i = 0; i < best_.places[p].moments.size(); ++i) {
                const Moment& now = best_.places[p].moments[i];
                if (now.kind != Kind::quote || now.bid < now.ask) continue;
                const int64_t tick = best_.instruments[best_.places[p].instrument].tick.value;
                smaller |= try_with([&](Scenario& scenario) { scenario.places[p].moments[i].ask += tick; }) ||
                           try_with([&](Scenario& scenario) { scenario.places[p].moments[i].bid -= tick; });
            }
        return smaller;
    }

    /// What is as it usually is needs no telling.
    bool plainer() {
        bool smaller = unlocked();
        for (size_t i = 0; i < best_.parameters.size(); ++i)
            if (const plan::Parameter& parameter = proofs_.asked.parameters[i]; !parameter.required)
                smaller |= set([i](Scenario& s) -> int64_t& { return s.parameters[i]; }, parameter.value);
        if (best_.seed != 1) smaller |= try_with([](Scenario& scenario) { scenario.seed = 1; });
        smaller |= set([](Scenario& s) -> int64_t& { return s.order.limit; }, step::kAbsent);
        for (size_t i = 0; i < best_.instruments.size(); ++i) {
            const Instrument& now = best_.instruments[i];
            const int64_t cent = std::max<int64_t>(1, power_of_ten(now.price_decimals) / 100);
            const int64_t whole = power_of_ten(now.quantity_decimals);
            smaller |= set([i](Scenario& s) -> int64_t& { return s.instruments[i].minimum_value; }, 0);
            smaller |= set([i](Scenario& s) -> int64_t& { return s.instruments[i].tick.value; }, cent);
            smaller |= try_with([&](Scenario& scenario) {
                scenario.instruments[i].lot.value = scenario.instruments[i].minimum_quantity.value = whole;
            });
            smaller |= try_with(
                [&](Scenario& scenario) { scenario.instruments[i].minimum_quantity = scenario.instruments[i].lot; });
        }
        return smaller;
    }

    template <class Member>
    bool set(Member member, int64_t value) {
        if (member(best_) == value) return false;
        return try_with([&](Scenario& scenario) { member(scenario) = value; });
    }

    /// The first of these roundings that still breaks.
    template <class Member>
    bool round(Member member) {
        const int64_t now = member(best_);
        if (now <= 0) return false;
        for (int digits = 1; digits <= 6; ++digits) {
            const int64_t down = rounded(now, digits);
            if (down == now) return false;
            const int64_t up = down + (down > 0 ? down / rounded(down, 1) : 0);
            if (set(member, down) || (up > now && set(member, up))) return true;
        }
        return false;
    }

    bool rounder() {
        bool smaller = all_prices_rounder();
        smaller |= round([](Scenario& s) -> int64_t& { return s.order.quantity.value; });
        if (best_.order.limit != step::kAbsent) smaller |= round([](Scenario& s) -> int64_t& { return s.order.limit; });
        for (size_t p = 0; p < best_.places.size(); ++p)
            for (size_t i = 0; i < best_.places[p].moments.size(); ++i) smaller |= rounder(p, i);
        for (size_t i = 0; i < best_.commands.size(); ++i)
            if (best_.commands[i].what.kind != LiveCommand::amend_end && best_.commands[i].what.value > 0)
                smaller |= round([i](Scenario& s) -> int64_t& { return s.commands[i].what.value; });
        return smaller | times_rounder();
    }

    /// One quote like the one before it, and one size like all others, are less to read.
    bool rounder(size_t p, size_t i) {
        bool smaller = false;
        const auto member = [&](int64_t Moment::* which) {
            return [p, i, which](Scenario& s) -> int64_t& { return s.places[p].moments[i].*which; };
        };
        const bool is_quote = best_.places[p].moments[i].kind == Kind::quote;
        if (!is_quote) {
            smaller |= round(member(&Moment::price));
            return smaller | round(member(&Moment::quantity));
        }
        const int64_t one = best_.order.quantity.value;
        if (best_.places[p].moments[i].bid_quantity > 0) smaller |= set(member(&Moment::bid_quantity), one);
        if (best_.places[p].moments[i].ask_quantity > 0) smaller |= set(member(&Moment::ask_quantity), one);
        smaller |= round(member(&Moment::bid));
        return smaller | round(member(&Moment::ask));
    }

    bool all_prices_rounder() {
        const int64_t first = best_.places.front().moments.front().bid;
        bool smaller = false;
        for (const double factor : {1.0 / static_cast<double>(std::max<int64_t>(1, first)) * 10'000, 0.1, 0.5})
            smaller |= first > 10'000 && try_with([&](Scenario& scenario) {
                           const auto scale = [&](int64_t& price) {
                               price = static_cast<int64_t>(static_cast<double>(price) * factor);
                           };
                           for (Place& place : scenario.places)
                               for (Moment& moment : place.moments)
                                   scale(moment.bid), scale(moment.ask), scale(moment.price);
                           if (scenario.order.limit != step::kAbsent) scale(scenario.order.limit);
                       });
        return smaller;
    }

    /// On whole seconds, or at least tenths.
    bool times_rounder() {
        bool smaller = false;
        const auto grid = [&](auto member) {
            for (const int64_t unit : {60 * kSecond, kSecond, kSecond / 10}) {
                const int64_t now = member(best_), up = (now + unit - 1) / unit * unit;
                if (now % unit == 0 || set(member, now / unit * unit) || set(member, up)) {
                    smaller |= now % unit != 0;
                    return;
                }
            }
        };
        for (const int64_t minutes : {1, 5, 10, 30, 60}) {
            const int64_t end = (best_.order.start + Duration{minutes * 60 * kSecond}).value;
            if (end == best_.order.end.value) break;
            if (set([](Scenario& s) -> int64_t& { return s.order.end.value; }, end)) {
                smaller = true;
                break;
            }
        }
        grid([](Scenario& s) -> int64_t& { return s.order.end.value; });
        for (size_t p = 0; p < best_.places.size(); ++p)
            for (size_t i = 1; i < best_.places[p].moments.size(); ++i)
                grid([p, i](Scenario& s) -> int64_t& { return s.places[p].moments[i].time.value; });
        for (size_t i = 0; i < best_.commands.size(); ++i)
            grid([i](Scenario& s) -> int64_t& { return s.commands[i].time.value; });
        return smaller;
    }

    const Ground& ground_;
    const verify::Proofs& proofs_;
    const verify::Property& property_;
    const Budget& budget_;
    Watcher watcher_;
    Refutation given_;
    Scenario best_;
    Time broken_;
};

}  // namespace

Refutation minimise(const Ground& ground, const verify::Proofs& proofs, const verify::Property& property,
                    Refutation refutation, const Budget& budget) {
    return Minimiser(ground, proofs, property, std::move(refutation), budget).run();
}

}  // namespace weir::proofs
