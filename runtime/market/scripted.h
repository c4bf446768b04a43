// Markets that are written down instead of recorded, as those of `test` blocks: flat, with changes at stated times.
//
//   Quotes.  `levels` prices on each side, a tick apart, `depth` on each. The spread is the stated one to the nearest
//            tick, at least one; the bid stands half of it below the mid, rounded down to the tick. So the mid is exact
//            where half the spread below it is on the tick, and less than a tick lower elsewhere.
//   Volume.  Prints on a grid of time, at the bid and at the ask in turn, beginning with the bid. Up to each time of
//            the grid, `quantity · time / per` has printed, rounded down to the lot. What a print takes of its level is
//            shown anew at once, in a message of its own and at the end of the queue, so that the displayed depth
//            stands still; one who takes from it gets the depth once, and after that what has printed there. A lot is
//            left in between, so that prices stand still as well.
//   Moves.   The mid goes in a straight line, seen at the times of the grid and at the end of the move. Moves that
//            overlap add up; a stated mid ends those under way. A spread or move that is stated as a share is one of
//            the mid at that time; a spread so stated follows the mid.
//   Halts.   The book stands, nothing prints, and the volume of that time is not made up for.
//   Silence. Nothing at all is heard, until the next change, whatever it is, or the end. Volume as in a halt; a move
//            goes on.
//
// At one time: the print of what has come up to then, then the changes in the order written. When nothing else happens
// at a time of the grid, the best bid is said again: a market that stands still is not a dead one. Nothing is drawn at
// random.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "runtime/core/parsed.h"
#include "runtime/market/tape.h"

namespace weir::market {

/// A difference of prices: so much, and so much of the mid.
struct Amount {
    Price price{};
    int64_t share_e9 = 0;
};

struct Pace {
    Quantity quantity{};
    Duration per{kSecond};
};

namespace script {

struct Spread {
    Amount amount;
};
struct Mid {
    int64_t half;  // half price units
};
struct Move {
    Amount by;  // negative: down
    Duration over;
};
struct Volume {
    Pace pace;
};
/// One print beside the steady volume. At the bid or below, or at the ask or above, it hits those that rest there;
/// between them its aggressor is not known.
struct Trade {
    Quantity quantity;
    Price price;
};
struct Auction {  // an auction's print: not eligible volume
    Quantity quantity;
    Price price;
};
struct Halt {};
struct Resume {};
struct Silence {};

}  // namespace script

struct ScriptedChange {
    Time time;
    std::variant<script::Spread, script::Mid, script::Move, script::Volume, script::Trade, script::Auction,
                 script::Halt, script::Resume, script::Silence>
        what;
};

struct Scripted {
    Instrument instrument;
    Time start, end;
    int64_t mid = 0;  // half price units
    Amount spread;
    Pace volume;
    Quantity depth{};
    int levels = 5;
    Duration grid{kSecond};               // its times are start, start + grid, ...
    std::vector<ScriptedChange> changes;  // in order of time, from start to end
};

/// The tape of a market that was written down. The error says what cannot be, and when.
Parsed<std::unique_ptr<Tape>> scripted_tape(const Scripted& market);

}  // namespace weir::market
