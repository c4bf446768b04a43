// Random markets and random commands from a list of small numbers, so that a failing case shrinks to a short list.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/venues/scene.h"

namespace weir::venues::test {

/// One thing that happens: what, and three numbers that say which and how much.
using Move = std::array<uint8_t, 4>;

struct RandomMarket {
    market::BookDetail detail = market::BookDetail::orders;
    /// Prints that name no order, on order tapes. The reference does not model them.
    bool untied_prints = true;
};

/// A market that is mostly sane: prices near 1000, bids mostly below asks, orders that exist. Every move is one message
/// (now and then one joined to the last) or one command of ours.
Scene random_scene(const RandomMarket& market, const std::vector<Move>& moves);

std::vector<Move> many_moves(uint64_t seed, int count);

/// The law of conservation, from the tape and the reports alone: for our buys, every price P and every time,
///   filled at P or below <= printed at P or below + displayed at P or below, each displayed unit counted when it came,
/// and what was taken at exactly P is at most what was displayed there; sells the other way round. Empty when it holds.
/// Looked at after every `every` messages, and at the end.
std::string conservation_fault(Scene& scene, size_t every = 1);

}  // namespace weir::venues::test
