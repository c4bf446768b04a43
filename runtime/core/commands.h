// Live commands: what a trader may do to a parent order while it runs, and what became of each.
#pragma once

#include <cstdint>
#include <string>

namespace weir {

enum class LiveCommand : uint8_t {
    pause,   // withdraw what works, send nothing new
    hold,    // leave what rests, send nothing new
    resume,  // both are over
    cancel,
    set_parameter,
    amend_quantity,
    amend_limit,
    amend_end,
    venue_off,  // its orders are withdrawn, nothing goes there
    venue_on,
    skip_auction,
    finish,    // now, up to a share of the volume, within some time
    take_over  // the desk carries on by hand: everything is withdrawn
};

/// One command. What `index`, `value` and `within` mean is by kind; they are 0 elsewhere.
struct Command {
    LiveCommand kind = LiveCommand::pause;
    int32_t index = 0;   // set_parameter: which; venue_off, venue_on: which; skip_auction: 1 open, 2 close (Auction)
    int64_t value = 0;   // set_parameter, amend_quantity, amend_limit (absent: none), amend_end; finish: the share,
                         // 1e-9; venue_off, venue_on: the instrument whose venue it is
    int64_t within = 0;  // finish: nanoseconds
    std::string user{}, reason{};
    std::string text{};  // as it was written, for those who read it; empty when it was not
    friend bool operator==(const Command&, const Command&) = default;
};

/// Why a command was refused. A refused command changes nothing.
enum class CommandRefusal : uint8_t {
    none,
    over,               // the order has ended
    unknown_parameter,  // the strategy has no such parameter
    not_live,           // the parameter may not change while the strategy runs
    out_of_range,       // the value is outside the parameter's range
    bad_quantity,       // not positive, or off the lot
    bad_limit,          // not positive, or off the tick
    end_has_passed,     // the new end is not after now, or not after the start
    unknown_venue,
    no_auction,    // the strategy places nothing in that auction
    bad_share,     // not above 0 % and at most 100 %
    bad_duration,  // not positive
    unsupported,   // the strategy has no way to finish early
    too_large      // a quantity, price or time beyond what the program can reckon with
};

}  // namespace weir
