#include "runtime/market/tape.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include "runtime/market/book.h"
#include "runtime/market/tape_file.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/targets.h"

namespace weir::fuzz {
namespace {

using market::file::Header;

Header usual_header() {
    market::TapeInfo info;
    info.instrument.symbol = "FUZZ";
    info.instrument.currency = "USD";
    info.source = "fuzz";
    Header header{};
    require(!market::file::encode(info, header), "the usual header can be written");
    return header;
}

/// A tape whose frame is right, so that what stands in it is looked at: the bytes change the usual header, and go on as
/// records. The first byte says whether the header keeps a count and times that are those of the records.
std::string framed(std::string_view bytes) {
    const bool keep = bytes.empty() || bytes[0] % 2 == 0;
    if (!bytes.empty()) bytes.remove_prefix(1);
    Header header = usual_header();
    auto* const raw = reinterpret_cast<unsigned char*>(&header);
    const size_t patch = std::min(bytes.size(), sizeof header);
    for (size_t i = offsetof(Header, records); i < patch; ++i) raw[i] ^= static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(patch);
    std::vector<MarketEvent> events(bytes.size() / sizeof(MarketEvent));
    if (!events.empty()) std::memcpy(events.data(), bytes.data(), events.size() * sizeof(MarketEvent));
    if (keep) {
        std::ranges::sort(events, {}, &MarketEvent::time);
        header.records = events.size();
        header.first = events.empty() ? 0 : events.front().time;
        header.last = events.empty() ? 0 : events.back().time;
    }
    market::file::Checksum checksum;
    checksum.add(events.data(), events.size() * sizeof(MarketEvent));
    checksum.add(&header, sizeof header);
    const uint64_t value = checksum.value();
    std::string file(reinterpret_cast<const char*>(&header), sizeof header);
    if (!events.empty()) file.append(reinterpret_cast<const char*>(events.data()), events.size() * sizeof(MarketEvent));
    return file.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void book_holds(const market::Tape& tape) {
    market::Book book(tape.info().detail);
    for (const MarketEvent& event : tape.events()) {
        book.apply(event);
        for (const Side side : {Side::buy, Side::sell})
            if (const market::Level* best = book.best(side))
                require(best->quantity > 0, "a level of a book has quantity");
    }
}

void writes_again(const market::Tape& tape, std::string_view bytes) {
    static const Folder folder;
    const std::string path = folder / "again.tape";
    market::TapeError error;
    market::TapeWriter writer(path, tape.info());
    for (const MarketEvent& event : tape.events()) writer.add(event);
    require(writer.finish(error), "what was read can be written", error.message);
    std::ifstream in(path, std::ios::binary);
    const std::string again{std::istreambuf_iterator<char>(in), {}};
    unlink(path.c_str());
    const auto reopened = market::Tape::open(MemoryFile(again).path(), error);
    require(reopened != nullptr, "what was written can be read", error.message);
    require(again.size() == bytes.size(), "a tape is as long when it is written again");
    // The header may differ in what stands behind the end of a text.
    const size_t records = bytes.size() - sizeof(Header) - sizeof(uint64_t);
    require(again.compare(sizeof(Header), records, bytes.substr(sizeof(Header), records)) == 0,
            "records are the same when they are written again");
}

void open(std::string_view bytes) {
    const MemoryFile file(bytes);
    market::TapeError error;
    const auto tape = market::Tape::open(file.path(), error);
    require((tape == nullptr) == !error.message.empty(), "a tape is opened, or an error says why not");
    if (!tape) return;
    book_holds(*tape);
    writes_again(*tape, bytes);
}

}  // namespace

void tape(std::string_view bytes) {
    open(bytes);
    open(framed(bytes));
}

}  // namespace weir::fuzz
