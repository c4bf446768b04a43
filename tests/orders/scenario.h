// What may happen in a world, how often, and who looks on.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/orders/orders.h"

namespace weir::orders {

class World;

/// Sees each thing that is done in a world: what begins, what it is made of, and that it is over.
class Watcher {
  public:
    virtual ~Watcher() = default;
    virtual void begins(const World& world, int manager) = 0;
    virtual void report(const OrderReport& report, bool known) = 0;
    virtual void time(Time now) = 0;
    virtual void total(Quantity total) = 0;
    virtual void stop() = 0;
    virtual void command(const OrderCommand& command, int slot, Stance stance) = 0;
    enum class Deed : uint8_t { arrive, lose, execute, cut };
    virtual void venue(Deed deed, ChildId child, int64_t amount) = 0;
    virtual void ends(const World& world) = 0;
    /// It has seen what it wanted to: the exploration may end.
    virtual bool satisfied() const = 0;
};

/// What the strategy, or the trader, may come to want.
struct Decision {
    std::string name;
    std::array<step::Desired, 2> desired{};
    Stance stance = Stance::work;
    bool stop = false;
    int64_t total = -1;  // of the parent from here on; -1: as it was
};

/// How much of each thing may happen in one run of the world.
struct Scenario {
    std::string name;
    int64_t total = 3;
    bool protect = false;  // the second slot sells what the first has bought: a ledger of its own
    std::vector<Decision> decisions;
    int changes = 2;        // of what is wanted
    int fills = 3;          // executions at the venue
    int duplicates = 0;     // reports delivered twice
    int lost_reports = 0;   // reports that never come
    int lost_commands = 0;  // commands that never arrive
    int timeouts = 0;       // times that an answer becomes overdue
    int rejections = 0;     // orders that the venue does not take
    int refusals = 0;       // cancels and reductions that fail for now
    int withdrawals = 0;    // orders that the venue takes back by itself
    bool commands_in_order = true;
    bool reports_in_order = false;
    TransitionTable table = kTransitions;
    Watcher* watcher = nullptr;
};

}  // namespace weir::orders
