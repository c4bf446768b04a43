#include "cli/venues.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "cli/venue_text.h"
#include "runtime/backtest/backtest.h"
#include "runtime/calendar/calendar.h"
#include "runtime/market/join.h"

namespace weir::cli {
namespace {

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
        if (!options_.legs.empty()) return open_legs();
        if (options_.tape.empty() && options_.venue.empty())
            return fail("there is no market: give --tape TAPE, or --venue NAME=TAPE for each venue");
        if (!options_.tape.empty() && !options_.venue.empty())
            return fail("--tape and --venue: give one of them; --venue NAME=TAPE is a venue with its tape");
        if (!options_.tape.empty()) return open_tape("lit", options_.tape, options_.defaults);
        return open_venues();
    }

    bool open_venues() {
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

    /// `--tape eth=eth.tape --tape btc=btc.tape`; the lead may have several venues instead.
    bool open_legs() {
        const std::vector<std::string>& legs = options_.legs;
        std::vector<std::string> paths(legs.size());
        for (const std::string& text : options_.tape) {
            const std::string name = text.substr(0, text.find('='));
            const auto leg = std::ranges::find(legs, name);
            if (text.find('=') == std::string::npos || leg == legs.end())
                return fail(fmt::format("--tape `{}`: the strategy trades the legs `{}`: write {}", text,
                                        fmt::join(legs, "`, `"), all_tapes()));
            std::string& path = paths[static_cast<size_t>(leg - legs.begin())];
            if (!path.empty())
                return fail(fmt::format("--tape: the leg `{0}` has two: `{0}={1}` and `{2}`", name, path, text));
            path = text.substr(name.size() + 1);
            if (path.empty()) return fail(fmt::format("--tape `{}`: there is no file behind the `=`", text));
            for (size_t i = 0; i < legs.size(); ++i)
                if (legs[i] != name && paths[i] == path)
                    return fail(fmt::format("--tape: the legs `{}` and `{}` have one tape, `{}`", legs[i], name, path));
        }
        if (!paths[0].empty() && !options_.venue.empty())
            return fail(fmt::format("--tape `{}=…` and --venue: give one of them for the lead", legs[0]));
        for (size_t i = 0; i < legs.size(); ++i)
            if (paths[i].empty() && (i > 0 || options_.venue.empty()))
                return fail(fmt::format("the leg `{}` has no market: write {}", legs[i], all_tapes()));
        if (options_.venue.empty() ? !open_tape(legs[0], {paths[0]}, options_.defaults) : !open_venues()) return false;
        for (size_t i = 1; i < legs.size(); ++i)
            if (!open_tape(legs[i], {paths[i]}, options_.defaults, static_cast<uint8_t>(i))) return false;
        return true;
    }

    std::string all_tapes() const {
        std::string text;
        for (const std::string& leg : options_.legs)
            text += fmt::format("{}--tape {}=TAPE", text.empty() ? "`" : " ", leg);
        return text + "`";
    }

    bool open_tape(const std::string& name, const std::vector<std::string>& paths, venues::Model model,
                   uint8_t instrument = 0) {
        market::TapeError error;
        auto tape = market::open_joined(paths, error);
        if (!tape) return fail(error.message);
        opened_.text += fmt::format("{}{}", opened_.text.empty() ? "" : ", ", fmt::join(paths, ", "));
        model.seed += opened_.listings.size();  // no two venues draw the same delays
        opened_.listings.push_back({name, instrument, tape.get(), std::move(model), {}});
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
                return one.instrument == 0 && (dark.reference.empty() || one.name == dark.reference);
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
        backtest::hold_auctions(opened_.listings, session.value);
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
