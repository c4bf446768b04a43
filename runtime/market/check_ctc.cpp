// The ctc tables against themselves: sequence numbers, and the book after each group of rows.
#include <map>

#include "runtime/market/check_truth.h"
#include "runtime/market/ctc.h"

namespace weir::market {
namespace {

constexpr uint64_t kThinGroups = 100;  // until then the book lacks most of what the missing snapshot would have had

class CtcCheck {
  public:
    explicit CtcCheck(CtcTruth& truth) : truth_(truth) {}

    std::optional<std::string> take(std::string_view line) {
        ctc::Row row;
        if (auto fault = ctc::parse(line, row)) return fault;
        if (row.sequence != sequence_) {
            end_group();
            truth_.sequence_gaps += sequence_ != 0 && row.sequence != sequence_ + 1;
            sequence_ = row.sequence;
            ++truth_.groups;
        }
        row.is_trade ? see_trade(row) : set_level(row);
        return std::nullopt;
    }

    void end_group() {
        if (bids_.empty() || asks_.empty()) return;
        truth_.crossed_groups += bids_.rbegin()->first > asks_.begin()->first;
        truth_.locked_groups += bids_.rbegin()->first == asks_.begin()->first;
    }

  private:
    void set_level(const ctc::Row& row) {
        std::map<int64_t, int64_t>& side = row.is_bid ? bids_ : asks_;
        if (row.size != 0) {
            side[row.price] = row.size;
        } else if (side.erase(row.price) == 0) {
            ++truth_.unknown_removed;
            truth_.unknown_removed_late += truth_.groups > kThinGroups;
        }
    }

    void see_trade(const ctc::Row& row) {
        if (truth_.groups <= kThinGroups || bids_.empty() || asks_.empty()) return;
        const int64_t to_bid = row.price - bids_.rbegin()->first, to_ask = asks_.begin()->first - row.price;
        const bool bought = to_ask < to_bid;
        ++(bought == row.is_bid ? truth_.trade_sides.equal : truth_.trade_sides.unequal);
    }

    CtcTruth& truth_;
    std::map<int64_t, int64_t> bids_, asks_;
    uint64_t sequence_ = 0;
};

}  // namespace

bool check_ctc(const CheckOptions& options, CtcTruth& truth, CheckError& error) {
    CtcCheck check(truth);
    const bool ok = each_line(options, error, [&](std::string_view line) { return check.take(line); });
    check.end_group();
    return ok;
}

}  // namespace weir::market
