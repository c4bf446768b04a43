// Builds the nodes and cells of a plan. The same operation on the same operands is the same node, and the same window
// of the same value the same cell, whichever clause asks first.
#pragma once

#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/plan/plan.h"

namespace weir::lower {

using plan::NodeId;
using CellId = uint32_t;

/// A number that may be absent. When it is, `value` is some harmless number and `present` is false.
struct Number {
    NodeId value;
    NodeId present;
};

/// A condition in strong Kleene logic: certainly true, certainly false, or neither (absent).
struct Truth {
    NodeId yes;
    NodeId no;
};

uint64_t path_hash(std::string_view path);

class Builder {
  public:
    explicit Builder(plan::Plan& plan) : plan_(plan) {}

    // leaves
    NodeId constant(int64_t value);
    NodeId flag(bool value);
    /// `index` is the slot or the ledger, by the input's scope.
    NodeId input(step::Input input, int index = 0);
    /// Of the market: of an instrument, in one of its views (step::Layout).
    NodeId market(step::Input input, int view, int instrument = 0);
    /// A rule of an instrument: its tick, its lot.
    NodeId rule(step::Input input, int instrument);
    NodeId parameter(uint32_t index);
    /// An input that may be absent.
    Number optional_input(step::Input input);
    /// A value of which `kAbsent` says that it has none.
    Number optional(NodeId raw);
    Number certain(NodeId value) { return {value, flag(true)}; }

    // integers
    NodeId add(NodeId a, NodeId b) { return node(plan::Op::add, a, b); }
    NodeId sub(NodeId a, NodeId b) { return node(plan::Op::sub, a, b); }
    NodeId mul(NodeId a, NodeId b) { return node(plan::Op::mul, a, b); }
    NodeId min(NodeId a, NodeId b) { return node(plan::Op::min, a, b); }
    NodeId max(NodeId a, NodeId b) { return node(plan::Op::max, a, b); }
    NodeId muldiv_floor(NodeId a, NodeId b, NodeId c) { return node(plan::Op::muldiv_floor, a, b, c); }
    NodeId muldiv_ceil(NodeId a, NodeId b, NodeId c) { return node(plan::Op::muldiv_ceil, a, b, c); }
    NodeId minus(NodeId a) { return sub(constant(0), a); }
    NodeId not_below_zero(NodeId a) { return max(a, constant(0)); }
    NodeId clamp(NodeId a, NodeId low, NodeId high) { return min(max(a, low), high); }
    NodeId divide_floor(NodeId a, NodeId b) { return muldiv_floor(a, constant(1), b); }
    NodeId floor_to(NodeId a, NodeId grid) { return mul(divide_floor(a, grid), grid); }
    NodeId ceil_to(NodeId a, NodeId grid) { return mul(muldiv_ceil(a, constant(1), grid), grid); }
    NodeId select(NodeId condition, NodeId a, NodeId b) { return node(plan::Op::select, condition, a, b); }
    NodeId hash(NodeId a, NodeId b, uint64_t salt);
    NodeId lookup(step::TableKind table, NodeId position);
    /// A shortfall curve: the same terms are the same table.
    NodeId lookup(const step::ShortfallSpec& terms, NodeId position);
    NodeId to_int(NodeId condition) { return node(plan::Op::to_int, condition); }

    // conditions
    NodeId eq(NodeId a, NodeId b) { return node(plan::Op::eq, a, b); }
    NodeId lt(NodeId a, NodeId b) { return node(plan::Op::lt, a, b); }
    NodeId le(NodeId a, NodeId b) { return node(plan::Op::le, a, b); }
    NodeId differs(NodeId a, NodeId b) { return negate(eq(a, b)); }
    NodeId is_true(NodeId integer) { return differs(integer, constant(0)); }
    NodeId positive(NodeId a) { return lt(constant(0), a); }
    NodeId both(NodeId a, NodeId b);
    NodeId either(NodeId a, NodeId b);
    /// `a`, or else `b`, which native code does not look at when `a` holds: for a `b` that takes long to know.
    NodeId or_else(NodeId a, NodeId b);
    NodeId negate(NodeId a);
    NodeId select_bool(NodeId condition, NodeId a, NodeId b);

    // memory
    /// A cell that holds what `remember` gives it; `path` names it in the script.
    CellId scalar(std::string_view path, int64_t initial = 0);
    void remember(CellId scalar, NodeId value);
    CellId window(plan::CellKind kind, NodeId value, int32_t buckets, int64_t grid_ns, int64_t immediate = 0);
    NodeId read(CellId cell) { return reading(plan::Op::read, plan::kNoNode, cell); }
    NodeId read_at(CellId cell, int64_t boundaries) { return reading(plan::Op::read_at, constant(boundaries), cell); }
    NodeId read_with(CellId cell, NodeId value) { return reading(plan::Op::read_with, value, cell); }

    // memory that ends
    /// How long a cell remembers: while a node holds, which is said once it is known. When it does not, the cell is
    /// emptied. The first of all lasts for ever.
    using Lifetime = uint32_t;
    static constexpr Lifetime kForever = 0;
    Lifetime lifetime(std::string_view path);
    void lasts_while(Lifetime lifetime, NodeId holds) { lifetimes_[lifetime].holds = holds; }
    Lifetime during(Lifetime lifetime) { return std::exchange(lifetime_, lifetime); }

    // waking
    /// Asks to be woken at `time`, when that is later than now.
    void wake_at(NodeId time);
    /// The earliest wake-up wanted, cells included. Called once, when every cell has its value.
    NodeId wake();

    /// Nodes made while it lives come from `range`; the innermost counts.
    class From {
      public:
        From(Builder& builder, SourceRange range) : builder_(builder), outer_(builder.range_) {
            builder_.range_ = range;
        }
        ~From() { builder_.range_ = outer_; }
        From(const From&) = delete;
        From& operator=(const From&) = delete;

      private:
        Builder& builder_;
        SourceRange outer_;
    };

  private:
    using Key = std::tuple<plan::Op, NodeId, NodeId, NodeId, int64_t>;
    using CellKey = std::tuple<plan::CellKind, NodeId, int32_t, int64_t, int64_t, Lifetime>;
    struct Life {
        uint64_t id;  // of its path
        NodeId holds;
    };

    NodeId node(plan::Op op, NodeId a = plan::kNoNode, NodeId b = plan::kNoNode, NodeId c = plan::kNoNode,
                int64_t immediate = 0, uint64_t immediate_id = 0);
    NodeId reading(plan::Op op, NodeId operand, CellId cell);
    NodeId look(size_t table, NodeId position, uint64_t table_id);
    const plan::Node& at(NodeId id) const { return plan_.nodes[id]; }
    bool is_flag(NodeId id, bool value) const;
    uint64_t stable_id(NodeId id) const { return id == plan::kNoNode ? 0 : at(id).stable_id; }

    plan::Plan& plan_;
    SourceRange range_;
    std::map<Key, NodeId> nodes_;
    std::map<CellKey, CellId> windows_;
    std::vector<NodeId> wakes_;
    std::vector<Life> lifetimes_{{0, plan::kNoNode}};
    Lifetime lifetime_ = kForever;      // of cells made now
    std::vector<Lifetime> cell_lives_;  // by cell
};

}  // namespace weir::lower
