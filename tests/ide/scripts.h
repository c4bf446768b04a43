// The scripts of the repository, for tests that ask something of each.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "ide/ide.h"

namespace weir::ide::testing {

struct Script {
    std::string path, text;
};

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
}

/// Those of the library and the examples.
inline std::vector<Script> scripts() {
    std::vector<Script> found;
    for (const char* folder : {"stdlib", "examples"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / folder))
            if (entry.path().extension() == ".weir") found.push_back({entry.path().string(), read_text(entry.path())});
    std::ranges::sort(found, {}, &Script::path);
    return found;
}

/// Those of the golden tests, most of which have mistakes.
inline std::vector<Script> golden_scripts() {
    std::vector<Script> found;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(WEIR_SOURCE_DIR) / "tests/golden")) {
        if (entry.path().extension() != ".weir") continue;
        std::string text = read_text(entry.path());
        if (const size_t rest = text.find("\n==== "); rest != std::string::npos) text.resize(rest + 1);
        found.push_back({entry.path().string(), std::move(text)});
    }
    std::ranges::sort(found, {}, &Script::path);
    return found;
}

inline syntax::FileText read_file(const std::string& path) {
    if (!std::filesystem::exists(path)) return {"", "it is not there"};
    return {read_text(path), ""};
}

inline Snapshot analysed(const Script& script) {
    return Analyst().analyse(SourceFile(script.path, script.text), read_file);
}
inline Snapshot analysed(const std::string& text) {
    return analysed(Script{"a.weir", text});
}

/// The text after edits, which stand in order and do not meet.
inline std::string applied(std::string text, const std::vector<Edit>& edits) {
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
        text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
    return text;
}

}  // namespace weir::ide::testing
