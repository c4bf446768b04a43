#include "tests/recheck/mutants.h"

#include <algorithm>

#include "compiler/plan/op_table.h"
#include "compiler/plan/roots.h"

namespace weir::test {
namespace {

using plan::kNoNode;
using plan::NodeId;
using plan::Op;
using plan::Plan;
using plan::Slot;
using step::Input;

/// Adds to the end of a plan.
class Hand {
  public:
    explicit Hand(Plan& plan) : plan_(plan) {}

    NodeId node(Op op, NodeId a = kNoNode, NodeId b = kNoNode, NodeId c = kNoNode, int64_t immediate = 0) {
        plan_.nodes.push_back({.op = op,
                               .type = plan::row_of(op).result,
                               .operand = {a, b, c},
                               .immediate = immediate,
                               .range = {},
                               .interval = {}});
        return static_cast<NodeId>(plan_.nodes.size() - 1);
    }
    NodeId number(int64_t value) { return node(Op::constant, kNoNode, kNoNode, kNoNode, value); }
    NodeId input(Input which, int index = 0) {
        return node(Op::input, kNoNode, kNoNode, kNoNode, plan_.layout.offset(which, 0, 0, index));
    }
    NodeId select(NodeId condition, NodeId then, NodeId otherwise) {
        return node(Op::select, condition, then, otherwise);
    }
    NodeId lt(NodeId a, NodeId b) { return node(Op::lt, a, b); }
    NodeId add(NodeId a, NodeId b) { return node(Op::add, a, b); }
    NodeId sub(NodeId a, NodeId b) { return node(Op::sub, a, b); }
    NodeId sells() { return lt(input(Input::order_side), number(0)); }
    NodeId buys() { return lt(number(0), input(Input::order_side)); }
    Slot& first() { return plan_.slots.front(); }
    /// Whether what the first slot wants is more than works in it.
    NodeId grows() { return lt(input(Input::slot_working), first().quantity); }

  private:
    Plan& plan_;
};

/// Wherever a plan reads the order's start, it reads a time before it.
void begin_too_soon(Plan& plan, int64_t sooner_ns) {
    constexpr NodeId kAhead = 2;
    for (plan::Node& node : plan.nodes)
        for (NodeId& operand : node.operand)
            if (operand != kNoNode) operand += kAhead;
    plan::for_each_root(plan, [](NodeId& id) { id += kAhead; });
    const int64_t start = plan.layout.offset(Input::order_start);
    const auto number = [](Op op, int64_t immediate) {
        return plan::Node{.op = op, .type = plan::Type::integer, .immediate = immediate, .range = {}, .interval = {}};
    };
    for (plan::Node& node : plan.nodes)
        if (node.op == Op::input && node.immediate == start)
            node.op = Op::sub, node.operand = {0, 1, kNoNode}, node.immediate = 0;
    plan.nodes.insert(plan.nodes.begin(), {number(Op::input, start), number(Op::constant, sooner_ns)});
}

}  // namespace

const std::vector<Mutant>& mutants() {
    static constexpr Edit kPauses{"work seek", "pause when spread > 40 bps of mid\n    work seek"};
    static constexpr Edit kHolds{"work seek", "hold when spread > 40 bps of mid\n    work seek"};
    static const std::vector<Mutant> all = {
        {"what is sent fits into what is left",
         "a child that grows is a lot larger",
         {},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& quantity = h.first().quantity;
             quantity = h.select(h.grows(), h.add(quantity, h.input(Input::lot)), quantity);
         }},
        {"what is sent fits into what is left of ledger 1",
         "an exit that grows is a lot larger",
         {},
         [](Plan& plan) {
             Hand h(plan);
             const auto is_exit = [](const Slot& slot) { return slot.ledger == 1; };
             const auto exit = std::ranges::find_if(plan.slots, is_exit);
             const auto slot = static_cast<int>(exit - plan.slots.begin());
             const NodeId more = h.add(exit->quantity, h.input(Input::lot));
             exit->quantity = h.select(h.lt(h.input(Input::slot_working, slot), exit->quantity), more, exit->quantity);
         },
         "tests/verify/good/93_bracket.weir"},
        {"children are on the lot grid",
         "one unit less, above the smallest",
         {},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& quantity = h.first().quantity;
             const NodeId may = h.lt(h.input(Input::minimum_quantity), quantity);
             h.first().display = quantity = h.select(may, h.sub(quantity, h.number(1)), quantity);
         }},
        {"prices are on the tick grid",
         "one unit inside",
         {},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& price = h.first().price;
             const NodeId inside = h.select(h.buys(), h.sub(price, h.number(1)), h.add(price, h.number(1)));
             price = h.select(h.lt(h.number(1), price), inside, price);
         }},
        {"children are at least the venue's smallest",
         "a lot, whatever the smallest is",
         {},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& quantity = h.first().quantity;
             const NodeId lot = h.input(Input::lot);
             h.first().display = quantity = h.select(h.lt(lot, quantity), lot, quantity);
         }},
        {"no child is beyond the order's limit",
         "sells at a tick",
         {},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& price = h.first().price;
             price = h.select(h.sells(), h.input(Input::tick), price);
         }},
        {"prices are positive",
         "bids nothing",
         {},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& price = h.first().price;
             price = h.select(h.buys(), h.number(0), price);
         }},
        {"nothing new outside the order's time",
         "begins ten seconds before the start",
         {},
         [](Plan& plan) { begin_too_soon(plan, 10'000'000'000); }},
        {"nothing wanted while paused",
         "leaves what works",
         {kPauses},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& quantity = h.first().quantity;
             quantity = h.select(plan.paused, h.input(Input::slot_working), quantity);
             h.first().display = quantity;
         }},
        {"nothing grows while held",
         "wants all that is left",
         {kHolds},
         [](Plan& plan) {
             Hand h(plan);
             NodeId& quantity = h.first().quantity;
             const NodeId left = h.sub(h.input(Input::order_quantity), h.input(Input::order_executed));
             quantity = h.select(plan.held, left, quantity);
             h.first().display = quantity;
         }},
        {"what is shown is part of the child",
         "shows a lot more",
         {},
         [](Plan& plan) {
             Hand h(plan);
             h.first().display = h.add(h.first().quantity, h.input(Input::lot));
         }},
        {"the schedule stays within the order",
         "says that a unit more than the order is due",
         {},
         [](Plan& plan) {
             Hand h(plan);
             const NodeId all = h.node(Op::max, h.input(Input::order_quantity), h.input(Input::order_executed));
             plan.target = h.add(all, h.number(1));
         }},
        {"no arithmetic fails",
         "divides by what is bid",
         {},
         [](Plan& plan) {
             Hand h(plan);
             plan.due = h.node(Op::muldiv_floor, h.input(Input::order_quantity), h.number(1),
                               h.node(Op::max, h.number(0), h.input(Input::bid_quantity)));
         }},
        {"no arithmetic fails",
         "squares the order",
         {},
         [](Plan& plan) {
             Hand h(plan);
             plan.due = h.node(Op::mul, h.input(Input::order_quantity), h.input(Input::order_quantity));
         }},
        {"child value    <= 1_000_000 quote",
         "its largest child may be twice that",
         {{"to 1_000_000 quote,", "to 2_000_000 quote,"}},
         {}},
        {"child quantity <= 10_000 shares",
         "its children are sized by value",
         {{"risk {", "risk { child quantity <= 10_000 shares;"}},
         {}},
        {"price within 5 bps of mid", "ticks may be wide", {{"risk {", "risk { price within 5 bps of mid;"}}, {}},
        {"price within 1% of last", "is not told of a wild print", {{"risk {", "risk { price within 1% of last;"}}, {}},
        {"price within 1% of arrival",
         "follows the market away",
         {{"risk {", "risk { price within 1% of arrival;"}},
         {}},
        {"price within 1% of average(mid, 5 min)",
         "follows a jump",
         {{"risk {", "risk { price within 1% of average(mid, 5 min);"}},
         {}},
        {"price within 5 ticks of average(mid, 5 min)",
         "follows a jump",
         {{"risk {", "risk { price within 5 ticks of average(mid, 5 min);"}},
         {}},
        {"participation <= 25% over 5 min",
         "has no ceiling",
         {{"risk {", "risk { participation <= 25% over 5 min;"}},
         {}},
        {"participation <= 15% including auctions over 5 min",
         "its order for the close is beside the ceiling",
         {{" including auctions over 5 min\n    at close", " over 5 min\n    at close"}},
         {},
         "tests/verify/good/23_close_beside_ceiling.weir"},
        {"price within 1% of vwap(5 min)",
         "rests at the touch, wherever it has traded",
         {{"abs(near touch - vwap(5 min)) < 90 bps of vwap(5 min) and ", ""}},
         {},
         "tests/verify/good/57_far_from_vwap.weir"},
        {"policy house: participation <= 30% over 5 min",
         "keeps to its own window, and not to the house's",
         {{"25% of volume over 5 min", "25% of volume over 10 min"},
          {"participation <= 25% over 5 min", "participation <= 25% over 10 min"}},
         {},
         "tests/verify/good/73_policy_of_five_minutes.weir"},
    };
    return all;
}

}  // namespace weir::test
