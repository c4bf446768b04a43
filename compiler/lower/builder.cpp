#include "compiler/lower/builder.h"

#include <algorithm>

namespace weir::lower {
namespace {

using plan::CellKind;
using plan::kNoNode;
using plan::Op;

constexpr uint64_t kFnvBasis = 0xcbf29ce484222325, kFnvPrime = 0x100000001b3;

/// Mixes one more number into an id (FNV-1a over its bytes).
uint64_t mix(uint64_t id, uint64_t number) {
    for (int byte = 0; byte < 8; ++byte) {
        id = (id ^ (number & 0xff)) * kFnvPrime;
        number >>= 8;
    }
    return id;
}

constexpr std::array kResults = {
#define WEIR_OP(name, result, operands, immediate) #result[0],
#include "compiler/plan/ops.def"
#undef WEIR_OP
};

plan::Type result_of(Op op) {
    switch (kResults[static_cast<size_t>(op)]) {
        case 'r':
            return plan::Type::real;
        case 'b':
            return plan::Type::boolean;
        default:
            return plan::Type::integer;
    }
}

}  // namespace

uint64_t path_hash(std::string_view path) {
    uint64_t id = kFnvBasis;
    for (const char c : path) id = (id ^ static_cast<unsigned char>(c)) * kFnvPrime;
    return id;
}

/// An id is made of what the node does to which nodes: edits elsewhere in the script do not move it. Inputs,
/// parameters, cells and tables go by their names, for their numbers shift when others come or go.
NodeId Builder::node(Op op, NodeId a, NodeId b, NodeId c, int64_t immediate, uint64_t immediate_id) {
    const auto [known, is_new] = nodes_.try_emplace({op, a, b, c, immediate}, static_cast<NodeId>(plan_.nodes.size()));
    if (!is_new) return known->second;
    plan::Node made{
        .op = op, .type = result_of(op), .operand = {a, b, c}, .immediate = immediate, .range = range_, .interval = {}};
    made.stable_id = mix(kFnvBasis, static_cast<uint64_t>(op));
    for (const NodeId operand : made.operand) made.stable_id = mix(made.stable_id, stable_id(operand));
    made.stable_id = mix(made.stable_id, immediate_id == 0 ? static_cast<uint64_t>(immediate) : immediate_id);
    plan_.nodes.push_back(made);
    return known->second;
}

bool Builder::is_flag(NodeId id, bool value) const {
    return at(id).op == Op::constant_bool && (at(id).immediate != 0) == value;
}

NodeId Builder::constant(int64_t value) {
    return node(Op::constant, kNoNode, kNoNode, kNoNode, value);
}

NodeId Builder::flag(bool value) {
    return node(Op::constant_bool, kNoNode, kNoNode, kNoNode, value ? 1 : 0);
}

NodeId Builder::input(step::Input input, int index) {
    const step::InputRow& row = step::kInputs[static_cast<size_t>(input)];
    uint64_t id = path_hash(row.name);
    if (row.scope == step::InputScope::slot) id = mix(id, path_hash(plan_.slots[static_cast<size_t>(index)].name));
    if (row.scope == step::InputScope::clock) {
        const step::ClockTime& time = plan_.clock_times[static_cast<size_t>(index)];
        id = mix(mix(id, static_cast<uint64_t>(time.of_day_ns)), path_hash(time.zone));
    }
    if (row.scope == step::InputScope::order && index > 0) id = mix(id, static_cast<uint64_t>(index));
    return node(Op::input, kNoNode, kNoNode, kNoNode, plan_.layout.offset(input, 0, 0, index), id);
}

NodeId Builder::market(step::Input input, int view, int instrument) {
    uint64_t id = path_hash(step::kInputs[static_cast<size_t>(input)].name);
    if (view != 0 || instrument != 0) id = mix(mix(id, static_cast<uint64_t>(view)), static_cast<uint64_t>(instrument));
    return node(Op::input, kNoNode, kNoNode, kNoNode, plan_.layout.offset(input, instrument, view), id);
}

NodeId Builder::rule(step::Input input, int instrument) {
    return market(input, 0, instrument);  // where it stands does not depend on a view
}

NodeId Builder::parameter(uint32_t index) {
    return node(Op::input, kNoNode, kNoNode, kNoNode, plan_.layout.parameter(static_cast<int>(index)),
                path_hash("parameter " + plan_.parameters[index].name));
}

Number Builder::optional(NodeId raw) {
    const NodeId absent = eq(raw, constant(step::kAbsent));
    return {select(absent, constant(0), raw), negate(absent)};
}

Number Builder::optional_input(step::Input which) {
    return optional(input(which));
}

NodeId Builder::hash(NodeId a, NodeId b, uint64_t salt) {
    return node(Op::hash, a, b, kNoNode, static_cast<int64_t>(salt));
}

NodeId Builder::lookup(step::TableKind table, NodeId position) {
    auto& tables = plan_.tables;
    const auto found = std::ranges::find(tables, table);
    const auto index = found - tables.begin();
    if (found == tables.end()) tables.push_back(table);
    return look(static_cast<size_t>(index), position, mix(kFnvBasis, static_cast<uint64_t>(table)));
}

NodeId Builder::lookup(const step::ShortfallSpec& terms, NodeId position) {
    constexpr auto kKind = step::TableKind::shortfall_curve;
    size_t rank = 0, index = 0;
    for (; index < plan_.tables.size(); ++index) {
        if (plan_.tables[index] != kKind) continue;
        if (plan_.shortfalls[rank] == terms) break;
        ++rank;
    }
    if (index == plan_.tables.size()) {
        plan_.tables.push_back(kKind);
        plan_.shortfalls.push_back(terms);
    }
    return look(index, position, mix(mix(kFnvBasis, static_cast<uint64_t>(kKind)), rank));
}

NodeId Builder::look(size_t table, NodeId position, uint64_t table_id) {
    return node(Op::lookup, position, kNoNode, kNoNode, static_cast<int64_t>(table), table_id);
}

NodeId Builder::both(NodeId a, NodeId b) {
    if (is_flag(a, true) || a == b) return b;
    if (is_flag(b, true)) return a;
    if (is_flag(a, false) || is_flag(b, false)) return flag(false);
    return node(Op::both, a, b);
}

NodeId Builder::either(NodeId a, NodeId b) {
    if (is_flag(a, false) || a == b) return b;
    if (is_flag(b, false)) return a;
    if (is_flag(a, true) || is_flag(b, true)) return flag(true);
    return node(Op::either, a, b);
}

NodeId Builder::or_else(NodeId a, NodeId b) {
    if (is_flag(a, false) || is_flag(a, true) || is_flag(b, false) || is_flag(b, true)) return either(a, b);
    return select_bool(a, flag(true), b);
}

NodeId Builder::negate(NodeId a) {
    if (at(a).op == Op::constant_bool) return flag(at(a).immediate == 0);
    if (at(a).op == Op::negate) return at(a).operand[0];
    return node(Op::negate, a);
}

NodeId Builder::select_bool(NodeId condition, NodeId a, NodeId b) {
    if (a == b) return a;
    return node(Op::select_bool, condition, a, b);
}

Builder::Lifetime Builder::lifetime(std::string_view path) {
    lifetimes_.push_back({path_hash(path), plan::kNoNode});
    return static_cast<Lifetime>(lifetimes_.size() - 1);
}

CellId Builder::scalar(std::string_view path, int64_t initial) {
    cell_lives_.push_back(lifetime_);
    plan_.cells.push_back(
        {.kind = CellKind::scalar, .immediate = initial, .stable_id = path_hash(path), .range = range_});
    return static_cast<CellId>(plan_.cells.size() - 1);
}

void Builder::remember(CellId scalar, NodeId value) {
    plan_.cells[scalar].value = value;
}

CellId Builder::window(CellKind kind, NodeId value, int32_t buckets, int64_t grid_ns, int64_t immediate) {
    const auto [known, is_new] = windows_.try_emplace({kind, value, buckets, grid_ns, immediate, lifetime_},
                                                      static_cast<CellId>(plan_.cells.size()));
    if (!is_new) return known->second;
    cell_lives_.push_back(lifetime_);
    uint64_t id = mix(path_hash("window"), static_cast<uint64_t>(kind));
    id = mix(mix(mix(id, stable_id(value)), static_cast<uint64_t>(buckets)), static_cast<uint64_t>(grid_ns));
    if (lifetime_ != kForever) id = mix(id, lifetimes_[lifetime_].id);
    plan_.cells.push_back({.kind = kind,
                           .value = value,
                           .buckets = buckets,
                           .grid_ns = grid_ns,
                           .immediate = immediate,
                           .stable_id = id,
                           .range = range_});
    return known->second;
}

NodeId Builder::reading(Op op, NodeId operand, CellId cell) {
    return node(op, operand, kNoNode, kNoNode, cell, plan_.cells[cell].stable_id);
}

void Builder::wake_at(NodeId time) {
    if (std::ranges::find(wakes_, time) == wakes_.end()) wakes_.push_back(time);
}

NodeId Builder::wake() {
    for (CellId cell = 0; cell < plan_.cells.size(); ++cell)
        plan_.cells[cell].active = lifetimes_[cell_lives_[cell]].holds;
    const NodeId now = input(step::Input::now), never = constant(step::kNever);
    NodeId earliest = never;
    for (const NodeId time : wakes_) earliest = min(earliest, select(lt(now, time), time, never));
    for (CellId cell = 0; cell < plan_.cells.size(); ++cell)
        if (plan_.cells[cell].kind != CellKind::scalar) earliest = min(earliest, reading(Op::cell_wake, kNoNode, cell));
    return earliest;
}

}  // namespace weir::lower
