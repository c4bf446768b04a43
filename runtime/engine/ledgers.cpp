#include "runtime/engine/ledgers.h"

#include <algorithm>

#include "runtime/core/assert.h"

namespace weir::engine {
namespace {

using Trades = step::LedgerInfo::Trades;
using Total = step::LedgerInfo::Total;

Side side_of(Trades trades, Side parent) {
    switch (trades) {
        case Trades::order:
            return parent;
        case Trades::opposite:
            return opposite(parent);
        case Trades::buy:
            return Side::buy;
        case Trades::sell:
            return Side::sell;
    }
    return Side::none;
}

uint8_t venue_of(const step::SlotInfo& slot, const step::Layout& layout) {
    WEIR_ASSERT(slot.view < layout.venues && (slot.view > 0 || layout.venues == 1));
    return layout.venues == 1 ? uint8_t{0} : static_cast<uint8_t>(slot.view - 1);
}

/// The one that lets less through; none lets everything.
std::optional<Price> stricter(std::optional<Price> a, std::optional<Price> b, Side side) {
    if (!a || !b) return a ? a : b;
    return side == Side::buy ? std::min(*a, *b) : std::max(*a, *b);
}

orders::HouseRate house_rate(const risk::Limits& gate) {
    return {gate.messages_max, gate.cancels_reserve, gate.messages_per};
}

}  // namespace

Ledgers::Ledgers(const Config& config, Exit& exit)
    : infos_(config.program.ledgers), traffic_(config.program.limits, house_rate(config.gate)) {
    const step::Program& program = config.program;
    WEIR_ASSERT(!infos_.empty() && infos_.size() <= step::kMaxLedgers);
    WEIR_ASSERT(infos_.size() == static_cast<size_t>(program.layout.ledgers) && infos_[0] == step::LedgerInfo{});
    for (size_t i = 0; i < infos_.size(); ++i) {
        const step::LedgerInfo& info = infos_[i];
        WEIR_ASSERT(info.instrument <= config.others.size());
        orders::Settings settings;
        settings.instrument = info.instrument == 0 ? config.instrument : config.others[info.instrument - size_t{1}];
        settings.instrument_index = info.instrument;
        settings.side = side_of(info.side, config.order.side);
        settings.total = info.total == Total::order ? config.order.quantity : Quantity{0};
        settings.slots = 0;
        settings.traffic = &traffic_;
        settings.id_stride = static_cast<uint32_t>(infos_.size());
        settings.id_first = static_cast<uint32_t>(i);
        settings.unknown_after = config.unknown_after;
        std::vector<int> slots;
        for (int slot = 0; slot < program.layout.slots; ++slot) {
            const auto at = static_cast<size_t>(slot);
            const step::SlotInfo about = at < program.slots.size() ? program.slots[at] : step::SlotInfo{};
            if (about.ledger != i) continue;
            settings.places[static_cast<size_t>(settings.slots++)] = {venue_of(about, program.layout), about.post_only,
                                                                      about.auction};
            slots.push_back(slot);
        }
        ledgers_.push_back(std::make_unique<One>(settings, exit));
        ledgers_.back()->side = settings.side;
        ledgers_.back()->instrument = settings.instrument;
        ledgers_.back()->slots = std::move(slots);
    }
}

Ledgers::Applied Ledgers::on_report(const OrderReport& report, Time now) {
    One& one = *ledgers_[report.child % ledgers_.size()];
    const orders::Applied applied = one.manager.on_report(report, now);
    const bool known = applied.slot != orders::kNoSlot;
    return {known ? one.slots[static_cast<size_t>(applied.slot)] : orders::kNoSlot, applied.duplicate};
}

void Ledgers::on_time(Time now) {
    for (const auto& one : ledgers_) one->manager.on_time(now);
}

void Ledgers::stop() {
    for (const auto& one : ledgers_) one->manager.stop();
}

void Ledgers::follow(const step::Output& output) {
    for (size_t i = 1; i < ledgers_.size(); ++i) {
        One& one = *ledgers_[i];
        int64_t total = infos_[i].total == Total::executed ? parent().ledger().executed.value : output.targets[i];
        total -= total % one.instrument.lot.value;
        one.manager.set_total(Quantity{total});
    }
}

struct Ledgers::Wish {
    std::span<const step::Desired> desired;
    std::span<const orders::Stance> stances;
    std::span<const orders::Condition> conditions;
};

/// Later ledgers come first where two cannot both have what they want: a position is protected before it grows.
void Ledgers::reconcile(std::span<const step::Desired> desired, std::span<const orders::Stance> stances, Time now,
                        std::span<const orders::Condition> conditions, std::optional<Price> limit) {
    if (ledgers_.size() == 1)
        return ledgers_[0]->manager.reconcile(desired, {stances[0], now, 0, conditions, limit}, *ledgers_[0]);
    const Wish wish{desired, stances, conditions};
    std::array<step::Desired, step::kMaxSlots> own_desired;
    std::array<orders::Condition, step::kMaxSlots> own_conditions;
    for (size_t i = 0; i < ledgers_.size(); ++i) {
        One& one = *ledgers_[i];
        for (size_t slot = 0; slot < one.slots.size(); ++slot) {
            own_desired[slot] = desired[static_cast<size_t>(one.slots[slot])];
            own_conditions[slot] = conditions[static_cast<size_t>(one.slots[slot])];
        }
        const std::optional<Price> own_limit =
            stricter(i == 0 ? limit : std::nullopt, clear_of_others(i, wish), one.side);
        one.manager.reconcile(own_desired, {stances[i], now, 0, own_conditions, own_limit}, one);
    }
}

/// The last price at which an order of this ledger cannot trade with ours on the other side of its instrument: those
/// that may be at a venue, and those that a later ledger wants to send. Of all venues: an order may be routed on.
std::optional<Price> Ledgers::clear_of_others(size_t index, const Wish& wish) const {
    const One& own = *ledgers_[index];
    std::optional<Price> limit;
    const auto keep_clear_of = [&](Price price) {
        limit = stricter(limit, Price{price.value - sign(own.side)}, own.side);
    };
    for (size_t i = 0; i < ledgers_.size(); ++i) {
        const One& other = *ledgers_[i];
        if (other.side == own.side || infos_[i].instrument != infos_[index].instrument) continue;
        for (int child = 0; child < other.manager.open_children(); ++child)
            if (const orders::Child& open = other.manager.open_child(child); open.live()) keep_clear_of(open.price);
        for (size_t slot = 0; i > index && slot < other.slots.size(); ++slot)
            if (wants(other, slot, wish.stances[i], wish))
                keep_clear_of(Price{wish.desired[static_cast<size_t>(other.slots[slot])].price});
    }
    return limit;
}

/// Something may be sent there, as far as the ledger goes.
bool Ledgers::wants(const One& one, size_t slot, orders::Stance stance, const Wish& wish) const {
    const auto at = static_cast<size_t>(one.slots[slot]);
    return wish.desired[at].quantity > 0 && stance == orders::Stance::work &&
           wish.conditions[at].stance == orders::Stance::work && one.has_left();
}

void Ledgers::publish(Inputs& inputs) const {
    for (int i = 0; i < count(); ++i) {
        const One& one = *ledgers_[static_cast<size_t>(i)];
        inputs.set_ledger(one.manager, one.instrument, i, one.slots);
    }
}

Time Ledgers::next_wake() const {
    Time wake = kNoTime;
    for (const auto& one : ledgers_) wake = std::min(wake, one->manager.next_wake());
    return wake;
}

bool Ledgers::waits_for_touch() const {
    return std::ranges::any_of(ledgers_, [](const auto& one) { return one->manager.waits_for_touch(); });
}

int Ledgers::open_children() const {
    int open = 0;
    for (const auto& one : ledgers_) open += one->manager.open_children();
    return open;
}

std::optional<ChildId> Ledgers::breach() const {
    for (const auto& one : ledgers_)
        if (const auto breach = one->manager.breach()) return breach;
    return std::nullopt;
}

bool Ledgers::complete() const {
    if (parent().ledger().executed < parent().total()) return false;
    for (size_t i = 1; i < ledgers_.size(); ++i)
        if (ledgers_[i]->has_left()) return false;
    return true;
}

}  // namespace weir::engine
