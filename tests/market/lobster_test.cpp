// LOBSTER: a small window written by hand, and the recorded GOOG day.
#include <gtest/gtest.h>

#include "runtime/market/book.h"
#include "runtime/market/import.h"
#include "tests/market/data.h"

namespace weir::market {
namespace {

TEST(Lobster, ImportsTheRecordedDay) {
    const auto path = test::recorded("lobster_2012-06-21/LOBSTER_SampleFile_GOOG_2012-06-21_10.zip");
    NEEDS_RECORDED(path);
    const test::Folder folder;
    ImportError error;
    const std::vector<std::string> files{path.string()};
    const auto result = import_tape("lobster", files, {}, folder / "goog.tape", error);
    ASSERT_TRUE(result) << error.message;
    for (const std::string& note : result->notes) std::puts(note.c_str());
    TapeError tape_error;
    const auto tape = Tape::open(folder / "goog.tape", tape_error);
    ASSERT_TRUE(tape) << tape_error.message;
    Book book(BookDetail::orders);
    uint64_t messages = 0;
    for (const MarketEvent& event : tape->events()) {
        book.apply(event);
        messages += event.flags & kLastOfMessage;
        ASSERT_FALSE(event.flags & kLastOfMessage && book.crossed());
    }
    EXPECT_EQ(messages, 147'916u + 1);
    std::printf("%zu records %zu\n", tape->events().size(), book.order_count());
}

}  // namespace
}  // namespace weir::market
