// Everything that a fuzzer once found, and what it starts from, goes through its target again: quick, in every build.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "tests/fuzz/targets.h"

namespace weir::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = WEIR_SOURCE_DIR;

std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The files below a folder, in order of name; none when it is not there.
std::vector<fs::path> files_below(const fs::path& folder, std::string_view extension = {}) {
    std::set<fs::path> files;
    if (!fs::exists(folder)) return {};
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && (extension.empty() || entry.path().extension() == extension))
            files.insert(entry.path());
    return {files.begin(), files.end()};
}

/// What `./dev fuzz` starts a target from.
std::vector<fs::path> seeds_of(const Target& target) {
    if (target.name != "script" && target.name != "format")
        return files_below(kRoot / "tests/fuzz/seeds" / target.name);
    std::vector<fs::path> seeds;
    for (const char* folder : {"stdlib", "examples", "tests/golden", "tests/differential"})
        for (const fs::path& path : files_below(kRoot / folder, ".weir")) seeds.push_back(path);
    return seeds;
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, WhatWasFoundIsMended) {
    for (const fs::path& path : files_below(kRoot / "tests/fuzz/finds" / GetParam().name)) {
        SCOPED_TRACE(path);
        GetParam().run(read(path));
    }
}

TEST_P(Replay, SeedsAndWhatIsNearThem) {
    constexpr uint32_t kSeed = 21;
    constexpr int kChanges = 4;
    std::mt19937 random(kSeed);
    std::vector<std::string> seeds{"", std::string(1000, '\0')};
    for (const fs::path& path : seeds_of(GetParam())) seeds.push_back(read(path));
    for (size_t i = 0; i < seeds.size(); ++i) {
        GetParam().run(seeds[i]);
        for (int change = 0; change < kChanges && !seeds[i].empty(); ++change) {
            SCOPED_TRACE("generator seed " + std::to_string(kSeed) + ", input " + std::to_string(i));
            std::string near = seeds[i];
            const size_t at = random() % near.size(), length = std::min<size_t>(random() % 12, near.size() - at);
            const std::string& other = seeds[random() % seeds.size()];
            const size_t from = other.empty() ? 0 : random() % other.size();
            near.replace(at, length, other.substr(from, random() % 40));
            GetParam().run(near);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Targets, Replay, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace weir::fuzz
