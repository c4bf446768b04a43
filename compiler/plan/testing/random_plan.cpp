#include "compiler/plan/testing/random_plan.h"

#include <array>
#include <bit>
#include <limits>

#include "compiler/plan/cells.h"
#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"

namespace weir::plan::testing {
namespace {

constexpr int64_t kMillion = 1'000'000;

class Builder {
  public:
    Builder(uint64_t seed, const RandomOptions& options) : random_(seed), options_(options) {
        plan_.name = "random";
        plan_.tables = {step::TableKind::volume_curve, step::TableKind::baseline_spread};
        for (int i = below(3); i >= 0; --i) add_parameter(i);
        plan_.slots.resize(static_cast<size_t>(1 + below(3)));
        plan_.layout.slots = static_cast<int>(plan_.slots.size());
        plan_.layout.parameters = static_cast<int>(plan_.parameters.size());
        plan_.layout.instruments = 1 + below(2);
        plan_.layout.venues = one_in(2) ? 1 : 3;
        for (int i = below(3); i > 0; --i) add_ledger();
        plan_.layout.ledgers = static_cast<int>(plan_.ledgers.size());
        for (int i = below(3); i > 0; --i) plan_.depths.push_back(1 + below(10));
        plan_.layout.depths = static_cast<int>(plan_.depths.size());
    }

    Plan run() {
        for (int i = 1 + below(options_.cells_max); i > 0; --i) add_cell();
        leaves();
        for (int i = 0; i < options_.operations; ++i) operation();
        for (Cell& cell : plan_.cells)
            if (cell.value == kNoNode) cell.value = cell_value(cell);
        for (Cell& cell : plan_.cells)
            if (one_in(3)) cell.active = any(Type::boolean);
        wake();
        outputs();
        infer_intervals(plan_);
        return std::move(plan_);
    }

  private:
    int below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
    bool one_in(int n) { return below(n) == 0; }
    int64_t between(int64_t low, int64_t high) {
        return low + static_cast<int64_t>(random_() % static_cast<uint64_t>(high - low + 1));
    }

    void add_parameter(int index) {
        const int64_t low = between(-1000, 1000);
        plan_.parameters.push_back({.name = "p" + std::to_string(index),
                                    .unit = "ratio",
                                    .live = one_in(2),
                                    .value = low + 5,
                                    .low = low,
                                    .high = low + between(5, kMillion)});
    }

    void add_ledger() {
        using Ledger = step::LedgerInfo;
        if (one_in(2))
            plan_.ledgers.push_back({0, Ledger::Trades::opposite, Ledger::Total::executed});
        else
            plan_.ledgers.push_back({static_cast<uint8_t>(below(plan_.layout.instruments)),
                                     static_cast<Ledger::Trades>(below(4)), Ledger::Total::target});
    }

    void add_cell() {
        Cell cell{};
        do cell.kind = static_cast<CellKind>(below(static_cast<int>(kCellNames.size())));
        while (!options_.stutters && cell.kind == CellKind::scalar);
        if (on_grid(cell.kind) && cell.kind != CellKind::ema) cell.buckets = 1 + below(one_in(4) ? 70 : 6);
        if (cell.kind != CellKind::scalar) cell.grid_ns = one_in(8) ? between(1, 9) : between(1, 40) * 250 * kMillion;
        if (cell.kind == CellKind::debounce && one_in(5)) cell.grid_ns = 0;
        if (cell.kind == CellKind::scalar) cell.immediate = one_in(3) ? step::kAbsent : between(-100, 100);
        if (cell.kind == CellKind::ema) cell.immediate = between(0, kEmaOne);
        plan_.cells.push_back(cell);
    }

    NodeId push(Op op, std::array<NodeId, 3> operand = {kNoNode, kNoNode, kNoNode}, int64_t immediate = 0) {
        const auto id = static_cast<NodeId>(plan_.nodes.size());
        plan_.nodes.push_back({.op = op,
                               .type = row_of(op).result,
                               .operand = operand,
                               .immediate = immediate,
                               .stable_id = random_(),
                               .range = {0, static_cast<uint32_t>(below(1000)), 1000},
                               .interval = {}});
        by_type_[static_cast<size_t>(row_of(op).result)].push_back(id);
        return id;
    }

    /// A node of a type, the later ones more likely, so that graphs grow deep.
    NodeId any(Type type) {
        const auto& ids = by_type_[static_cast<size_t>(type)];
        const int n = static_cast<int>(ids.size());
        return ids[static_cast<size_t>(one_in(2) ? below(n) : n - 1 - below(std::min(n, 8)))];
    }
    NodeId integer(int64_t value) { return push(Op::constant, {kNoNode, kNoNode, kNoNode}, value); }

    int64_t interesting() {
        switch (below(options_.tame ? 4 : 7)) {
            case 0:
                return between(-3, 3);
            case 1:
                return between(1, 100);
            case 2:
                return 1'000'000'000;
            case 3:
                return between(-kMillion, kMillion);
            case 4:
                return step::kAbsent;
            case 5:
                return step::kNever;
            default:
                return static_cast<int64_t>(random_());
        }
    }

    void leaves() {
        const std::vector<int> rows = inputs_by_offset(plan_.layout);
        for (int offset = 0; offset < plan_.layout.size(); ++offset) {
            const bool clock = offset == plan_.layout.offset(step::Input::now);
            if (!clock && one_in(3)) input_or_tame(offset, rows[static_cast<size_t>(offset)]);
        }
        if (options_.stutters) push(Op::input, {kNoNode, kNoNode, kNoNode}, plan_.layout.offset(step::Input::now));
        for (int i = 0; i < 4; ++i) integer(interesting());
        push(Op::constant_bool, {kNoNode, kNoNode, kNoNode}, below(2));
        push(Op::constant_real, {kNoNode, kNoNode, kNoNode}, std::bit_cast<int64_t>(real()));
        push(Op::to_real, {any(Type::integer), kNoNode, kNoNode});
        push(Op::le, {any(Type::integer), any(Type::integer), kNoNode});
        for (size_t cell = 0; cell < plan_.cells.size(); ++cell) read(static_cast<int64_t>(cell));
    }
    void input_or_tame(int offset, int row) {
        const NodeId id = push(Op::input, {kNoNode, kNoNode, kNoNode}, offset);
        if (row != kNoInput && one_in(2)) present(id);
    }
    double real() {
        constexpr std::array kValues = {0.0, -0.0, 1.0, -2.5, 1e-9, 1e18, -1e18, 9.3e18, 1e300};
        return one_in(4) ? std::numeric_limits<double>::quiet_NaN()
                         : kValues[static_cast<size_t>(below(static_cast<int>(kValues.size())))];
    }

    /// The value, or 0 when it is absent: as lowered strategies guard theirs.
    NodeId present(NodeId id) {
        const NodeId absent = push(Op::eq, {id, integer(step::kAbsent), kNoNode});
        return push(Op::select, {absent, integer(0), id});
    }
    NodeId bounded(NodeId id, int64_t low, int64_t high) {
        return push(Op::min, {push(Op::max, {id, integer(low), kNoNode}), integer(high), kNoNode});
    }

    void read(int64_t cell) {
        const Cell& c = plan_.cells[static_cast<size_t>(cell)];
        switch (reader_of(c.kind)) {
            case Op::read:
                push(Op::read, {kNoNode, kNoNode, kNoNode}, cell);
                break;
            case Op::read_at: {
                const NodeId index = one_in(3) && !options_.tame ? any(Type::integer)
                                     : one_in(2)                 ? bounded(any(Type::integer), 0, c.buckets)
                                                                 : integer(between(0, c.buckets));
                push(Op::read_at, {index, kNoNode, kNoNode}, cell);
                break;
            }
            default:
                push(Op::read_with, {current_value(plan_.cells[static_cast<size_t>(cell)]), kNoNode, kNoNode}, cell);
        }
    }
    /// The operand of a `read_with` is what the cell will hold, as in a lowered strategy; now and then it is not.
    NodeId current_value(Cell& cell) {
        if (options_.stutters && one_in(3)) return cell_value(cell);
        if (cell.value == kNoNode) cell.value = cell_value(cell);
        return cell.value;
    }

    void operation() {
        const auto op = static_cast<Op>(below(static_cast<int>(kOps.size())));
        const OpRow& row = row_of(op);
        if (row.immediate == 'c') {
            if (op != Op::cell_wake) read(below(static_cast<int>(plan_.cells.size())));
            return;
        }
        if (row.operands.empty()) return;
        std::array<NodeId, 3> operand{kNoNode, kNoNode, kNoNode};
        for (size_t i = 0; i < row.operands.size(); ++i) operand[i] = any(type_of_letter(row.operands[i]));
        if ((op == Op::muldiv_floor || op == Op::muldiv_ceil) && (options_.tame || !one_in(4)))
            operand[2] = one_in(2) ? integer(between(1, 2'000'000'000)) : bounded(operand[2], 1, kMillion);
        const int64_t immediate = row.immediate == 't'   ? below(static_cast<int>(plan_.tables.size()))
                                  : row.immediate == 'v' ? static_cast<int64_t>(random_())
                                                         : 0;
        if (options_.tame || !one_in(8)) tame_operands(op, operand);
        push(op, operand, immediate);
    }

    void tame_operands(Op op, std::array<NodeId, 3>& operand) {
        if (op == Op::add || op == Op::sub || op == Op::mul || op == Op::muldiv_floor || op == Op::muldiv_ceil)
            for (size_t i = 0; i < 2; ++i) operand[i] = bounded(operand[i], -1'000'000'000, 1'500'000'000);
        if (op == Op::to_int_floor) {
            // 0 when not finite or large.
            const NodeId large = push(Op::lt_real, {push_real(1e15), operand[0], kNoNode});
            const NodeId small = push(Op::lt_real, {operand[0], push_real(-1e15), kNoNode});
            const NodeId bad =
                push(Op::either,
                     {push(Op::either, {large, small, kNoNode}),
                      push(Op::negate, {push(Op::finite, {operand[0], kNoNode, kNoNode}), kNoNode, kNoNode}), kNoNode});
            operand[0] = push(Op::select_real, {bad, push_real(0), operand[0]});
        }
    }
    NodeId push_real(double value) {
        return push(Op::constant_real, {kNoNode, kNoNode, kNoNode}, std::bit_cast<int64_t>(value));
    }

    NodeId cell_value(const Cell& cell) {
        if (cell.kind == CellKind::debounce) return push(Op::to_int, {any(Type::boolean), kNoNode, kNoNode});
        return any(Type::integer);
    }

    void wake() {
        NodeId all = integer(step::kNever);
        for (size_t cell = 0; cell < plan_.cells.size(); ++cell)
            all = push(Op::min,
                       {all, push(Op::cell_wake, {kNoNode, kNoNode, kNoNode}, static_cast<int64_t>(cell)), kNoNode});
        if (options_.stutters && one_in(3)) {
            // A time of its own: as it comes, or only when it lies ahead.
            const NodeId now = push(Op::input, {kNoNode, kNoNode, kNoNode}, plan_.layout.offset(step::Input::now));
            const NodeId other = any(Type::integer);
            const NodeId ahead = push(Op::lt, {now, other, kNoNode});
            const NodeId time =
                options_.tame || !one_in(6) ? push(Op::select, {ahead, other, integer(step::kNever)}) : other;
            all = push(Op::min, {all, time, kNoNode});
        }
        if (!options_.stutters || !one_in(10)) plan_.wake = all;
    }

    NodeId maybe(Type type) { return one_in(4) ? kNoNode : any(type); }
    void outputs() {
        for (size_t i = 0; i < plan_.slots.size(); ++i) {
            plan_.slots[i] = {.name = "w" + std::to_string(i),
                              .range = {},
                              .crossing = one_in(2),
                              .ledger = static_cast<uint8_t>(below(plan_.layout.ledgers)),
                              .view = static_cast<uint8_t>(plan_.layout.venues == 1 ? 0 : 1 + below(2)),
                              .auction = static_cast<step::Auction>(below(3)),
                              .rests_through_halt = one_in(4),
                              .quantity = any(Type::integer),
                              .price = any(Type::integer),
                              .display = maybe(Type::integer),
                              .bound = maybe(Type::integer),
                              .minimum = one_in(3) ? any(Type::integer) : kNoNode};
        }
        for (size_t i = 0; i < plan_.ledgers.size(); ++i)
            if (plan_.ledgers[i].total == step::LedgerInfo::Total::target) {
                plan_.targets[i] = any(Type::integer);
                if (one_in(2)) plan_.exposures[i] = any(Type::integer);
            }
        for (int i = below(3); i > 0; --i) {
            const NodeId likely = push(Op::either, {any(Type::boolean), any(Type::boolean), kNoNode});
            plan_.guards.push_back({.assumption = one_in(2), .holds = likely, .text = "random", .range = {}});
        }
        plan_.target = maybe(Type::integer);
        plan_.due = maybe(Type::integer);
        plan_.ceiling = maybe(Type::integer);
        plan_.paused = maybe(Type::boolean);
        plan_.held = maybe(Type::integer);
    }

    std::mt19937_64 random_;
    RandomOptions options_;
    Plan plan_;
    std::array<std::vector<NodeId>, 3> by_type_;
};

}  // namespace

Plan random_plan(uint64_t seed, const RandomOptions& options) {
    return Builder(seed, options).run();
}

}  // namespace weir::plan::testing
