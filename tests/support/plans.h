// Scripts as the plans that the verifier reads.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/compiler.h"

namespace weir::test {

/// The generic plans of a script; none where it has errors.
inline std::vector<plan::Plan> plans_of_text(const std::string& name, const std::string& text) {
    const SourceFile file(name, text);
    auto checked = compiler::check(file, [](const sema::Program& program) {
        lower::Market market{{2, 4, 6}, "X", "USD", {}};
        if (!program.strategies.empty()) market = lower::with_nominal_hedges(program.strategies.front(), market);
        return market;
    });
    if (checked.diagnostics.has_errors()) return {};
    return std::move(checked.plans);
}

inline std::vector<plan::Plan> plans_of(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return plans_of_text(path.string(), text.str());
}

/// The scripts of a folder of the sources, by name.
inline std::vector<std::filesystem::path> scripts_in(const char* folder) {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / folder))
        if (entry.path().extension() == ".weir") out.push_back(entry.path());
    std::ranges::sort(out);
    return out;
}

}  // namespace weir::test
