// Files as they are written: whole or not at all, through links, into pipes, with the mode they had.
#include "runtime/core/output_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace weir {
namespace {

namespace fs = std::filesystem;

class Output : public testing::Test {
  protected:
    Output() {
        std::string name = (fs::temp_directory_path() / "weir_output_XXXXXX").string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    ~Output() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    std::string operator/(const std::string& name) const { return (folder_ / name).string(); }
    auto files() const { return std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}); }
    static std::string text_of(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::optional<std::string> write(const std::string& path, const std::string& text) {
        OutputFile file(path);
        file.append(text.data(), text.size());
        return file.complete();
    }

    fs::path folder_;
};

TEST_F(Output, GetsItsNameByLinkAndByCopy) {
    const std::string contents(300'000, 'x');
    for (const auto naming : {OutputFile::Naming::link, OutputFile::Naming::copy}) {
        fs::remove(*this / "a");
        OutputFile file(*this / "a", OutputFile::Order::anywhere, naming);
        EXPECT_TRUE(file.append(contents.data(), contents.size()));
        EXPECT_TRUE(file.append("end", 3));
        EXPECT_TRUE(file.write_at("begin", 5, 0));
        EXPECT_EQ(files(), 0);
        EXPECT_FALSE(file.complete());
        EXPECT_EQ(files(), 1);
        EXPECT_EQ(text_of(*this / "a"), "begin" + contents.substr(5) + "end");
    }
}

TEST_F(Output, WhatIsNotCompletedLeavesWhatWasThere) {
    ASSERT_FALSE(write(*this / "a", "before"));
    {
        OutputFile file(*this / "a");
        file.append("after", 5);
    }
    EXPECT_EQ(text_of(*this / "a"), "before");
    EXPECT_EQ(files(), 1);
}

TEST_F(Output, ALinkIsFollowedAndTheModeStays) {
    ASSERT_FALSE(write(*this / "real", "before"));
    ASSERT_EQ(chmod((*this / "real").c_str(), 0600), 0);
    fs::create_symlink("real", *this / "link");
    fs::create_symlink("link", *this / "second");
    ASSERT_FALSE(write(*this / "second", "after"));
    EXPECT_TRUE(fs::is_symlink(*this / "second"));
    EXPECT_TRUE(fs::is_symlink(*this / "link"));
    EXPECT_EQ(text_of(*this / "real"), "after");
    EXPECT_EQ(fs::status(*this / "real").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("new", *this / "ahead");
    ASSERT_FALSE(write(*this / "ahead", "new"));
    EXPECT_EQ(text_of(*this / "new"), "new");
}

TEST_F(Output, APipeIsWrittenToAndStays) {
    const std::string pipe = *this / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    for (const auto order : {OutputFile::Order::appended, OutputFile::Order::anywhere}) {
        std::string got;
        std::thread reader([&] { got = text_of(pipe); });
        {
            OutputFile file(pipe, order);
            EXPECT_TRUE(file.append("begin", 5));
            EXPECT_TRUE(file.append("end", 3));
            EXPECT_FALSE(file.complete());
        }
        reader.join();
        EXPECT_EQ(got, "beginend");
        EXPECT_TRUE(fs::is_fifo(pipe));
    }
    EXPECT_FALSE(write("/dev/null", "nothing"));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(Output, FaultsNameThePath) {
    EXPECT_EQ(write(*this / "no/a", "x"), (*this / "no/a") + ": cannot be written: No such file or directory");
    EXPECT_EQ(write(folder_.string(), "x"), folder_.string() + ": cannot be written: Is a directory");
}

}  // namespace
}  // namespace weir
