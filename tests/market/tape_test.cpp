// Tapes: what is written is what is read, and every kind of damage is told from every other.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <cstring>
#include <stdexcept>

#include "runtime/market/tape.h"
#include "runtime/market/tape_file.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

using test::event;

std::vector<MarketEvent> some_events(int count) {
    std::vector<MarketEvent> events;
    for (int i = 0; i < count; ++i)
        events.push_back(event(MarketKind::level, 1'000 + i / 3, i % 2 ? Side::buy : Side::sell, 10'000 + i, 5 * i, 0,
                               i % 3 == 2 ? kLastOfMessage : 0));
    return events;
}

bool write(const std::string& path, const std::vector<MarketEvent>& events, TapeError& error,
           TapeInfo info = test::info_of()) {
    TapeWriter writer(path, std::move(info));
    for (const MarketEvent& each : events) writer.add(each);
    return writer.finish(error);
}

std::string error_of(const std::string& path) {
    TapeError error;
    EXPECT_FALSE(Tape::open(path, error));
    return error.message;
}

/// A file with a right checksum around any contents.
std::string forged(const test::Folder& folder, file::Header header, const std::vector<MarketEvent>& events) {
    file::Checksum checksum;
    checksum.add(events.data(), events.size() * sizeof(MarketEvent));
    checksum.add(&header, sizeof header);
    const uint64_t value = checksum.value();
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    bytes.append(reinterpret_cast<const char*>(events.data()), events.size() * sizeof(MarketEvent));
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    return folder.file("forged.tape", bytes);
}

file::Header header_for(const std::vector<MarketEvent>& events) {
    TapeInfo info = test::info_of();
    info.records = events.size();
    info.first = Time{events.front().time};
    info.last = Time{events.back().time};
    file::Header header{};
    EXPECT_FALSE(file::encode(info, header));
    return header;
}

TEST(Tape, ReadsWhatWasWritten) {
    const test::Folder folder;
    TapeInfo info = test::info_of(BookDetail::orders);
    info.instrument.symbol = "BTC-USD";
    info.instrument.base = "BTC";
    info.instrument.time_zone = "America/New_York";
    info.instrument.price_decimals = 3;
    info.instrument.quantity_decimals = 8;
    info.instrument.tick = Price{50};
    info.instrument.lot = Quantity{100};
    info.instrument.minimum_quantity = Quantity{700};
    info.instrument.minimum_value = 12'345;
    const auto events = some_events(50'000);  // more than one buffer, and not a whole number of them
    TapeError error;
    ASSERT_TRUE(write(folder / "a.tape", events, error, info)) << error.message;
    EXPECT_EQ(folder.files(), 1u);
    const auto tape = Tape::open(folder / "a.tape", error);
    ASSERT_TRUE(tape) << error.message;
    EXPECT_EQ(tape->info().instrument, info.instrument);
    EXPECT_EQ(tape->info().source, "test");
    EXPECT_EQ(tape->info().detail, BookDetail::orders);
    EXPECT_EQ(tape->info().records, events.size());
    EXPECT_EQ(tape->info().first.value, events.front().time);
    EXPECT_EQ(tape->info().last.value, events.back().time);
    ASSERT_EQ(tape->events().size(), events.size());
    EXPECT_EQ(std::memcmp(tape->events().data(), events.data(), events.size() * sizeof(MarketEvent)), 0);
    tape->release(events.size());
    EXPECT_EQ(test::line_of(tape->events().back()), test::line_of(events.back()));

    ASSERT_TRUE(write(folder / "b.tape", {tape->events().begin(), tape->events().end()}, error, tape->info()));
    EXPECT_EQ(test::bytes_of(folder / "a.tape"), test::bytes_of(folder / "b.tape"));
}

TEST(Tape, MayHaveNoRecords) {
    const test::Folder folder;
    TapeError error;
    ASSERT_TRUE(write(folder / "a.tape", {}, error));
    const auto tape = Tape::open(folder / "a.tape", error);
    ASSERT_TRUE(tape) << error.message;
    EXPECT_TRUE(tape->events().empty());
}

TEST(Tape, NoByteCanChangeUnseen) {
    const test::Folder folder;
    TapeError error;
    ASSERT_TRUE(write(folder / "a.tape", some_events(20), error));
    const std::string good = test::bytes_of(folder / "a.tape");
    for (size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x10);
        const std::string message = error_of(folder.file("bad.tape", bad));
        EXPECT_NE(message.find("bad.tape: byte "), std::string::npos) << "byte " << i << ": " << message;
    }
}

TEST(Tape, EveryTruncationIsSeen) {
    const test::Folder folder;
    TapeError error;
    ASSERT_TRUE(write(folder / "a.tape", some_events(20), error));
    const std::string good = test::bytes_of(folder / "a.tape");
    for (size_t length = 0; length < good.size(); ++length) {
        const std::string message = error_of(folder.file("bad.tape", good.substr(0, length)));
        EXPECT_NE(message.find(length == 0 ? "empty" : "ends"), std::string::npos) << length << ": " << message;
        EXPECT_NE(message.find("byte " + std::to_string(length)), std::string::npos) << message;
    }
    EXPECT_NE(error_of(folder.file("bad.tape", good + "more")).find("4 bytes follow the end of the tape"),
              std::string::npos);
}

TEST(Tape, ForeignFilesAreNamed) {
    const test::Folder folder;
    EXPECT_NE(error_of(folder / "none.tape").find("No such file"), std::string::npos);
    EXPECT_NE(error_of(folder.path()).find("is not a file"), std::string::npos);
    EXPECT_NE(error_of(folder.file("a.csv", "time,price\n1,2\n")).find("this is not a tape"), std::string::npos);

    const auto events = some_events(3);
    file::Header header = header_for(events);
    header.version = 7;
    EXPECT_NE(
        error_of(forged(folder, header, events)).find("byte 12: the tape has version 7; this program reads version 1"),
        std::string::npos);
    header = header_for(events);
    header.byte_order = file::kSwappedByteOrder;
    EXPECT_NE(error_of(forged(folder, header, events)).find("other byte order"), std::string::npos);
    header = header_for(events);
    header.record_bytes = 48;
    EXPECT_NE(error_of(forged(folder, header, events)).find("48 bytes"), std::string::npos);
    header = header_for(events);
    header.records = std::numeric_limits<uint64_t>::max() / 8;
    EXPECT_NE(error_of(forged(folder, header, events)).find("ends too early"), std::string::npos);
    header = header_for(events);
    header.symbol.fill('x');
    EXPECT_NE(error_of(forged(folder, header, events)).find("symbol does not end"), std::string::npos);
    header = header_for(events);
    header.tick = 0;
    EXPECT_NE(error_of(forged(folder, header, events)).find("the tick is 0"), std::string::npos);
    header = header_for(events);
    header.price_decimals = 40;
    EXPECT_NE(error_of(forged(folder, header, events)).find("price decimals are 40"), std::string::npos);
    header = header_for(events);
    header.detail = 9;
    EXPECT_NE(error_of(forged(folder, header, events)).find("book detail 9"), std::string::npos);
    header = header_for(events);
    header.last += 1;
    EXPECT_NE(error_of(forged(folder, header, events)).find("first and last time"), std::string::npos);
}

TEST(Tape, BadRecordsAreNamedWithTheirOffset) {
    const test::Folder folder;
    const auto message = [&](auto change) {
        auto events = some_events(9);
        const file::Header header = header_for(events);
        change(events[5]);
        return error_of(forged(folder, header, events));
    };
    const std::string where = "byte " + std::to_string(sizeof(file::Header) + 5 * sizeof(MarketEvent)) + ": record 5: ";
    EXPECT_NE(message([](MarketEvent& e) { e.time = 999; }).find(where + "its time 999 is before 1001"),
              std::string::npos);
    EXPECT_NE(message([](MarketEvent& e) { e.kind = static_cast<MarketKind>(99); }).find(where + "kind 99"),
              std::string::npos);
    EXPECT_NE(message([](MarketEvent& e) { e.side = 3; }).find(where + "side 3"), std::string::npos);
    EXPECT_NE(message([](MarketEvent& e) { e.side = 0; }).find(where + "a change of the book has no side"),
              std::string::npos);
    EXPECT_NE(message([](MarketEvent& e) { e.quantity = -1; }).find(where + "quantity -1"), std::string::npos);
    EXPECT_NE(message([](MarketEvent& e) { e.reserved = 1; }).find(where + "the reserved byte"), std::string::npos);
}

TEST(Tape, PricesAndSumsFitIn64Bits) {
    const test::Folder folder;
    constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
    TapeInfo info = test::info_of();
    info.instrument.price_decimals = 2, info.instrument.quantity_decimals = 3, info.instrument.money_decimals = 4;
    const auto print = [](int64_t time, int64_t price, int64_t quantity) {
        return event(MarketKind::trade, time, Side::buy, price, quantity);
    };
    const auto message = [&](const std::vector<MarketEvent>& events) {
        TapeError error;
        return write(folder / "a.tape", events, error, info) ? "" : error.message;
    };
    EXPECT_EQ(message({print(1, 1, kMost - 1), print(2, 1, 1)}), "");
    EXPECT_NE(message({print(1, 1, kMost), print(2, 1, 1)}).find("record 1: the volume up to here"), std::string::npos);
    EXPECT_EQ(message({print(1, 10, kMost - 1), print(2, 10, 1)}), "");
    EXPECT_NE(message({print(1, 10, kMost - 1), print(2, 20, 1)}).find("record 1: the turnover up to here"),
              std::string::npos);
    EXPECT_NE(message({print(1, kMost / 4, kMost)}).find("record 0: the turnover"), std::string::npos);
    EXPECT_NE(message({print(1, kMost / 2, 1)}).find("record 0: price"), std::string::npos);

    const std::vector<MarketEvent> events{print(1, 1, kMost), print(2, 1, 1)};
    EXPECT_NE(error_of(forged(folder, header_for(events), events)).find("up to here is more than 64 bits"),
              std::string::npos);
}

TEST(Tape, APipeIsNoTapeAndIsNotWaitedFor) {
    const test::Folder folder;
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_NE(error_of(folder / "pipe").find("is not a file"), std::string::npos);
}

TEST(TapeWriter, RefusesWhatAReaderWouldRefuse) {
    const test::Folder folder;
    TapeError error;
    EXPECT_FALSE(write(folder / "a.tape",
                       {event(MarketKind::trade, 2, Side::buy, 1, 1), event(MarketKind::trade, 1, Side::buy, 1, 1)},
                       error));
    EXPECT_NE(error.message.find("record 1: its time 1 is before 2"), std::string::npos) << error.message;
    EXPECT_FALSE(write(folder / "a.tape", {event(MarketKind::trade, 2, Side::buy, 1, -1)}, error));
    TapeInfo info = test::info_of();
    info.instrument.symbol = std::string(40, 'x');
    EXPECT_FALSE(write(folder / "a.tape", {}, error, info));
    EXPECT_NE(error.message.find("a tape has room for 31"), std::string::npos) << error.message;
    EXPECT_FALSE(write(folder / "none" + std::string("/a.tape"), {}, error));
    EXPECT_NE(error.message.find("No such file"), std::string::npos) << error.message;
    EXPECT_EQ(folder.files(), 0u);
}

TEST(TapeWriter, LeavesNothingWhenItIsNotFinished) {
    const test::Folder folder;
    TapeError error;
    try {
        TapeWriter writer(folder / "a.tape", test::info_of());
        for (const MarketEvent& each : some_events(100'000)) writer.add(each);
        throw std::runtime_error("the importer failed");
    } catch (const std::runtime_error&) {
    }
    EXPECT_EQ(folder.files(), 0u);
    for (const int signal : {SIGKILL, SIGTERM, SIGINT}) {
        const pid_t child = fork();
        if (child == 0) {
            std::signal(signal, SIG_DFL);
            TapeWriter writer(folder / "a.tape", test::info_of());
            for (const MarketEvent& each : some_events(100'000)) writer.add(each);
            raise(signal);
            _exit(0);
        }
        int status = 0;
        ASSERT_EQ(waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFSIGNALED(status));
        EXPECT_EQ(folder.files(), 0u) << "after signal " << signal;
    }
}

TEST(TapeWriter, ReplacesOnlyWhenComplete) {
    const test::Folder folder;
    TapeError error;
    ASSERT_TRUE(write(folder / "a.tape", some_events(3), error));
    const std::string before = test::bytes_of(folder / "a.tape");
    EXPECT_FALSE(write(folder / "a.tape", {event(MarketKind::trade, 2, Side::buy, 1, -1)}, error));
    EXPECT_EQ(test::bytes_of(folder / "a.tape"), before);
    ASSERT_TRUE(write(folder / "a.tape", some_events(4), error)) << error.message;
    EXPECT_NE(test::bytes_of(folder / "a.tape"), before);
    EXPECT_EQ(folder.files(), 1u);
}

}  // namespace
}  // namespace weir::market
