#include "lsp/json.h"

namespace weir::lsp {
namespace {

[[noreturn]] void refuse(std::initializer_list<std::string_view> path, std::string_view kind) {
    std::string name;
    for (const std::string_view part : path) name += (name.empty() ? "" : ".") + std::string(part);
    throw Refused{ErrorCode::invalid_params, "`" + name + "` should be " + std::string(kind)};
}

}  // namespace

const json::value* find(const json::value& value, std::initializer_list<std::string_view> path) {
    const json::value* at = &value;
    for (const std::string_view name : path) {
        if (!at->is_object()) return nullptr;
        at = at->get_object().if_contains(name);
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::string get_string(const json::value& value, std::initializer_list<std::string_view> path) {
    const json::value* found = find(value, path);
    if (found == nullptr || !found->is_string()) refuse(path, "a string");
    return std::string(found->get_string());
}

int64_t get_number(const json::value& value, std::initializer_list<std::string_view> path) {
    const json::value* found = find(value, path);
    if (found == nullptr || !found->is_number()) refuse(path, "a number");
    boost::system::error_code error;
    const auto number = found->to_number<int64_t>(error);
    if (error) refuse(path, "a whole number");
    return number;
}

const json::array& get_array(const json::value& value, std::initializer_list<std::string_view> path) {
    const json::value* found = find(value, path);
    if (found == nullptr || !found->is_array()) refuse(path, "an array");
    return found->get_array();
}

bool get_flag(const json::value& value, std::initializer_list<std::string_view> path) {
    const json::value* found = find(value, path);
    return found != nullptr && found->is_bool() && found->get_bool();
}

}  // namespace weir::lsp
