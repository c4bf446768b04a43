#include "runtime/venues/several.h"

#include <algorithm>
#include <utility>

#include "runtime/core/assert.h"

namespace weir::venues {

Several::Several(std::vector<Member> members) : members_(std::move(members)) {
    for (size_t i = 0; i < members_.size(); ++i)
        for (size_t j = 0; j < i; ++j)
            WEIR_ASSERT(members_[i].instrument != members_[j].instrument || members_[i].venue != members_[j].venue);
}

void Several::skip_to(Time time) {
    for (Member& member : members_) member.what->skip_to(time);
}

Time Several::next_time() const {
    Time next = kNoTime;
    for (const Member& member : members_) next = std::min(next, member.what->next_time());
    return next;
}

std::optional<Event> Several::advance() {
    const Time now = next_time();
    if (now == kNoTime) return std::nullopt;
    for (Member& member : members_)
        if (member.what->next_time() == now) return member.what->advance();
    return std::nullopt;
}

void Several::send(const OrderCommand& command, Time now) {
    const auto named = [&](const Member& member) {
        return member.instrument == command.instrument && member.venue == command.venue;
    };
    const auto member = std::ranges::find_if(members_, named);
    WEIR_ASSERT(member != members_.end());
    member->what->send(command, now);
}

uint64_t Several::records() const {
    uint64_t sum = 0;
    for (const Member& member : members_) sum += member.what->records();
    return sum;
}

bool Several::tape_over() const {
    return std::ranges::all_of(members_, [](const Member& member) { return member.what->tape_over(); });
}

}  // namespace weir::venues
