// Our orders that wait for an auction, in order of arrival, apart from all that trades before.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "runtime/venues/venue.h"
#include "runtime/venues/working.h"

namespace weir::venues {

class Waiting {
  public:
    explicit Waiting(std::span<const AuctionTime> auctions) : auctions_(auctions.begin(), auctions.end()) {}

    struct Entry {
        Resting order;
        size_t auction;
    };

    /// The auction of this kind that takes an order now: the first that is not over, before its cut-off.
    std::optional<size_t> next(Auction kind, Time now) const {
        for (size_t i = 0; i < auctions_.size(); ++i) {
            if (auctions_[i].kind != kind || auctions_[i].over <= now) continue;
            return now < auctions_[i].cut_off ? std::optional(i) : std::nullopt;
        }
        return std::nullopt;
    }

    /// Whether a print now that is marked as one of an auction or a block is an auction's: a venue without stated
    /// times has no auctions.
    bool of_an_auction(Time now) const {
        return std::ranges::any_of(
            auctions_, [now](const AuctionTime& auction) { return auction.cut_off <= now && now <= auction.over; });
    }

    bool empty() const { return entries_.empty(); }
    std::vector<Entry>& entries() { return entries_; }
    void add(const Resting& order, size_t auction) { entries_.push_back({order, auction}); }
    Resting* find(ChildId child) {
        for (Entry& entry : entries_)
            if (entry.order.child == child) return &entry.order;
        return nullptr;
    }
    void drop_filled() {
        std::erase_if(entries_, [](const Entry& entry) { return entry.order.leaves == 0; });
    }

    /// Whether a print now is of the auction that the order waits for.
    bool runs(const Entry& entry, Time now) const {
        return auctions_[entry.auction].cut_off <= now && now <= auctions_[entry.auction].over;
    }
    Time over(const Entry& entry) const { return auctions_[entry.auction].over; }
    Time next_due() const {
        Time due = kNoTime;
        for (const Entry& entry : entries_) due = std::min(due, over(entry));
        return due;
    }

  private:
    const std::vector<AuctionTime> auctions_;
    std::vector<Entry> entries_;
};

}  // namespace weir::venues
