// A small stage: a tape written by hand, commands at given times, and the reports that come of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/venues/dark.h"
#include "runtime/venues/exchange.h"

namespace weir::venues::test {

constexpr Latency kNoDelay{Duration{0}, Duration{0}};

inline Model no_delays() {
    Model model;
    model.feed = model.order = model.response = kNoDelay;
    return model;
}

class Scene {
  public:
    explicit Scene(market::BookDetail detail) {
        info_.detail = detail;
        info_.instrument.symbol = "X";
        info_.instrument.price_decimals = 2;
        info_.instrument.quantity_decimals = 0;
        info_.instrument.money_decimals = 4;
    }

    market::TapeInfo& info() { return info_; }
    Model& model() { return model_; }
    /// The tape is the reference of a dark venue.
    Scene& dark(const Interest& interest) {
        dark_ = interest;
        return *this;
    }

    // ---- the tape: each call is a message of its own, unless it follows `joined()` ----
    Scene& record(int64_t time, MarketKind kind, Side side, int64_t price, int64_t quantity, uint64_t order = 0,
                  uint8_t flags = 0) {
        MarketEvent event{};
        event.time = time;
        event.kind = kind;
        event.side = static_cast<int8_t>(side);
        event.price = price;
        event.quantity = quantity;
        event.order = order;
        event.flags = flags | kLastOfMessage;
        event.receive_delta_us = kNoReceive;
        if (joined_) tape_.back().flags &= static_cast<uint8_t>(~kLastOfMessage);
        joined_ = false;
        tape_.push_back(event);
        return *this;
    }
    /// The next record belongs to the message of the last.
    Scene& joined() {
        joined_ = true;
        return *this;
    }
    Scene& add(int64_t time, uint64_t order, Side side, int64_t price, int64_t quantity) {
        return record(time, MarketKind::add, side, price, quantity, order);
    }
    Scene& reduce(int64_t time, uint64_t order, Side side, int64_t price, int64_t quantity) {
        return record(time, MarketKind::reduce, side, price, quantity, order);
    }
    Scene& gone(int64_t time, uint64_t order, Side side, int64_t price, int64_t quantity) {
        return record(time, MarketKind::remove, side, price, quantity, order);
    }
    Scene& execute(int64_t time, uint64_t order, Side side, int64_t price, int64_t quantity, uint8_t flags = 0) {
        return record(time, MarketKind::execute, side, price, quantity, order, flags);
    }
    /// `side` is the aggressor's.
    Scene& trade(int64_t time, Side side, int64_t price, int64_t quantity, uint8_t flags = 0) {
        return record(time, MarketKind::trade, side, price, quantity, 0, flags);
    }
    Scene& level(int64_t time, Side side, int64_t price, int64_t quantity, uint8_t flags = 0) {
        return record(time, MarketKind::level, side, price, quantity, 0, flags);
    }
    Scene& quote(int64_t time, Side side, int64_t price, int64_t quantity) {
        return record(time, MarketKind::quote, side, price, quantity);
    }
    /// So that the market is still open after the last record that matters.
    Scene& until(int64_t time) { return record(time, MarketKind::resume, Side::none, 0, 0); }

    // ---- our commands ----
    Scene& place(int64_t time, ChildId child, Side side, int64_t price, int64_t quantity, int64_t display = 0) {
        OrderCommand command = order(child, side, price, quantity);
        command.display = Quantity{display};
        return send(time, command);
    }
    Scene& take(int64_t time, ChildId child, Side side, int64_t price, int64_t quantity) {
        OrderCommand command = order(child, side, price, quantity);
        command.immediate_or_cancel = true;
        return send(time, command);
    }
    /// All at once, or nothing.
    Scene& take_all(int64_t time, ChildId child, Side side, int64_t price, int64_t quantity) {
        OrderCommand command = order(child, side, price, quantity);
        command.immediate_or_cancel = true;
        command.minimum = command.quantity;
        return send(time, command);
    }
    Scene& post(int64_t time, ChildId child, Side side, int64_t price, int64_t quantity) {
        OrderCommand command = order(child, side, price, quantity);
        command.post_only = true;
        return send(time, command);
    }
    /// For an auction.
    Scene& wait(int64_t time, ChildId child, Side side, int64_t price, int64_t quantity, Auction auction) {
        OrderCommand command = order(child, side, price, quantity);
        command.auction = auction;
        return send(time, command);
    }
    /// With a least fill.
    Scene& at_least(int64_t time, ChildId child, Side side, int64_t price, int64_t quantity, int64_t minimum) {
        OrderCommand command = order(child, side, price, quantity);
        command.minimum = Quantity{minimum};
        return send(time, command);
    }
    Scene& cancel(int64_t time, ChildId child) {
        OrderCommand command{};
        command.kind = CommandKind::cancel;
        command.child = child;
        return send(time, command);
    }
    Scene& reduce_to(int64_t time, ChildId child, int64_t quantity) {
        OrderCommand command{};
        command.kind = CommandKind::reduce;
        command.child = child;
        command.quantity = Quantity{quantity};
        return send(time, command);
    }
    Scene& send(int64_t time, const OrderCommand& command) {
        size_t at = commands_.size();
        while (at > 0 && commands_[at - 1].time > time) --at;
        commands_.insert(commands_.begin() + static_cast<ptrdiff_t>(at), {time, command});
        return *this;
    }

    // ---- what comes of it ----
    std::vector<Event> events() {
        const auto tape = make_tape();
        const auto venue = make_venue(*tape);
        std::vector<Event> events;
        size_t next = 0;
        for (;;) {
            const int64_t due = venue->next_time().value;
            if (next < commands_.size() && commands_[next].time <= due) {
                venue->send(commands_[next].command, Time{commands_[next].time});
                ++next;
                continue;
            }
            if (due == kNoTime.value) return events;
            if (auto event = venue->advance()) events.push_back(*event);
        }
    }
    std::vector<OrderReport> reports() {
        std::vector<OrderReport> reports;
        for (const Event& event : events())
            if (event.kind == EventKind::report) reports.push_back(event.report);
        return reports;
    }
    std::vector<Event> views() {
        std::vector<Event> all = events();
        std::erase_if(all, [](const Event& event) { return event.kind != EventKind::market; });
        return all;
    }
    /// Reports in words: `1 accepted`, `1 filled 5 @ 1000 at 7`, `1 rejected 3` ...
    std::vector<std::string> story() {
        static constexpr const char* kNames[] = {"accepted",  "rejected", "filled",
                                                 "cancelled", "reduced",  "cancel_rejected"};
        std::vector<std::string> lines;
        for (const OrderReport& r : reports()) {
            std::string line = std::to_string(r.child) + " " + kNames[static_cast<int>(r.kind)];
            if (r.kind == ReportKind::filled)
                line += " " + std::to_string(r.quantity.value) + " @ " + std::to_string(r.price.value) + " at " +
                        std::to_string(r.venue_time.value);
            if (r.reject != Reject::none) line += " " + name(r.reject);
            if (r.kind == ReportKind::reduced) line += " to " + std::to_string(r.leaves.value);
            lines.push_back(line);
        }
        return lines;
    }

    std::unique_ptr<market::Tape> make_tape() const {
        market::TapeInfo info = info_;
        info.records = tape_.size();
        if (!tape_.empty()) {
            info.first = Time{tape_.front().time};
            info.last = Time{tape_.back().time};
        }
        return market::Tape::from(info, tape_);
    }

    std::unique_ptr<Venue> make_venue(const market::Tape& tape) const {
        if (dark_) return std::make_unique<Dark>(tape, model_, *dark_);
        return std::make_unique<Exchange>(tape, model_);
    }

    struct Timed {
        int64_t time;
        OrderCommand command;
    };
    std::vector<Timed>& commands() { return commands_; }
    std::vector<MarketEvent>& records() { return tape_; }

  private:
    static OrderCommand order(ChildId child, Side side, int64_t price, int64_t quantity) {
        OrderCommand command{};
        command.kind = CommandKind::place;
        command.child = child;
        command.side = side;
        command.price = Price{price};
        command.quantity = Quantity{quantity};
        return command;
    }
    static std::string name(Reject why) {
        static constexpr const char* kNames[] = {"none",          "tick",        "lot",           "minimum_quantity",
                                                 "minimum_value", "would_cross", "unknown_order", "halted",
                                                 "closed",        "duplicate",   "no_auction",    "unsupported"};
        return kNames[static_cast<int>(why)];
    }

    market::TapeInfo info_;
    Model model_ = no_delays();
    std::optional<Interest> dark_;
    std::vector<MarketEvent> tape_;
    std::vector<Timed> commands_;
    bool joined_ = false;
};

using Story = std::vector<std::string>;

}  // namespace weir::venues::test
