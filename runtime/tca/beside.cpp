#include "runtime/tca/beside.h"

namespace weir::tca {
namespace {

/// floor(a × b ÷ c) for b and c of 64 bits, without leaving 128 bits.
Wide part_of(Wide a, int64_t b, int64_t c) {
    return a / c * b + a % c * b / c;
}

/// What the positions closed so far brought: bought and sold at the average of the entry.
Wide realised(Quantity entry, Wide entry_value, Quantity exit, Wide exit_value, Side exit_side) {
    const Wide cost = part_of(entry_value, exit.value, entry.value);
    return exit_side == Side::sell ? exit_value - cost : cost - exit_value;
}

/// Rounded down.
std::string average_text(Wide value, Quantity quantity, const Instrument& instrument) {
    constexpr int kMore = 4;  // decimals of an average beyond those of a price
    return format_decimal(part_of(value, power_of_ten(kMore), quantity.value), instrument.price_decimals + kMore);
}

}  // namespace

bool BesideTally::has(int32_t slot) const {
    const auto at = static_cast<size_t>(slot);
    return slot >= 0 && at < ledgers_.of_slot.size() && ledgers_.of_slot[at] > 0;
}

void BesideTally::Sum::pass(Time time) {
    if (exposed_since != kNoTime && exposed != step::kAbsent && time > exposed_since) {
        const Duration passed = since(time, exposed_since);
        exposed_time += Wide{exposed < 0 ? -exposed : exposed} * passed.value;
        known += passed;
    }
    exposed_since = time;
}

void BesideTally::note(Time time, const Hedged& hedged) {
    Sum& sum = sums_[static_cast<size_t>(hedged.ledger) - 1];
    sum.pass(time);
    sum.exposed = hedged.exposure;
    const auto amount = [](int64_t exposure) { return exposure < 0 ? -exposure : exposure; };
    if (hedged.exposure != step::kAbsent && amount(hedged.exposure) > amount(sum.exposed_most))
        sum.exposed_most = hedged.exposure;
}

void BesideTally::note(Time time, const Sent& sent) {
    Sum& sum = sum_of(sent.slot);
    const OrderCommand& command = sent.command;
    if (command.kind == CommandKind::place) {
        sum.index_of.emplace(command.child, sum.children.size());
        sum.children.push_back({.id = command.child,
                                .slot = sent.slot,
                                .bound = sent.bound,
                                .sent = time,
                                .price = command.price,
                                .quantity = command.quantity});
    }
    sum.placed += sent.command.kind == CommandKind::place;
    sum.cancels += sent.command.kind == CommandKind::cancel;
    sum.reductions += sent.command.kind == CommandKind::reduce;
}

void BesideTally::note(Time time, const Reported& reported) {
    if (reported.duplicate) return;
    Sum& sum = sum_of(reported.slot);
    const auto known = sum.index_of.find(reported.report.child);
    if (known != sum.index_of.end()) take(sum.children[known->second], reported.report, time);
    if (reported.report.kind != ReportKind::filled) return;
    sum.executed += reported.report.quantity;
    sum.value += product(reported.report.price, reported.report.quantity);
    sum.fees += reported.report.fee;
    ++sum.fills;
}

void BesideTally::take(Child& child, const OrderReport& report, Time time) {
    if (report.kind == ReportKind::accepted || report.kind == ReportKind::cancel_rejected) return;
    if (report.kind == ReportKind::filled) {
        child.filled += report.quantity;
        child.value += product(report.price, report.quantity);
    }
    child.state = after(child.state, report, child.filled, child.quantity);
    if (child.state != ChildState::open) child.ended = time;
}

OtherChild BesideTally::shown(const Child& child, const Instrument& instrument, const std::vector<std::string>& slots) {
    const auto slot = static_cast<size_t>(child.slot);
    OtherChild out{.id = child.id,
                   .clause = slot < slots.size() ? slots[slot] : std::string(),
                   .state = child.state,
                   .bound = child.bound,
                   .sent = child.sent,
                   .ended = child.ended,
                   .price = format_decimal(child.price.value, instrument.price_decimals, Zeros::keep),
                   .quantity = format_decimal(child.quantity.value, instrument.quantity_decimals),
                   .filled = format_decimal(child.filled.value, instrument.quantity_decimals),
                   .average_price = ""};
    if (child.filled.value > 0) out.average_price = average_text(child.value, child.filled, instrument);
    return out;
}

void BesideTally::note(const Refused& refused) {
    ++sum_of(refused.slot).refused;
}

std::vector<OtherLedger> BesideTally::result(Quantity entry, Wide entry_value, Time end,
                                             const std::vector<std::string>& slots) const {
    std::vector<OtherLedger> out;
    for (size_t i = 0; i < sums_.size(); ++i) {
        Sum sum = sums_[i];
        const Beside& about = ledgers_.others[i];
        const Instrument& instrument = about.instrument;
        OtherLedger& other = out.emplace_back();
        other.name = about.name;
        other.symbol = instrument.symbol;
        other.side = about.side;
        other.executed = format_decimal(sum.executed.value, instrument.quantity_decimals);
        other.fees = format_decimal(sum.fees, instrument.money_decimals);
        other.fills = sum.fills;
        other.placed = sum.placed;
        other.cancels = sum.cancels;
        other.reductions = sum.reductions;
        other.refused = sum.refused;
        if (sum.exposed_since != kNoTime) {
            sum.pass(end);
            const int decimals = about.by_value ? instrument.money_decimals : instrument.quantity_decimals;
            other.exposure_unit = about.by_value ? instrument.currency : instrument.base;
            other.exposure_most = format_decimal(sum.exposed_most, decimals);
            if (sum.exposed != step::kAbsent) other.exposure_end = format_decimal(sum.exposed, decimals);
            if (sum.known.value > 0)
                other.exposure_average = format_decimal(sum.exposed_time / sum.known.value, decimals);
        }
        for (const Child& child : sum.children) other.children.push_back(shown(child, instrument, slots));
        if (sum.executed.value == 0) continue;
        other.average_price = average_text(sum.value, sum.executed, instrument);
        if (!about.closes || entry.value == 0) continue;
        const int decimals = instrument.price_decimals + instrument.quantity_decimals;
        other.realised = format_decimal(realised(entry, entry_value, sum.executed, sum.value, about.side), decimals);
    }
    return out;
}

}  // namespace weir::tca
