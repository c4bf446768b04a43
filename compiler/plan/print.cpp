#include <fmt/format.h>

#include <bit>
#include <iterator>

#include "compiler/plan/op_table.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"

namespace weir::plan {
namespace {

class Printer {
  public:
    explicit Printer(const Plan& plan) : plan_(plan), inputs_(inputs_by_offset(plan.layout)) {}

    std::string run() {
        line("plan {} {:016x}", plan_.name, content_hash(plan_));
        line("scales price {} quantity {} money {}", plan_.scales.price, plan_.scales.quantity, plan_.scales.money);
        for (size_t i = 0; i < plan_.parameters.size(); ++i) parameter(i);
        for (size_t i = 0; i < plan_.tables.size(); ++i) line("table {} {}", i, table_name(plan_.tables[i]));
        for (size_t i = 0; i < plan_.shortfalls.size(); ++i) shortfall(i);
        for (NodeId id = 0; id < plan_.nodes.size(); ++id) node(id);
        for (size_t i = 0; i < plan_.cells.size(); ++i) cell(i);
        for (const Slot& slot : plan_.slots) this->slot(slot);
        for (size_t i = 1; i < plan_.ledgers.size(); ++i) ledger(i);
        for (size_t k = 0; k < plan_.depths.size(); ++k) line("depth {} of {} levels", k, plan_.depths[k]);
        for (const uint8_t venue : plan_.barred) line("barred venue {}", venue);
        if (plan_.join_reopening) line("join reopening");
        session();
        for (const step::ClockTime& at : plan_.clock_times) line("clock time {} ns {}", at.of_day_ns, at.zone);
        for (const Guard& g : plan_.guards) line("{} {} `{}`", g.assumption ? "assume" : "guard", ref(g.holds), g.text);
        line("trace target {} due {} ceiling {} paused {} held {}", ref(plan_.target), ref(plan_.due),
             ref(plan_.ceiling), ref(plan_.paused), ref(plan_.held));
        line("wake {}", ref(plan_.wake));
        line("limits messages {} per {} ns, working orders {}", plan_.limits.messages, plan_.limits.messages_per_ns,
             plan_.limits.working_orders);
        line("slice {} ns", plan_.slice_ns);
        line("bounds {}", print(bounds_of(plan_)));
        return std::move(out_);
    }

  private:
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
        out_ += '\n';
    }

    static std::string ref(NodeId id) { return id == kNoNode ? "-" : fmt::format("%{}", id); }

    static std::string_view table_name(step::TableKind kind) {
        switch (kind) {
            case step::TableKind::volume_curve:
                return "volume_curve";
            case step::TableKind::baseline_spread:
                return "baseline_spread";
            case step::TableKind::shortfall_curve:
                return "shortfall_curve";
            case step::TableKind::baseline_volume:
                return "baseline_volume";
            case step::TableKind::baseline_volatility:
                return "baseline_volatility";
        }
        return "?";
    }

    static std::string given(std::string_view name, const step::Given& given) {
        if (given.parameter >= 0) return fmt::format(" {} parameter {}", name, given.parameter);
        return given.value ? fmt::format(" {} {}", name, *given.value) : "";
    }

    void session() {
        const step::SessionSpec& said = plan_.session;
        if (said.kind == step::SessionKind::always) line("session always");
        if (said.kind == step::SessionKind::calendar) line("session {}", said.calendar);
        if (said.kind == step::SessionKind::hours)
            line("session from {} ns to {} ns {}", said.from_ns, said.to_ns, said.zone);
    }

    void shortfall(size_t index) {
        const step::ShortfallSpec& spec = plan_.shortfalls[index];
        line("shortfall {}{}{}{}{}{}{}", index, given("urgency", spec.urgency),
             given("risk_aversion", spec.risk_aversion), given("volatility", spec.volatility),
             given("impact", spec.impact), given("alpha", spec.alpha), given("half_life", spec.half_life));
    }

    void parameter(size_t index) {
        const Parameter& p = plan_.parameters[index];
        line("parameter {} {} : {}{}{} = {} from {} to {}", index, p.name, p.unit, p.live ? " live" : "",
             p.required ? " required" : "", p.value, p.low, p.high);
    }

    std::string input_name(int64_t offset) const {
        const int row = inputs_[static_cast<size_t>(offset)];
        if (row != kNoInput) return fmt::format("{} @{}", step::kInputs[static_cast<size_t>(row)].name, offset);
        const auto index = static_cast<size_t>(offset - plan_.layout.parameter_base());
        return fmt::format("parameter {}", plan_.parameters[index].name);
    }

    static std::string number(int64_t value) {
        return value == step::kAbsent ? "absent" : value == step::kNever ? "never" : fmt::format("{}", value);
    }

    void node(NodeId id) {
        const Node& node = plan_.nodes[id];
        const OpRow& row = row_of(node.op);
        std::string text = fmt::format("%{} = {}", id, row.name);
        for (size_t i = 0; i < row.operands.size(); ++i) text += ' ' + ref(node.operand[i]);
        if (node.op == Op::input)
            text += ' ' + input_name(node.immediate);
        else if (node.op == Op::constant_real)
            text += fmt::format(" {}", std::bit_cast<double>(node.immediate));
        else if (row.immediate == 'v')
            text += ' ' + number(node.immediate);
        else if (row.immediate == 'c')
            text += fmt::format(" cell {}", node.immediate);
        else if (row.immediate == 't')
            text += fmt::format(" table {}", node.immediate);
        if (node.type == Type::integer && node.op != Op::constant && (bounded_below(node) || bounded_above(node)))
            text += fmt::format("  in [{}, {}]", bounded_below(node) ? number(node.interval.low) : "",
                                bounded_above(node) ? number(node.interval.high) : "");
        line("{}", text);
    }
    static bool bounded_below(const Node& node) { return node.interval.low != Interval{}.low; }
    static bool bounded_above(const Node& node) { return node.interval.high != Interval{}.high; }

    void cell(size_t index) {
        const Cell& cell = plan_.cells[index];
        std::string text = fmt::format("cell {} {} {}", index, name_of(cell.kind), ref(cell.value));
        if (cell.buckets) text += fmt::format(" buckets {}", cell.buckets);
        if (cell.grid_ns) text += fmt::format(" grid {} ns", cell.grid_ns);
        if (cell.kind == CellKind::scalar) text += fmt::format(" initial {}", number(cell.immediate));
        if (cell.kind == CellKind::ema) text += fmt::format(" weight {}", cell.immediate);
        if (cell.active != kNoNode) text += " active " + ref(cell.active);
        line("{}", text);
    }

    void slot(const Slot& s) {
        std::string text = fmt::format("slot {}", s.name);
        if (s.crossing)
            text += " crossing";
        else if (s.post_only)
            text += " post only";
        if (s.ledger > 0) text += fmt::format(" ledger {}", s.ledger);
        if (s.view > 0) text += fmt::format(" view {}", s.view);
        if (s.auction != step::Auction::none) text += s.auction == step::Auction::open ? " at open" : " at close";
        if (s.rests_through_halt) text += " rests through halt";
        text += fmt::format(" quantity {} price {} display {} bound {}", ref(s.quantity), ref(s.price), ref(s.display),
                            ref(s.bound));
        if (s.minimum != kNoNode) text += " minimum " + ref(s.minimum);
        line("{}", text);
    }

    void ledger(size_t index) {
        static constexpr std::array kSides = {"of the order's side", "of the opposite side", "that buys", "that sells"};
        const step::LedgerInfo& l = plan_.ledgers[index];
        const std::string total = l.total == step::LedgerInfo::Total::order      ? "order"
                                  : l.total == step::LedgerInfo::Total::executed ? "executed"
                                                                                 : ref(plan_.targets[index]);
        std::string exposure;
        if (plan_.exposures[index] != kNoNode)
            exposure = fmt::format(" exposure {}{}", ref(plan_.exposures[index]), l.by_value ? " by value" : "");
        line("ledger {} {} instrument {} total {}{}", index, kSides[static_cast<size_t>(l.side)], l.instrument, total,
             exposure);
    }

    const Plan& plan_;
    std::vector<int> inputs_;
    std::string out_;
};

}  // namespace

std::string print(const Plan& plan) {
    return Printer(plan).run();
}

}  // namespace weir::plan
