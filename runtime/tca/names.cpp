// What enumerators are called in every rendering; JSON reads them back, so each list is complete and in order.
#include "runtime/tca/names.h"

#include <fmt/format.h>

#include "runtime/core/decimal.h"
#include "runtime/core/time.h"
#include "runtime/tca/figures.h"

namespace weir::tca {

std::string_view name_of(Cause cause) {
    return kCauseNames[static_cast<size_t>(cause)];
}
std::string_view name_of(ChildState state) {
    return kChildStateNames[static_cast<size_t>(state)];
}
std::string_view name_of(step::Bound bound) {
    const auto index = static_cast<size_t>(bound);
    return index < kBoundNames.size() ? kBoundNames[index] : "unknown";
}
std::string_view name_of(StopCause cause) {
    return kStopCauseNames[static_cast<size_t>(cause)];
}
std::string_view name_of(Side side) {
    return kSideNames[static_cast<size_t>(static_cast<int>(side) + 1)];
}
std::string_view name_of(Liquidity liquidity) {
    return kLiquidityNames[static_cast<size_t>(liquidity)];
}
std::string_view name_of(Reject reject) {
    return kRejectNames[static_cast<size_t>(reject)];
}

namespace {

std::string guard_text(const Report& report) {
    const auto index = static_cast<size_t>(report.stop_where);
    return index < report.run.guards.size() ? "`" + report.run.guards[index] + "`" : fmt::format("number {}", index);
}

std::string parameter_name(const Report& report, int32_t index) {
    const auto at = static_cast<size_t>(index);
    return index >= 0 && at < report.run.parameters.size() ? report.run.parameters[at].name : fmt::format("{}", index);
}

/// ": price_collar", or nothing.
std::string reasons(const std::vector<Tally>& tallies) {
    std::string text;
    for (const Tally& tally : tallies) text += (text.empty() ? ": " : ", ") + tally.reason;
    return text;
}

}  // namespace

std::string command_text(const Report& report, const Command& command) {
    if (!command.text.empty()) return command.text;
    const std::string_view name = kLiveCommandNames[static_cast<size_t>(command.kind)];
    const Instrument& instrument = report.instrument;
    switch (command.kind) {
        case LiveCommand::set_parameter:
            return fmt::format("{} {}", name, parameter_name(report, command.index));
        case LiveCommand::amend_quantity:
            return fmt::format("{} {} {}", name, format_decimal(command.value, instrument.quantity_decimals),
                               instrument.base);
        case LiveCommand::amend_limit:
            if (command.value == step::kAbsent) return fmt::format("{} none", name);
            return fmt::format("{} {}", name, format_decimal(command.value, instrument.price_decimals));
        case LiveCommand::amend_end:
            return fmt::format("{} {}", name, format_time_of_day(Time{command.value}, instrument.time_zone));
        case LiveCommand::skip_auction:
            return fmt::format("{} {}", name, command.index == static_cast<int>(Auction::open) ? "open" : "close");
        case LiveCommand::finish:
            return fmt::format("{} up to {}% within {}", name, format_decimal(command.value, 7),
                               format_duration(Duration{command.within}));
        case LiveCommand::venue_off:
        case LiveCommand::venue_on:
            return fmt::format("{} {}", name, command.index);
        case LiveCommand::pause:
        case LiveCommand::hold:
        case LiveCommand::resume:
        case LiveCommand::cancel:
        case LiveCommand::take_over:
            break;
    }
    return std::string(name);
}

std::string outcome_of(const CommandLine& line) {
    if (line.refusal == CommandRefusal::none) return "done";
    return fmt::format("refused: {}", kRefusalNames[static_cast<size_t>(line.refusal)]);
}

std::string ending(const Report& report) {
    switch (report.stop) {
        case StopCause::none:
            return report.started == kNoTime ? "never began: the record ends before the order's start"
                                             : "open: the record ends before the order does";
        case StopCause::completed:
            return "completed: the whole order is executed";
        case StopCause::ended:
            return "ended: the order's end time was reached";
        case StopCause::cancelled:
            return "cancelled on command";
        case StopCause::fault:
            return fmt::format("stopped by a fault in the strategy, at node {} of the plan", report.stop_where);
        case StopCause::guard:
            return "stopped by the risk guard " + guard_text(report);
        case StopCause::assumption:
            return "stopped: the assumption " + guard_text(report) + " no longer held";
        case StopCause::stale:
            return "stopped: market data went stale";
        case StopCause::gate:
            return "stopped: the pre-trade gate refused an order" + reasons(report.messages.refusals);
        case StopCause::no_market:
            return "stopped: there was no two-sided market";
        case StopCause::venue:
            return "stopped: the venue did not answer or rejected orders";
        case StopCause::taken_over:
            return "taken over by the desk on command";
        case StopCause::switched_off:
            return "ended: every venue it could trade on was switched off on command";
    }
    return "unknown";
}

}  // namespace weir::tca
