// Checking a tape: what is on it, what looks wrong, and, given the files it was made from, whether the book rebuilt
// from the source's changes is the book that the source itself shows. The comparison with the source never uses the
// tape's importer: it rebuilds the book in its own way, from the changes alone.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/market/book.h"
#include "runtime/market/tape.h"

namespace weir::market {

struct CheckOptions {
    std::vector<std::string> sources;  // the files that the tape was imported from; none: the tape alone is checked
    std::function<void(double share)> progress;
};

/// Moments at which the book, looked at after whole messages, was in some state.
struct Moments {
    uint64_t messages = 0;  // after so many messages
    uint64_t episodes = 0;  // runs of such messages
    Duration total;         // time spent so
    Duration longest;
    Time first;  // when it first was; only when there are any
};

struct Compared {
    uint64_t equal = 0;
    uint64_t unequal = 0;
    uint64_t count() const { return equal + unequal; }
};

/// LOBSTER: every level of every book row. A level is determined when the files say what it must be before one looks at
/// that row: it was in the window without a break since its content was known. Known, that is, from the first row and
/// the messages alone (the price was in the window ever since, or was passed by the other side and so was empty), or
/// from an earlier row in which it came into the window.
struct LobsterTruth {
    uint64_t rows = 0;
    uint64_t levels = 0;                // of both sides, as in the file
    uint64_t cells = 0;                 // rows × levels that are there
    Compared from_messages;             // determined by the first row and messages
    Compared from_window;               // determined by an earlier row and the messages since
    uint64_t first_seen = 0;            // not determined: the level comes into the window in this very row
    uint64_t first_seen_inner = 0;      // ... of them not on the outermost level
    uint64_t surplus = 0;               // levels of the rebuilt book within the window that the row does not have
    Compared tape_rows;                 // rows whose levels are all those of the tape's book at that message
    std::vector<std::string> examples;  // the first unequal cells
};

/// Bitstamp: every level of every snapshot against the book rebuilt from single orders, without any snapshot. Orders of
/// before the capture are not in the stream: a level is determined once a snapshot has covered its price without it.
struct BitstampTruth {
    uint64_t snapshots = 0;
    Compared levels;       // price and quantity as the snapshot has them
    Compared warm_levels;  // after the warm-up
    Compared determined;   // levels whose price has been seen empty: all orders there began after the capture
    Compared warm_determined;
    Compared warm_snapshots;    // after the warm-up: all levels of both sides equal, nothing between them
    Compared tape_levels;       // the tape's book, corrected by snapshots, after the warm-up
    uint64_t created_late = 0;  // orders whose end was sent before their beginning: left out
    Duration warm_up;
    struct Stale {  // an order that a book which believes every message would keep for ever
        uint64_t order = 0;
        Side side = Side::none;
        int64_t price = 0;
        int64_t quantity = 0;
        Time since;
        uint64_t snapshots = 0;  // whose best price it beats; 0: it was changed after its end, and is left out here
    };
    std::vector<Stale> stale;
};

/// Binance: after each depth update that ends with id u, the best prices and quantities against the last best quote
/// with an id of at most u, judged once a quote with a larger id has been seen: then no quote can lie between.
struct BinanceTruth {
    uint64_t updates = 0;
    uint64_t gaps = 0;           // update ids that do not follow each other
    Compared prices;             // both best prices
    Compared prices_quantities;  // and both quantities
    uint64_t not_judged = 0;     // no quote before or no quote after
    uint64_t crossed = 0;        // updates after which the book is crossed or locked
};

/// ctc: there is no book to compare with; sequence numbers must follow each other and groups must not cross.
struct CtcTruth {
    uint64_t groups = 0;  // of rows with one sequence number
    uint64_t sequence_gaps = 0;
    uint64_t crossed_groups = 0;
    uint64_t locked_groups = 0;
    uint64_t unknown_removed = 0;  // levels that went without having come: what the missing snapshot would have had
    uint64_t unknown_removed_late = 0;  // ... of them after the first 100 groups
    Compared trade_sides;  // trades at the best price of the side opposite to their aggressor, or nearer to it
};

using SourceTruth = std::variant<std::monostate, LobsterTruth, BitstampTruth, BinanceTruth, CtcTruth>;

struct CheckReport {
    TapeInfo info;
    static constexpr size_t kKinds = static_cast<size_t>(MarketKind::resume) + 1;
    std::array<uint64_t, kKinds> records{};  // by MarketKind
    uint64_t messages = 0;
    uint64_t trades = 0;            // prints and executions
    int64_t eligible_volume = 0;    // of them and of bars, 10^-quantity_decimals
    int64_t ineligible_volume = 0;  // auctions and blocks
    Moments crossed, locked, one_sided;
    BookFaults faults;
    Duration longest_silence;
    Time longest_silence_from;
    uint64_t silences = 0;  // longer than kSilence
    // The receive clock, where the source has one.
    uint64_t received = 0;
    uint64_t receive_steps_back = 0;
    Duration receive_delta_min, receive_delta_max;
    uint64_t off_tick = 0, off_lot = 0;  // prices and quantities that are not on the grids of the instrument
    SourceTruth truth;
};

inline constexpr Duration kSilence{60 * kSecond};

struct CheckError {
    std::string message;
};

std::string_view name(MarketKind kind);

/// Checks a tape. Fails only when the source files cannot be read or are not those of the tape's format.
std::optional<CheckReport> check(const Tape& tape, const CheckOptions& options, CheckError& error);

std::string to_text(const CheckReport& report);
std::string to_json(const CheckReport& report);

}  // namespace weir::market
