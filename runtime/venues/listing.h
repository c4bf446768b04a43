// Where the instruments of a run trade: a list of venues, and what becomes of it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "runtime/market/tape.h"
#include "runtime/venues/dark.h"
#include "runtime/venues/venue.h"

namespace weir::venues {

/// A venue that an instrument trades on. Commands and events name it by its place among those of its instrument.
struct Listing {
    std::string name;
    uint8_t instrument = 0;
    const market::Tape* tape = nullptr;  // of a dark venue: its reference
    Model model;                         // its venue and instrument are filled in
    std::optional<Interest> dark;        // a dark venue
};

/// What is wrong with the list, if anything: two venues of one name, tapes that are not of one instrument, an
/// instrument without a lit venue, a fault of a model.
std::optional<std::string> fault_of(std::span<const Listing> listings);

/// What every venue of an instrument takes: a tick and a lot on the grids of all, and the largest of the minimums. Each
/// venue goes on to check its own. The list must be without fault, and have the instrument.
Instrument common_instrument(std::span<const Listing> listings, uint8_t instrument = 0);

/// All of them as one. The list must be without fault, and its tapes must outlive what is made.
std::unique_ptr<Venue> make(std::span<const Listing> listings);

}  // namespace weir::venues
