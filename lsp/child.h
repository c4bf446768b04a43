// Another run of this program, for what only its command line does.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace weir::lsp {

struct Ran {
    int code = -1;     // -1: it was stopped, or could not be started
    std::string text;  // all that it wrote
};
/// `weir ARGUMENTS…`, until it ends or a stop is requested.
Ran run_weir(const std::vector<std::string>& arguments, const std::stop_token& stop);

}  // namespace weir::lsp
