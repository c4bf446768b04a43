#include "proofs/test_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "proofs/proofs.h"
#include "runtime/core/decimal.h"
#include "runtime/core/time.h"

namespace weir::proofs {
namespace {

/// A string of the language has no quotes and no ends of lines in it.
std::string plain(std::string text) {
    std::string out;
    for (const char c : text) {
        const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
        if (!blank) out += c == '"' ? '\'' : c;
        if (blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    return out;
}

class Writer {
  public:
    Writer(const Scenario& scenario, const Ground& ground, const std::vector<plan::Parameter>& parameters)
        : scenario_(scenario), ground_(ground), parameters_(parameters) {}

    std::string text(const std::string& title) const {
        const ParentOrder& order = scenario_.order;
        std::string out = fmt::format("test \"{}\" of {} {{\n", title, ground_.strategy);
        out += fmt::format("    order {} {} from {} to {}", order.side == Side::buy ? "buy" : "sell",
                           quantity(order.quantity.value), clock(order.start), clock(order.end));
        if (order.limit != step::kAbsent) out += " limit " + price(order.limit);
        out += '\n';
        for (size_t i = 0; i < parameters_.size(); ++i)
            if (parameters_[i].required || scenario_.parameters[i] != parameters_[i].value)
                out += fmt::format("    set {} = {}\n", parameters_[i].name,
                                   lower::parameter_text(parameters_[i], scenario_.parameters[i], ground_.market));
        for (const Place& place : scenario_.places) out += "    " + market(place) + '\n';
        for (const backtest::Command& one : scenario_.commands)
            out += fmt::format("    at {} {}\n", clock(one.time), words(one.what));
        return out + "    expect never stopped\n}\n";
    }

    /// A test is of one day, that of its tape, and says its times in UTC.
    bool is_of_one_day() const {
        const Place& first = scenario_.places.front();
        const std::string& zone = scenario_.instruments[first.instrument].time_zone;
        const Date day = date_in(first.moments.front().time, zone).value;
        const auto same = [&](Time time) { return format_date(date_in(time, "UTC").value) == format_date(day); };
        return same(scenario_.order.start) && same(scenario_.order.end) &&
               std::ranges::all_of(scenario_.commands, [&](const backtest::Command& one) {
                   return same(one.time) && (one.what.kind != LiveCommand::amend_end || same(Time{one.what.value}));
               });
    }

  private:
    const Instrument& own() const { return scenario_.instruments.front(); }
    std::string quantity(int64_t value) const {
        return format_decimal(value, own().quantity_decimals) + " " + own().base;
    }
    std::string price(int64_t value) const { return format_decimal(value, own().price_decimals); }
    static std::string clock(Time time) { return format_time_of_day(time, "UTC"); }

    /// A dark venue has no tape of its own: it goes by that of the first lit one.
    std::string market(const Place& place) const {
        const std::string& tape = place.dark ? scenario_.places.front().name : place.name;
        const std::string name =
            place.name.empty() ? "" : fmt::format("\"{}\" {}", place.name, place.dark ? "dark " : "");
        return fmt::format("market {}tape \"{}{}.tape\"", name, kFilesMark, tape.empty() ? "" : "." + tape);
    }

    std::string words(const weir::Command& what) const {
        if (what.kind == LiveCommand::amend_quantity) return "amend quantity " + quantity(what.value);
        if (what.kind == LiveCommand::amend_end) return "amend end " + clock(Time{what.value});
        return words_of(what, ground_, scenario_, parameters_);
    }

    const Scenario& scenario_;
    const Ground& ground_;
    const std::vector<plan::Parameter>& parameters_;
};

}  // namespace

std::string test_of(const Scenario& scenario, const Ground& ground, const std::vector<plan::Parameter>& parameters,
                    const verify::Property& property) {
    if (property.kind == verify::Kind::rule || scenario.seed != 1) return "";
    const Writer writer(scenario, ground, parameters);
    return writer.is_of_one_day() ? writer.text(plain(property.name) + ", broken") : "";
}

}  // namespace weir::proofs
