// What keeps the repository as docs/internals/architecture.md says it is, and free of leftovers.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = WEIR_SOURCE_DIR;
const std::vector<std::string> kRooms{"bench", "cli", "cmake",  "compiler", "docs",   "editors", "examples", "grammar",
                                      "ide",   "lsp", "proofs", "runtime",  "stdlib", "step",    "tests"};

struct File {
    std::string path;  // from the root, with `/`
    std::string text;
};

bool is_text(const fs::path& path) {
    static const std::set<std::string> kEndings{".h",    ".cpp",   ".def",  ".md",  ".g4", ".txt",
                                                ".weir", ".cmake", ".json", ".css", ".js", ".mjs",
                                                ".ts",   ".vim",   ".lua",  ".sh",  ""};
    return kEndings.contains(path.extension().string());
}

/// Every text file of the rooms and of the root.
const std::vector<File>& files() {
    static const std::vector<File> all = [] {
        std::vector<File> found;
        const auto add = [&](const fs::path& path) {
            if (!fs::is_regular_file(path) || !is_text(path)) return;
            std::ifstream in(path, std::ios::binary);
            std::stringstream text;
            text << in.rdbuf();
            found.push_back({fs::relative(path, kRoot).generic_string(), std::move(text).str()});
        };
        for (const auto& entry : fs::directory_iterator(kRoot)) add(entry.path());
        for (const std::string& room : kRooms)
            if (fs::exists(kRoot / room))
                for (const auto& entry : fs::recursive_directory_iterator(kRoot / room))
                    if (entry.path().string().find("/node_modules/") == std::string::npos) add(entry.path());
        return found;
    }();
    return all;
}

/// Calls `see(place, match)` for each match in each line of the files that `wanted` names.
template <class Wanted, class See>
void each_match(const std::regex& pattern, Wanted wanted, See see) {
    for (const File& file : files()) {
        if (!wanted(file.path)) continue;
        std::istringstream lines(file.text);
        size_t number = 1;
        for (std::string line; std::getline(lines, line); ++number)
            for (std::sregex_iterator at(line.begin(), line.end(), pattern), none; at != none; ++at)
                see(file.path + ":" + std::to_string(number), *at);
    }
}

bool is_source(const std::string& path) {
    return path.ends_with(".h") || path.ends_with(".cpp");
}

bool is_ours(const std::string& path) {  // and not a test, which may look at anything
    return is_source(path) && !path.starts_with("tests/") && !path.starts_with("bench/");
}

TEST(Tidy, NoLeftovers) {
    // Written so that this file does not find itself.
    const std::regex marks(
        "\\b(TO"
        "DO|FIX"
        "ME|X"
        "XX|HA"
        "CK)\\b");
    each_match(
        marks, [](const std::string&) { return true; },
        [](const std::string& place, const std::smatch& match) { ADD_FAILURE() << place << ": " << match[0]; });
    const std::regex machine(
        "(^|[^A-Za-z0-9_.])/(wo"
        "rk|ho"
        "me|ro"
        "ot|Us"
        "ers)/");
    each_match(
        machine, [](const std::string&) { return true; },
        [](const std::string& place, const std::smatch& match) { ADD_FAILURE() << place << ": " << match[0]; });
}

// ---------------------------------------------------------------------------------------------------- borders

/// The folder of a file two deep in `compiler`, `proofs` or `runtime`, otherwise its room; a stage's own folders belong
/// to it.
std::string room_of(const std::string& path) {
    const size_t first = path.find('/');
    const std::string room = path.substr(0, first);
    if (room != "compiler" && room != "proofs" && room != "runtime") return room;
    const size_t second = path.find('/', first + 1);
    return second == std::string::npos ? room : path.substr(0, second);
}

/// What each room may include besides itself: docs/internals/architecture.md says it in words.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"step", {}},
    {"compiler/diagnostics", {}},
    {"compiler/syntax", {"compiler/diagnostics"}},
    {"compiler/sema", {"compiler/syntax", "compiler/diagnostics", "step"}},
    {"compiler/plan", {"compiler/diagnostics", "step"}},
    {"compiler/lower", {"compiler/sema", "compiler/syntax", "compiler/plan", "compiler/diagnostics", "step"}},
    {"compiler/verify", {"compiler/plan", "compiler/diagnostics", "step"}},
    {"compiler/native", {"compiler/plan", "compiler/diagnostics", "step"}},
    {"compiler",
     {"compiler/diagnostics", "compiler/syntax", "compiler/sema", "compiler/lower", "compiler/plan", "compiler/native",
      "step"}},
    {"runtime/core", {"step"}},
    {"runtime/calendar", {"runtime/core", "step"}},
    {"runtime/market", {"runtime/calendar", "runtime/core", "step"}},
    {"runtime/orders", {"runtime/core", "step"}},
    {"runtime/risk", {"runtime/core", "step"}},
    {"runtime/models", {"runtime/core", "step"}},
    {"runtime/engine", {"runtime/core", "runtime/orders", "runtime/risk", "step"}},
    {"runtime/venues", {"runtime/core", "runtime/market", "step"}},
    {"runtime/tca", {"runtime/core", "runtime/risk", "step"}},
    {"runtime/backtest",
     {"runtime/core", "runtime/calendar", "runtime/market", "runtime/models", "runtime/engine", "runtime/orders",
      "runtime/risk", "runtime/venues", "runtime/tca", "step"}},
    {"proofs", {"compiler",         "compiler/diagnostics", "compiler/syntax", "compiler/sema",  "compiler/lower",
                "compiler/plan",    "compiler/native",      "compiler/verify", "proofs/orders",  "runtime/backtest",
                "runtime/calendar", "runtime/core",         "runtime/engine",  "runtime/market", "runtime/models",
                "runtime/orders",   "runtime/risk",         "runtime/tca",     "runtime/venues", "step"}},
    {"ide",
     {"compiler", "compiler/diagnostics", "compiler/syntax", "compiler/sema", "compiler/lower", "compiler/plan",
      "proofs", "testing"}},
    {"lsp", {"compiler/diagnostics", "compiler/syntax", "ide", "proofs", "testing"}},
    {"proofs/orders", {"runtime/core", "runtime/orders", "step"}},
    {"proofs/recipes", {"compiler", "compiler/plan", "compiler/verify"}},
};

TEST(Tidy, IncludesStayWithinTheBorders) {
    const std::regex include("^#include \"([^\"]+)\"");
    each_match(include, is_ours, [](const std::string& place, const std::smatch& match) {
        const std::string from = room_of(place.substr(0, place.find(':'))), to = room_of(match[1]);
        if (from == "cli" || from == "examples" || from == to || match[1].str().find('/') == std::string::npos) return;
        const auto row = kMayInclude.find(from);
        ASSERT_NE(row, kMayInclude.end()) << from << " has no row: say what it may include";
        EXPECT_TRUE(row->second.contains(to)) << place << " includes " << match[1];
    });
}

TEST(Tidy, OthersLibrariesStayInTheirRoom) {
    struct Border {
        const char* header;
        const char* room;
    };
    for (const Border& border :
         {Border{"(antlr4-runtime|WeirLexer|WeirParser)", "compiler/syntax/"}, Border{"llvm", "compiler/native/"},
          Border{"sqlite3", "runtime/tca/"}, Border{"archive", "runtime/market/"}, Border{"CLI/", "cli/"}}) {
        const std::regex include(std::string("^ *#include <") + border.header);
        each_match(include, is_ours, [&](const std::string& place, const std::smatch& match) {
            EXPECT_TRUE(place.starts_with(border.room)) << place << ": " << match[0];
        });
    }
}

// ---------------------------------------------------------------------------------------------------- the map

std::string text_of(const std::string& path) {
    const auto found = std::ranges::find(files(), path, &File::path);
    return found == files().end() ? "" : found->text;
}

std::vector<std::string> folders_of(const std::string& room) {
    std::vector<std::string> folders{room};
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / room))
        if (entry.is_directory()) folders.push_back(fs::relative(entry.path(), kRoot).generic_string());
    return folders;
}

TEST(Tidy, TheMapNamesEveryModule) {
    const std::string map = text_of("docs/internals/architecture.md");
    for (const std::string room : {"compiler", "runtime"})
        for (const auto& entry : fs::directory_iterator(kRoot / room))
            if (entry.is_directory()) {
                const std::string module = room + "/" + entry.path().filename().string() + "/";
                EXPECT_NE(map.find("| `" + module + "` |"), std::string::npos) << module << " is not in the table";
            }
    const std::regex row("\\| `([a-z/]+/)` \\|");
    for (std::sregex_iterator at(map.begin(), map.end(), row), none; at != none; ++at)
        EXPECT_TRUE(fs::is_directory(kRoot / (*at)[1].str())) << (*at)[1] << " is in the table and not there";
}

TEST(Tidy, EveryFolderSaysWhatItIs) {
    for (const std::string room : {"cli", "compiler", "grammar", "runtime", "stdlib", "step", "tests"})
        for (const std::string& folder : folders_of(room)) {
            const bool below = folder.starts_with("tests/") || folder.starts_with("runtime/tca/");
            if (!below) EXPECT_TRUE(fs::exists(kRoot / folder / "README.md")) << folder << " has no README.md";
        }
}

TEST(Tidy, PagesThatAreNamedExist) {
    const std::regex page("\\bdocs/[A-Za-z0-9_/-]+\\.md");
    each_match(
        page, [](const std::string& path) { return !path.starts_with("docs/"); },
        [](const std::string& place, const std::smatch& match) {
            if (match[0].str().find("NNNN") == std::string::npos)
                EXPECT_TRUE(fs::exists(kRoot / match[0].str())) << place << " names " << match[0];
        });
}

// ---------------------------------------------------------------------------------------------------- tables

TEST(Tidy, TablesSayEachThingOnce) {
    const std::regex row("^WEIR_[A-Z_]+\\((\"[^\"]*\"|[^,)]+)");
    for (const File& file : files()) {
        if (!file.path.ends_with(".def")) continue;
        // Transitions have a key of two columns; a table of theirs is tested with the order manager.
        if (file.path.ends_with("transitions.def")) continue;
        std::set<std::string> seen;
        std::istringstream lines(file.text);
        for (std::string line; std::getline(lines, line);)
            if (std::smatch found; std::regex_search(line, found, row))
                EXPECT_TRUE(seen.insert(found[1]).second) << file.path << ": " << found[1] << " stands twice";
        EXPECT_FALSE(seen.empty()) << file.path << " has no rows";
    }
}

TEST(Tidy, DiagnosticsStandInOrderAndHaveAPage) {
    const std::string table = text_of("compiler/diagnostics/diagnostics.def");
    const std::regex row("\nWEIR_DIAGNOSTIC\\(([0-9]+), ");
    int before = 0;
    for (std::sregex_iterator at(table.begin(), table.end(), row), none; at != none; ++at) {
        const int number = std::stoi((*at)[1]);
        EXPECT_GT(number, before) << "codes are in order, each once";
        before = number;
        EXPECT_TRUE(fs::exists(kRoot / "docs" / "errors" / ("W0" + (*at)[1].str() + ".md"))) << number;
    }
    EXPECT_GT(before, 400);
}

}  // namespace
