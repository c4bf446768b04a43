// Several tapes of one instrument, replayed one after the other.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "runtime/market/tape.h"

namespace weir::market {

/// Opens tapes of one instrument and one kind of book as one tape, in order of time; a single path is just opened.
/// Where one ends and the next begins the book is cleared, for nobody knows what happened in between. Tapes that
/// overlap in time, or of different instruments, are an error. The joined records stand in a temporary file without a
/// name, so that memory stays flat; it is gone with the tape.
std::unique_ptr<Tape> open_joined(std::span<const std::string> paths, TapeError& error);

}  // namespace weir::market
