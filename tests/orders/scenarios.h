// Small parents with much that may happen to them: what is explored in every order.
#pragma once

#include <vector>

#include "tests/orders/world.h"

namespace weir::orders {

inline const Decision kNothing{.name = "nothing", .desired = {}};
inline const Decision kOne{.name = "1 at 10", .desired = {rest(1, 10), {}}};
inline const Decision kTwo{.name = "2 at 10", .desired = {rest(2, 10), {}}};
inline const Decision kAll{.name = "3 at 10", .desired = {rest(3, 10), {}}};
inline const Decision kBetter{.name = "2 at 11", .desired = {rest(2, 11), {}}};
inline const Decision kBoth{.name = "2 at 10, 2 at 9", .desired = {rest(2, 10), rest(2, 9)}};
inline const Decision kOther{.name = "3 at 9 in the second", .desired = {step::Desired{}, rest(3, 9)}};
inline const Decision kCross{.name = "2 at 10, cross 2 at 12", .desired = {rest(2, 10), cross(2, 12)}};
inline const Decision kHold{.name = "hold", .desired = {rest(3, 10), {}}, .stance = Stance::hold};
inline const Decision kPause{.name = "pause", .desired = {rest(3, 10), {}}, .stance = Stance::withdraw};
inline const Decision kLess{.name = "3 at 10, total 1", .desired = {rest(3, 10), {}}, .total = 1};
inline const Decision kNone{.name = "3 at 10, total 0", .desired = {rest(3, 10), {}}, .total = 0};
inline const Decision kMore{.name = "2 at 10, 2 at 9, total 4", .desired = {rest(2, 10), rest(2, 9)}, .total = 4};
inline const Decision kExit{.name = "3 at 10, out at 11", .desired = {rest(3, 10), rest(3, 11)}};
inline const Decision kOut{.name = "out at 9", .desired = {step::Desired{}, rest(3, 9)}};
inline const Decision kStopLoss{.name = "cross out at 8", .desired = {rest(1, 10), cross(3, 8)}};
inline const Decision kStop{.name = "stop", .desired = {rest(3, 10), {}}, .stance = Stance::withdraw, .stop = true};

inline std::vector<Scenario> scenarios() {
    const std::vector<Decision> resizing = {kNothing, kOne, kTwo, kAll, kBetter};
    const std::vector<Decision> moving = {kNothing, kAll, kBetter, kBoth, kOther};
    const std::vector<Decision> stopping = {kNothing, kAll, kBoth, kHold, kPause, kStop};
    return {
        {.name = "resizing, reports in any order", .decisions = resizing, .changes = 4, .fills = 2},
        {.name = "moving between slots, any order", .decisions = moving, .changes = 3, .fills = 2},
        {.name = "duplicates", .decisions = resizing, .changes = 3, .fills = 2, .duplicates = 1},
        {.name = "commands overtake each other",
         .decisions = moving,
         .changes = 2,
         .fills = 2,
         .commands_in_order = false},
        {.name = "overdue answers", .decisions = {kNothing, kAll, kBoth}, .changes = 2, .fills = 1, .timeouts = 2},
        {.name = "lost reports",
         .decisions = moving,
         .changes = 2,
         .fills = 2,
         .lost_reports = 1,
         .timeouts = 1,
         .reports_in_order = true},
        {.name = "lost commands",
         .decisions = {kNothing, kAll, kBoth},
         .changes = 2,
         .fills = 1,
         .lost_commands = 1,
         .timeouts = 1},
        {.name = "rejections and refusals",
         .decisions = stopping,
         .changes = 2,
         .fills = 1,
         .timeouts = 1,
         .rejections = 1,
         .refusals = 1},
        {.name = "the venue takes back", .decisions = moving, .changes = 2, .fills = 2, .withdrawals = 1},
        {.name = "pause, hold and stop", .decisions = stopping, .changes = 3, .fills = 2},
        {.name = "crossing orders", .decisions = {kNothing, kCross, kAll, kStop}, .changes = 3, .fills = 2},
        {.name = "crossing orders, lost and overdue",
         .decisions = {kNothing, kCross, kStop},
         .changes = 2,
         .fills = 2,
         .lost_reports = 1,
         .timeouts = 1},
        {.name = "the total moves, any order", .decisions = {kNothing, kAll, kLess, kMore}, .changes = 3, .fills = 2},
        {.name = "the total moves, overdue",
         .decisions = {kNothing, kAll, kNone, kMore},
         .changes = 2,
         .fills = 1,
         .timeouts = 1,
         .refusals = 1},
        {.name = "the total moves, lost and taken back",
         .decisions = {kNothing, kAll, kLess},
         .changes = 2,
         .fills = 2,
         .lost_reports = 1,
         .timeouts = 1,
         .withdrawals = 1,
         .reports_in_order = true},
        {.name = "protected",
         .total = 2,
         .protect = true,
         .decisions = {kNothing, kExit, kOut, kStopLoss},
         .changes = 2,
         .fills = 3},
        {.name = "protected, reports twice and overdue",
         .total = 2,
         .protect = true,
         .decisions = {kNothing, kExit, kStopLoss, kStop},
         .changes = 2,
         .fills = 2,
         .duplicates = 1,
         .timeouts = 1},
        {.name = "everything, reports in order",
         .decisions = {kNothing, kAll, kStop},
         .changes = 2,
         .fills = 1,
         .duplicates = 1,
         .lost_reports = 1,
         .lost_commands = 1,
         .timeouts = 1,
         .rejections = 1,
         .refusals = 1,
         .withdrawals = 1,
         .reports_in_order = true},
    };
}

inline const std::vector<Decision> kDecisions = {
    {.name = "nothing", .desired = {}},
    {.name = "3 at 10", .desired = {rest(3, 10), {}}},
    {.name = "1 at 10, 2 at 9", .desired = {rest(1, 10), rest(2, 9)}},
    {.name = "stop", .desired = {}, .stance = Stance::withdraw, .stop = true},
};

/// Fewer of them, in which a wrong row shows itself.
inline std::vector<Scenario> revealing(const TransitionTable& table = kTransitions) {
    return {
        {.name = "any order", .decisions = kDecisions, .changes = 2, .fills = 2, .withdrawals = 1, .table = table},
        {.name = "twice", .decisions = kDecisions, .changes = 1, .fills = 2, .duplicates = 1, .table = table},
        {.name = "overdue", .decisions = kDecisions, .changes = 2, .fills = 1, .timeouts = 1, .table = table},
        {.name = "refused",
         .decisions = kDecisions,
         .changes = 2,
         .fills = 1,
         .rejections = 1,
         .refusals = 1,
         .table = table},
        {.name = "lost",
         .decisions = kDecisions,
         .changes = 2,
         .fills = 1,
         .lost_reports = 1,
         .timeouts = 1,
         .reports_in_order = true,
         .table = table},
    };
}

}  // namespace weir::orders
