// The object cache: hits, entries that are damaged or foreign, levels, and two processes at once.
#include "compiler/native/native.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "compiler/plan/testing/random_plan.h"
#include "tests/plan/support.h"

namespace weir::native {
namespace {

namespace fs = std::filesystem;

class Cached : public ::testing::Test {
  protected:
    Cached() {
        fs::remove_all(directory_);
        fs::create_directories(directory_);
    }
    ~Cached() override { fs::remove_all(directory_); }

    /// Compiles through the cache, steps once, and says whether the cache had it.
    bool hit(const plan::Plan& plan, int level = 2) {
        const Result result = compile(plan, {.opt_level = level, .cache_dir = directory_});
        EXPECT_TRUE(result.compiled) << result.error;
        plan::Runner runner(result.compiled->program());
        runner.set(step::Input::now, 5);
        EXPECT_EQ(runner.step().desired[0].quantity, 12);
        return result.compiled->from_cache();
    }
    fs::path entry() const { return fs::directory_iterator(directory_)->path(); }
    size_t entries() const {
        return static_cast<size_t>(std::distance(fs::directory_iterator(directory_), fs::directory_iterator()));
    }
    void overwrite(size_t at, char byte) {
        std::fstream file(entry(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(byte);
    }

    static plan::Plan twelve() {
        plan::Draft d;
        d.plan.slots[0].quantity = d.push(plan::Op::add, {d.input(step::Input::now), d.constant(7)});
        return d.plan;
    }

    fs::path directory_ = fs::temp_directory_path() / ("weir-cache-" + std::to_string(::getpid()));
};

TEST_F(Cached, SecondTimeItHits) {
    EXPECT_FALSE(hit(twelve()));
    EXPECT_EQ(entries(), 1u) << "no draft is left behind";
    EXPECT_TRUE(hit(twelve()));
}

TEST_F(Cached, SourceRangesDoNotMatterAndMeaningDoes) {
    EXPECT_FALSE(hit(twelve()));
    plan::Plan moved = twelve();
    for (plan::Node& node : moved.nodes) node.range = {1, 2, 3};
    EXPECT_TRUE(hit(moved));
    plan::Plan renamed = twelve();
    renamed.slots[0].name = "other";
    EXPECT_FALSE(hit(renamed));
}

TEST_F(Cached, LevelsAreKeptApart) {
    EXPECT_FALSE(hit(twelve(), 2));
    EXPECT_FALSE(hit(twelve(), 0));
    EXPECT_TRUE(hit(twelve(), 0));
    EXPECT_TRUE(hit(twelve(), 2));
}

TEST_F(Cached, EveryDamagedByteIsNoticed) {
    ASSERT_FALSE(hit(twelve()));
    const size_t size = fs::file_size(entry());
    for (size_t at = 0; at < size; at += 41) {
        std::ifstream in(entry(), std::ios::binary);
        in.seekg(static_cast<std::streamoff>(at));
        const auto byte = static_cast<char>(in.get());
        in.close();
        overwrite(at, static_cast<char>(byte ^ 0x20));
        ASSERT_FALSE(hit(twelve())) << "byte " << at;
        ASSERT_TRUE(hit(twelve())) << "the entry is written anew";
    }
}

TEST_F(Cached, TruncatedEmptyAndForeignFilesAreCompiledAnew) {
    ASSERT_FALSE(hit(twelve()));
    const size_t size = fs::file_size(entry());
    for (const size_t keep : {size - 1, size / 2, size_t{20}, size_t{0}}) {
        fs::resize_file(entry(), keep);
        EXPECT_FALSE(hit(twelve())) << keep;
    }
    std::ofstream(entry(), std::ios::binary) << "not an object of ours, but long enough to hold a header and more";
    EXPECT_FALSE(hit(twelve()));
    EXPECT_TRUE(hit(twelve()));
}

TEST_F(Cached, WhatIsNoFileIsPassedOver) {
    ASSERT_FALSE(hit(twelve()));
    const fs::path name = entry();
    fs::remove(name);
    fs::create_directory(name);
    EXPECT_FALSE(hit(twelve()));
    fs::remove(name);
    ASSERT_EQ(mkfifo(name.c_str(), 0600), 0);
    EXPECT_FALSE(hit(twelve()));
    EXPECT_TRUE(hit(twelve())) << "the pipe is replaced";
    fs::resize_file(name, uintmax_t{1} << 32);
    EXPECT_FALSE(hit(twelve()));
}

TEST_F(Cached, AnUnwritableDirectoryIsNoError) {
    const Result result = compile(twelve(), {.cache_dir = "/proc/weir-cache"});
    EXPECT_TRUE(result.compiled) << result.error;
}

TEST_F(Cached, ProcessesMayWriteTheSameEntries) {
    std::vector<plan::Plan> plans;
    for (uint64_t seed = 1; seed <= 6; ++seed) plans.push_back(plan::testing::random_plan(seed));
    std::vector<pid_t> children;
    for (int child = 0; child < 4; ++child) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            bool fine = true;
            for (int round = 0; round < 4; ++round)
                for (const plan::Plan& plan : plans) {
                    fine &= compile(plan, {.cache_dir = directory_}).compiled != nullptr;
                    if (child == 0 && round < 2) fs::remove(entry());
                }
            ::_exit(fine ? 0 : 1);
        }
        children.push_back(pid);
    }
    for (const pid_t pid : children) {
        int status = 0;
        ::waitpid(pid, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    for (const plan::Plan& plan : plans) EXPECT_TRUE(compile(plan, {.cache_dir = directory_}).compiled != nullptr);
}

TEST(Print, ShowsCodeAndPhases) {
    plan::Draft d;
    d.plan.slots[0].quantity = d.push(plan::Op::add, {d.input(step::Input::now), d.constant(7)});
    EXPECT_NE(print_llvm(d.plan).find("define void @weir_step"), std::string::npos);
    EXPECT_NE(print_asm(d.plan).find("weir_step:"), std::string::npos);
    const Result result = compile(d.plan);
    ASSERT_TRUE(result.compiled);
    std::vector<std::string_view> names;
    for (const Phase& phase : result.compiled->phases()) names.push_back(phase.name);
    EXPECT_EQ(names, (std::vector<std::string_view>{"prepare", "target", "emit", "optimise", "generate code", "link"}));
}

}  // namespace
}  // namespace weir::native
