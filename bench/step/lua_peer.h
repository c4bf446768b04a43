// The standard strategies in LuaJIT (bench/step/lua), replaying a scene inside one call, so that its traces run whole.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/step/scene.h"

struct lua_State;

namespace weir::bench {

/// What the compiler of LuaJIT has done since the peer was made.
struct TraceCounts {
    int made = 0, aborted = 0, flushed = 0;
    bool operator==(const TraceCounts&) const = default;
};

class LuaPeer {
  public:
    /// Whether there is a peer of the strategy.
    static bool exists(const std::string& name);

    /// `arithmetic` is a module of bench/step/lua: exact or plain.
    LuaPeer(const std::string& name, const std::string& arithmetic, const Scene& scene);
    ~LuaPeer();
    LuaPeer(const LuaPeer&) = delete;
    LuaPeer& operator=(const LuaPeer&) = delete;

    /// Replays the scene from its start. `record`, when given, receives every step's output.
    void run(std::vector<step::Output>* record = nullptr);

    /// Replays until the compiler has had nothing to do for a while, or often enough for all but the rarest paths.
    void warm_up();
    TraceCounts traces();

  private:
    const Scene& scene_;
    std::vector<int64_t> inputs_;
    step::Output output_{};
    lua_State* lua_;
};

}  // namespace weir::bench
