// Tapes: recorded markets in one compact file. Layout: header (magic, version, instrument, source, counts, first and
// last time), then MarketEvent records in order of exchange time as recorded, then a checksum of both. Memory-mapped,
// read-only.
#pragma once

#include <memory>
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

struct TapeInfo {
    Instrument instrument;
    std::string source;  // format it was imported from, or "generator"
    BookDetail detail = BookDetail::levels;
    uint64_t records = 0;
    Time first, last;
};

/// An error that names the file, the byte offset where it makes sense, what is wrong and what would be right.
struct TapeError {
    std::string message;
};

class Tape {
  public:
    /// Maps a tape; checks header, length and checksum. Throws nothing: on error the message is in `error`.
    static std::unique_ptr<Tape> open(const std::string& path, TapeError& error);
    /// A tape in memory, for tests.
    static std::unique_ptr<Tape> from(TapeInfo info, std::vector<MarketEvent> events);
    virtual ~Tape() = default;
    virtual const TapeInfo& info() const = 0;
    virtual std::span<const MarketEvent> events() const = 0;
};

/// Writes a tape beside its final name and renames it when complete: a failure leaves no file behind.
class TapeWriter {
  public:
    TapeWriter(std::string path, TapeInfo info);
    ~TapeWriter();
    void add(const MarketEvent& event);
    /// Completes the file. False when something failed; `error` says what.
    bool finish(TapeError& error);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace weir::market
