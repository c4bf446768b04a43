// The language server: the Language Server Protocol 3.17 over standard input and output.
#pragma once

#include <filesystem>

namespace weir::lsp {

struct Options {
    std::filesystem::path cache_dir;  // of proofs; empty: nothing is kept
};

/// Serves one client on these descriptors, until it says `exit` or is gone. The exit code is that of the protocol: 0
/// when `shutdown` came before, 1 when not.
int serve(int in, int out, const Options& options);

}  // namespace weir::lsp
