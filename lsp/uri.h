// File URIs and paths (RFC 8089, RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace weir::lsp {

/// The path of a `file:` URI; what is of another scheme is its own path.
std::string path_of(std::string_view uri);
std::string uri_of(std::string_view path);

}  // namespace weir::lsp
