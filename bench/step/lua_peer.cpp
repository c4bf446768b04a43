#include "bench/step/lua_peer.h"

#include <cstdio>
#include <cstdlib>
#include <lua.hpp>

namespace weir::bench {
namespace {

constexpr int64_t kDay = 86'400LL * 1'000'000'000;

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
    set(lua, "parameter_count", static_cast<double>(layout.parameters));
}

void push_stream(lua_State* lua, const Scene& scene, std::vector<int64_t>& inputs) {
    const int64_t now = scene.first[static_cast<size_t>(scene.plan.layout.offset(step::Input::now))];
    lua_newtable(lua);
    set(lua, "inputs", inputs.data());
    set(lua, "changes", scene.changes.data());
    set(lua, "ends", scene.ends.data());
    set(lua, "steps", static_cast<double>(scene.steps()));
    set(lua, "day", static_cast<double>(now / kDay * 86'400));
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

LuaPeer::LuaPeer(const std::string& name, const Scene& scene) : scene_(scene), lua_(luaL_newstate()) {
    luaL_openlibs(lua_);
    const std::string folder = std::string(WEIR_SOURCE_DIR) + "/bench/step/lua/";
    check(lua_, luaL_dostring(lua_, ("package.path = '" + folder + "?.lua'").c_str()));
    check(lua_, luaL_dofile(lua_, (folder + name + ".lua").c_str()));
    lua_setglobal(lua_, "strategy");
}

LuaPeer::~LuaPeer() {
    lua_close(lua_);
}

double LuaPeer::run() {
    inputs_ = scene_.first;
    lua_getglobal(lua_, "strategy");
    push_stream(lua_, scene_, inputs_);
    check(lua_, lua_pcall(lua_, 1, 1, 0));
    const double sum = lua_tonumber(lua_, -1);
    lua_pop(lua_, 1);
    return sum;
}

}  // namespace weir::bench
