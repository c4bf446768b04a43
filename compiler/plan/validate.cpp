#include <fmt/format.h>

#include <algorithm>

#include "compiler/plan/cells.h"
#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"

namespace weir::plan {
namespace {

class Validator {
  public:
    explicit Validator(const Plan& plan) : plan_(plan) {}

    std::vector<std::string> run() {
        layout();
        shortfalls();
        for (NodeId id = 0; id < plan_.nodes.size(); ++id) node(id);
        for (size_t i = 0; i < plan_.cells.size(); ++i) cell(i);
        for (const Slot& slot : plan_.slots) this->slot(slot);
        for (size_t i = 0; i < plan_.guards.size(); ++i)
            root(fmt::format("guard {}", i), plan_.guards[i].holds, true, Type::boolean);
        ledgers();
        trace();
        return std::move(errors_);
    }

  private:
    template <class... Args>
    void error(fmt::format_string<Args...> format, Args&&... args) {
        errors_.push_back(fmt::format(format, std::forward<Args>(args)...));
    }

    void layout() {
        const step::Layout& l = plan_.layout;
        if (l.instruments < 1 || l.venues < 1 || l.slots < 0 || l.parameters < 0 || l.ledgers < 1 || l.depths < 0)
            error("layout: {} instruments, {} venues, {} slots, {} parameters", l.instruments, l.venues, l.slots,
                  l.parameters);
        if (l.slots > step::kMaxSlots) error("layout: {} slots, at most {}", l.slots, step::kMaxSlots);
        if (l.parameters > step::kMaxParameters)
            error("layout: {} parameters, at most {}", l.parameters, step::kMaxParameters);
        if (l.ledgers > step::kMaxLedgers) error("layout: {} ledgers, at most {}", l.ledgers, step::kMaxLedgers);
        if (l.depths > step::kMaxDepths) error("layout: {} depths, at most {}", l.depths, step::kMaxDepths);
        if (static_cast<size_t>(l.ledgers) != plan_.ledgers.size())
            error("layout: {} ledgers, but the plan has {}", l.ledgers, plan_.ledgers.size());
        if (static_cast<size_t>(l.depths) != plan_.depths.size())
            error("layout: {} depths, but the plan has {}", l.depths, plan_.depths.size());
        if (static_cast<size_t>(l.clock_times) != plan_.clock_times.size() || l.clock_times > step::kMaxClockTimes)
            error("layout: {} clock times, but the plan has {}, at most {}", l.clock_times, plan_.clock_times.size(),
                  step::kMaxClockTimes);
        if (static_cast<size_t>(l.slots) != plan_.slots.size())
            error("layout: {} slots, but the plan has {}", l.slots, plan_.slots.size());
        if (static_cast<size_t>(l.parameters) != plan_.parameters.size())
            error("layout: {} parameters, but the plan has {}", l.parameters, plan_.parameters.size());
    }

    void shortfalls() {
        const auto tables = std::ranges::count(plan_.tables, step::TableKind::shortfall_curve);
        if (static_cast<size_t>(tables) != plan_.shortfalls.size())
            error("{} shortfall curves, but {} say what they are", tables, plan_.shortfalls.size());
        for (const step::ShortfallSpec& s : plan_.shortfalls)
            for (const step::Given& given : {s.urgency, s.risk_aversion, s.volatility, s.impact, s.alpha, s.half_life})
                shortfall_number(given);
    }

    void shortfall_number(const step::Given& given) {
        if (given.parameter < 0) return;
        const auto index = static_cast<size_t>(given.parameter);
        if (index >= plan_.parameters.size()) return error("shortfall curve: no parameter {}", index);
        if (plan_.parameters[index].live) error("shortfall curve: parameter {} is live, and a table is not", index);
    }

    void node(NodeId id) {
        const Node& node = plan_.nodes[id];
        if (static_cast<size_t>(node.op) >= kOps.size()) return error("node {}: unknown operation", id);
        const OpRow& row = row_of(node.op);
        if (node.type != row.result)
            error("node {} ({}): type {}, expected {}", id, row.name, name_of(node.type), name_of(row.result));
        for (size_t i = 0; i < node.operand.size(); ++i) operand(id, row, i);
        immediate(id, row);
    }

    void operand(NodeId id, const OpRow& row, size_t index) {
        const NodeId operand = plan_.nodes[id].operand[index];
        if (index >= row.operands.size()) {
            if (operand != kNoNode) error("node {} ({}): operand {} is one too many", id, row.name, index);
            return;
        }
        if (operand == kNoNode) return error("node {} ({}): operand {} is missing", id, row.name, index);
        if (operand >= id) return error("node {} ({}): operand {} does not precede it", id, row.name, operand);
        const Type expected = type_of_letter(row.operands[index]);
        const Type type = plan_.nodes[operand].type;
        if (type != expected)
            error("node {} ({}): operand {} is {}, expected {}", id, row.name, index, name_of(type), name_of(expected));
    }

    void immediate(NodeId id, const OpRow& row) {
        const Node& node = plan_.nodes[id];
        const auto outside = [&](size_t size) {
            return node.immediate < 0 || static_cast<uint64_t>(node.immediate) >= size;
        };
        switch (row.immediate) {
            case 'o':
                if (outside(static_cast<size_t>(plan_.layout.size())))
                    error("node {} ({}): offset {} is outside the inputs", id, row.name, node.immediate);
                break;
            case 't':
                if (outside(plan_.tables.size())) error("node {} ({}): no table {}", id, row.name, node.immediate);
                break;
            case 'c':
                if (outside(plan_.cells.size()))
                    error("node {} ({}): no cell {}", id, row.name, node.immediate);
                else
                    reader(id, node);
                break;
            case '-':
                if (node.immediate != 0) error("node {} ({}): takes no immediate", id, row.name);
                break;
            default:
                break;
        }
    }

    void reader(NodeId id, const Node& node) {
        const Cell& cell = plan_.cells[static_cast<size_t>(node.immediate)];
        if (static_cast<size_t>(cell.kind) >= kCellNames.size()) return;  // said at the cell
        if (node.op == Op::cell_wake) {
            if (cell.value == kNoNode || cell.value >= id)
                error("node {} (cell_wake): the value of cell {} does not precede it", id, node.immediate);
            if (cell.active != kNoNode && cell.active >= id)
                error("node {} (cell_wake): the condition of cell {} does not precede it", id, node.immediate);
        } else if (node.op != reader_of(cell.kind)) {
            error("node {} ({}): cell {} is {}, which takes {}", id, row_of(node.op).name, node.immediate,
                  name_of(cell.kind), row_of(reader_of(cell.kind)).name);
        }
    }

    void cell(size_t index) {
        const Cell& cell = plan_.cells[index];
        const std::string where = fmt::format("cell {}", index);
        if (static_cast<size_t>(cell.kind) >= kCellNames.size()) return error("{}: unknown kind", where);
        root(where, cell.value, true, Type::integer);
        root(where + ": active", cell.active, false, Type::boolean);
        const bool window = on_grid(cell.kind) && cell.kind != CellKind::ema;
        if (window && (cell.buckets < 1 || cell.buckets > kBucketsMax))
            error("{}: {} buckets, expected 1 to {}", where, cell.buckets, kBucketsMax);
        if (!window && cell.buckets != 0) error("{}: {} takes no buckets", where, name_of(cell.kind));
        const int64_t least = cell.kind == CellKind::scalar || cell.kind == CellKind::debounce ? 0 : 1;
        const int64_t most = cell.kind == CellKind::scalar ? 0 : kWindowMax / std::max(cell.buckets, 1);
        if (cell.grid_ns < least || cell.grid_ns > most)
            error("{}: grid of {} ns, expected {} to {}", where, cell.grid_ns, least, most);
        if (cell.kind == CellKind::ema && (cell.immediate < 0 || cell.immediate > kEmaOne))
            error("{}: weight {}, expected 0 to {}", where, cell.immediate, kEmaOne);
        if (cell.kind != CellKind::ema && cell.kind != CellKind::scalar && cell.immediate != 0)
            error("{}: {} takes no immediate", where, name_of(cell.kind));
    }

    void slot(const Slot& slot) {
        root(fmt::format("slot {}: quantity", slot.name), slot.quantity, true, Type::integer);
        root(fmt::format("slot {}: price", slot.name), slot.price, true, Type::integer);
        root(fmt::format("slot {}: display", slot.name), slot.display, false, Type::integer);
        root(fmt::format("slot {}: bound", slot.name), slot.bound, false, Type::integer);
        root(fmt::format("slot {}: minimum", slot.name), slot.minimum, false, Type::integer);
        const step::Layout& l = plan_.layout;
        if (slot.ledger >= l.ledgers) error("slot {}: ledger {} of {}", slot.name, slot.ledger, l.ledgers);
        if (slot.view >= l.venues || (slot.view == 0 && l.venues > 1))
            error("slot {}: view {} is no venue", slot.name, slot.view);
    }

    void ledgers() {
        using Total = step::LedgerInfo::Total;
        const size_t count = std::min<size_t>(plan_.ledgers.size(), step::kMaxLedgers);
        for (size_t i = 0; i < count; ++i) {
            const step::LedgerInfo& ledger = plan_.ledgers[i];
            if (i == 0 && ledger != step::LedgerInfo{}) error("ledger 0: is not the parent order");
            if (i > 0 && ledger.total == Total::order) error("ledger {}: only ledger 0 is the parent order", i);
            if (ledger.instrument >= plan_.layout.instruments)
                error("ledger {}: no instrument {}", i, ledger.instrument);
            if (ledger.total == Total::executed && ledger.instrument != 0)
                error("ledger {}: what ledger 0 has executed is of instrument 0", i);
            root(fmt::format("ledger {}: target", i), plan_.targets[i], ledger.total == Total::target, Type::integer);
            if (ledger.total != Total::target && plan_.targets[i] != kNoNode)
                error("ledger {}: a target that is not its total", i);
            root(fmt::format("ledger {}: exposure", i), plan_.exposures[i], false, Type::integer);
        }
        for (const int32_t levels : plan_.depths)
            if (levels < 1) error("depth of {} levels", levels);
    }

    void trace() {
        root("wake", plan_.wake, false, Type::integer);
        root("target", plan_.target, false, Type::integer);
        root("due", plan_.due, false, Type::integer);
        root("ceiling", plan_.ceiling, false, Type::integer);
        not_real("paused", plan_.paused);
        not_real("held", plan_.held);
    }

    void root(const std::string& where, NodeId id, bool required, Type type) {
        if (id == kNoNode) {
            if (required) error("{}: is missing", where);
        } else if (id >= plan_.nodes.size()) {
            error("{}: no node {}", where, id);
        } else if (plan_.nodes[id].type != type) {
            error("{}: node {} is {}, expected {}", where, id, name_of(plan_.nodes[id].type), name_of(type));
        }
    }

    void not_real(const std::string& where, NodeId id) {
        if (id != kNoNode && id < plan_.nodes.size() && plan_.nodes[id].type == Type::boolean) return;
        root(where, id, false, Type::integer);
    }

    const Plan& plan_;
    std::vector<std::string> errors_;
};

}  // namespace

std::vector<std::string> validate(const Plan& plan) {
    return Validator(plan).run();
}

}  // namespace weir::plan
