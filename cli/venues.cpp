#include "cli/venues.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "cli/venue_text.h"
#include "runtime/calendar/calendar.h"
#include "runtime/market/join.h"

namespace weir::cli {
namespace {

constexpr Duration kAuctionLasts{600 * kSecond};  // after its time its prints are waited for so long

/// The auctions of each day of a tape.
std::vector<venues::AuctionTime> auctions_of(const calendar::Session& session, const market::TapeInfo& tape) {
    std::vector<venues::AuctionTime> auctions;
    if (session.always()) return auctions;
    const auto add = [&](Auction kind, const std::optional<calendar::Auction>& auction) {
        if (auction) auctions.push_back({kind, auction->cutoff, auction->at + kAuctionLasts});
    };
    const Date last = date_in(tape.last, session.zone()).value;
    for (Date date = date_in(tape.first, session.zone()).value; date <= last; date = calendar::plus_days(date, 1)) {
        const auto day = session.on(date);
        if (!day) continue;
        add(Auction::open, day->opening);
        add(Auction::close, day->closing);
    }
    return auctions;
}

/// Opens step by step; the first step that fails has written down why.
class Opener {
  public:
    explicit Opener(const VenueOptions& options) : options_(options) {}

    Parsed<OpenedVenues> open() {
        const bool done = open_lit() && open_dark() && add_auctions();
        if (done) error_ = venues::fault_of(opened_.listings).value_or("");
        if (!error_.empty()) return Parsed<OpenedVenues>::failure(error_);
        return {std::move(opened_), ""};
    }

  private:
    bool fail(std::string message) {
        error_ = std::move(message);
        return false;
    }

    bool open_lit() {
        if (options_.tape.empty() && options_.venue.empty())
            return fail("there is no market: give --tape TAPE, or --venue NAME=TAPE for each venue");
        if (!options_.tape.empty() && !options_.venue.empty())
            return fail("--tape and --venue: give one of them; --venue NAME=TAPE is a venue with its tape");
        if (!options_.tape.empty()) return open_tape("lit", options_.tape, options_.defaults);
        for (const std::string& text : options_.venue) {
            const auto venue = parse_lit(text);
            if (!venue) return fail(fmt::format("--venue `{}`: {}", text, venue.error));
            venues::Model model = options_.defaults;
            if (const std::string fault = set_up(venue.value, model); !fault.empty())
                return fail(fmt::format("--venue `{}`: {}", text, fault));
            if (!open_tape(venue.value.name, {venue.value.tape}, model)) return false;
        }
        return true;
    }

    bool open_tape(const std::string& name, const std::vector<std::string>& paths, venues::Model model) {
        market::TapeError error;
        auto tape = market::open_joined(paths, error);
        if (!tape) return fail(error.message);
        opened_.text += fmt::format("{}{}", opened_.text.empty() ? "" : ", ", fmt::join(paths, ", "));
        model.seed += opened_.listings.size();  // no two venues draw the same delays
        opened_.listings.push_back({name, 0, tape.get(), std::move(model), {}});
        opened_.tapes.push_back(std::move(tape));
        return true;
    }

    bool open_dark() {
        const size_t lit = opened_.listings.size();
        for (const std::string& text : options_.dark) {
            const auto wrong = [&](const std::string& why) { return fail(fmt::format("--dark `{}`: {}", text, why)); };
            const auto venue = parse_dark(text);
            if (!venue) return wrong(venue.error);
            venues::Model model = options_.defaults;
            model.seed += opened_.listings.size();
            DarkVenue dark;
            const Instrument& instrument = opened_.tapes.front()->info().instrument;
            if (const std::string fault = set_up(venue.value, instrument, model, dark); !fault.empty())
                return wrong(fault);
            const auto end = opened_.listings.begin() + static_cast<std::ptrdiff_t>(lit);
            const auto reference = std::find_if(opened_.listings.begin(), end, [&](const venues::Listing& one) {
                return dark.reference.empty() || one.name == dark.reference;
            });
            if (reference == end) return wrong(fmt::format("there is no lit venue `{}`", dark.reference));
            opened_.listings.push_back({venue.value.name, 0, reference->tape, std::move(model), dark.interest});
        }
        return true;
    }

    bool add_auctions() {
        if (options_.session.empty()) return true;
        const auto session = calendar::session_of(options_.session);
        if (!session) return fail(fmt::format("--session: {}", session.error));
        for (venues::Listing& listing : opened_.listings)
            if (!listing.dark) listing.model.auctions = auctions_of(session.value, listing.tape->info());
        return true;
    }

    const VenueOptions& options_;
    OpenedVenues opened_;
    std::string error_;
};

}  // namespace

Parsed<OpenedVenues> open_venues(const VenueOptions& options) {
    return Opener(options).open();
}

}  // namespace weir::cli
