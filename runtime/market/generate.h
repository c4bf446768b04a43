// The market generator: seeded order-by-order markets of any length, for demonstrations and tests. It makes no claim to
// be any real market; it has the features that execution strategies live by, each shown by a test:
//   volume over the day is U-shaped; order flow comes in clusters (a self-exciting process, Hawkes 1971); the spread
//   returns to its usual width; the book never crosses and no quantity is negative.
//
// Auctions, when asked for: a print as the session opens, of 2 % to 4 % of a usual session's volume, and one as it
// closes, of 6 % to 12 % of what the session has traded. Apart from them the market is the same, byte for byte.
//
// Several venues of one market, when asked for: they share the fair price, and each has its own share of the messages,
// sizes, number of resting orders and readiness to quote inside a spread; the first is the busiest. A market order goes
// to a venue that shows the best price, and nobody quotes through another venue's book: it is never locked or crossed
// over all of them. Auctions are the first venue's; halts are everybody's.
// All arithmetic is on integers: a seed gives the same bytes on every machine. Memory does not grow with the length.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/market/tape.h"

namespace weir::market {

enum class Session : uint8_t {
    us_equity,   // Monday to Friday, 09:30 to 16:00 in New York; the book is empty in between
    continuous,  // all day, every day; busiest at 15:00 UTC
};

/// Nothing trades, and no order comes or goes.
struct Halt {
    Time from;
    Duration duration;
};

struct GenerateOptions {
    uint64_t seed = 1;
    Session session = Session::us_equity;
    Time start{};         // trading happens from here, in sessions only ...
    Duration duration{};  // ... for so long
    Instrument instrument;
    Price price;                       // of the first trades
    Quantity size;                     // the smallest usual order; the mean is about three times that
    int64_t messages_per_session = 0;  // of a whole session or day, on average
    int64_t volatility_ticks = 0;      // ticks that the fair price moves at a time; a session has about one move in 16
                                       // messages
    int venues = 1;
    bool auctions = false;    // of sessions that open and close
    std::vector<Halt> halts;  // in order of time, each within a session

    /// WEIR, a share at 100.00 USD: one session, 2 January 2024, 09:30 to 16:00 New York.
    static GenerateOptions us_equity();
    /// BTC-USD at 30,000.00 USD: one UTC day, 2 January 2024.
    static GenerateOptions crypto();
};

/// What is wrong with the options, if anything, and what would be right.
std::optional<std::string> fault_of(const GenerateOptions& options);

class Generator {
  public:
    /// The options must be without fault.
    explicit Generator(const GenerateOptions& options);
    ~Generator();
    /// The records of the next message, in order of time; valid until the next call. Empty at the end.
    std::span<const MarketEvent> next();
    /// The venue of that message, from 0.
    int venue() const;
    TapeInfo info() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Writes a generated tape for each venue. False when it failed; `error` says why, and nothing is left.
bool generate(const GenerateOptions& options, std::span<const std::string> out_paths, TapeError& error,
              const std::function<void(double share)>& progress = {});
bool generate(const GenerateOptions& options, const std::string& out_path, TapeError& error,
              const std::function<void(double share)>& progress = {});
/// Generated tapes in memory, one for each venue; none when the options have a fault.
std::vector<std::unique_ptr<Tape>> generate_venues(const GenerateOptions& options);
/// The first venue's; null when the options have a fault.
std::unique_ptr<Tape> generate(const GenerateOptions& options);

}  // namespace weir::market
