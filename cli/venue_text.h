// A venue as the command line says it: `--venue NAME=TAPE[,maker=0.2 bps,…]`, `--dark NAME[,share=20%,…]`, and the
// parts that other options share with it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/core/parsed.h"
#include "runtime/venues/dark.h"
#include "runtime/venues/venue.h"

namespace weir::cli {

/// `500 us`, or `500 us ~ 200 us` for an exponential jitter of that mean.
Parsed<venues::Latency> parse_latency(const std::string& text);
/// Basis points with up to two decimals, as hundredths: `1.5 bps`, `-0.2 bps`, `0`.
Parsed<int64_t> parse_bps(const std::string& text);

/// The words of one option, not looked at yet.
struct VenueText {
    std::string name, tape;
    std::vector<std::pair<std::string, std::string>> settings;
};

/// `NAME=TAPE[,SETTING=VALUE,…]`.
Parsed<VenueText> parse_lit(const std::string& text);
/// `NAME[,SETTING=VALUE,…]`.
Parsed<VenueText> parse_dark(const std::string& text);

/// What the settings of a lit venue say: maker, taker, latency, feed, response, auction_share. Empty when all is well.
std::string set_up(const VenueText& text, venues::Model& model);

/// What a dark venue is beside its model.
struct DarkVenue {
    venues::Interest interest;
    std::string reference;  // a lit venue's name; empty: the first
};
/// The same but for auction_share, and share, size, deviation, life, reference. Sizes are those of the instrument.
std::string set_up(const VenueText& text, const Instrument& instrument, venues::Model& model, DarkVenue& dark);

}  // namespace weir::cli
