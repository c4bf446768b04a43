// JSON as the protocol has it. A part that is missing, or of another kind, is the client's mistake: it is thrown as
// `Refused` and becomes an answer in one place, the server's dispatch.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace weir::lsp {

namespace json = boost::json;

/// The codes of JSON-RPC and of the protocol.
enum class ErrorCode : int {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
    server_not_initialized = -32002,
    request_failed = -32803,
    content_modified = -32801,
    request_cancelled = -32800,
};

struct Refused {
    ErrorCode code;
    std::string message;
};

/// The part of a value along a path of names; null when it is not there.
const json::value* find(const json::value& value, std::initializer_list<std::string_view> path);
/// The same, of a kind; anything else is refused.
std::string get_string(const json::value& value, std::initializer_list<std::string_view> path);
int64_t get_number(const json::value& value, std::initializer_list<std::string_view> path);
const json::array& get_array(const json::value& value, std::initializer_list<std::string_view> path);
/// False where it is not said.
bool get_flag(const json::value& value, std::initializer_list<std::string_view> path);

}  // namespace weir::lsp
