#include "runtime/market/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/market/activity.h"
#include "runtime/market/check_truth.h"

namespace weir::market {
namespace {

constexpr uint64_t kRecordsBetweenReports = 1 << 20;

/// Follows one state of the book through time.
class Watch {
  public:
    explicit Watch(Moments& moments) : moments_(moments) {}
    void see(bool now, int64_t time) {
        if (was_) {
            moments_.total += Duration{time - seen_};
            moments_.longest = std::max(moments_.longest, Duration{time - since_});
        }
        if (now) {
            if (moments_.messages++ == 0) moments_.first = Time{time};
            if (!was_) {
                ++moments_.episodes;
                since_ = time;
            }
        }
        was_ = now;
        seen_ = time;
    }

  private:
    Moments& moments_;
    bool was_ = false;
    int64_t since_ = 0, seen_ = 0;
};

class TapeCheck {
  public:
    TapeCheck(const Tape& tape, CheckReport& report)
        : tape_(tape),
          report_(report),
          book_(tape.info().detail),
          crossed_(report.crossed),
          locked_(report.locked),
          one_sided_(report.one_sided) {}

    void run(const std::function<void(double)>& progress) {
        report_.info = tape_.info();
        const auto events = tape_.events();
        for (size_t i = 0; i < events.size(); ++i) {
            see(events[i]);
            if (i % kRecordsBetweenReports != 0) continue;
            tape_.release(i);
            if (progress) progress(static_cast<double>(i) / static_cast<double>(events.size()));
        }
        report_.messages = activity_.messages;
        report_.trades = activity_.trades;
        report_.eligible_volume = activity_.eligible_volume;
        report_.ineligible_volume = activity_.ineligible_volume;
        report_.faults = book_.faults();
    }

  private:
    void see(const MarketEvent& event) {
        ++report_.records[static_cast<size_t>(event.kind)];
        see_clocks(event);
        see_grids(event);
        activity_.see(event);
        book_.apply(event);
        if (!(event.flags & kLastOfMessage)) return;
        const bool has_book =
            event.kind != MarketKind::bar && (book_.depth(Side::buy) > 0 || book_.depth(Side::sell) > 0);
        crossed_.see(book_.crossed(), event.time);
        locked_.see(book_.locked(), event.time);
        one_sided_.see(has_book && !book_.two_sided(), event.time);
    }

    void see_clocks(const MarketEvent& event) {
        if (seen_) {
            const Duration silence{event.time - last_};
            report_.silences += silence > kSilence;
            if (silence > report_.longest_silence) {
                report_.longest_silence = silence;
                report_.longest_silence_from = Time{last_};
            }
        }
        seen_ = true;
        last_ = event.time;
        if (event.receive_delta_us == kNoReceive) return;
        constexpr int64_t kMicrosecond = 1'000;
        const Duration delta{event.receive_delta_us * kMicrosecond};
        const int64_t received = event.time + delta.value;
        if (report_.received++ == 0) {
            report_.receive_delta_min = report_.receive_delta_max = delta;
        } else if (received < last_received_ - kMicrosecond) {  // deltas are whole microseconds
            ++report_.receive_steps_back;
        }
        report_.receive_delta_min = std::min(report_.receive_delta_min, delta);
        report_.receive_delta_max = std::max(report_.receive_delta_max, delta);
        last_received_ = received;
    }

    void see_grids(const MarketEvent& event) {
        const Instrument& instrument = report_.info.instrument;
        report_.off_tick += event.price % instrument.tick.value != 0;
        report_.off_lot += event.quantity % instrument.lot.value != 0;
    }

    const Tape& tape_;
    CheckReport& report_;
    Book book_;
    Activity activity_;
    Watch crossed_, locked_, one_sided_;
    bool seen_ = false;
    int64_t last_ = 0;
    int64_t last_received_ = 0;
};

template <class Truth, class Check>
bool hold_against(CheckReport& report, Check check) {
    return check(report.truth.emplace<Truth>());
}

bool check_source(const Tape& tape, const CheckOptions& options, CheckReport& report, CheckError& error) {
    const std::string& source = tape.info().source;
    if (source == "lobster")
        return hold_against<LobsterTruth>(report,
                                          [&](auto& truth) { return check_lobster(tape, options, truth, error); });
    if (source == "bitstamp-l3")
        return hold_against<BitstampTruth>(report,
                                           [&](auto& truth) { return check_bitstamp(tape, options, truth, error); });
    if (source == "binance-ws")
        return hold_against<BinanceTruth>(report, [&](auto& truth) { return check_binance(options, truth, error); });
    if (source == "ctc")
        return hold_against<CtcTruth>(report, [&](auto& truth) { return check_ctc(options, truth, error); });
    error.message = fmt::format(
        "a tape from `{}` has no truth of its own to be held against; only lobster, bitstamp-l3, binance-ws and ctc "
        "have: check it without source files",
        source);
    return false;
}

}  // namespace

std::optional<CheckReport> check(const Tape& tape, const CheckOptions& options, CheckError& error) {
    CheckReport report;
    TapeCheck(tape, report).run(options.progress);
    if (!options.sources.empty() && !check_source(tape, options, report, error)) return std::nullopt;
    return report;
}

bool each_line(const CheckOptions& options, CheckError& error,
               const std::function<std::optional<std::string>(std::string_view)>& take) {
    for (const std::string& path : options.sources) {
        LineReader reader(path);
        std::string_view line;
        while (reader.next(line)) {
            const auto fault = take(line);
            if (!fault) continue;
            error.message = reader.at(*fault);
            return false;
        }
        if (reader.error().empty()) continue;
        error.message = reader.error();
        return false;
    }
    return true;
}

}  // namespace weir::market
