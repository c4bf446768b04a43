// The days and times of an order, as its engine has to know them.
#include <fmt/format.h>

#include "runtime/backtest/backtest.h"
#include "runtime/calendar/calendar.h"
#include "runtime/core/time.h"

namespace weir::backtest {
namespace {

std::string clock_of(const step::ClockTime& at) {
    const int64_t seconds = at.of_day_ns / kSecond;
    std::string text = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    if (seconds % 60 != 0) text += fmt::format(":{:02}", seconds % 60);
    return at.zone.empty() ? text : text + " " + at.zone;
}

constexpr Duration kAuctionLasts{600 * kSecond};  // after its time its prints are waited for so long

std::vector<venues::AuctionTime> auctions_of(const calendar::Session& session, const market::TapeInfo& tape) {
    std::vector<venues::AuctionTime> auctions;
    const auto add = [&](Auction kind, const std::optional<calendar::Auction>& auction) {
        if (auction) auctions.push_back({kind, auction->cutoff, auction->at + kAuctionLasts});
    };
    const Date last = date_in(tape.last, session.zone()).value;
    for (Date date = date_in(tape.first, session.zone()).value; date <= last; date = calendar::plus_days(date, 1)) {
        const auto day = session.on(date);
        if (!day) continue;
        add(Auction::open, day->opening);
        add(Auction::close, day->closing);
    }
    return auctions;
}

}  // namespace

void hold_auctions(std::span<venues::Listing> listings, const calendar::Session& session) {
    if (session.always()) return;
    for (venues::Listing& listing : listings)
        if (!listing.dark && listing.instrument == 0)
            listing.model.auctions = auctions_of(session, listing.tape->info());
}

std::string set_times(engine::Config& config, const calendar::Session& session) {
    const ParentOrder& order = config.order;
    std::vector<engine::Session>& own = config.sessions.emplace_back();
    for (const calendar::SessionTimes& times : session.times_between(order.start, order.end))
        own.push_back({times.from, times.open, times.close, times.open_cutoff, times.close_cutoff});
    const std::string& zone = config.instrument.time_zone;
    for (const step::ClockTime& at : config.program.clock_times) {
        const auto moment = calendar::last_moment(at, order.start, order.end, zone);
        if (!moment)
            return fmt::format("the schedule goes until {}, and the order, from {} to {}, has no such time",
                               clock_of(at), format_time(order.start, zone), format_time(order.end, zone));
        config.clock_times.push_back(moment->value);
    }
    return {};
}

}  // namespace weir::backtest
