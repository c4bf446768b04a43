#include <string_view>

#include "compiler/plan/passes.h"
#include "compiler/plan/reference.h"

namespace weir::plan {
namespace {

/// Mixes numbers and texts, each with its length, so that no two sequences run together.
class Hasher {
  public:
    void add(uint64_t value) { hash_ = reference::mix(hash_ ^ value); }
    void add(int64_t value) { add(static_cast<uint64_t>(value)); }
    void add(int value) { add(static_cast<int64_t>(value)); }
    void add(uint32_t value) { add(uint64_t{value}); }
    void add(uint8_t value) { add(uint64_t{value}); }
    void add(bool value) { add(uint64_t{value}); }
    void add(std::string_view text) {
        add(uint64_t{text.size()});
        for (const char c : text) add(uint64_t{static_cast<unsigned char>(c)});
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void add(Enum value) {
        add(static_cast<uint64_t>(value));
    }
    template <class... Values>
    void all(const Values&... values) {
        (add(values), ...);
    }
    template <class Item, class Each>
    void list(const std::vector<Item>& items, Each each) {
        add(uint64_t{items.size()});
        for (const Item& item : items) each(item);
    }
    uint64_t value() const { return hash_; }

  private:
    uint64_t hash_ = 0x77656972;  // the format of this hash; change it when the order of parts below changes
};

}  // namespace

uint64_t content_hash(const Plan& plan) {
    Hasher h;
    h.add(std::string_view(plan.name));
    h.all(plan.scales.price, plan.scales.quantity, plan.scales.money);
    h.all(plan.layout.instruments, plan.layout.venues, plan.layout.slots, plan.layout.parameters, plan.layout.ledgers,
          plan.layout.depths);
    h.list(plan.nodes, [&](const Node& node) {
        h.all(node.op, node.type, node.operand[0], node.operand[1], node.operand[2], node.immediate);
    });
    h.list(plan.cells, [&](const Cell& cell) {
        h.all(cell.kind, cell.value, cell.buckets, cell.grid_ns, cell.immediate, cell.active);
    });
    h.list(plan.tables, [&](step::TableKind table) { h.add(table); });
    for (const step::ShortfallSpec& s : plan.shortfalls)  // as many as there are such tables
        for (const step::Given& given : {s.urgency, s.risk_aversion, s.volatility, s.impact, s.alpha, s.half_life})
            h.all(given.value.has_value(), given.value.value_or(0), given.parameter);
    h.list(plan.slots, [&](const Slot& slot) {
        h.all(std::string_view(slot.name), slot.crossing, slot.post_only, slot.quantity, slot.price, slot.display,
              slot.bound, slot.minimum, slot.ledger, slot.view, slot.auction, slot.rests_through_halt);
    });
    h.list(plan.ledgers, [&](const step::LedgerInfo& l) { h.all(l.instrument, l.side, l.total, l.by_value); });
    for (const NodeId target : plan.targets) h.add(target);
    for (const NodeId exposure : plan.exposures) h.add(exposure);
    h.list(plan.depths, [&](int32_t levels) { h.add(levels); });
    for (const uint8_t venue : plan.barred) h.add(venue);
    h.add(plan.join_reopening);
    if (plan.session.kind != step::SessionKind::none)
        h.all(plan.session.kind, std::string_view(plan.session.calendar), plan.session.from_ns, plan.session.to_ns,
              std::string_view(plan.session.zone));
    for (const step::ClockTime& at : plan.clock_times) h.all(at.of_day_ns, std::string_view(at.zone));
    h.list(plan.guards,
           [&](const Guard& guard) { h.all(guard.assumption, guard.holds, std::string_view(guard.text)); });
    h.list(plan.parameters, [&](const Parameter& p) {
        h.all(std::string_view(p.name), std::string_view(p.unit), p.live, p.value, p.low, p.high, p.required);
    });
    h.all(plan.limits.messages, plan.limits.messages_per_ns, plan.limits.working_orders);
    h.all(plan.wake, plan.target, plan.due, plan.ceiling, plan.paused, plan.held, plan.slice_ns);
    return h.value();
}

}  // namespace weir::plan
