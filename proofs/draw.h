// Draw: scenarios at random, of the numbers that a strategy speaks of, and changes to them. The same seed draws the
// same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/verify/decode.h"
#include "proofs/scenario.h"

namespace weir::proofs {

/// SplitMix64 (Steele, Lea, Flood, 2014).
class Random {
  public:
    explicit Random(uint64_t seed) : state_(seed) {}
    uint64_t next();
    /// Below `count`, which is positive.
    size_t below(size_t count) { return static_cast<size_t>(next() % count); }
    int64_t between(int64_t low, int64_t high);
    bool one_in(size_t count) { return below(count) == 0; }
    /// From 1 to `high`, as often in each order of magnitude.
    int64_t magnitude(int64_t high);
    template <class T>
    T of(std::initializer_list<T> all) {
        return *(all.begin() + below(all.size()));
    }
    template <class Container>
    const auto& one(const Container& all) {
        return all[below(all.size())];
    }

  private:
    uint64_t state_;
};

class Artist {
  public:
    Artist(const Ground& ground, const plan::Plan& plan, uint64_t seed);

    /// The plain rules, an order of no size, its places without a moment, and parameters as the script has them.
    Scenario frame(Side side);
    /// A new scenario.
    Scenario draw();
    /// One that begins as a step that would break a property says.
    Scenario draw(const verify::Candidate& candidate);
    /// The same but for a few changes.
    Scenario change(Scenario scenario);
    Random& random() { return random_; }

  private:
    std::vector<Instrument> instruments() const;
    void rules(Scenario& scenario);
    void order(Scenario& scenario);
    void parameters(Scenario& scenario);
    void places(Scenario& scenario);
    void fill(Scenario& scenario, Place& place, int64_t mid);
    Moment quote(const Scenario& scenario, const Place& place, Time time, int64_t mid, int64_t spread);
    Moment event(const Scenario& scenario, const Place& place, Time time, const Moment& quoted);
    void command(Scenario& scenario);
    void parameter(Scenario& scenario);
    void limit(Scenario& scenario);
    void end(Scenario& scenario);
    void change_once(Scenario& scenario);
    void change_market(Scenario& scenario);

    int64_t a_number();
    int64_t a_price(const Instrument& instrument);
    int64_t a_spread(int64_t mid);
    int64_t a_quantity(const Instrument& instrument, int64_t price);
    int64_t a_value(int parameter);
    Time a_start();

    const Ground& ground_;
    const plan::Plan& plan_;
    std::vector<int64_t> numbers_;  // that the plan speaks of, and more than one
    std::vector<int> live_;         // parameters
    Random random_;
    int64_t usual_size_ = 1;  // of the quotes and trades of the scenario that is drawn
};

/// Makes a scenario one that can be run: prices on the tick, sizes on the lot, moments in order, an order within what
/// can be reckoned with.
void tidy(Scenario& scenario);

}  // namespace weir::proofs
