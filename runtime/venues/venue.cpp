#include "runtime/venues/venue.h"

#include <utility>

namespace weir::venues {

namespace {

std::optional<std::string> fault_of(const std::vector<AuctionTime>& auctions) {
    for (size_t i = 0; i < auctions.size(); ++i) {
        if (auctions[i].kind == Auction::none) return "an auction is neither the open nor the close";
        if (auctions[i].over <= auctions[i].cut_off) return "an auction is over before its cut-off";
        if (i > 0 && auctions[i].cut_off < auctions[i - 1].over) return "two auctions overlap, or are out of order";
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> fault_of(const Model& model) {
    constexpr int64_t kMost = 3600 * kSecond, kWhole = 100 * 10'000, kShareOne = 1'000'000'000;
    const std::pair<const char*, const Latency*> latencies[] = {
        {"feed", &model.feed}, {"order", &model.order}, {"response", &model.response}};
    for (const auto& [name, latency] : latencies) {
        for (const Duration part : {latency->base, latency->jitter_mean}) {
            if (part.value < 0 || part.value > kMost)
                return std::string(name) + " latency is " + std::to_string(part.value) +
                       " ns; it must be between 0 and one hour";
        }
    }
    const std::pair<const char*, int64_t> fees[] = {{"maker", model.maker_fee_bps_e2},
                                                    {"taker", model.taker_fee_bps_e2}};
    for (const auto& [name, fee] : fees) {
        if (fee < -kWhole || fee > kWhole)
            return std::string(name) + " fee is " + std::to_string(fee) +
                   " hundredths of a basis point; it must be within -100% and 100% of value";
    }
    if (model.auction_share_e9 < 0 || model.auction_share_e9 > kShareOne)
        return "the share of an auction's prints that may fill us must be between 0% and 100%";
    if (model.depths.size() > kMaxDepths)
        return std::to_string(model.depths.size()) + " sums of levels are wanted; there may be " +
               std::to_string(kMaxDepths);
    for (const int levels : model.depths)
        if (levels < 1) return "a sum of " + std::to_string(levels) + " levels is wanted; it must be 1 or more";
    return fault_of(model.auctions);
}

}  // namespace weir::venues
