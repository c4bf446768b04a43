// Builds what a recorder sees, event by event: a small market and an order in it. Mirrored, the same scene is played at
// prices reflected in kMirror, with the sides exchanged: what was a buy becomes the sell that costs the same.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "runtime/tca/tca.h"

namespace weir::tca {

inline constexpr int64_t kMirror = 10'000;             // price units
inline constexpr Time kNine{1'340'269'200 * kSecond};  // 2012-06-21 09:00 UTC

struct SceneOptions {
    Side side = Side::buy;
    int64_t quantity = 100;
    bool mirrored = false;
    int64_t decision = step::kAbsent;  // half price units, before mirroring
    int64_t limit = step::kAbsent;
    Instrument instrument{.symbol = "TEST", .base = "shares", .currency = "USD"};
    Duration length{3600 * kSecond};
};

struct Decision {
    int64_t target = 0;
    int64_t due = step::kAbsent;  // absent: target - executed
    int64_t ceiling = step::kAbsent;
    bool paused = false, held = false;
    step::Bound bound = step::Bound::schedule;
};

struct FillDetails {
    Liquidity liquidity = Liquidity::maker;
    int64_t fee = 0;
    Duration latency{0};  // from the venue to the engine
    bool duplicate = false;
};

class Scene {
  public:
    explicit Scene(const SceneOptions& options = {})
        : options_(options),
          order_(order_of(options)),
          recorder_(std::make_unique<Recorder>(
              options.instrument, order_,
              RunInfo{.strategy = "test", .slots = {"passive", "cross"}, .guards = {"child value <= 1 USD"}})) {}

    Time now() const { return now_; }
    void wait(Duration duration) { now_ = now_ + duration; }
    void wait_s(int64_t seconds) { wait(Duration{seconds * kSecond}); }

    // ---- the market, prices in price units
    void quote(int64_t bid, int64_t ask) {
        view_.bid_price = mirror(options_.mirrored ? ask : bid);
        view_.ask_price = mirror(options_.mirrored ? bid : ask);
        show();
    }
    void no_bid() {
        (options_.mirrored ? view_.ask_price : view_.bid_price) = step::kAbsent;
        show();
    }
    void print(int64_t price, int64_t quantity) {
        view_.last_price = mirror(price);
        view_.volume += quantity;
        const Instrument& i = options_.instrument;
        view_.turnover += static_cast<int64_t>(rescale_floor(product(Price{mirror(price)}, Quantity{quantity}),
                                                             i.price_decimals + i.quantity_decimals, i.money_decimals));
        ++view_.trade_count;
        show();
    }

    // ---- the engine
    void begin() {
        const bool two_sided = view_.bid_price != step::kAbsent && view_.ask_price != step::kAbsent;
        record(Started{two_sided ? view_.bid_price + view_.ask_price : step::kAbsent});
    }
    void decide(const Decision& d) {
        const int64_t due = d.due == step::kAbsent ? std::max<int64_t>(d.target - executed_, 0) : d.due;
        record(Decided{{d.target, due, d.ceiling, d.paused, d.held}, Quantity{executed_}, Quantity{0}, d.bound});
    }
    void want(int64_t quantity, int32_t slot = 0, bool crossing = false) {
        record(Wanted{slot, {quantity, mirror(9'990), quantity, crossing, step::Bound::schedule}});
    }
    ChildId place(int64_t quantity, int64_t price, int32_t slot = 0, step::Bound bound = step::Bound::schedule) {
        const ChildId id = ++children_;
        record(Sent{command(CommandKind::place, id, quantity, price), slot, bound});
        leaves_[id] = quantity;
        return id;
    }
    void refuse(int64_t quantity, int64_t price, uint8_t rule) {
        record(Refused{command(CommandKind::place, 0, quantity, price), 0, rule});
    }
    void fill(ChildId id, int64_t price, int64_t quantity, const FillDetails& details = {}) {
        OrderReport report = report_of(ReportKind::filled, id);
        if (!details.duplicate) {
            leaves_[id] -= quantity;
            executed_ += quantity;
        }
        report.liquidity = details.liquidity;
        report.price = Price{mirror(price)};
        report.quantity = Quantity{quantity};
        report.leaves = Quantity{leaves_[id]};
        report.fee = details.fee;
        report.venue_time = now_ - details.latency;
        record(Reported{report, 0, details.duplicate});
    }
    void cancel(ChildId id) {
        record(Sent{command(CommandKind::cancel, id, 0, 0), 0, step::Bound::none});
        leaves_[id] = 0;
        record(Reported{report_of(ReportKind::cancelled, id), 0, false});
    }
    void reject(ChildId id, Reject reject) {
        leaves_[id] = 0;
        OrderReport report = report_of(ReportKind::rejected, id);
        report.reject = reject;
        record(Reported{report, 0, false});
    }
    void interrupt(const Interrupted& interrupted) { record(interrupted); }
    void stop(StopCause cause, int64_t where = 0) { record(Stopped{cause, where}); }

    int64_t executed() const { return executed_; }
    int64_t leaves(ChildId id) const { return leaves_.at(id); }
    Recorder& recorder() { return *recorder_; }
    Report finish() { return std::move(*recorder_->finish(now_)); }

  private:
    ParentOrder order_of(const SceneOptions& options) const {
        const auto mirrored = [&](int64_t value, int64_t about) {
            return value == step::kAbsent || !options.mirrored ? value : 2 * about - value;
        };
        ParentOrder order;
        order.side = options.mirrored ? opposite(options.side) : options.side;
        order.quantity = Quantity{options.quantity};
        order.limit = mirrored(options.limit, kMirror);
        order.start = kNine;
        order.end = kNine + options.length;
        order.decision = mirrored(options.decision, 2 * kMirror);
        return order;
    }
    int64_t mirror(int64_t price) const { return options_.mirrored ? 2 * kMirror - price : price; }
    OrderCommand command(CommandKind kind, ChildId id, int64_t quantity, int64_t price) const {
        OrderCommand command{};
        command.kind = kind;
        command.side = order_.side;
        command.child = id;
        command.price = Price{mirror(price)};
        command.quantity = command.display = Quantity{quantity};
        return command;
    }
    OrderReport report_of(ReportKind kind, ChildId id) const {
        OrderReport report{};
        report.kind = kind;
        report.child = id;
        report.venue_time = now_;
        return report;
    }
    void show() { recorder_->on_market(now_, view_); }
    template <class What>
    void record(const What& what) {
        recorder_->on_record(Record{now_, what});
    }

    SceneOptions options_;
    ParentOrder order_;
    std::unique_ptr<Recorder> recorder_;
    Time now_ = kNine;
    MarketView view_;
    ChildId children_ = 0;
    std::map<ChildId, int64_t> leaves_;
    int64_t executed_ = 0;
};

/// A random but consistent course of an order: quotes that come and go, trades, decisions, placements, fills (late ones
/// and duplicates too), rejects, halts, and an end.
Report random_order(uint64_t seed, const SceneOptions& options = {}, int steps = 120);

/// A 90-minute buy of 25 BTC in a lively market, as a VWAP with pauses and a participation ceiling would work it: the
/// sample that the renderings show.
Report sample_order(uint64_t seed, Side side = Side::buy);

}  // namespace weir::tca
