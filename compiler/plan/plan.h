// The plan: a strategy with its language taken away. A pure acyclic graph of operations over inputs and cells of
// memory, the slots it emits, and what must hold. The interpreter, the native compiler and the verifier read this and
// nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/diagnostics/source.h"
#include "step/step.h"

namespace weir::plan {

enum class Type : uint8_t { integer, real, boolean };

enum class Op : uint8_t {
#define WEIR_OP(name, result, operands, immediate) name,
#include "compiler/plan/ops.def"
#undef WEIR_OP
};

enum class CellKind : uint8_t {
#define WEIR_CELL(kind) kind,
#include "compiler/plan/cells.def"
#undef WEIR_CELL
};

using NodeId = uint32_t;
inline constexpr NodeId kNoNode = ~NodeId{0};

/// Closed range of values that a node can take, as far as the analysis knows.
struct Interval {
    int64_t low = std::numeric_limits<int64_t>::min();
    int64_t high = std::numeric_limits<int64_t>::max();
};

/// Operands precede the node: the list of nodes is in topological order.
struct Node {
    Op op;
    Type type;
    std::array<NodeId, 3> operand{kNoNode, kNoNode, kNoNode};
    int64_t immediate = 0;
    uint64_t stable_id = 0;  // of the path in the script, unmoved by edits elsewhere
    SourceRange range;
    Interval interval;
};

struct Cell {
    CellKind kind;
    NodeId value = kNoNode;  // committed at the end of the step
    int32_t buckets = 0;     // ring, average, highest, lowest: N
    int64_t grid_ns = 0;     // width of a bucket; debounce: the duration
    int64_t immediate = 0;   // scalar: initial value; ema: weight in 2^-32
    uint64_t stable_id = 0;
    SourceRange range;
    NodeId active = kNoNode;  // a step in which it is false empties the cell instead of committing; kNoNode: never
};

/// One place for one child order, keyed by clause, level and venue.
struct Slot {
    std::string name;
    SourceRange range;
    bool crossing = false;
    bool post_only = false;
    uint8_t ledger = 0;
    uint8_t view = 0;
    step::Auction auction = step::Auction::none;
    bool rests_through_halt = false;
    NodeId quantity = kNoNode, price = kNoNode, display = kNoNode, bound = kNoNode, minimum = kNoNode;
    NodeId fresh = kNoNode;  // a new or enlarged order, or one at a new price: of generic plans alone, for the verifier
};

/// A condition that must be true at every step: a risk line (`guard`) or a line of `assume` (`assumption`).
struct Guard {
    bool assumption = false;
    NodeId holds = kNoNode;
    std::string text;  // as written
    SourceRange range;
};

struct Parameter {
    std::string name;
    std::string unit;  // as the language names its type: ratio, price, quantity, money, duration, count, level, ...
    bool live = false;
    int64_t value = 0, low = 0, high = 0;  // in the plan's scale; value is the default
    bool required = false;                 // no default in the script
};

/// Decimals of the instrument's numbers: price in 10^-price, quantity in 10^-quantity, money in 10^-money.
struct Scales {
    int price = 2, quantity = 0, money = 4;
    friend bool operator==(const Scales&, const Scales&) = default;
};

struct Plan {
    std::string name;
    Scales scales;
    step::Layout layout;
    std::vector<Node> nodes;
    std::vector<Cell> cells;
    std::vector<step::TableKind> tables;
    std::vector<step::ShortfallSpec> shortfalls;  // of the tables that are shortfall curves, in their order
    std::vector<Slot> slots;
    std::vector<step::LedgerInfo> ledgers{step::LedgerInfo{}};
    std::array<NodeId, step::kMaxLedgers> targets{kNoNode, kNoNode, kNoNode, kNoNode};    // of ledgers of Total::target
    std::array<NodeId, step::kMaxLedgers> exposures{kNoNode, kNoNode, kNoNode, kNoNode};  // of the same
    std::vector<int32_t> depths;                                                          // step::Program::depths
    std::vector<uint8_t> barred;                                                          // step::Program::barred
    bool join_reopening = false;
    step::SessionSpec session;
    std::vector<step::ClockTime> clock_times;  // by index of the input of that name
    std::vector<Guard> guards;
    std::vector<Parameter> parameters;
    step::OrderLimits limits;
    NodeId wake = kNoNode;  // minimum of all wake-ups wanted
    NodeId target = kNoNode, due = kNoNode, ceiling = kNoNode, paused = kNoNode, held = kNoNode;  // step::Trace
    int64_t slice_ns = 0;      // `schedule ... every`: the slice that must not be finer than a lot; 0 when not stated
    int slice_parameter = -1;  // the parameter whose value is the slice (`slice_ns` is then its default); -1: none
};

}  // namespace weir::plan
