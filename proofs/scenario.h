// A scenario: a short market that is written down record by record, an order in it, and what its trader does. It runs
// in memory, and from files by `weir run`, to the same events.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/lower/lower.h"
#include "runtime/backtest/backtest.h"
#include "runtime/market/tape.h"

namespace weir::proofs {

/// What is the same in all scenarios of a strategy.
struct Ground {
    struct Phase {
        std::string name;
        std::vector<size_t> slots;  // of its works
    };
    lower::Market market;  // with the venues and legs that the strategy names
    std::string script;    // its path, for command lines
    std::string strategy;
    bool several = false;           // strategies in the script
    std::vector<std::string> legs;  // their names, the lead first; none: the order's instrument alone
    Side side = Side::none;         // of an order, where the lead is of one side; none: either
    std::vector<Phase> phases;
    std::vector<Phase> works;  // each with its slots, likewise
};

/// The ground of a strategy of a checked script.
Ground ground_of(const compiler::Checked& checked, size_t strategy);

/// One message of a venue.
struct Moment {
    enum class Kind : uint8_t { quote, trade, auction, halt, resume };

    Time time;
    Kind kind = Kind::quote;
    int64_t bid = 0, bid_quantity = 0, ask = 0, ask_quantity = 0;  // quote; a quantity of 0: there is no such side
    int64_t price = 0, quantity = 0;                               // trade; auction: of an auction, or a block
    Side side = Side::none;                                        // trade: the aggressor's; none: not known
    friend bool operator==(const Moment&, const Moment&) = default;
};

/// A venue, and all that is heard of it. Of a dark one that is nothing: it goes by the first lit one.
struct Place {
    std::string name;  // empty: the only one
    uint8_t instrument = 0;
    bool dark = false;
    std::vector<Moment> moments;  // in order of time; the first is a quote
    friend bool operator==(const Place&, const Place&) = default;
};

struct Scenario {
    std::vector<Instrument> instruments;  // of the order, and of the legs that hedge it
    std::vector<Place> places;            // lit ones first; those of the order's instrument before others
    ParentOrder order;
    std::vector<int64_t> parameters;
    std::vector<backtest::Command> commands;  // in order of time
    uint64_t seed = 1;
};
bool operator==(const Scenario& a, const Scenario& b);

/// Moments of all lit venues.
size_t moments_of(const Scenario& scenario);

/// One for each lit place. Where a place says nothing for the last minute of the order its quote is said again, for a
/// tape has to hold the order's time.
std::vector<std::unique_ptr<market::Tape>> tapes_of(const Scenario& scenario);

/// A scenario as files.
struct Written {
    std::vector<std::string> files;  // paths
    std::string command;             // a line that runs it; empty when something could not be written
    std::string error;
};
/// Writes NAME.tape, or NAME.VENUE.tape for each of several, and NAME.commands where there are some.
Written write(const Scenario& scenario, const Ground& ground, const std::vector<plan::Parameter>& parameters,
              const std::string& name);

/// A live command in the words of a file that `weir run --commands` reads, without its time.
std::string words_of(const weir::Command& command, const Ground& ground, const Scenario& scenario,
                     const std::vector<plan::Parameter>& parameters);
/// Lets each command say of itself how it is written, as those of a file do.
void word_commands(Scenario& scenario, const Ground& ground, const std::vector<plan::Parameter>& parameters);

}  // namespace weir::proofs
