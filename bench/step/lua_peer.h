// The standard strategies in LuaJIT (bench/step/lua), replaying a scene inside one call, so that its traces run whole.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/step/scene.h"

struct lua_State;

namespace weir::bench {

class LuaPeer {
  public:
    LuaPeer(const std::string& name, const Scene& scene);
    ~LuaPeer();
    LuaPeer(const LuaPeer&) = delete;
    LuaPeer& operator=(const LuaPeer&) = delete;

    /// Replays the scene from its start; the sum over all steps of the quantities and the resting price wanted.
    double run();

  private:
    const Scene& scene_;
    std::vector<int64_t> inputs_;
    lua_State* lua_;
};

}  // namespace weir::bench
