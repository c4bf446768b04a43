// The venues of a run, from the words of a command line: tapes opened, models read, auctions taken from a calendar.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/core/parsed.h"
#include "runtime/market/tape.h"
#include "runtime/venues/listing.h"

namespace weir::cli {

struct VenueOptions {
    std::vector<std::string> tape;         // of the only lit venue, one after the other ...
    std::vector<std::string> venue, dark;  // ... or these
    std::vector<std::string> legs;         // of the strategy: each tape is then NAME=TAPE, of the leg of that name
    std::string session;                   // whose calendar has the auctions
    venues::Model defaults;                // for what a venue does not say
};

struct OpenedVenues {
    std::vector<std::unique_ptr<market::Tape>> tapes;
    std::vector<venues::Listing> listings;  // lit ones first; they point into the tapes
    std::string text;                       // of the tapes, for the report
};

/// The error is a sentence that names the option.
Parsed<OpenedVenues> open_venues(const VenueOptions& options);

}  // namespace weir::cli
