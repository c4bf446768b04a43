// The names of enumerators, by value.
#pragma once

#include <array>
#include <string_view>

#include "runtime/tca/report.h"

namespace weir::tca {

inline constexpr std::array<std::string_view, kCauses> kCauseNames{
    "halt",  "stale", "trader",     "pause",   "hold",     "ceiling",  "gate",
    "venue", "limit", "child size", "minimum", "unplaced", "repricing"};
inline constexpr std::array<std::string_view, 4> kChildStateNames{"open", "filled", "cancelled", "rejected"};
inline constexpr std::array<std::string_view, step::kBounds> kBoundNames{
    "none",    "schedule", "floor", "ceiling",  "take",   "child at most", "child at least", "limit",
    "minimum", "lot",      "pause", "hold",     "leaves", "completion",    "session",        "settle",
    "auction", "branch",   "leg",   "deadline", "reload", "route"};
inline constexpr std::array<std::string_view, 13> kStopCauseNames{
    "none",  "completed", "ended",     "cancelled", "fault",      "guard",       "assumption",
    "stale", "gate",      "no market", "venue",     "taken over", "switched off"};
static_assert(static_cast<size_t>(StopCause::switched_off) + 1 == kStopCauseNames.size());
inline constexpr std::array<std::string_view, 13> kLiveCommandNames{
    "pause",     "hold",      "resume",   "cancel",       "set",    "amend quantity", "amend limit",
    "amend end", "venue off", "venue on", "skip auction", "finish", "take over"};
static_assert(static_cast<size_t>(LiveCommand::take_over) + 1 == kLiveCommandNames.size());
inline constexpr std::array<std::string_view, 14> kRefusalNames{"none",
                                                                "the order is over",
                                                                "no such parameter",
                                                                "the parameter is not live",
                                                                "outside the parameter's range",
                                                                "not a positive multiple of the lot",
                                                                "not a positive multiple of the tick",
                                                                "the end has passed",
                                                                "no such venue",
                                                                "no part in that auction",
                                                                "not a share of the volume",
                                                                "not a positive duration",
                                                                "the strategy cannot finish early",
                                                                "more than can be reckoned with"};
static_assert(static_cast<size_t>(CommandRefusal::too_large) + 1 == kRefusalNames.size());
inline constexpr std::array<std::string_view, 3> kSideNames{"sell", "none", "buy"};  // by value + 1
inline constexpr std::array<std::string_view, 2> kLiquidityNames{"maker", "taker"};
inline constexpr std::array<std::string_view, 12> kRejectNames{
    "none",          "tick",   "lot",    "minimum quantity", "minimum value", "would cross",
    "unknown order", "halted", "closed", "duplicate",        "no auction",    "unsupported"};
static_assert(static_cast<size_t>(Reject::unsupported) + 1 == kRejectNames.size());
/// What became of a command.
std::string outcome_of(const CommandLine& line);
/// A command in words, with its numbers as the instrument has them.
std::string command_text(const Report& report, const Command& command);

// by horizon
inline constexpr std::array<std::string_view, kHorizons.size()> kMidAfterNames{"mid_after_1s", "mid_after_10s",
                                                                               "mid_after_60s"};
inline constexpr std::array<std::string_view, kHorizons.size()> kMarkoutNames{"markout_1s_bps", "markout_10s_bps",
                                                                              "markout_60s_bps"};

}  // namespace weir::tca
