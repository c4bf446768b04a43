#include "bench/step/lua_peer.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <lua.hpp>

namespace weir::bench {
namespace {

const std::string kFolder = WEIR_SOURCE_DIR "/bench/step/lua/";
constexpr int64_t kDay = 86'400LL * 1'000'000'000;

// The compiler tells what becomes of each trace.
constexpr const char* kCountTraces = R"(
    traces_made, traces_aborted, traces_flushed = 0, 0, 0
    jit.attach(function(what)
        if what == "stop" then traces_made = traces_made + 1 end
        if what == "abort" then traces_aborted = traces_aborted + 1 end
        if what == "flush" then traces_flushed = traces_flushed + 1 end
    end, "trace")
)";

void set(lua_State* lua, const char* name, double value) {
    lua_pushnumber(lua, value);
    lua_setfield(lua, -2, name);
}
void set(lua_State* lua, const char* name, const void* address) {
    lua_pushlightuserdata(lua, const_cast<void*>(address));
    lua_setfield(lua, -2, name);
}

void check(lua_State* lua, int failed) {
    if (!failed) return;
    std::fprintf(stderr, "lua: %s\n", lua_tostring(lua, -1));
    std::exit(1);
}

void push_layout(lua_State* lua, const step::Layout& layout) {
    lua_newtable(lua);
    for (size_t row = 0; row < step::kInputs.size(); ++row)
        set(lua, std::string(step::kInputs[row].name).c_str(),
            static_cast<double>(layout.offset(static_cast<step::Input>(row))));
    set(lua, "parameters", static_cast<double>(layout.parameter_base()));
    set(lua, "slot_words", step::Layout::kSlot);
}

void push_stream(lua_State* lua, const Scene& scene, std::vector<int64_t>& inputs, step::Output& output) {
    const int64_t now = scene.first[static_cast<size_t>(scene.plan.layout.offset(step::Input::now))];
    lua_newtable(lua);
    set(lua, "inputs", inputs.data());
    set(lua, "output", &output);
    set(lua, "changes", scene.changes.data());
    set(lua, "ends", scene.ends.data());
    set(lua, "steps", static_cast<double>(scene.steps()));
    set(lua, "day_start", static_cast<double>(now / kDay * kDay));
    push_layout(lua, scene.plan.layout);
    lua_setfield(lua, -2, "layout");
    lua_newtable(lua);
    for (size_t i = 0; i < scene.table_pointers.size(); ++i) {
        lua_pushlightuserdata(lua, const_cast<int64_t*>(scene.table_pointers[i]));
        lua_rawseti(lua, -2, static_cast<int>(i + 1));
    }
    lua_setfield(lua, -2, "tables");
}

}  // namespace

static_assert(sizeof(Change) == 16 && sizeof(step::Output) == 8 * (8 + 2 * step::kMaxLedgers + 6 * step::kMaxSlots),
              "desk.lua declares these as they are here");

LuaPeer::LuaPeer(const std::string& name, const std::string& arithmetic, const Scene& scene)
    : scene_(scene), lua_(luaL_newstate()) {
    luaL_openlibs(lua_);
    check(lua_, luaL_dostring(lua_, ("package.path = '" + kFolder + "?.lua'").c_str()));
    check(lua_, luaL_dostring(lua_, ("package.loaded.arithmetic = require '" + arithmetic + "'").c_str()));
    check(lua_, luaL_dostring(lua_, kCountTraces));
    check(lua_, luaL_dofile(lua_, (kFolder + name + ".lua").c_str()));
    lua_setglobal(lua_, "strategy");
}

bool LuaPeer::exists(const std::string& name) {
    return std::filesystem::exists(kFolder + name + ".lua");
}

LuaPeer::~LuaPeer() {
    lua_close(lua_);
}

void LuaPeer::run(std::vector<step::Output>* record) {
    inputs_ = scene_.first;
    lua_getglobal(lua_, "strategy");
    push_stream(lua_, scene_, inputs_, output_);
    if (record) {
        record->resize(scene_.steps());
        set(lua_, "record", record->data());
    }
    check(lua_, lua_pcall(lua_, 1, 0, 0));
}

void LuaPeer::warm_up() {
    constexpr int kMostRuns = 200, kQuietRuns = 5;
    int quiet = 0;
    for (int i = 0; i < kMostRuns && quiet < kQuietRuns; ++i) {
        const TraceCounts before = traces();
        run();
        quiet = traces() == before ? quiet + 1 : 0;
    }
}

TraceCounts LuaPeer::traces() {
    const auto number = [&](const char* name) {
        lua_getglobal(lua_, name);
        const auto value = static_cast<int>(lua_tonumber(lua_, -1));
        lua_pop(lua_, 1);
        return value;
    };
    return {number("traces_made"), number("traces_aborted"), number("traces_flushed")};
}

}  // namespace weir::bench
