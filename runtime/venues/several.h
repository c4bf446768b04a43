// Several venues side by side, as one: what happens first goes first, and at one time the venue that was given first.
#pragma once

#include <memory>
#include <vector>

#include "runtime/venues/venue.h"

namespace weir::venues {

class Several final : public Venue {
  public:
    /// A venue, and the name by which commands reach it: no two have the same.
    struct Member {
        uint8_t instrument = 0, venue = 0;
        std::unique_ptr<Venue> what;
    };
    explicit Several(std::vector<Member> members);

    void skip_to(Time time) override;
    Time next_time() const override;
    std::optional<Event> advance() override;
    /// To the venue of the command's name, which must be there.
    void send(const OrderCommand& command, Time now) override;
    uint64_t records() const override;
    bool tape_over() const override;

  private:
    std::vector<Member> members_;
};

}  // namespace weir::venues
