#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "compiler/diagnostics/diagnostics.h"
#include "golden.h"

namespace weir::golden {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = fs::path(WEIR_SOURCE_DIR) / "tests" / "golden";

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> golden_files() {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot))
        if (entry.path().extension() == ".weir") files.push_back(fs::relative(entry.path(), kRoot).string());
    std::ranges::sort(files);
    return files;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, OutputIsAsRecorded) {
    const fs::path path = kRoot / GetParam();
    const std::string text = read(path);
    const File file = split(text);
    EXPECT_EQ(join(file), text) << "the format reads and writes itself";
    ASSERT_FALSE(file.sections.empty()) << "no `==== COMMAND` line";

    const Result result = run(file, path.filename().string());
    ASSERT_EQ(result.problem, "");
    EXPECT_EQ(result.failed, path.filename().string().starts_with("fail_"))
        << "`fail_` begins the name exactly when there is an error";
    if (std::getenv("WEIR_UPDATE") != nullptr) {
        std::ofstream(path, std::ios::binary) << join(result.file);
        return;
    }
    for (size_t i = 0; i < file.sections.size(); ++i)
        EXPECT_EQ(result.file.sections[i].output, file.sections[i].output) << "==== " << file.sections[i].head;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(Files, Golden, testing::ValuesIn(golden_files()), test_name);

TEST(Coverage, EveryCodeIsShownByAGolden) {
    std::string all;
    for (const std::string& file : golden_files())
        for (const Section& section : split(read(kRoot / file)).sections) all += section.output;
    for (const Row& row : all_messages())
        EXPECT_NE(all.find("[" + code_text(row.code) + "]"), std::string::npos)
            << code_text(row.code) << " " << row.name;
}

}  // namespace
}  // namespace weir::golden
