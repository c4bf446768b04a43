// A small chart of a counterexample: quotes, what is sent, what fills, and the moment at which it breaks.
#pragma once

#include <string>
#include <vector>

#include "proofs/replay.h"

namespace weir::proofs {

class Picture {
  public:
    /// Of the market of the order's instrument; where there are several, of the first venue.
    explicit Picture(const Scenario& scenario) : scenario_(scenario) {}
    Picture(const Picture&) = delete;

    /// To be given to the replay that is drawn.
    Watch watch();
    /// With the colours of the page that it stands on.
    std::string svg(Time broken) const;

  private:
    struct Mark {
        Time time;
        int64_t price;
        bool filled;
    };
    const Scenario& scenario_;
    std::vector<Mark> marks_;
};

}  // namespace weir::proofs
