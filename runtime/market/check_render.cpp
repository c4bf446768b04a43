// Check reports as text and as JSON.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "runtime/core/decimal.h"
#include "runtime/core/time.h"
#include "runtime/market/check.h"

namespace weir::market {

std::string_view name(MarketKind kind) {
    constexpr std::array<std::string_view, CheckReport::kKinds> kNames{
        "clear", "level", "add", "reduce", "remove", "execute", "trade", "quote", "bar", "halt", "resume"};
    const auto index = static_cast<size_t>(kind);
    return index < kNames.size() ? kNames[index] : "unknown";
}

namespace {

namespace json = boost::json;

double percent(const Compared& compared) {
    constexpr double kHundred = 100;
    return compared.count() == 0
               ? 0
               : kHundred * static_cast<double>(compared.equal) / static_cast<double>(compared.count());
}

/// Lines of `name  value`.
class Lines {
  public:
    void add(std::string_view what, std::string_view value) { text_ += fmt::format("{:<28}{}\n", what, value); }
    void add(std::string_view what, uint64_t count) { add(what, fmt::format("{}", count)); }
    void add(std::string_view what, const Compared& compared) {
        add(what, fmt::format("{} of {} equal ({:.4f} %)", compared.equal, compared.count(), percent(compared)));
    }
    void add(std::string_view what, const Moments& moments, uint64_t messages) {
        if (moments.messages == 0) return add(what, "never");
        add(what, fmt::format("after {} of {} messages, {} times, {} in all, at most {}, first at {}", moments.messages,
                              messages, moments.episodes, format_duration(moments.total),
                              format_duration(moments.longest), format_time(moments.first)));
    }
    void line(std::string_view text) { text_ += fmt::format("{}\n", text); }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

void put(Lines&, const Instrument&, const std::monostate&) {}

void put(Lines& lines, const Instrument&, const LobsterTruth& truth) {
    lines.line("\nagainst the order book file, each level rebuilt from the first row and the messages");
    lines.add("rows", truth.rows);
    lines.add("levels shown", truth.cells);
    lines.add("determined", Compared{truth.from_messages.equal + truth.from_window.equal,
                                     truth.from_messages.unequal + truth.from_window.unequal});
    lines.add("  by first row, messages", truth.from_messages);
    lines.add("  since it was last seen", truth.from_window);
    lines.add(
        "not determined",
        fmt::format(
            "{} ({:.4f} %): the level comes into the window in that row; {} of them not on the outermost level",
            truth.first_seen,
            truth.cells == 0 ? 0 : 100.0 * static_cast<double>(truth.first_seen) / static_cast<double>(truth.cells),
            truth.first_seen_inner));
    lines.add("surplus levels", truth.surplus);
    lines.add("rows of the tape's book", truth.tape_rows);
    for (const std::string& example : truth.examples) lines.line("  " + example);
}

void put(Lines& lines, const Instrument& instrument, const BitstampTruth& truth) {
    lines.line("\nagainst the source's snapshots, the book rebuilt from single orders alone");
    lines.add("snapshots", truth.snapshots);
    lines.add("levels", truth.levels);
    lines.add("levels after " + format_duration(truth.warm_up), truth.warm_levels);
    lines.add("determined levels", truth.determined);
    lines.add("  after it", truth.warm_determined);
    lines.add("whole snapshots after it", truth.warm_snapshots);
    lines.add("levels of the tape's book", truth.tape_levels);
    lines.add("ended before they began", fmt::format("{} orders, left out", truth.created_late));
    for (const auto& order : truth.stale) {
        const std::string why = order.snapshots == 0
                                    ? "changed after its end, left out"
                                    : fmt::format("better than the best price of {} snapshots", order.snapshots);
        lines.add("stale order",
                  fmt::format("{}: {} {} at {} from {}: {}", order.order, order.side == Side::buy ? "bid" : "ask",
                              format_decimal(order.quantity, instrument.quantity_decimals),
                              format_decimal(order.price, instrument.price_decimals), format_time(order.since), why));
    }
}

void put(Lines& lines, const Instrument&, const BinanceTruth& truth) {
    lines.line(
        "\nagainst the source's best quotes: after the update that ends with id u, the last quote with an id of at "
        "most u");
    lines.add("updates", truth.updates);
    lines.add("gaps in the ids", truth.gaps);
    lines.add("best prices", truth.prices);
    lines.add("and quantities", truth.prices_quantities);
    lines.add("not judged", truth.not_judged);
    lines.add("crossed or locked", truth.crossed);
}

void put(Lines& lines, const Instrument&, const CtcTruth& truth) {
    lines.line("\nthe source against itself");
    lines.add("sequence groups", truth.groups);
    lines.add("gaps in the sequence", truth.sequence_gaps);
    lines.add("crossed groups", truth.crossed_groups);
    lines.add("locked groups", truth.locked_groups);
    lines.add("levels gone unseen", fmt::format("{}, {} of them after the first 100 groups", truth.unknown_removed,
                                                truth.unknown_removed_late));
    lines.add("sides of trades", truth.trade_sides);
}

json::object object_of(const Compared& compared) {
    return {{"equal", compared.equal}, {"unequal", compared.unequal}, {"percent", percent(compared)}};
}

json::object object_of(const Moments& moments) {
    json::object object{{"messages", moments.messages},
                        {"episodes", moments.episodes},
                        {"total_ns", moments.total.value},
                        {"longest_ns", moments.longest.value}};
    if (moments.messages > 0) object["first"] = format_time(moments.first);
    return object;
}

json::value object_of(const std::monostate&) {
    return nullptr;
}

json::value object_of(const LobsterTruth& truth) {
    json::array examples(truth.examples.begin(), truth.examples.end());
    return json::object{{"rows", truth.rows},
                        {"levels", truth.levels},
                        {"cells", truth.cells},
                        {"from_messages", object_of(truth.from_messages)},
                        {"from_window", object_of(truth.from_window)},
                        {"first_seen", truth.first_seen},
                        {"first_seen_inner", truth.first_seen_inner},
                        {"surplus", truth.surplus},
                        {"tape_rows", object_of(truth.tape_rows)},
                        {"examples", examples}};
}

json::value object_of(const BitstampTruth& truth) {
    json::array stale;
    for (const auto& order : truth.stale)
        stale.push_back(json::object{{"order", order.order},
                                     {"side", sign(order.side)},
                                     {"price", order.price},
                                     {"quantity", order.quantity},
                                     {"since", format_time(order.since)},
                                     {"snapshots", order.snapshots}});
    return json::object{{"snapshots", truth.snapshots},
                        {"levels", object_of(truth.levels)},
                        {"warm_up_ns", truth.warm_up.value},
                        {"warm_levels", object_of(truth.warm_levels)},
                        {"determined", object_of(truth.determined)},
                        {"warm_determined", object_of(truth.warm_determined)},
                        {"warm_snapshots", object_of(truth.warm_snapshots)},
                        {"tape_levels", object_of(truth.tape_levels)},
                        {"created_late", truth.created_late},
                        {"stale", stale}};
}

json::value object_of(const BinanceTruth& truth) {
    return json::object{{"updates", truth.updates},          {"gaps", truth.gaps},
                        {"prices", object_of(truth.prices)}, {"prices_quantities", object_of(truth.prices_quantities)},
                        {"not_judged", truth.not_judged},    {"crossed", truth.crossed}};
}

json::value object_of(const CtcTruth& truth) {
    return json::object{{"groups", truth.groups},
                        {"sequence_gaps", truth.sequence_gaps},
                        {"crossed_groups", truth.crossed_groups},
                        {"locked_groups", truth.locked_groups},
                        {"unknown_removed", truth.unknown_removed},
                        {"unknown_removed_late", truth.unknown_removed_late},
                        {"trade_sides", object_of(truth.trade_sides)}};
}

}  // namespace

std::string to_text(const CheckReport& report) {
    Lines lines;
    const Instrument& instrument = report.info.instrument;
    lines.add("instrument", fmt::format("{} in {}", instrument.symbol, instrument.currency));
    lines.add("source", fmt::format("{}, {}", report.info.source, name(report.info.detail)));
    lines.add("records", report.info.records);
    for (size_t i = 0; i < report.records.size(); ++i)
        if (report.records[i] > 0) lines.add(fmt::format("  {}", name(static_cast<MarketKind>(i))), report.records[i]);
    if (report.info.records > 0)
        lines.add("span", fmt::format("{} to {} ({})", format_time(report.info.first), format_time(report.info.last),
                                      format_duration(since(report.info.last, report.info.first))));
    lines.add("messages", report.messages);
    lines.add("trades", fmt::format("{}, eligible volume {}, other {}", report.trades,
                                    format_decimal(report.eligible_volume, instrument.quantity_decimals),
                                    format_decimal(report.ineligible_volume, instrument.quantity_decimals)));
    lines.add("longest silence",
              fmt::format("{} from {}; {} longer than {}", format_duration(report.longest_silence),
                          format_time(report.longest_silence_from), report.silences, format_duration(kSilence)));
    lines.add("crossed", report.crossed, report.messages);
    lines.add("locked", report.locked, report.messages);
    lines.add("one side empty", report.one_sided, report.messages);
    const BookFaults& faults = report.faults;
    lines.add("changes of unlisted orders",
              fmt::format("{}, {} of them larger than the anonymous quantity", faults.unknown_orders, faults.missing));
    lines.add("other faults", fmt::format("{} orders overdrawn, {} added twice", faults.overdrawn, faults.repeated));
    lines.add("off the grids",
              fmt::format("{} prices off the tick, {} quantities off the lot", report.off_tick, report.off_lot));
    if (report.received > 0)
        lines.add("receive clock", fmt::format("{} to {} after the exchange's; steps back {} times in this order",
                                               format_duration(report.receive_delta_min),
                                               format_duration(report.receive_delta_max), report.receive_steps_back));
    std::visit([&](const auto& truth) { put(lines, instrument, truth); }, report.truth);
    return lines.take();
}

std::string to_json(const CheckReport& report) {
    json::object records;
    for (size_t i = 0; i < report.records.size(); ++i) records[name(static_cast<MarketKind>(i))] = report.records[i];
    const BookFaults& faults = report.faults;
    json::object object{
        {"symbol", report.info.instrument.symbol},
        {"source", report.info.source},
        {"detail", name(report.info.detail)},
        {"records", report.info.records},
        {"records_by_kind", records},
        {"messages", report.messages},
        {"trades", report.trades},
        {"eligible_volume", report.eligible_volume},
        {"ineligible_volume", report.ineligible_volume},
        {"crossed", object_of(report.crossed)},
        {"locked", object_of(report.locked)},
        {"one_sided", object_of(report.one_sided)},
        {"faults", json::object{{"unknown_orders", faults.unknown_orders},
                                {"missing", faults.missing},
                                {"overdrawn", faults.overdrawn},
                                {"repeated", faults.repeated}}},
        {"longest_silence_ns", report.longest_silence.value},
        {"silences", report.silences},
        {"off_tick", report.off_tick},
        {"off_lot", report.off_lot},
        {"truth", std::visit([](const auto& truth) { return json::value(object_of(truth)); }, report.truth)},
    };
    if (report.info.records > 0) {
        object["first"] = format_time(report.info.first);
        object["last"] = format_time(report.info.last);
    }
    if (report.received > 0)
        object["receive"] = json::object{{"records", report.received},
                                         {"delta_min_ns", report.receive_delta_min.value},
                                         {"delta_max_ns", report.receive_delta_max.value},
                                         {"steps_back", report.receive_steps_back}};
    return json::serialize(object);
}

}  // namespace weir::market
