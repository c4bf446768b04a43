// Where tests find recorded data and leave files.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace weir::market::test {

inline std::filesystem::path recorded(const std::string& name) {
    return std::filesystem::path(WEIR_SOURCE_DIR) / ".." / "shared" / "data" / name;
}

/// Passes over a test, in one line, where recorded data is not there.
#define NEEDS_RECORDED(path) \
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded data at " << (path).string()

/// A folder of its own for each test, removed at its end.
class Folder {
  public:
    Folder() {
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::temp_directory_path() /
                ("weir_market_" + std::to_string(getpid()) + "_" + info->test_suite_name() + "_" + info->name());
        std::filesystem::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    /// Writes a text file and gives its path.
    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }
    size_t files() const {
        return static_cast<size_t>(
            std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator{}));
    }

  private:
    std::filesystem::path path_;
};

}  // namespace weir::market::test
