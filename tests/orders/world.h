// An order manager and a venue that may do anything a venue may do, in any order. A world is a value: it can be copied,
// told apart from others by a number, and moved on by any one of the actions that are possible in it.
#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <string>
#include <vector>

#include "runtime/orders/orders.h"
#include "tests/orders/scenario.h"
#include "tests/orders/wanted.h"

namespace weir::orders {

inline uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E37'79B9'7F4A'7C15u;
    return hash ^ (hash >> 29);
}

/// What tests may look at that nobody else may.
struct Inspector {
    static Quantity wanted_total(const Manager& m) { return m.wanted_total_; }
    static bool stopped(const Manager& m) { return m.stopped_; }
    static int64_t alive(const Manager& m) { return m.traffic().alive; }
    static uint64_t children_sent(const Manager& m) { return m.last_sequence_; }
    static const Child& child(const Manager& m, uint64_t sequence) { return *m.find(m.id_of(sequence)); }
    /// The living child of a slot; 0 for none.
    static ChildId in_slot(const Manager& m, int slot) {
        const int place = m.slots_[static_cast<size_t>(slot)].place;
        return place < 0 ? 0 : m.children_[static_cast<size_t>(place)].id;
    }

    /// All that makes two managers behave differently, with times relative to now.
    static uint64_t digest(const Manager& m, Time now) {
        uint64_t hash = 1;
        const auto add = [&](int64_t value) { hash = mix(hash, static_cast<uint64_t>(value)); };
        const auto add_time = [&](Time time) { add(time == kNoTime ? -1 : std::max(time, now).value - now.value); };
        add(m.ledger_.executed.value), add(m.ledger_.exposure.value), add(m.ledger_.excess.value);
        add(static_cast<int64_t>(m.ledger_.executed_value)), add(static_cast<int64_t>(m.last_sequence_));
        add(m.ledger_.total.value), add(m.wanted_total_.value);
        add(m.breach_.has_value()), add(m.stopped_);
        for (uint64_t sequence = 1; sequence <= m.last_sequence_; ++sequence) {
            const Child& c = *m.find(m.id_of(sequence));
            add(static_cast<int64_t>(c.state)), add(c.slot), add(c.seen), add(c.crossing), add(c.must_ask);
            add(c.asks), add(c.price.value), add(c.quantity.value), add(c.executed.value), add(c.most.value);
            add_time(c.answer_by), add_time(c.not_before);
        }
        for (const Manager::Slot& slot : m.slots_) {
            add(slot.place), add(slot.open), add(slot.exposure.value);
            add(slot.bar ? slot.bar->price.value * 2 + slot.bar->crossing : -1), add_time(slot.not_before);
        }
        return hash;
    }
};

class World final : Outlet {
  public:
    explicit World(const Scenario& given)
        : scenario_(&given),
          changes(given.changes),
          fills(given.fills),
          duplicates(given.duplicates),
          lost_reports(given.lost_reports),
          lost_commands(given.lost_commands),
          timeouts(given.timeouts),
          rejections(given.rejections),
          refusals(given.refusals),
          withdrawals(given.withdrawals),
          bound_(given.total) {
        for (int i = 0; i < (given.protect ? 2 : 1); ++i) managers_.emplace_back(settings(given, i), given.table);
    }
    World(const World&) = default;

    struct Action {
        enum Kind : uint8_t {
            decide,          // `which` of the decisions
            arrive,          // command `which` reaches the venue; detail 1: refused
            lose_command,    // command `which`
            execute,         // `detail` of order `which`
            withdraw_order,  // the venue takes back order `which`
            deliver,         // report `which`
            repeat,          // report `which` is delivered and comes again
            lose_report,     // report `which`
            pass_time        // an answer becomes overdue
        } kind;
        int which = 0;
        int64_t detail = 0;
    };

    std::vector<Action> actions() const {
        std::vector<Action> result;
        if (changes > 0)
            for (int i = 0; i < static_cast<int>(scenario_->decisions.size()); ++i)
                if (i != decision_) result.push_back({Action::decide, i});
        for (int i = 0; i < count_first(commands_, scenario_->commands_in_order); ++i) {
            const bool place = commands_[static_cast<size_t>(i)].kind == CommandKind::place;
            result.push_back({Action::arrive, i, 0});
            if (place ? rejections > 0 : refusals > 0) result.push_back({Action::arrive, i, 1});
            if (lost_commands > 0) result.push_back({Action::lose_command, i});
        }
        for (int i = 0; i < static_cast<int>(orders_.size()); ++i) {
            const VenueOrder& order = orders_[static_cast<size_t>(i)];
            if (order.open == 0) continue;
            if (fills > 0) {
                result.push_back({Action::execute, i, 1});
                if (order.open > 1) result.push_back({Action::execute, i, order.open});
            }
            if (withdrawals > 0) result.push_back({Action::withdraw_order, i});
        }
        for (int i = 0; i < count_first(reports_, scenario_->reports_in_order); ++i) {
            result.push_back({Action::deliver, i});
            if (duplicates > 0) result.push_back({Action::repeat, i});
            if (lost_reports > 0) result.push_back({Action::lose_report, i});
        }
        if (timeouts > 0 && next_wake() != kNoTime) result.push_back({Action::pass_time});
        return result;
    }

    void act(const Action& action) {
        switch (action.kind) {
            case Action::decide:
                --changes;
                return decide(action.which);
            case Action::arrive:
                return arrive(action.which, action.detail == 1);
            case Action::lose_command:
                --lost_commands;
                anything_lost_ = true;
                return lose(action.which);
            case Action::execute:
                --fills;
                return at_venue(orders_[static_cast<size_t>(action.which)].id,
                                [&] { execute(orders_[static_cast<size_t>(action.which)], action.detail); });
            case Action::withdraw_order:
                --withdrawals;
                return at_venue(orders_[static_cast<size_t>(action.which)].id,
                                [&] { take_back(orders_[static_cast<size_t>(action.which)]); });
            case Action::deliver:
                return deliver(action.which, false);
            case Action::repeat:
                --duplicates;
                return deliver(action.which, true);
            case Action::lose_report:
                --lost_reports;
                anything_lost_ = true;
                reports_.erase(reports_.begin() + action.which);
                return;
            case Action::pass_time:
                --timeouts;
                return pass_time();
        }
    }

    /// The first promise that does not hold; empty when all do.
    std::string broken() const {
        if (!complaint_.empty()) return complaint_;
        std::array<int, 2> alive{};
        for (const VenueOrder& order : orders_) alive[static_cast<size_t>(order.slot)] += order.open > 0;
        for (const OrderCommand& command : commands_)
            if (command.kind == CommandKind::place) ++alive[static_cast<size_t>(slot_of(command.child))];
        if (std::ranges::max(alive) > 1) return "two orders are alive in one slot";
        for (const Manager& manager : managers_)
            if (std::string problem = broken(manager); !problem.empty()) return problem;
        if (truth(managers_[0]).filled + truth(managers_[0]).may_fill > bound_)
            return "more than the parent may fill at the venue";
        if (!scenario_->protect) return "";
        const Truth exit = truth(managers_[1]);
        if (exit.filled + exit.may_fill > truth(managers_[0]).filled) return "the exit could turn the position";
        return "";
    }

    /// Lets everything in flight arrive and every wait end, with a venue that does what it is asked. What is wanted
    /// must then stand, or nothing when the strategy was stopped; empty when so.
    std::string settle() {
        rejections = refusals = 0;
        for (int round = 0; round < 40 && !(quiet() && next_wake() == kNoTime); ++round) {
            while (!commands_.empty()) arrive(0, false);
            while (!reports_.empty()) deliver(0, false);
            if (next_wake() != kNoTime) pass_time();
            if (std::string problem = broken(); !problem.empty()) return problem;
        }
        for (const Manager& manager : managers_)
            if ((stopped_ || scenario_->decisions[static_cast<size_t>(decision_)].stance == Stance::withdraw) &&
                manager.open_children() > 0 && !manager.breach() && next_wake() == kNoTime)
                return "an order is neither over, nor asked after, nor escalated";
        if (anything_lost_) return "";
        for (const Manager& manager : managers_)
            if (std::string problem = unsettled(manager); !problem.empty()) return problem;
        return "";
    }

    uint64_t digest() const {
        uint64_t hash = 0;
        for (const Manager& manager : managers_) hash = mix(hash, Inspector::digest(manager, now_));
        const auto add = [&](int64_t value) { hash = mix(hash, static_cast<uint64_t>(value)); };
        for (int budget : {changes, fills, duplicates, lost_reports, lost_commands, timeouts, rejections, refusals,
                           withdrawals, decision_, int{stopped_}, int{anything_lost_}})
            add(budget);
        add(bound_);
        for (const VenueOrder& order : orders_)
            add(static_cast<int64_t>(order.id)), add(order.filled), add(order.open), add(order.over);
        hash = mix(hash, bag(commands_, scenario_->commands_in_order));
        hash = mix(hash, bag(reports_, scenario_->reports_in_order));
        return mix(hash, delivered_.to_ullong());
    }

    // What a watcher may look at.
    struct Whereabouts {
        bool on_way = false;
        int64_t filled = 0, open = 0;
    };
    Whereabouts whereabouts(ChildId child) const {
        const auto order = std::ranges::find(orders_, child, &VenueOrder::id);
        const bool on_way = std::ranges::any_of(commands_, [&](const OrderCommand& command) {
            return command.kind == CommandKind::place && command.child == child;
        });
        return order == orders_.end() ? Whereabouts{on_way, 0, 0} : Whereabouts{on_way, order->filled, order->open};
    }
    bool is_seen_enough() const { return scenario_->watcher != nullptr && scenario_->watcher->satisfied(); }
    const Manager& manager(int index) const { return managers_[static_cast<size_t>(index)]; }

    /// What an action would be, in words.
    std::string describe(const Action& action) const {
        const auto number = std::to_string(action.which);
        switch (action.kind) {
            case Action::decide:
                return "decide " + scenario_->decisions[static_cast<size_t>(action.which)].name;
            case Action::arrive:
                return std::string(action.detail == 1 ? "refused: " : "arrives: ") +
                       text(commands_[static_cast<size_t>(action.which)]);
            case Action::lose_command:
                return "lost: " + text(commands_[static_cast<size_t>(action.which)]);
            case Action::execute:
                return "venue fills " + std::to_string(action.detail) + " of " +
                       std::to_string(orders_[static_cast<size_t>(action.which)].id);
            case Action::withdraw_order:
                return "venue takes back " + std::to_string(orders_[static_cast<size_t>(action.which)].id);
            case Action::deliver:
                return "report: " + text(reports_[static_cast<size_t>(action.which)]);
            case Action::repeat:
                return "report, to come again: " + text(reports_[static_cast<size_t>(action.which)]);
            case Action::lose_report:
                return "lost: " + text(reports_[static_cast<size_t>(action.which)]);
            case Action::pass_time:
                return "time passes";
        }
        return number;
    }

  private:
    struct VenueOrder {
        ChildId id;
        int slot;
        int64_t price;
        int64_t filled = 0;
        int64_t open = 0;
        bool over = false;  // taken back or rejected
    };

    static Settings settings(const Scenario& scenario, int index) {
        Settings result;
        result.instrument.price_decimals = result.instrument.quantity_decimals = 0;
        result.total = Quantity{scenario.total};
        result.slots = scenario.protect ? 1 : 2;
        result.id_stride = scenario.protect ? 2 : 1;
        result.id_first = static_cast<uint32_t>(index);
        if (index == 1) {
            result.side = Side::sell;
            result.total = Quantity{0};
        }
        result.unknown_after = Duration{1};
        result.executions_remembered = 16;
        return result;
    }

    bool quiet() const { return commands_.empty() && reports_.empty(); }

    int index_of(ChildId child) const { return static_cast<int>(child % managers_.size()); }
    Manager& manager_of(ChildId child) { return managers_[child % managers_.size()]; }
    const Manager& manager_of(ChildId child) const { return managers_[child % managers_.size()]; }
    /// As decisions count them.
    int slot_of(ChildId child) const {
        return scenario_->protect ? static_cast<int>(child % 2) : manager_of(child).find(child)->slot;
    }
    std::span<const step::Desired> wanted_of(const Manager& manager) const {
        const std::span all(scenario_->decisions[static_cast<size_t>(decision_)].desired);
        return scenario_->protect ? all.subspan(static_cast<size_t>(&manager - managers_.data()), 1) : all;
    }
    Time next_wake() const {
        Time wake = kNoTime;
        for (const Manager& manager : managers_) wake = std::min(wake, manager.next_wake());
        return wake;
    }

    /// What is true at the venue.
    struct Truth {
        int64_t filled = 0, may_fill = 0;
        Wide value = 0;
    };
    Truth truth(const Manager& manager) const {
        Truth result;
        for (const VenueOrder& order : orders_) {
            if (!manager.owns(order.id)) continue;
            result.filled += order.filled, result.may_fill += order.open;
            result.value += Wide{order.price} * order.filled;
        }
        for (const OrderCommand& command : commands_)
            if (command.kind == CommandKind::place && manager.owns(command.child))
                result.may_fill += command.quantity.value;
        return result;
    }

    std::string broken(const Manager& manager) const {
        const Ledger& ledger = manager.ledger();
        const Truth venue = truth(manager);
        if (ledger.executed + ledger.exposure > ledger.total) return "the ledger is above its total";
        if (ledger.total > manager.total() && ledger.total > ledger.executed + ledger.exposure)
            return "what was taken away and cannot fill any more is not given up";
        if (venue.filled + venue.may_fill > ledger.executed.value + ledger.exposure.value)
            return "something may fill that the ledger does not count";
        if (ledger.executed.value > venue.filled) return "the ledger counts what did not fill";
        if (ledger.excess.value != 0) return "the ledger blames a venue that kept its word";
        const int64_t bought = &manager == managers_.data() ? ledger.executed.value : -ledger.executed.value;
        if (ledger.position != bought) return "the position is not what was executed";
        if (quiet() && !anything_lost_ &&
            (ledger.executed.value != venue.filled || ledger.executed_value != venue.value))
            return "all reports came, and the ledger is not what the venue filled";
        return "";
    }

    std::string unsettled(const Manager& manager) const {
        if (manager.breach()) return "a venue that kept its word is said to have broken it";
        const Decision& wanted = scenario_->decisions[static_cast<size_t>(decision_)];
        const Ledger& ledger = manager.ledger();
        if (stopped_ || wanted.stance == Stance::withdraw)
            return ledger.exposure.value == 0 && manager.open_children() == 0 ? "" : "an order outlives the withdrawal";
        if (wanted.stance == Stance::hold) return "";
        int64_t desired = 0;
        for (const step::Desired& slot : wanted_of(manager)) desired += slot.crossing != 0 ? 0 : slot.quantity;
        const int64_t left = std::max<int64_t>((manager.total() - ledger.executed).value, 0);
        return ledger.exposure.value == std::min(desired, left) ? "" : "what is wanted does not stand in the end";
    }

    /// The parent's total moves: from now on no more may fill than it, or than may fill already.
    void set_total(int64_t total) {
        set_total(managers_[0], Quantity{total});
        const Truth venue = truth(managers_[0]);
        bound_ = std::max(total, venue.filled + venue.may_fill);
    }

    template <class Message>
    static int count_first(const std::vector<Message>& messages, bool in_order) {
        return in_order ? std::min<int>(static_cast<int>(messages.size()), 1) : static_cast<int>(messages.size());
    }

    void set_total(Manager& manager, Quantity total) {
        watched(manager, [&](Watcher* w) {
            if (w) w->total(total);
            manager.set_total(total);
        });
    }
    template <class Does>
    void watched(Manager& manager, Does does) {
        Watcher* const watcher = scenario_->watcher;
        if (watcher) watcher->begins(*this, static_cast<int>(&manager - managers_.data()));
        does(watcher);
        if (watcher) watcher->ends(*this);
    }

    // the strategy's side
    void decide(int which) {
        decision_ = which;
        if (scenario_->decisions[static_cast<size_t>(which)].stop) {
            stopped_ = true;
            for (Manager& manager : managers_)
                watched(manager, [&](Watcher* w) {
                    if (w) w->stop();
                    manager.stop();
                });
        }
        if (const int64_t total = scenario_->decisions[static_cast<size_t>(which)].total; total >= 0) set_total(total);
        reconcile();
    }
    void reconcile() {
        const Decision& wanted = scenario_->decisions[static_cast<size_t>(decision_)];
        if (scenario_->protect) set_total(managers_[1], managers_[0].ledger().executed);
        for (Manager& manager : managers_)
            watched(manager, [&](Watcher*) {
                manager.reconcile(wanted_of(manager), {stopped_ ? Stance::withdraw : wanted.stance, now_, 0}, *this);
            });
        const Truth venue = truth(managers_[0]);
        bound_ = std::max(managers_[0].total().value, std::min(bound_, venue.filled + venue.may_fill));
    }
    void pass_time() {
        now_ = std::max(now_, next_wake());
        for (Manager& manager : managers_)
            watched(manager, [&](Watcher* w) {
                if (w) w->time(now_);
                manager.on_time(now_);
            });
        reconcile();
        if (next_wake() <= now_) complaint_ = "a wake-up that is due stays due";
    }
    bool pass(const OrderCommand& command, int slot, step::Bound) override {
        const Decision& wanted = scenario_->decisions[static_cast<size_t>(decision_)];
        if (command.kind == CommandKind::place) {
            if (stopped_ || wanted.stance != Stance::work) complaint_ = "a new order when nothing new may be sent";
            if (command.quantity.value <= 0) complaint_ = "an order of nothing";
            if (command.quantity.value > wanted_of(manager_of(command.child))[static_cast<size_t>(slot)].quantity)
                complaint_ = "an order larger than what is wanted";
        }
        if (scenario_->watcher) scenario_->watcher->command(command, slot, stopped_ ? Stance::withdraw : wanted.stance);
        commands_.push_back(command);
        return true;
    }
    void deliver(int which, bool again) {
        const OrderReport report = reports_[static_cast<size_t>(which)];
        if (!again) reports_.erase(reports_.begin() + which);
        const size_t number = report.execution % delivered_.size();
        const bool known = report.kind == ReportKind::filled && delivered_.test(number);
        if (report.kind == ReportKind::filled) delivered_.set(number);
        Manager& manager = manager_of(report.child);
        watched(manager, [&](Watcher* w) {
            if (w) w->report(report, known);
            manager.on_report(report, now_);
        });
        reconcile();
    }

    // the venue's side
    template <class Does>
    void at_venue(ChildId child, Does does) {
        if (scenario_->watcher) scenario_->watcher->begins(*this, index_of(child));
        does();
        if (scenario_->watcher) scenario_->watcher->ends(*this);
    }
    void tell(Watcher::Deed deed, ChildId child, int64_t amount = 0) {
        if (scenario_->watcher) scenario_->watcher->venue(deed, child, amount);
    }
    void lose(int which) {
        const OrderCommand command = commands_[static_cast<size_t>(which)];
        at_venue(command.child, [&] {
            if (command.kind == CommandKind::place) tell(Watcher::Deed::lose, command.child);
            commands_.erase(commands_.begin() + which);
        });
    }
    void arrive(int which, bool refused) {
        const OrderCommand command = commands_[static_cast<size_t>(which)];
        at_venue(command.child, [&] {
            commands_.erase(commands_.begin() + which);
            arrives(command, refused);
        });
    }
    void arrives(const OrderCommand& command, bool refused) {
        if (command.kind == CommandKind::place) return arrive_new(command, refused);
        const auto order = std::ranges::find(orders_, command.child, &VenueOrder::id);
        if (refused) {
            --refusals;
            return report(ReportKind::cancel_rejected,
                          order == orders_.end() ? VenueOrder{command.child, 0, 0} : *order,
                          order == orders_.end() || order->open == 0 ? Reject::unknown_order : Reject::halted);
        }
        if (order == orders_.end() || order->open == 0)
            return report(ReportKind::cancel_rejected, VenueOrder{command.child, 0, 0}, Reject::unknown_order);
        if (command.kind == CommandKind::cancel) return take_back(*order);
        order->open = std::min(order->open, command.quantity.value);
        tell(Watcher::Deed::cut, order->id, order->open);
        report(ReportKind::reduced, *order);
    }
    void arrive_new(const OrderCommand& command, bool refused) {
        VenueOrder order{command.child, slot_of(command.child), command.price.value};
        if (refused) {
            --rejections;
            tell(Watcher::Deed::lose, order.id);
            order.over = true;
            orders_.push_back(order);
            return report(ReportKind::rejected, orders_.back(), Reject::lot);
        }
        order.open = command.quantity.value;
        tell(Watcher::Deed::arrive, order.id);
        orders_.push_back(order);
        report(ReportKind::accepted, orders_.back());
        if (!command.immediate_or_cancel) return;
        if (fills > 0) {
            --fills;
            execute(orders_.back(), 1);
        }
        if (orders_.back().open > 0) take_back(orders_.back());
    }
    void execute(VenueOrder& order, int64_t quantity) {
        tell(Watcher::Deed::execute, order.id, quantity);
        order.filled += quantity;
        order.open -= quantity;
        report(ReportKind::filled, order, Reject::none, quantity);
    }
    void take_back(VenueOrder& order) {
        tell(Watcher::Deed::cut, order.id, 0);
        order.open = 0;
        order.over = true;
        report(ReportKind::cancelled, order);
    }
    void report(ReportKind kind, const VenueOrder& order, Reject reject = Reject::none, int64_t quantity = 0) {
        OrderReport made{.kind = kind, .reject = reject, .child = order.id};
        if (kind == ReportKind::filled) made.execution = order.id * 8 + static_cast<uint64_t>(order.filled);
        made.price = Price{order.price};
        made.quantity = Quantity{quantity};
        made.leaves = Quantity{order.open};
        made.executed = Quantity{order.filled};
        reports_.push_back(made);
    }

    // telling worlds apart
    static uint64_t number(const OrderCommand& c) {
        return mix(mix(mix(2, c.child), static_cast<uint64_t>(c.kind)), static_cast<uint64_t>(c.quantity.value));
    }
    static uint64_t number(const OrderReport& r) {
        const uint64_t kind =
            mix(mix(3, r.child), static_cast<uint64_t>(r.kind) * 16 + static_cast<uint64_t>(r.reject));
        return mix(mix(mix(kind, r.execution), static_cast<uint64_t>(r.leaves.value)),
                   static_cast<uint64_t>(r.executed.value));
    }
    template <class Message>
    static uint64_t bag(const std::vector<Message>& messages, bool in_order) {
        uint64_t hash = messages.size();
        for (const Message& message : messages) hash = in_order ? mix(hash, number(message)) : hash + number(message);
        return hash;
    }
    static std::string text(const OrderCommand& c) {
        static constexpr std::array kinds = {"place ", "cancel ", "reduce "};
        return kinds[static_cast<size_t>(c.kind)] + std::to_string(c.child) + " x" + std::to_string(c.quantity.value);
    }
    static std::string text(const OrderReport& r) {
        static constexpr std::array kinds = {"accepted ", "rejected ", "filled ", "cancelled ", "reduced ", "refused "};
        return kinds[static_cast<size_t>(r.kind)] + std::to_string(r.child) + " executed " +
               std::to_string(r.executed.value) + " leaves " + std::to_string(r.leaves.value);
    }

    const Scenario* scenario_;
    int changes, fills, duplicates, lost_reports, lost_commands, timeouts, rejections, refusals, withdrawals;
    std::vector<Manager> managers_;
    int64_t bound_;  // filled and still to fill of the parent: never more
    Time now_{0};
    int decision_ = 0;  // the first decision of a scenario wants nothing
    bool stopped_ = false;
    bool anything_lost_ = false;
    std::vector<VenueOrder> orders_;
    std::vector<OrderCommand> commands_;
    std::vector<OrderReport> reports_;
    std::bitset<64> delivered_;  // executions that the manager was told of
    std::string complaint_;
};

}  // namespace weir::orders
