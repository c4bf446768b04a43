// The time of a simulated venue: the tape, the messages under way, and what is due next. The core (what trades, and
// how) is a class with
//   on_record(event, now), end_message(now)   a record of the tape, and the end of its message
//   on_command(command, now)                  an order, cancel or reduction has arrived
//   next_due(), on_time(now)                  something of its own at a time; kNoTime: nothing
//   close(now)                                the tape is over
//   view(), reports()                         what the market is, and reports since they were last cleared
//
// Tape messages, what the core does of its own, arriving orders, and deliveries are taken in order of time; at one time
// in that order (the market before reports). A message of the tape is applied whole, at the time of its last record;
// one that goes back in time happens at the time of the one before. Allocates nothing in steady state; memory does not
// depend on the length of the tape.
#pragma once

#include <algorithm>
#include <span>
#include <utility>

#include "runtime/market/tape.h"
#include "runtime/venues/delay.h"
#include "runtime/venues/ring.h"
#include "runtime/venues/venue.h"

namespace weir::venues {

template <class Core>
class Simulation {
  public:
    /// The core is made in place, of `parts`: it may hold references to its own.
    template <class... Parts>
    Simulation(const market::Tape& tape, const Model& model, const Parts&... parts)
        : tape_(tape),
          events_(tape.events()),
          venue_(model.venue),
          instrument_(model.instrument),
          core_(parts...),
          feed_(model.feed, Random(model.seed ^ 0xF).next()),
          order_(model.order, Random(model.seed ^ 0x0).next()),
          response_(model.response, Random(model.seed ^ 0xE).next()) {
        if (tape_over()) core_.close(clock_);
        prepare_next_message();
    }

    void skip_to(Time time) {
        while (message_time_ != kNoTime && message_time_ <= time) take_message();
        if (cursor_ == 0) return;
        clock_ = std::max(clock_, time);
        while (!views_.empty()) views_.pop();
        publish();
        prepare_next_message();
    }

    Time next_time() const {
        return std::min({message_time_, core_.next_due(), due_time(arrivals_), due_time(views_), due_time(reports_)});
    }

    std::optional<Event> advance() {
        const Time now = next_time();
        if (now == kNoTime) return std::nullopt;
        if (message_time_ == now) {
            take_message();
            publish();
            return std::nullopt;
        }
        if (core_.next_due() == now) {
            clock_ = std::max(clock_, now);
            core_.on_time(clock_);
            send_reports();
            return std::nullopt;
        }
        if (due_time(arrivals_) == now) {
            take_arrival();
            return std::nullopt;
        }
        return due_time(views_) == now ? deliver_view() : deliver_report();
    }

    void send(const OrderCommand& command, Time now) {
        arrivals_.push({order_.arrival(std::max(now, clock_)), command});
    }

    uint64_t records() const { return cursor_; }
    bool tape_over() const { return cursor_ == events_.size(); }

  private:
    static constexpr Duration kHeartbeat{kSecond};
    static constexpr uint64_t kReleaseEvery = 1 << 16;  // records after which those behind may leave memory

    template <class T>
    struct Due {
        Time time;
        T what;
    };
    template <class T>
    static Time due_time(const Ring<Due<T>>& queue) {
        return queue.empty() ? kNoTime : queue.front().time;
    }

    void prepare_next_message() {
        message_time_ = tape_over() ? kNoTime : Time{std::max(clock_.value, events_[end_of_message()].time)};
    }

    /// The last record of the next message. A source may spread one over some time: it has happened when it is whole,
    /// and nothing of it is known before.
    size_t end_of_message() const {
        size_t last = cursor_;
        while (!(events_[last].flags & kLastOfMessage) && last + 1 < events_.size()) ++last;
        return last;
    }

    /// Applies one message of the tape whole.
    void take_message() {
        clock_ = message_time_;
        bool last = false;
        while (!last && cursor_ < events_.size()) {
            const MarketEvent& event = events_[cursor_++];
            core_.on_record(event, clock_);
            last = event.flags & kLastOfMessage;
            if (cursor_ % kReleaseEvery == 0) tape_.release(cursor_);
        }
        core_.end_message(clock_);
        if (tape_over()) core_.close(clock_);
        send_reports();
        prepare_next_message();
    }

    /// An unchanged view now and then tells a market that stands still from a feed that has died.
    void publish() {
        const MarketView view = core_.view();
        if (view == published_ && clock_ < published_at_ + kHeartbeat) return;
        published_ = view;
        published_at_ = clock_;
        views_.push({feed_.arrival(clock_), view});
    }

    void take_arrival() {
        clock_ = arrivals_.front().time;
        core_.on_command(arrivals_.front().what, clock_);
        arrivals_.pop();
        send_reports();
    }

    void send_reports() {
        for (const OrderReport& report : core_.reports()) reports_.push({response_.arrival(clock_), report});
        core_.reports().clear();
    }

    Event event_at(Time time, EventKind kind) const {
        Event event;
        event.time = time;
        event.kind = kind;
        event.venue = venue_;
        event.instrument = instrument_;
        return event;
    }
    Event deliver_view() {
        Event event = event_at(views_.front().time, EventKind::market);
        event.market = views_.front().what;
        views_.pop();
        return event;
    }
    Event deliver_report() {
        Event event = event_at(reports_.front().time, EventKind::report);
        event.report = reports_.front().what;
        reports_.pop();
        return event;
    }

    const market::Tape& tape_;
    const std::span<const MarketEvent> events_;
    const uint8_t venue_, instrument_;
    Core core_;
    Channel feed_, order_, response_;
    size_t cursor_ = 0;
    Time message_time_ = kNoTime;  // of the next message of the tape
    Time clock_{std::numeric_limits<int64_t>::min()};
    MarketView published_;
    Time published_at_{0};
    Ring<Due<OrderCommand>> arrivals_;
    Ring<Due<MarketView>> views_;
    Ring<Due<OrderReport>> reports_;
};

}  // namespace weir::venues
