// Wrong rows for the transition table, each of which must be noticed: by the exploration and by the proof.
#pragma once

#include <vector>

#include "runtime/orders/transitions.h"

namespace weir::orders {

struct Mutation {
    ChildState state;
    ChildEvent event;
    Transition wrong;
};

inline const std::vector<Mutation> kMutations = {
    // A fill that is not counted, or that frees more than itself.
    {ChildState::sent, ChildEvent::filled_part, {ChildState::working, ChildAction::none}},
    {ChildState::working, ChildEvent::filled_part, {ChildState::working, ChildAction::none}},
    {ChildState::working, ChildEvent::filled_part, {ChildState::closed, ChildAction::fill}},
    {ChildState::working, ChildEvent::filled_all, {ChildState::closed, ChildAction::none}},
    {ChildState::working, ChildEvent::filled_all, {ChildState::working, ChildAction::fill}},
    {ChildState::cancelling, ChildEvent::filled_part, {ChildState::cancelling, ChildAction::none}},
    {ChildState::cancelling, ChildEvent::filled_part, {ChildState::closed, ChildAction::close}},
    {ChildState::cancelling, ChildEvent::filled_all, {ChildState::closed, ChildAction::close}},
    {ChildState::settling, ChildEvent::filled_all, {ChildState::closed, ChildAction::close}},
    {ChildState::unknown, ChildEvent::filled_part, {ChildState::unknown, ChildAction::none}},
    // A duplicate that counts again.
    {ChildState::working, ChildEvent::duplicate, {ChildState::working, ChildAction::fill}},
    {ChildState::closed, ChildEvent::duplicate, {ChildState::closed, ChildAction::fill_over}},
    // An order believed to be over while it is not.
    {ChildState::sent, ChildEvent::accepted, {ChildState::closed, ChildAction::close}},
    {ChildState::sent, ChildEvent::timeout, {ChildState::closed, ChildAction::close}},
    {ChildState::cancelling, ChildEvent::timeout, {ChildState::closed, ChildAction::close}},
    {ChildState::reducing, ChildEvent::timeout, {ChildState::working, ChildAction::shrink}},
    {ChildState::cancelling, ChildEvent::cancelled_short, {ChildState::closed, ChildAction::close}},
    {ChildState::working, ChildEvent::cancelled_short, {ChildState::closed, ChildAction::close}},
    {ChildState::unknown, ChildEvent::timeout, {ChildState::closed, ChildAction::close}},
    {ChildState::sent, ChildEvent::send_cancel, {ChildState::closed, ChildAction::close}},
    {ChildState::working, ChildEvent::send_cancel, {ChildState::closed, ChildAction::close}},
    {ChildState::cancelling, ChildEvent::cancel_refused, {ChildState::closed, ChildAction::close}},
    // An order believed to be alive while it is over.
    {ChildState::cancelling, ChildEvent::cancelled, {ChildState::cancelling, ChildAction::none}},
    {ChildState::cancelling, ChildEvent::cancelled, {ChildState::closed, ChildAction::none}},
    {ChildState::working, ChildEvent::cancelled, {ChildState::working, ChildAction::none}},
    {ChildState::sent, ChildEvent::rejected, {ChildState::working, ChildAction::none}},
    {ChildState::cancelling, ChildEvent::rejected, {ChildState::working, ChildAction::none}},
    {ChildState::reducing, ChildEvent::reduced_all, {ChildState::working, ChildAction::close}},
    // A reduction believed before, or not when, it is confirmed.
    {ChildState::working, ChildEvent::send_reduce, {ChildState::working, ChildAction::close}},
    {ChildState::reducing, ChildEvent::reduced, {ChildState::working, ChildAction::close}},
    {ChildState::reducing, ChildEvent::reduced, {ChildState::reducing, ChildAction::none}},
    // An order whose truth is not known works on.
    {ChildState::unknown, ChildEvent::cancelled, {ChildState::unknown, ChildAction::none}},
    {ChildState::unknown, ChildEvent::cancel_rejected, {ChildState::closed, ChildAction::close}},
};

}  // namespace weir::orders
