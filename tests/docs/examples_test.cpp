// The scripts of examples/desk are what they say: each quotes what was asked for, and the commands in its first comment
// work, in a folder with the examples and the standard library.
#include "tests/cli/shell.h"
#include "tests/docs/page.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

/// What stands in the comment above the script.
struct Preface {
    std::string request;
    std::vector<std::string> commands;
};

Preface preface_of(const fs::path& path) {
    Preface preface;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line) && line.starts_with("//");) {
        if (line.starts_with("// > ")) preface.request += line.substr(5) + " ";
        if (line.starts_with("//     weir ")) preface.commands.push_back(line.substr(7));
    }
    return preface;
}

TEST(Examples, DoWhatTheySay) {
    size_t examples = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(WEIR_SOURCE_DIR) / "examples" / "desk")) {
        if (entry.path().extension() != ".weir") continue;
        ++examples;
        SCOPED_TRACE(entry.path().filename());
        const Preface preface = preface_of(entry.path());
        EXPECT_FALSE(preface.request.empty());
        EXPECT_FALSE(preface.commands.empty());
        const Folder folder;
        for (const char* name : {"examples", "stdlib"})
            fs::create_directory_symlink(fs::path(WEIR_SOURCE_DIR) / name, folder.path() / name);
        for (const std::string& command : preface.commands) {
            const Outcome outcome = run(folder, {"bash", "-c", command});
            EXPECT_EQ(outcome.code, 0) << command << "\n" << outcome.err << outcome.out;
        }
    }
    EXPECT_GE(examples, 7u);
}

/// Of text over several lines, each with marks in front.
std::string joined(const std::string& text) {
    std::istringstream words(text);
    std::string result, word;
    while (words >> word)
        if (word != ">") result += (result.empty() ? "" : " ") + word;
    return result;
}

TEST(Examples, TheirPageHasEachOfThem) {
    const fs::path desk = fs::path(WEIR_SOURCE_DIR) / "examples" / "desk";
    const std::string page = joined(text_of(desk / "README.md"));
    for (const auto& entry : fs::directory_iterator(desk)) {
        if (entry.path().extension() != ".weir") continue;
        const std::string name = entry.path().filename().string();
        EXPECT_NE(page.find("(" + name + ")"), std::string::npos) << name;
        const Preface preface = preface_of(entry.path());
        EXPECT_NE(page.find(joined(preface.request)), std::string::npos) << name << " asks: " << preface.request;
        for (const std::string& command : preface.commands)
            EXPECT_NE(page.find(joined(command)), std::string::npos) << name << ": " << command;
    }
}

}  // namespace
}  // namespace weir::test
