// Where and how the scripts that users copy are run: deployments of every kind, and what the text of each script says
// that its children never do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/backtest/backtest.h"
#include "tests/differential/engines.h"

namespace weir::test {

/// A day of one instrument on its venues, and the order's time in it.
struct House {
    std::string name;
    std::vector<std::unique_ptr<market::Tape>> tapes;  // a lit venue each
    bool dark = false;                                 // and one at their mid
    bool auctions = false;                             // New York's
    Time start, end;
    int64_t volume = 0;  // eligible, from start to end

    const Instrument& instrument() const { return tapes.front()->info().instrument; }
    bool several() const { return tapes.size() + dark > 1; }
    int venues() const { return static_cast<int>(tapes.size()) + dark; }
};

/// An equity, a coin, a thin share in round lots with minimums, a share that is halted, one with auctions, and one that
/// trades on three lit venues and a dark one, one on two and a dark one, and one whose price runs.
std::vector<House> generated_houses(uint64_t seed);
/// What of the recorded data there is; `missing` takes the names of what there is not.
std::vector<House> recorded_houses(std::vector<std::string>& missing);

/// What the text of a script says of its children; 0: nothing. Read off the script by hand: no code of ours stands
/// between these numbers and what is watched.
struct Saying {
    std::string script;                 // stdlib/NAME.weir or examples/desk/NAME.weir
    int64_t child_value = 0;            // quote
    int64_t collar_bps = 0;             // from the mid
    int64_t messages = 0;               // in a second
    int64_t working = 0;                // orders at the venues
    int64_t participation_percent = 0;  // over 5 min, whenever something new is sent
    /// How far the continuous children may be from the target: never a child beyond it, and when nothing is in the way
    /// never further behind than this share of the order (in permille) and a slice. 0: it has no schedule to keep to.
    int64_t behind_permille = 0;
    bool needs_venues = false;  // it names venues, and runs on several only
    bool ladder = false;        // has too many places for three lit venues
};
const std::vector<Saying>& sayings();

/// A script made ready for a house; nothing when it does not run there.
struct Ready {
    plan::Plan generic;
    std::unique_ptr<compiler::Runnable> runnable;
};
std::optional<Ready> ready_for(const Saying& saying, const House& house);

/// Everything of a run that a seed draws: side, size, limit, parameters, latencies, and what the trader does meanwhile.
backtest::Setup setup_in(const House& house, const Ready& ready, Side side, uint64_t seed, bool commands);

/// The commands of a setup, one a line: to say a failure again.
std::string text_of(const std::vector<backtest::Command>& commands);

}  // namespace weir::test
