#include "runtime/core/time.h"

#include <gtest/gtest.h>

#include <ctime>
#include <limits>
#include <random>

namespace weir {
namespace {

Time at(std::string_view text) {
    const auto parsed = parse_time(text);
    EXPECT_TRUE(parsed) << parsed.error;
    return parsed.value;
}

Time of_day(std::string_view text, Date date, std::string_view zone) {
    const auto parsed = parse_time_of_day(text, date, zone);
    EXPECT_TRUE(parsed) << parsed.error;
    return parsed.value;
}

TEST(TimeText, ReadsRfc3339) {
    EXPECT_EQ(at("1970-01-01T00:00:00Z").value, 0);
    EXPECT_EQ(at("2012-06-21T09:30:00-04:00"), at("2012-06-21T13:30:00Z"));
    EXPECT_EQ(at("2012-06-21 09:30:00.5+05:30"), at("2012-06-21T04:00:00.500Z"));
    EXPECT_EQ(at("1969-12-31T23:59:59.999999999Z").value, -1);
    EXPECT_EQ(at("2000-02-29t00:00z").value, 951'782'400 * kSecond);
}

TEST(TimeText, RefusesWhatIsNoTime) {
    for (const char* text :
         {"", "now", "2012-06-21", "2012-06-21T09:30:00", "2012-13-01T00:00:00Z", "2011-02-29T00:00:00Z",
          "2012-06-21T24:00:00Z", "2012-06-21T09:60:00Z", "2012-06-21T09:30:60Z", "2012-06-21T09:30:00.Z",
          "2012-06-21T09:30:00.1234567890Z", "2012-06-21T09:30:00+0400", "2012-06-21T09:30:00Zz", "12-06-21T09:30:00Z",
          "1600-01-01T00:00:00Z", "2300-01-01T00:00:00Z"})
        EXPECT_FALSE(parse_time(text)) << text;
}

TEST(TimeText, AgreesWithTheCLibrary) {
    std::mt19937_64 random(11);
    for (int i = 0; i < 5'000; ++i) {
        const auto second = static_cast<int64_t>(random() % 18'000'000'000) - 9'000'000'000;
        std::tm parts{};
        const std::time_t c_time = second;
        gmtime_r(&c_time, &parts);
        char text[40];
        std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
        ASSERT_EQ(at(text).value, second * kSecond);
        ASSERT_EQ(format_time(Time{second * kSecond}), text);
    }
}

TEST(TimeText, RoundTrips) {
    std::mt19937_64 random(13);
    for (int i = 0; i < 5'000; ++i) {
        const auto limit = int64_t{9'000'000'000} * kSecond;
        const Time time{static_cast<int64_t>(random()) % limit};
        ASSERT_EQ(at(format_time(time)), time);
        ASSERT_EQ(at(format_time(time, "America/New_York")), time);
        ASSERT_EQ(at(format_time(time, "Asia/Kathmandu")), time);
    }
    EXPECT_EQ(format_time(Time{std::numeric_limits<int64_t>::max()}).substr(0, 4), "2262");
}

TEST(TimeText, TimesOfDayFollowTheZone) {
    EXPECT_EQ(of_day("09:30", {2012, 6, 21}, "America/New_York"), at("2012-06-21T13:30:00Z"));
    EXPECT_EQ(of_day("09:30", {2012, 12, 21}, "America/New_York"), at("2012-12-21T14:30:00Z"));
    EXPECT_EQ(of_day("09:30:00.25 America/New_York", {2012, 6, 21}, "UTC"), at("2012-06-21T13:30:00.25Z"));
    EXPECT_FALSE(parse_time_of_day("09:30", {2012, 6, 21}, "Mars/Olympus"));
    EXPECT_FALSE(parse_time_of_day("9:30", {2012, 6, 21}, "UTC"));
    EXPECT_FALSE(parse_time_of_day("09:30America/New_York", {2012, 6, 21}, "UTC"));
    EXPECT_NE(parse_time_of_day("02:30", {2012, 3, 11}, "America/New_York").error.find("does not exist"),
              std::string::npos);
    EXPECT_NE(parse_time_of_day("01:30", {2012, 11, 4}, "America/New_York").error.find("comes twice"),
              std::string::npos);
}

TEST(TimeText, DaysFollowTheZone) {
    EXPECT_EQ(date_in(at("2012-06-22T01:00:00Z"), "America/New_York").value, (Date{2012, 6, 21}));
    EXPECT_EQ(date_in(at("2012-06-21T20:00:00Z"), "Asia/Tokyo").value, (Date{2012, 6, 22}));
    EXPECT_FALSE(date_in(Time{0}, "Nowhere"));
    EXPECT_EQ(parse_date("2012-06-21").value, (Date{2012, 6, 21}));
    EXPECT_FALSE(parse_date("2012-6-21"));
    EXPECT_EQ(format_date({2012, 6, 1}), "2012-06-01");
    EXPECT_EQ(format_time_of_day(at("2012-06-21T13:30:00.25Z"), "America/New_York"), "09:30:00.250");
}

TEST(DurationText, ReadsAndWrites) {
    const auto read = [](std::string_view text) {
        const auto parsed = parse_duration(text);
        EXPECT_TRUE(parsed) << parsed.error;
        return parsed.value.value;
    };
    EXPECT_EQ(read("30 s"), 30 * kSecond);
    EXPECT_EQ(read("1.5h"), 5'400 * kSecond);
    EXPECT_EQ(read("1 h 30 min"), 5'400 * kSecond);
    EXPECT_EQ(read("250us"), 250'000);
    EXPECT_EQ(read("-2 ms"), -2'000'000);
    for (const char* text : {"", "s", "5", "5 m", "1.5 ns", ".5 s", "5. s", "5 s 3", "- ", "100000 d 100000 d"})
        EXPECT_FALSE(parse_duration(text)) << text;
    EXPECT_EQ(format_duration(Duration{0}), "0 s");
    EXPECT_EQ(format_duration(Duration{5'400 * kSecond}), "1 h 30 min");
    EXPECT_EQ(format_duration(Duration{1'500'000'000}), "1.5 s");
    EXPECT_EQ(format_duration(Duration{-250'000}), "-250 us");
}

TEST(DurationText, RoundTrips) {
    std::mt19937_64 random(17);
    for (int i = 0; i < 5'000; ++i) {
        const Duration duration{static_cast<int64_t>(random()) >> (1 + random() % 63)};
        const auto parsed = parse_duration(format_duration(duration));
        ASSERT_TRUE(parsed) << parsed.error;
        ASSERT_EQ(parsed.value, duration);
    }
}

}  // namespace
}  // namespace weir
