// Steps a plan by hand: inputs are set by name, outputs are read, time moves as the test says.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "compiler/plan/interpreter.h"
#include "compiler/plan/passes.h"
#include "compiler/plan/roots.h"
#include "tests/lower/compiled.h"

namespace weir::test {

inline constexpr int64_t kSec = 1'000'000'000;

class Driver {
  public:
    explicit Driver(plan::Plan source) : plan(std::move(source)), interpreter_(plan), program_(interpreter_.program()) {
        inputs_.assign(static_cast<size_t>(plan.layout.size()), 0);
        state_.assign(static_cast<size_t>(program_.state_words), 0);
        const std::vector<int> rows = plan::inputs_by_offset(plan.layout);
        for (size_t i = 0; i < rows.size(); ++i)
            if (rows[i] != plan::kNoInput && step::kInputs[static_cast<size_t>(rows[i])].can_be_absent)
                inputs_[i] = step::kAbsent;
        for (int i = 0; i < plan.layout.instruments; ++i) {
            for (const step::Input rule : {step::Input::tick, step::Input::lot, step::Input::minimum_quantity})
                at_view(rule, 0, i) = 1;
            at_view(step::Input::open, 0, i) = 1;
        }
        set(step::Input::order_side, 1);
        set(step::Input::seed, 1);
        for (size_t i = 0; i < plan.parameters.size(); ++i)
            inputs_[static_cast<size_t>(plan.layout.parameter(static_cast<int>(i)))] = plan.parameters[i].value;
        size_t shortfalls = 0;
        for (step::TableKind kind : plan.tables) {
            auto& table = tables_.emplace_back();
            const bool shortfall = kind == step::TableKind::shortfall_curve;
            const int64_t urgency = shortfall ? plan.shortfalls[shortfalls++].urgency.value.value_or(1) : 0;
            for (int i = 0; i <= step::kTableIntervals; ++i)
                table.push_back(shortfall ? shortfall_value(urgency, i) : table_value(kind, i));
        }
        for (const auto& table : tables_) table_pointers_.push_back(table.data());
    }
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    /// `index` is the slot or the ledger, by the input's scope.
    int64_t& at(step::Input input, int index = 0) {
        return inputs_[static_cast<size_t>(plan.layout.offset(input, 0, 0, index))];
    }
    int64_t& at_view(step::Input input, int view, int instrument = 0) {
        return inputs_[static_cast<size_t>(plan.layout.offset(input, instrument, view))];
    }
    void set(step::Input input, int64_t value, int index = 0) { at(input, index) = value; }
    void set_parameter(std::string_view name, int64_t value) {
        for (size_t i = 0; i < plan.parameters.size(); ++i)
            if (plan.parameters[i].name == name)
                inputs_[static_cast<size_t>(plan.layout.parameter(static_cast<int>(i)))] = value;
    }
    void quote(int64_t bid, int64_t ask) {
        set(step::Input::bid_price, bid);
        set(step::Input::ask_price, ask);
    }
    void order(int64_t quantity, int64_t start, int64_t end, int64_t side = 1) {
        set(step::Input::order_quantity, quantity);
        set(step::Input::order_start, start);
        set(step::Input::order_end, end);
        set(step::Input::order_side, side);
    }
    void trade(int64_t quantity, int64_t price) {
        at(step::Input::volume) += quantity;
        at(step::Input::turnover) += quantity * price;
        at(step::Input::trade_count) += 1;
        set(step::Input::last_price, price);
    }

    const step::Output& step(int64_t now) {
        set(step::Input::now, now);
        for (int ledger = 1; ledger < plan.layout.ledgers; ++ledger) derive(ledger);
        program_.function(program_.self, inputs_.data(), table_pointers_.data(), state_.data(), &output);
        return output;
    }

    int slot(std::string_view name) const {
        for (size_t i = 0; i < plan.slots.size(); ++i)
            if (plan.slots[i].name == name) return static_cast<int>(i);
        return -1;
    }
    const step::Desired& desired(std::string_view name) const {
        return output.desired[static_cast<size_t>(slot(name))];
    }
    const std::vector<int64_t>& inputs() const { return inputs_; }
    const int64_t* const* tables() const { return table_pointers_.data(); }
    std::vector<int64_t> state() const { return state_; }
    void set_state(std::vector<int64_t> state) { state_ = std::move(state); }

    plan::Plan plan;
    step::Output output{};

    int ledger_of(int slot) const { return plan.slots[static_cast<size_t>(slot)].ledger; }
    bool hedges(int ledger) const {
        return plan.ledgers[static_cast<size_t>(ledger)].total == step::LedgerInfo::Total::target;
    }
    int64_t leaves(int ledger = 0) {
        if (hedges(ledger))
            return output.targets[static_cast<size_t>(ledger)] - at(step::Input::order_executed, ledger);
        const int64_t total = at(ledger == 0 ? step::Input::order_quantity : step::Input::order_executed);
        return total - at(step::Input::order_executed, ledger);
    }
    /// An order manager that is quick: what is wanted works, as far as the ledger has something left.
    void manage() {
        for (int i = 0; i < plan.layout.slots; ++i) {
            int64_t others = 0;
            for (int j = 0; j < plan.layout.slots; ++j)
                if (j != i && ledger_of(j) == ledger_of(i)) others += at(step::Input::slot_working, j);
            const int64_t left = std::max<int64_t>(leaves(ledger_of(i)) - others, 0);
            const int64_t wanted = output.desired[static_cast<size_t>(i)].quantity;
            set(step::Input::slot_working, std::clamp<int64_t>(wanted, 0, left), i);
        }
    }
    void fill(int slot, int64_t quantity) {
        at(step::Input::slot_working, slot) -= quantity;
        at(step::Input::slot_executed, slot) += quantity;
        at(step::Input::order_executed, ledger_of(slot)) += quantity;
        const plan::Scales& scales = plan.scales;
        __int128 value = static_cast<__int128>(quantity) * output.desired[static_cast<size_t>(slot)].price;
        for (int i = scales.price + scales.quantity; i > scales.money; --i) value /= 10;
        for (int i = scales.price + scales.quantity; i < scales.money; ++i) value *= 10;
        at(step::Input::order_executed_value, ledger_of(slot)) += static_cast<int64_t>(value);
    }
    void fill(std::string_view name, int64_t quantity) { fill(slot(name), quantity); }

    /// 1 - (1 - x)^urgency: simple, and another curve for each level.
    static int64_t shortfall_value(int64_t urgency, int i) {
        double left = 1;
        for (int64_t k = 0; k < urgency; ++k) left *= 1 - static_cast<double>(i) / step::kTableIntervals;
        return static_cast<int64_t>((1 - left) * 4294967296.0);
    }

  private:
    /// What protects has the other side, and what ledger 0 has executed as its total.
    void derive(int ledger) {
        using enum step::Input;
        for (const step::Input same : {order_start, order_end, order_arrival, order_decision, order_limit})
            set(same, at(same), ledger);
        using Trades = step::LedgerInfo::Trades;
        const Trades trades = plan.ledgers[static_cast<size_t>(ledger)].side;
        set(order_side,
            trades == Trades::buy     ? 1
            : trades == Trades::sell  ? -1
            : trades == Trades::order ? at(order_side)
                                      : -at(order_side),
            ledger);
        set(order_quantity, at(order_executed), ledger);
    }
    /// A curve that is steep at both ends, like a day's volume; a usual spread of four half units.
    static int64_t table_value(step::TableKind kind, int i) {
        if (kind == step::TableKind::baseline_spread) return 4;
        if (kind == step::TableKind::baseline_volume) return 90;
        if (kind == step::TableKind::baseline_volatility) return 400'000;
        const double x = static_cast<double>(i) / step::kTableIntervals, centred = 2 * x - 1;
        return static_cast<int64_t>((0.5 + 0.25 * centred + 0.25 * centred * centred * centred) * 4294967296.0);
    }

    plan::Interpreter interpreter_;
    step::Program program_;
    std::vector<int64_t> inputs_, state_;
    std::vector<std::vector<int64_t>> tables_;
    std::vector<const int64_t*> table_pointers_;
};

/// The parts of an output that a stutter must not change.
inline std::string text_of(const step::Output& output, int slots) {
    std::string text = std::to_string(static_cast<int64_t>(output.status)) + " T " +
                       std::to_string(output.trace.target) + " due " + std::to_string(output.trace.due) + " ceiling " +
                       std::to_string(output.trace.ceiling) + " paused " + std::to_string(output.trace.paused) +
                       " held " + std::to_string(output.trace.held);
    for (int i = 0; i < slots; ++i) {
        const step::Desired& desired = output.desired[static_cast<size_t>(i)];
        text += " | " + std::to_string(desired.quantity) + " @ " + std::to_string(desired.price) + " shows " +
                std::to_string(desired.display) + " bound " + std::to_string(static_cast<int64_t>(desired.bound));
    }
    return text;
}

}  // namespace weir::test
