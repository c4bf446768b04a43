#include "cli/policies.h"

#include <fmt/format.h>

#include "cli/files.h"
#include "compiler/syntax/syntax.h"

namespace weir::cli {

Parsed<std::vector<SourceFile>> read_policies(const std::vector<std::string>& paths) {
    using Result = Parsed<std::vector<SourceFile>>;
    Result result;
    for (const std::string& path : paths) {
        auto text = read_file(path);
        if (!text) return Result::failure("--policy: " + text.error);
        SourceFile file(path, std::move(text.value));
        const syntax::Parsed parsed = syntax::parse(file);
        // What is wrong in it is said where it is checked, with its place.
        if (!parsed.diagnostics.has_errors() && parsed.tree.policies.empty() && parsed.tree.uses.empty())
            return Result::failure(
                fmt::format("--policy {}: there is no policy in it; one is written `policy NAME {{ … }}`", path));
        result.value.push_back(std::move(file));
    }
    return result;
}

}  // namespace weir::cli
