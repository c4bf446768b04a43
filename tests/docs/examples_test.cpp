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
    EXPECT_GE(examples, 5u);
}

}  // namespace
}  // namespace weir::test
