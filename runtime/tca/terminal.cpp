// The report as text: a heading, then one small table for each question.
#include <fmt/format.h>

#include "runtime/tca/names.h"
#include "runtime/tca/present.h"
#include "runtime/tca/table.h"
#include "runtime/tca/tca.h"

namespace weir::tca {
namespace {

constexpr std::string_view kIndent = "  ";

class Terminal {
  public:
    Terminal(const Report& report, const TerminalOptions& options)
        : report_(report), options_(options), figures_(figures_of(report)), present_(report) {}

    std::string text() {
        heading();
        costs();
        benchmarks();
        spreads();
        schedule();
        lost();
        messages();
        commands();
        others();
        clauses();
        children();
        return std::move(text_);
    }

  private:
    void heading();
    void costs();
    void benchmarks();
    void spreads();
    void schedule();
    void lost();
    void messages();
    void commands();
    void others();
    void clauses();
    void children();
    void other_children(const OtherLedger& other);

    /// Children that are not shown.
    void more(size_t count) {
        if (count > 0) text_ += fmt::format("{}… and {} more\n", kIndent, present_.count(static_cast<int64_t>(count)));
    }
    void add(const Table& table) {
        text_ += '\n' + table.text(kIndent, options_.colour ? "\x1b[1m" : "", options_.colour ? "\x1b[0m" : "");
    }
    void fact(std::string_view name, std::string_view value) {
        text_ += fmt::format("{}{:<14}{}\n", kIndent, name, value);
    }
    std::string bold(std::string_view text) const {
        return options_.colour ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
    }
    std::string unit() const { return report_.instrument.base.empty() ? "" : " " + report_.instrument.base; }

    const Report& report_;
    const TerminalOptions& options_;
    const Figures figures_;
    const Present present_;
    std::string text_;
};

void Terminal::heading() {
    const Instrument& instrument = report_.instrument;
    const std::string strategy = report_.run.strategy.empty() ? "order" : report_.run.strategy;
    text_ += bold(fmt::format("{}: {}", strategy, present_.order())) +
             fmt::format("  {}  {}\n", instrument.symbol, present_.interval());
    fact("Ended", ending(report_) + (report_.ended == kNoTime ? "" : ", at " + present_.time(report_.ended)));
    if (report_.executed.quantity.value > 0)
        fact(
            "Executed",
            fmt::format("{}{} ({}) at {} {}, worth {}; {} maker", present_.quantity(report_.executed.quantity), unit(),
                        present_.percent(figures_.fill_ratio), present_.price(figures_.average_price),
                        instrument.currency, present_.money(report_.executed.value), present_.percent(figures_.maker)));
    else
        fact("Executed", "nothing");
    fact("Participation",
         fmt::format("{} of own + market volume, {} of market volume ({}{} in {} trades)",
                     present_.percent(figures_.participation), present_.percent(figures_.participation_market),
                     present_.quantity(report_.benchmarks.volume), unit(), present_.count(report_.benchmarks.trades)));
}

void Terminal::costs() {
    if (!report_.shortfall) {
        text_ += fmt::format("\n{}No implementation shortfall: there was no two-sided market on arrival.\n", kIndent);
        return;
    }
    const Shortfall& s = *report_.shortfall;
    Table table({{"Shortfall (+ is worse)", Align::left}, {report_.instrument.currency}, {"bps of order"}});
    const auto row = [&](std::string_view name, Amount amount, std::optional<Bps> bps) {
        table.row({std::string(name), present_.money(amount), present_.bps(bps)});
    };
    row(report_.benchmarks.decision == step::kAbsent ? "delay (no decision price)" : "delay", s.delay, figures_.delay);
    row("trading", s.trading, figures_.trading);
    row("opportunity", s.opportunity, figures_.opportunity);
    row("fees", s.fees, figures_.fees_of_paper);
    row("total", s.total, figures_.shortfall);
    add(table);
}

void Terminal::benchmarks() {
    if (report_.executed.quantity.value == 0) return;
    Table table({{"Slippage (+ is worse)", Align::left}, {"price"}, {"bps"}});
    table.row({"arrival", present_.price(figures_.arrival), present_.bps(figures_.to_arrival)});
    table.row({"interval VWAP, own excluded", present_.price(figures_.interval_vwap), present_.bps(figures_.to_vwap)});
    table.row({"interval TWAP of mid", present_.price(figures_.interval_twap), present_.bps(figures_.to_twap)});
    add(table);
}

void Terminal::spreads() {
    if (report_.executed.quantity.value == 0) return;
    Table table({{"Spread, bps", Align::left}, {"effective"}, {"= realised"}, {"+ impact"}, {"markout"}, {"missing"}});
    for (size_t h = 0; h < kHorizons.size(); ++h) {
        const Figures::AtHorizon& at = figures_.at[h];
        const Spread& spread = report_.spreads[h];
        table.row({fmt::format("after {} s", spread.horizon.value / kSecond), present_.bps(at.effective),
                   present_.bps(at.realised), present_.bps(at.impact), present_.bps(at.markout),
                   spread.missing_fills == 0 ? "0"
                                             : fmt::format("{}{}, {} fills", present_.quantity(spread.missing), unit(),
                                                           present_.count(spread.missing_fills))});
    }
    add(table);
    text_ += fmt::format("{}captured {} of the half spread; quoted {} bps\n", kIndent,
                         present_.percent(figures_.spread_capture), present_.bps(figures_.quoted));
}

void Terminal::schedule() {
    if (report_.schedule.measured.value == 0) return;
    text_ += '\n';
    fact("Schedule", fmt::format("at most {} behind and {} ahead, {} off on average (of the order)",
                                 present_.percent(figures_.behind_most), present_.percent(figures_.ahead_most),
                                 present_.percent(figures_.deviation_average)));
}

void Terminal::lost() {
    Table table({{"Lost to", Align::left}, {"time"}, {"average" + unit()}, {"most" + unit()}, {"unfilled" + unit()}});
    for (size_t i = 0; i < kCauses; ++i) {
        const Lost& lost = report_.lost.by_cause[i];
        if (lost.time.value == 0 && lost.unfilled.value == 0) continue;
        table.row({std::string(kCauseNames[i]), present_.duration(lost.time),
                   present_.quantity(lost.quantity_time, lost.time), present_.quantity(lost.most),
                   present_.quantity(lost.unfilled)});
    }
    if (!table.empty()) add(table);
    if (report_.executed.quantity >= report_.order.quantity) return;
    fact("Not executed", fmt::format("{}{}: {} working, {} not yet due, the rest lost as above",
                                     present_.quantity(report_.order.quantity - report_.executed.quantity), unit(),
                                     present_.quantity(report_.lost.working), present_.quantity(report_.lost.not_due)));
}

void Terminal::messages() {
    const Messages& m = report_.messages;
    std::string reasons;
    for (const auto* tallies : {&m.rejects, &m.refusals})
        for (const Tally& tally : *tallies)
            reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", present_.count(tally.count), tally.reason);
    text_ += '\n';
    fact(
        "Messages",
        fmt::format("{} orders, {} cancels, {} reductions; the venue rejected {} and {} cancels, the gate refused {}{}",
                    present_.count(m.placed), present_.count(m.cancels), present_.count(m.reductions),
                    present_.count(m.rejected), present_.count(m.cancels_rejected), present_.count(m.refused),
                    reasons.empty() ? "" : " (" + reasons + ")"));
}

void Terminal::commands() {
    if (report_.commands.empty()) return;
    Table table(
        {{"Command", Align::left}, {"", Align::left}, {"by", Align::left}, {"reason", Align::left}, {"", Align::left}});
    for (const CommandLine& line : report_.commands)
        table.row({present_.time(line.time), command_text(report_, line.command), line.command.user,
                   line.command.reason, outcome_of(line)});
    add(table);
}

void Terminal::others() {
    for (const OtherLedger& other : report_.others) {
        text_ += '\n';
        fact(other.name,
             fmt::format("{} {} {}{}{}; {} fills, fees {}; {} orders, {} cancels, {} reductions, {} refused",
                         other.side == Side::buy ? "bought" : "sold", other.executed, other.symbol,
                         other.average_price.empty() ? "" : " at " + other.average_price,
                         other.realised.empty() ? "" : ", realised " + other.realised, present_.count(other.fills),
                         other.fees, present_.count(other.placed), present_.count(other.cancels),
                         present_.count(other.reductions), present_.count(other.refused)));
        if (const std::string exposure = Present::exposure(other); !exposure.empty()) fact("Exposure", exposure);
        other_children(other);
    }
}

void Terminal::other_children(const OtherLedger& other) {
    if (other.children.empty() || options_.children_most <= 0) return;
    Table table({{"Its child", Align::left},
                 {"id"},
                 {"clause", Align::left},
                 {"bound by", Align::left},
                 {"price"},
                 {"quantity"},
                 {"filled"},
                 {"average"},
                 {"life"},
                 {"state", Align::left}});
    const size_t shown = std::min(other.children.size(), static_cast<size_t>(options_.children_most));
    for (size_t i = 0; i < shown; ++i) table.row(present_.child(other.children[i]));
    add(table);
    more(other.children.size() - shown);
}

/// What each clause did: on several venues a clause has a name for each of them, and an auction has its own.
void Terminal::clauses() {
    if (report_.run.slots.size() < 2 || report_.executed.quantity.value == 0) return;
    Table table({{"Clause", Align::left}, {"orders"}, {"filled"}, {"of all"}, {"average"}, {"maker"}, {"fees"}});
    for (size_t i = 0; i < report_.run.slots.size(); ++i) {
        const auto slot = static_cast<int32_t>(i);
        Executed sum;
        int64_t orders = 0;
        for (const Child& child : report_.children) {
            if (child.slot != slot) continue;
            ++orders;
            sum.quantity = sum.quantity + child.filled;
            sum.maker = sum.maker + child.maker;
            sum.value += child.value;
            sum.fees += child.fees;
        }
        if (orders == 0) continue;
        table.row({present_.slot(slot), present_.count(orders), present_.quantity(sum.quantity),
                   present_.percent(share(sum.quantity, report_.executed.quantity)),
                   present_.price(average_price(report_.instrument, sum.quantity, sum.value)),
                   present_.percent(share(sum.maker, sum.quantity)), present_.money(sum.fees)});
    }
    add(table);
}

void Terminal::children() {
    if (report_.children.empty() || options_.children_most <= 0) return;
    Table table({{"Child", Align::left},
                 {"id"},
                 {"clause", Align::left},
                 {"bound by", Align::left},
                 {"price"},
                 {"quantity"},
                 {"filled"},
                 {"average"},
                 {"10 s bps"},
                 {"life"},
                 {"state", Align::left}});
    const size_t shown = std::min(report_.children.size(), static_cast<size_t>(options_.children_most));
    for (size_t i = 0; i < shown; ++i) {
        const Child& child = report_.children[i];
        table.row({present_.time(child.sent), std::to_string(child.id), present_.slot(child.slot),
                   std::string(name_of(child.bound)), present_.price(child.price), present_.quantity(child.quantity),
                   present_.quantity(child.filled),
                   present_.price(average_price(report_.instrument, child.filled, child.value)),
                   present_.bps(markout(child.spreads[kSpreadHorizon])),
                   child.ended == kNoTime ? std::string(kNothing) : present_.duration(since(child.ended, child.sent)),
                   std::string(name_of(child.state))});
    }
    add(table);
    more(report_.children.size() - shown);
}

}  // namespace

std::string terminal(const Report& report, const TerminalOptions& options) {
    return Terminal(report, options).text();
}

}  // namespace weir::tca
