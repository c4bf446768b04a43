// The transition table of a child order as data: the order manager runs on it, and so may a model of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::orders {

enum class ChildState : uint8_t { empty, sent, working, reducing, cancelling, unknown, settling, closed };
inline constexpr size_t kChildStates = 8;
inline constexpr std::array<std::string_view, kChildStates> kChildStateNames = {
    "empty", "sent", "working", "reducing", "cancelling", "unknown", "settling", "closed"};

enum class ChildEvent : uint8_t {
    send_new,
    accepted,
    rejected,
    rejected_late,
    filled_part,
    filled_all,
    filled_over,
    duplicate,
    send_reduce,
    reduced,
    reduced_all,
    send_cancel,
    cancelled,
    cancelled_short,
    cancel_refused,
    cancel_rejected,
    timeout
};
inline constexpr size_t kChildEvents = 17;

enum class ChildAction : uint8_t {
    none,
    never,
    open,
    ask,
    ask_again,
    doubt,
    postpone,
    fill,
    fill_over,
    shrink,
    settle,
    close
};

/// Whether the numbers of a report are what the action works with: only an event that comes with one may lead to it.
constexpr bool reads_report(ChildAction action) {
    return action == ChildAction::fill || action == ChildAction::fill_over || action == ChildAction::shrink ||
           action == ChildAction::settle;
}

struct Transition {
    ChildState next;
    ChildAction action;
};

class TransitionTable {
  public:
    /// The table of `transitions.def`. Not a constant expression, so no build, when a pair is missing or comes twice.
    static consteval TransitionTable standard();

    constexpr const Transition& at(ChildState state, ChildEvent event) const {
        return rows_[static_cast<size_t>(state)][static_cast<size_t>(event)];
    }
    /// The table with one row replaced, to show that a wrong one is noticed.
    constexpr TransitionTable with(ChildState state, ChildEvent event, Transition transition) const {
        TransitionTable copy = *this;
        copy.rows_[static_cast<size_t>(state)][static_cast<size_t>(event)] = transition;
        return copy;
    }

  private:
    std::array<std::array<Transition, kChildEvents>, kChildStates> rows_{};
};

consteval TransitionTable TransitionTable::standard() {
    struct Row {
        ChildState state;
        ChildEvent event;
        Transition transition;
    };
    constexpr std::array rows = {
#define WEIR_TRANSITION(state, event, next, action) \
    Row{ChildState::state, ChildEvent::event, {ChildState::next, ChildAction::action}},
#include "runtime/orders/transitions.def"
#undef WEIR_TRANSITION
    };
    TransitionTable table;
    std::array<std::array<bool, kChildEvents>, kChildStates> filled{};
    for (const Row& row : rows) {
        bool& seen = filled[static_cast<size_t>(row.state)][static_cast<size_t>(row.event)];
        if (seen) throw "a pair of state and event comes twice in transitions.def";
        seen = true;
        table = table.with(row.state, row.event, row.transition);
    }
    for (const auto& state : filled)
        for (bool seen : state)
            if (!seen) throw "a pair of state and event is missing in transitions.def";
    return table;
}

inline constexpr TransitionTable kTransitions = TransitionTable::standard();

}  // namespace weir::orders
