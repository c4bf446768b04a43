// When a venue trades: its sessions, holidays, half days, auctions and their cut-offs.
//
// A calendar knows what is regular, and the special closings of the past. A closing that is announced later than this
// page was written is not in it. Dates before `known_from` count as whole days from Monday to Friday.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/parsed.h"
#include "runtime/core/time.h"
#include "runtime/core/types.h"
#include "step/step.h"

namespace weir::calendar {

/// The instant at which the clocks of a zone show `of_day` on `date`. Clocks that go forward skip some times: such a
/// time is the first instant after the gap. Clocks that go back show some times twice: such a time is the earlier one.
/// `of_day` may reach into the next days. An unknown zone is taken as UTC.
Time local_instant(Date date, Duration of_day, std::string_view zone);

/// Calendar days later, or earlier.
Date plus_days(Date date, int days);
/// 0 Sunday to 6 Saturday.
int weekday(Date date);

/// An auction, and until when an order for it alone is taken.
struct Auction {
    Time at;
    Time cutoff;
};

/// A pause in continuous trading, such as lunch in Tokyo.
struct Pause {
    Time from, to;
};

/// One day on which a venue trades. Continuous trading is from `open` to `close`, but for `pause`.
struct TradingDay {
    Date date;
    Time open, close;
    std::optional<Pause> pause;
    std::optional<Auction> opening, closing;
    bool half = false;
};

/// What an engine is told of a stretch of continuous trading and of the auctions of its day; step::kAbsent where there
/// is no such time: round the clock all are absent.
struct SessionTimes {
    int64_t from = step::kAbsent;  // from when on it is the one that counts; absent: from the first
    int64_t open = step::kAbsent, close = step::kAbsent;
    int64_t open_cutoff = step::kAbsent, close_cutoff = step::kAbsent;
    friend bool operator==(const SessionTimes&, const SessionTimes&) = default;
};

/// When one market trades. Cheap to copy.
class Session {
  public:
    /// As it is named: `XNYS`, `always`, `09:30 to 16:00 America/New_York`.
    const std::string& code() const;
    const std::string& zone() const;
    /// Trades round the clock, every day.
    bool always() const;
    /// The first date whose holidays the calendar knows; nothing when there are none to know.
    std::optional<Date> known_from() const;

    /// The trading day of this date; nothing when the venue is closed on it. A session that goes through midnight is of
    /// the day on which it opens.
    std::optional<TradingDay> on(Date date) const;
    /// Why it does not trade on this date, `Good Friday` or `Saturday`; nothing when it does.
    std::optional<std::string> closed_for(Date date) const;
    /// The trading day of a moment: the one whose session has it, otherwise the one of its date on the venue's clock.
    std::optional<TradingDay> day_of(Time time) const;

    /// In continuous trading: from `open` on, until just before `close`, and not in a pause.
    bool is_open(Time time) const;
    /// The first moment after `time` at which continuous trading begins or goes on after a pause; kNoTime round the
    /// clock.
    Time next_open(Time time) const;
    /// The first moment after `time` at which continuous trading ends or pauses; kNoTime round the clock.
    Time next_close(Time time) const;

    /// Of the day that `time` is on: see `day_of`. All absent on a day without a session.
    SessionTimes times_of(Time time) const;

    /// Those that an order from `start` to `end` meets, in order of time: a day with a pause has two. Each counts from
    /// its day on, or from the end of the one before it. An order that meets none has those of `times_of(start)`.
    std::vector<SessionTimes> times_between(Time start, Time end) const;

    struct Rules;  // what a session is made of; of this folder alone
    explicit Session(std::shared_ptr<const Rules> rules);

  private:
    std::shared_ptr<const Rules> rules_;
};

/// The codes that `session_of` knows.
std::vector<std::string_view> session_codes();

/// A venue by its ISO 10383 code, or `always`. The error names what there is.
Parsed<Session> session_of(std::string_view code);

/// The same hours every day of the week; a close that is not after the open is on the next day.
Parsed<Session> daily_session(Duration open, Duration close, std::string_view zone);

/// What a script asks for: hours without a zone are on the clock of `zone`; a script that says nothing trades always.
Parsed<Session> session_of(const step::SessionSpec& spec, std::string_view zone);

/// The last moment of an order at which the clocks show a time of day: after its start, and not after its end. Nothing
/// when there is none. Hours without a zone are on the clock of `zone`.
std::optional<Time> last_moment(const step::ClockTime& at, Time start, Time end, std::string_view zone);

/// Sentences on how an order's window lies in a session: a start before the open, an end after the close, a closed day.
/// None when it lies within. `outside` when no moment of it is in continuous trading.
struct WindowNotes {
    std::vector<std::string> notes;
    bool outside = false;
};
WindowNotes compare(const Session& session, Time start, Time end);

}  // namespace weir::calendar
