// From typed tree to generic plan: absence, sides, units, windows and the merging of clauses are worked out here, so
// that the plan knows integers and conditions alone.
//
// Scales of a plan: prices in half units (a mid is exact), quantities and money at the instrument's decimals, ratios in
// 1e-9, durations and times in nanoseconds, rates in 1e-3 of a quantity unit per second, counts and levels plain.
// Prices become whole price units on the tick grid only in the slots.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/plan/plan.h"
#include "compiler/sema/program.h"

namespace weir::lower {

/// A venue of the deployment, by the name that a script may use.
enum class VenueKind : uint8_t { lit, dark, amm, rfq };
struct Venue {
    std::string name;
    VenueKind kind = VenueKind::lit;
};

/// So much of one currency is worth one unit of another: a rate that the deployment states.
struct Rate {
    std::string of;         // one unit of this
    syntax::Decimal worth;  // is worth so much
    std::string in;         // of that
};

/// What a plan has to know of an instrument: how its numbers are written, and what its units are called.
struct Market {
    plan::Scales scales;
    std::string base;      // BTC
    std::string currency;  // USDT
    /// Currencies that the deployment takes as worth the same, one for one: with "USD" here, `250_000 USD` in a script
    /// is 250,000 of the instrument's currency. Nothing is assumed: an unlisted currency is an error.
    std::vector<std::string> same_currency = {};
    std::vector<Venue> venues = {};  // as the runtime numbers them; none: one lit venue without a name
    /// The venues are those of a run. Otherwise a script may name others: it is checked for what it names.
    bool deployed = false;
    /// Its venues publish mark prices.
    bool marks = false;
    std::vector<Market> hedges = {};  // of the legs that hedge, in their order; fewer: like the lead
    std::vector<Rate> rates = {};     // between the currencies of legs
};
/// With the venues that a strategy names, when nothing is known of the deployment.
Market with_nominal_venues(const sema::Strategy& strategy, Market market);
/// With markets for legs that have none: like the lead's, of whichever base the script names.
Market with_nominal_hedges(const sema::Strategy& strategy, Market market);
/// Whether money of two currencies is the same: it has one name, or the deployment says so.
bool same_currency(const Market& market, std::string_view a, std::string_view b);
/// The market of a leg.
const Market& market_of(const Market& market, sema::InstrumentId instrument);

struct Lowered {
    plan::Plan plan;  // to be used only when the diagnostics have no errors
    Diagnostics diagnostics;
};

/// Lowers one strategy of a program without errors; an empty name means the first.
Lowered lower(const sema::Program& program, std::string_view strategy, const Market& market);

/// A value for a parameter as a user writes it (`20%`, `5 min`, `250_000 USD`), at the plan's scale; otherwise what is
/// wrong with it, as a sentence that names the parameter. Ranges are checked.
std::variant<int64_t, std::string> parameter_value(const plan::Parameter& parameter, std::string_view text,
                                                   const Market& market);
/// The other way: `20%`, `5 min`, `250000 USD`.
std::string parameter_text(const plan::Parameter& parameter, int64_t value, const Market& market);

}  // namespace weir::lower
