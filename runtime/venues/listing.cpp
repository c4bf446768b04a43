#include "runtime/venues/listing.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "runtime/core/assert.h"
#include "runtime/venues/exchange.h"
#include "runtime/venues/several.h"

namespace weir::venues {

namespace {

constexpr size_t kMostVenues = 64;  // of a run

/// Numbers of one venue mean the same on another one.
bool same_scales(const Instrument& a, const Instrument& b) {
    return a.symbol == b.symbol && a.base == b.base && a.currency == b.currency &&
           a.price_decimals == b.price_decimals && a.quantity_decimals == b.quantity_decimals &&
           a.money_decimals == b.money_decimals;
}

bool has_common_grid(int64_t a, int64_t b) {
    int64_t product = 0;
    return !__builtin_mul_overflow(a / std::gcd(a, b), b, &product) && product < int64_t{1} << 50;
}

std::string fault_between(const Listing& one, const Listing& other) {
    if (one.name == other.name) return "two venues are called `" + one.name + "`; give them names of their own";
    const Instrument &a = one.tape->info().instrument, &b = other.tape->info().instrument;
    if (!same_scales(a, b))
        return "venue `" + one.name + "` trades " + a.symbol + " and venue `" + other.name + "` " + b.symbol +
               ", or their decimals differ: venues of one instrument have tapes of one instrument";
    if (!has_common_grid(a.tick.value, b.tick.value) || !has_common_grid(a.lot.value, b.lot.value))
        return "no tick and lot fit both venue `" + one.name + "` and venue `" + other.name + "`";
    return "";
}

std::string fault_of_one(const Listing& listing) {
    if (listing.name.empty()) return "a venue has no name";
    WEIR_ASSERT(listing.tape != nullptr);
    std::string fault = fault_of(listing.model).value_or("");
    if (fault.empty() && listing.dark) fault = fault_of(*listing.dark).value_or("");
    return fault.empty() ? "" : "venue `" + listing.name + "`: " + fault;
}

std::optional<std::string> said(std::string fault) {
    return fault.empty() ? std::nullopt : std::optional(std::move(fault));
}

}  // namespace

std::optional<std::string> fault_of(std::span<const Listing> listings) {
    if (listings.empty()) return "there is no venue to trade on";
    if (listings.size() > kMostVenues)
        return std::to_string(listings.size()) + " venues; there may be " + std::to_string(kMostVenues);
    for (size_t i = 0; i < listings.size(); ++i) {
        const Listing& listing = listings[i];
        if (std::string fault = fault_of_one(listing); !fault.empty()) return fault;
        for (size_t j = 0; j < i; ++j)
            if (listings[j].instrument == listing.instrument)
                if (std::string fault = fault_between(listings[j], listing); !fault.empty()) return said(fault);
        const auto lit = [&](const Listing& one) { return one.instrument == listing.instrument && !one.dark; };
        if (std::ranges::none_of(listings, lit))
            return "venue `" + listing.name + "` is dark, and there is no lit one beside it: its price is a lit mid";
    }
    return std::nullopt;
}

Instrument common_instrument(std::span<const Listing> listings, uint8_t instrument) {
    std::optional<Instrument> common;
    for (const Listing& listing : listings) {
        if (listing.instrument != instrument) continue;
        const Instrument& own = listing.tape->info().instrument;
        if (!common) common = own;
        common->tick.value = std::lcm(common->tick.value, own.tick.value);
        common->lot.value = std::lcm(common->lot.value, own.lot.value);
        common->minimum_quantity = std::max(common->minimum_quantity, own.minimum_quantity);
        common->minimum_value = std::max(common->minimum_value, own.minimum_value);
    }
    WEIR_ASSERT(common.has_value());
    return *common;
}

std::unique_ptr<Venue> make(std::span<const Listing> listings) {
    std::array<uint8_t, 256> count{};
    std::vector<Several::Member> members;
    for (const Listing& listing : listings) {
        Model model = listing.model;
        model.instrument = listing.instrument;
        model.venue = count[listing.instrument]++;
        std::unique_ptr<Venue> venue;
        if (listing.dark)
            venue = std::make_unique<Dark>(*listing.tape, model, *listing.dark);
        else
            venue = std::make_unique<Exchange>(*listing.tape, model);
        members.push_back({model.instrument, model.venue, std::move(venue)});
    }
    if (members.size() == 1) return std::move(members.front().what);
    return std::make_unique<Several>(std::move(members));
}

}  // namespace weir::venues
