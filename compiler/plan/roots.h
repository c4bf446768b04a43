// The nodes that a plan hands out: what is computed for its own sake.
#pragma once

#include "compiler/plan/plan.h"

namespace weir::plan {

/// Calls `visit(node)` for every node that reaches state, output or control, in the order in which faults are looked
/// for. The plan may be const or not; `visit` gets the id by reference.
template <class AnyPlan, class Visit>
void for_each_root(AnyPlan& plan, Visit visit) {
    const auto if_given = [&](auto& id) {
        if (id != kNoNode) visit(id);
    };
    for (auto& cell : plan.cells) {
        if_given(cell.value);
        if_given(cell.active);
    }
    for (auto& slot : plan.slots) {
        if_given(slot.quantity);
        if_given(slot.price);
        if_given(slot.display);
        if_given(slot.bound);
        if_given(slot.minimum);
        if_given(slot.fresh);
    }
    for (auto& target : plan.targets) if_given(target);
    for (auto& exposure : plan.exposures) if_given(exposure);
    for (auto& guard : plan.guards) if_given(guard.holds);
    if_given(plan.wake);
    if_given(plan.target);
    if_given(plan.due);
    if_given(plan.ceiling);
    if_given(plan.paused);
    if_given(plan.held);
}

/// The inputs of a layout by offset; `kNoInput` for parameters.
inline constexpr int kNoInput = -1;
inline std::vector<int> inputs_by_offset(const step::Layout& layout) {
    std::vector<int> rows(static_cast<size_t>(layout.size()), kNoInput);
    for (int row = 0; row < static_cast<int>(step::kInputs.size()); ++row) {
        const auto input = static_cast<step::Input>(row);
        const auto set = [&](int offset) { rows[static_cast<size_t>(offset)] = row; };
        switch (step::kInputs[static_cast<size_t>(row)].scope) {
            case step::InputScope::run:
                set(layout.offset(input));
                break;
            case step::InputScope::slot:
                for (int slot = 0; slot < layout.slots; ++slot) set(layout.offset(input, 0, 0, slot));
                break;
            case step::InputScope::order:
                for (int ledger = 0; ledger < layout.ledgers; ++ledger) set(layout.offset(input, 0, 0, ledger));
                break;
            case step::InputScope::instrument:
                for (int i = 0; i < layout.instruments; ++i) set(layout.offset(input, i));
                break;
            case step::InputScope::market:
                for (int i = 0; i < layout.instruments; ++i)
                    for (int v = 0; v < layout.venues; ++v) set(layout.offset(input, i, v));
                break;
            case step::InputScope::depth:
                for (int i = 0; i < layout.instruments; ++i)
                    for (int v = 0; v < layout.venues; ++v)
                        for (int k = 0; k < layout.depths; ++k) set(layout.offset(input, i, v, k));
                break;
            case step::InputScope::clock:
                for (int k = 0; k < layout.clock_times; ++k) set(layout.offset(input, 0, 0, k));
                break;
        }
    }
    return rows;
}

/// What each input and parameter can be, by offset: the engine sees to it.
std::vector<step::InputBounds> bounds_by_offset(const Plan& plan);

}  // namespace weir::plan
