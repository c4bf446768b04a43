// From the words of a command line to a run that is ready: script, tape, order, parameters, tables, code. Shared by
// `run`, `schedule` and `explain`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/venues.h"
#include "compiler/compiler.h"
#include "runtime/backtest/backtest.h"
#include "runtime/market/tape.h"

namespace CLI {
class App;
}

namespace weir::cli {

struct SetupOptions {
    std::string script, strategy, order, commands, curve, session, engine = "native";
    std::vector<std::string> tape, venue, dark, history, set, same_currency, rate;
    std::string feed_latency = "500 us", order_latency = "1 ms", response_latency = "500 us";
    std::string maker_fee = "0 bps", taker_fee = "0 bps";
    std::string collar = "500 bps", stale_after = "60 s";
    std::string max_order_quantity, max_order_value;
    int opt_level = 2;
    uint64_t seed = 1;
    bool no_cache = false;
    bool verify = false;  // guards that are proven are left out, the others are kept
};

/// Declares the options on a command.
void add_setup_options(CLI::App& command, SetupOptions& options);

/// Everything a run needs; `run` points into the rest.
struct Ready {
    SourceFile file{"", ""};
    compiler::Checked checked;
    plan::Plan generic;  // of the chosen strategy, with the guards that it runs with
    compiler::Built built;
    OpenedVenues venues;
    const market::Tape* tape = nullptr;  // of the first of them
    std::vector<Instrument> hedges;      // what the legs that hedge trade
    std::vector<std::string> notes;      // what a user should know, in sentences
    std::vector<std::string> read;       // every path that was read, or the word that has it
    backtest::Setup run;
};

/// Nothing when something is wrong; it has then been said on stderr.
std::unique_ptr<Ready> make_ready(const SetupOptions& options);

}  // namespace weir::cli
