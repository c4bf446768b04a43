#include "runtime/venues/exchange.h"

#include <algorithm>
#include <span>

#include "runtime/venues/delay.h"
#include "runtime/venues/matching.h"
#include "runtime/venues/ring.h"

namespace weir::venues {

namespace {

constexpr Duration kHeartbeat{kSecond};
constexpr uint64_t kReleaseEvery = 1 << 16;  // records after which those behind may leave memory

template <class T>
struct Due {
    Time time;
    T what;
};

template <class T>
Time due_time(const Ring<Due<T>>& queue) {
    return queue.empty() ? kNoTime : queue.front().time;
}

}  // namespace

std::optional<std::string> fault_of(const Model& model) {
    constexpr int64_t kMost = 3600 * kSecond, kWhole = 100 * 10'000;
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
    return std::nullopt;
}

struct Exchange::State {
    State(const market::Tape& the_tape, const Model& the_model)
        : tape(the_tape),
          events(the_tape.events()),
          model(the_model),
          matching(the_tape.info(), the_model),
          feed(the_model.feed, Random(the_model.seed ^ 0xF).next()),
          order(the_model.order, Random(the_model.seed ^ 0x0).next()),
          response(the_model.response, Random(the_model.seed ^ 0xE).next()) {
        prepare_next_message();
    }

    void prepare_next_message() {
        if (cursor == events.size()) {
            message_time = kNoTime;
            matching.close();
        } else {
            message_time = Time{std::max(clock.value, events[end_of_message()].time)};
        }
    }

    /// The last record of the next message. A source may spread one over some time: it has happened when it is whole,
    /// and nothing of it is known before.
    size_t end_of_message() const {
        size_t last = cursor;
        while (!(events[last].flags & kLastOfMessage) && last + 1 < events.size()) ++last;
        return last;
    }

    /// Applies one message of the tape whole.
    void take_message() {
        clock = message_time;
        bool last = false;
        while (!last && cursor < events.size()) {
            const MarketEvent& event = events[cursor++];
            matching.on_record(event, clock);
            last = event.flags & kLastOfMessage;
            if (cursor % kReleaseEvery == 0) tape.release(cursor);
        }
        matching.end_message(clock);
        send_reports();
        prepare_next_message();
    }

    /// An unchanged view now and then tells a market that stands still from a feed that has died.
    void publish() {
        const MarketView view = matching.view();
        if (view == published && clock < published_at + kHeartbeat) return;
        published = view;
        published_at = clock;
        views.push({feed.arrival(clock), view});
    }

    void take_arrival() {
        clock = arrivals.front().time;
        matching.on_command(arrivals.front().what, clock);
        arrivals.pop();
        send_reports();
    }

    void send_reports() {
        for (const OrderReport& report : matching.reports()) reports.push({response.arrival(clock), report});
        matching.reports().clear();
    }

    Event event_at(Time time, EventKind kind) const {
        Event event;
        event.time = time;
        event.kind = kind;
        event.venue = model.venue;
        return event;
    }
    Event deliver_view() {
        Event event = event_at(views.front().time, EventKind::market);
        event.market = views.front().what;
        views.pop();
        return event;
    }
    Event deliver_report() {
        Event event = event_at(reports.front().time, EventKind::report);
        event.report = reports.front().what;
        reports.pop();
        return event;
    }

    const market::Tape& tape;
    const std::span<const MarketEvent> events;
    const Model model;
    Matching matching;
    Channel feed, order, response;
    size_t cursor = 0;
    Time message_time = kNoTime;  // of the next message of the tape
    Time clock{std::numeric_limits<int64_t>::min()};
    MarketView published;
    Time published_at{0};
    Ring<Due<OrderCommand>> arrivals;
    Ring<Due<MarketView>> views;
    Ring<Due<OrderReport>> reports;
};

Exchange::Exchange(const market::Tape& tape, const Model& model) : state_(std::make_unique<State>(tape, model)) {}
Exchange::~Exchange() = default;
Exchange::Exchange(Exchange&&) noexcept = default;

void Exchange::skip_to(Time time) {
    while (state_->message_time != kNoTime && state_->message_time <= time) state_->take_message();
    if (state_->cursor == 0) return;
    state_->clock = std::max(state_->clock, time);
    while (!state_->views.empty()) state_->views.pop();
    state_->publish();
    state_->prepare_next_message();
}

Time Exchange::next_time() const {
    return std::min(std::min(state_->message_time, due_time(state_->arrivals)),
                    std::min(due_time(state_->views), due_time(state_->reports)));
}

std::optional<Event> Exchange::advance() {
    const Time now = next_time();
    if (now == kNoTime) return std::nullopt;
    if (state_->message_time == now) {
        state_->take_message();
        state_->publish();
        return std::nullopt;
    }
    if (due_time(state_->arrivals) == now) {
        state_->take_arrival();
        return std::nullopt;
    }
    return due_time(state_->views) == now ? state_->deliver_view() : state_->deliver_report();
}

void Exchange::send(const OrderCommand& command, Time now) {
    state_->arrivals.push({state_->order.arrival(std::max(now, state_->clock)), command});
}

uint64_t Exchange::records() const {
    return state_->cursor;
}

bool Exchange::tape_over() const {
    return state_->cursor == state_->events.size();
}

}  // namespace weir::venues
