#include "runtime/tca/store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runtime/tca/tca.h"
#include "tests/tca/scene.h"

namespace weir::tca {
namespace {

using ::testing::TempDir;

class Store : public ::testing::Test {
  protected:
    Store() : path(TempDir() + "weir_store_" + std::to_string(getpid()) + ".db") { std::filesystem::remove(path); }
    ~Store() override { std::filesystem::remove(path); }
    void write(const std::string& content) const { std::ofstream(path, std::ios::binary) << content; }
    /// Overwrites bytes of the file's header: SQLite keeps user_version at 60 and application_id at 68, big-endian.
    void patch(int offset, const std::string& bytes) const {
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(offset);
        file << bytes;
    }
    std::string path;
};

TEST_F(Store, GivesBackWhatWasSaved) {
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        const Report report = random_order(seed, {.side = seed % 2 == 0 ? Side::buy : Side::sell});
        const Parsed<int64_t> id = save(report, path);
        ASSERT_TRUE(id) << id.error;
        EXPECT_EQ(id.value, static_cast<int64_t>(seed));
        const Parsed<Report> loaded = load(path, id.value);
        ASSERT_TRUE(loaded) << loaded.error;
        EXPECT_EQ(loaded.value, report) << "seed " << seed;
    }
    const Parsed<std::vector<StoredRun>> runs = list(path);
    ASSERT_TRUE(runs) << runs.error;
    ASSERT_EQ(runs.value.size(), 20u);
    const Report first = random_order(1, {.side = Side::sell});
    EXPECT_EQ(runs.value[0].strategy, "test");
    EXPECT_EQ(runs.value[0].side, Side::sell);
    EXPECT_EQ(runs.value[0].quantity, "100 shares");
    EXPECT_EQ(runs.value[0].quantity_shown, "100 shares");
    EXPECT_EQ(runs.value[0].time_zone, first.instrument.time_zone);
    EXPECT_EQ(runs.value[0].started, first.started);
    EXPECT_EQ(runs.value[0].ended, first.ended);
    EXPECT_EQ(runs.value[0].stop, first.stop);
    EXPECT_EQ(runs.value[0].saved.size(), std::string("2012-06-21T09:00:00Z").size());
}

TEST_F(Store, ShowsQuantitiesAsTheReportDoes) {
    SceneOptions options{.quantity = 1'234'567'500};
    options.instrument.quantity_decimals = 3;
    options.instrument.lot = Quantity{10};
    ASSERT_TRUE(save(Scene(options).finish(), path));
    const StoredRun run = list(path).value.at(0);
    EXPECT_EQ(run.quantity, "1234567.5 shares");
    EXPECT_EQ(run.quantity_shown, "1,234,567.50 shares");
    EXPECT_EQ(run.executed_shown, "0.00 shares");
}

/// What was kept before `repricing` was a cause of its own is read.
TEST_F(Store, ReadsReportsWithoutLaterCauses) {
    const Report report = random_order(3);
    std::string text = json(report);
    const size_t from = text.find("\"repricing\":{"), to = text.find("},", from) + 2;
    ASSERT_NE(from, std::string::npos);
    text.erase(from, to - from);
    const Parsed<Report> read = parse_json(text);
    ASSERT_TRUE(read) << read.error;
    EXPECT_EQ(read.value, report);
}

TEST_F(Store, KeepsAnOrderThatNeverBegan) {
    const Report report = Scene().finish();
    const Parsed<int64_t> id = save(report, path);
    ASSERT_TRUE(id) << id.error;
    EXPECT_EQ(load(path, id.value).value, report);
    EXPECT_EQ(list(path).value[0].started, kNoTime);
}

TEST_F(Store, SaysWhatIsWrongWithAFile) {
    const Report report = random_order(1);
    const auto error_of_each = [&](const std::string& wanted) {
        for (const std::string& error : {save(report, path).error, list(path).error, load(path, 1).error}) {
            EXPECT_NE(error.find(wanted), std::string::npos) << error;
            EXPECT_NE(error.find(path), std::string::npos) << error;
        }
    };
    write("time,price,quantity\n" + std::string(2000, 'x'));
    error_of_each("not a database");

    std::filesystem::remove(path);
    ASSERT_TRUE(save(report, path));
    patch(60, std::string("\0\0\0\7", 4));
    error_of_each("it has version 7, but this program reads version 1");
    patch(60, std::string("\0\0\0\1", 4));
    patch(68, std::string("\0\0\0\1", 4));
    error_of_each("a database of another program");
    patch(68, "WEIR");
    ASSERT_TRUE(load(path, 1));
    patch(4096, std::string(4096, '\xAA'));
    EXPECT_FALSE(list(path));
    EXPECT_FALSE(load(path, 1));
}

TEST_F(Store, SaysThatThereIsNone) {
    EXPECT_NE(list(path).error.find("no such file"), std::string::npos);
    EXPECT_NE(load(path, 1).error.find("no such file"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(path)) << "reading makes no file";
    write("");
    EXPECT_NE(list(path).error.find("it is empty"), std::string::npos);
    ASSERT_TRUE(save(random_order(1), path));
    EXPECT_NE(load(path, 2).error.find("there is no report 2"), std::string::npos);
    const std::string nowhere = path + "/none/runs.db";
    EXPECT_NE(save(random_order(1), nowhere).error.find("cannot be opened"), std::string::npos);
}

TEST_F(Store, SaysThatItCannotBeWritten) {
    ASSERT_TRUE(save(random_order(1), path));
    chmod(path.c_str(), 0444);
    const uid_t user = geteuid();
    constexpr uid_t kNobody = 65534;
    if (user == 0) ASSERT_EQ(seteuid(kNobody), 0);  // the superuser may write to every file
    const Parsed<int64_t> saved = save(random_order(2), path);
    const Parsed<Report> loaded = load(path, 1);
    ASSERT_EQ(seteuid(user), 0);
    EXPECT_NE(saved.error.find("read-only"), std::string::npos) << saved.error;
    EXPECT_TRUE(loaded) << loaded.error;
}

}  // namespace
}  // namespace weir::tca
