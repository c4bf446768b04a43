// Tapes: recorded markets in one compact file.
//
// Layout: a header (magic, byte order, version, instrument, source, counts, first and last time), then MarketEvent
// records in non-decreasing order of exchange time, then the XXH3 checksum of records and header. Memory-mapped,
// read-only. docs/internals/tapes.md says which rule orders the records of each source.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/events.h"

namespace weir::market {

enum class BookDetail : uint8_t {
    quotes,
    levels,
    orders
};  // what the source shows: best quotes, price levels, single orders

std::string_view name(BookDetail detail);

struct TapeInfo {
    Instrument instrument;
    std::string source;  // format it was imported from, or "generator"
    BookDetail detail = BookDetail::levels;
    uint64_t records = 0;  // with first and last: counted by the writer
    Time first, last;
};

/// An error that names the file, the byte offset where it makes sense, what is wrong and what would be right.
struct TapeError {
    std::string message;
};

/// What is wrong with an instrument, if anything: an empty symbol, decimals without room in 64 bits, a tick below 1 ...
std::optional<std::string> fault_of(const Instrument& instrument);

class Tape {
  public:
    /// Maps a tape; checks header, length, order and checksum. Throws nothing: on error the result is null and the
    /// message is in `error`. Memory does not grow with the length of the tape.
    static std::unique_ptr<Tape> open(const std::string& path, TapeError& error);
    /// A tape in memory, for tests.
    static std::unique_ptr<Tape> from(TapeInfo info, std::vector<MarketEvent> events);
    virtual ~Tape() = default;
    virtual const TapeInfo& info() const = 0;
    virtual std::span<const MarketEvent> events() const = 0;
    /// Says that the records before this index will not be read soon, so that their pages may leave memory: a reader
    /// that calls it every so often stays flat in the length of the tape. The records stay readable.
    virtual void release(uint64_t before) const { static_cast<void>(before); }
};

/// Writes a tape. Until `finish` has succeeded there is no file of that name, nor a temporary one beside it, whatever
/// ends the writer (an exception, a signal, a full disk); a file that had the name before is replaced in one instant.
class TapeWriter {
  public:
    TapeWriter(std::string path, TapeInfo info);
    ~TapeWriter();
    TapeWriter(TapeWriter&&) noexcept;
    /// Takes the next record. One that is earlier than the last, or not a valid record, fails the writer.
    void add(const MarketEvent& event);
    /// Something has failed: adding more is of no use, and `finish` will say what it was.
    bool failed() const;
    /// Completes the file. False when something failed; `error` says what.
    bool finish(TapeError& error);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::market
