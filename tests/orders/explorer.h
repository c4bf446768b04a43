// Walks through every order in which things may happen in a world, each distinct state once.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "tests/orders/world.h"

namespace weir::orders {

struct Exploration {
    uint64_t states = 0;
    uint64_t steps = 0;             // actions taken
    double interleavings = 0;       // distinct sequences of actions to an end
    size_t depth = 0;               // actions of the longest
    std::string broken;             // the first promise that did not hold
    std::vector<std::string> path;  // the actions that led there
};

class Explorer {
  public:
    Exploration explore(const Scenario& scenario) {
        result_.interleavings = visit(World(scenario), 0);
        result_.states = paths_.size();
        return result_;
    }

  private:
    static constexpr size_t kStatesMost = 1'000'000;
    static constexpr size_t kDepthMost = 80;  // far beyond what the scenarios allow to happen

    /// The number of ways to an end from here.
    double visit(const World& world, size_t depth) {
        const uint64_t digest = world.digest();
        if (const auto known = paths_.find(digest); known != paths_.end()) return known->second;
        result_.depth = std::max(result_.depth, depth);
        if (paths_.size() == kStatesMost) fail("the scenario is too large to be explored");
        if (depth == kDepthMost) fail("it does not end");
        double ways = 0;
        if (!result_.broken.empty() || world.is_seen_enough()) return 0;
        const std::vector<World::Action> actions = world.actions();
        for (const World::Action& action : actions) {
            World next = world;
            next.act(action);
            ++result_.steps;
            if (std::string problem = next.broken(); !problem.empty()) fail(problem);
            if (result_.broken.empty()) ways += visit(next, depth + 1);
            if (!result_.broken.empty()) {
                result_.path.insert(result_.path.begin(), world.describe(action));
                return 0;
            }
        }
        if (actions.empty()) {
            World end = world;
            if (std::string problem = end.settle(); !problem.empty()) fail(problem + " (after all has arrived)");
            ways = 1;
        }
        paths_.emplace(digest, ways);
        return ways;
    }

    void fail(const std::string& problem) {
        if (result_.broken.empty()) result_.broken = problem;
    }

    std::unordered_map<uint64_t, double> paths_;
    Exploration result_;
};

}  // namespace weir::orders
