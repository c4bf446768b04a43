// The report as one page: a heading, the headline figures, charts with their tables, every child. All text is escaped,
// and a content policy keeps the page from reaching for anything outside itself.
#include <fmt/format.h>

#include "runtime/tca/assets.h"
#include "runtime/tca/chart_data.h"
#include "runtime/tca/names.h"
#include "runtime/tca/page.h"
#include "runtime/tca/present.h"
#include "runtime/tca/tca.h"

namespace weir::tca {
namespace {

constexpr size_t kChildrenMost = 1000;  // rows of the table; the rest is counted

class Page {
  public:
    explicit Page(const Report& report) : report_(report), figures_(figures_of(report)), present_(report) {}

    std::string html() {
        open();
        heading();
        cards();
        shortfall();
        price();
        course();
        quality();
        commands();
        children();
        others();
        facts();
        close();
        return std::move(html_);
    }

  private:
    void open();
    void heading();
    void cards();
    void shortfall();
    void price();
    void course();
    void quality();
    void commands();
    void children();
    void others();
    void facts();
    void close();
    std::string lost_table() const;
    std::string messages_table() const;

    void card(std::string_view name, const std::string& value, std::string_view unit, std::string_view more,
              std::string_view tone = "");
    void cost_card(std::string_view name, std::optional<Bps> bps, std::string_view more) {
        const std::string sign = bps && bps->hundredths > 0 ? "+" : "";
        card(name, sign + present_.bps(bps), bps ? "bps" : "", more, tone_of(bps));
    }
    static std::string_view tone_of(std::optional<Bps> bps) {
        if (!bps || bps->hundredths == 0) return "";
        return bps->hundredths > 0 ? "worse" : "better";
    }
    void pair(std::string_view left, std::string_view right) {
        html_ += fmt::format("<div class=\"pair\">\n{}{}</div>\n", left, right);
    }
    static std::string section(std::string_view title, std::string_view note, std::string_view content) {
        return fmt::format("<section><h2>{}</h2><p>{}</p>{}</section>\n", escaped(title), escaped(note), content);
    }
    static std::string canvas(std::string_view id, std::string_view label, bool tall = false) {
        return fmt::format("<div class=\"chart{}\"><canvas id=\"{}\" role=\"img\" aria-label=\"{}\"></canvas></div>",
                           tall ? " tall" : "", id, escaped(label));
    }
    std::string in_base(std::string_view title) const {
        const std::string& base = report_.instrument.base;
        return base.empty() ? std::string(title) : fmt::format("{}, {}", title, base);
    }
    std::string with_base(const std::string& quantity) const {
        return report_.instrument.base.empty() ? quantity : quantity + " " + report_.instrument.base;
    }
    bool executed() const { return report_.executed.quantity.value > 0; }

    const Report& report_;
    const Figures figures_;
    const Present present_;
    std::string html_;
};

void Page::open() {
    const std::string strategy = report_.run.strategy.empty() ? "order" : report_.run.strategy;
    html_ += page_head(fmt::format("{}: {} {}", strategy, present_.order(), report_.instrument.symbol));
}

void Page::heading() {
    const bool good = report_.stop == StopCause::completed;
    const bool plain = report_.stop == StopCause::none || report_.stop == StopCause::ended ||
                       report_.stop == StopCause::cancelled || report_.stop == StopCause::taken_over ||
                       report_.stop == StopCause::switched_off;
    const std::string strategy = report_.run.strategy.empty() ? "order" : report_.run.strategy;
    html_ += fmt::format(
        "<header><h1>{} <small>{}</small></h1><span class=\"badge {}\">{}</span><p>{} · {}{}</p></header>\n",
        escaped(strategy), escaped(present_.order()),
        good    ? "good"
        : plain ? "plain"
                : "bad",
        escaped(ending(report_)), escaped(report_.instrument.symbol), escaped(present_.interval()),
        report_.run.tape.empty() ? "" : " · " + escaped(report_.run.tape));
}

void Page::card(std::string_view name, const std::string& value, std::string_view unit, std::string_view more,
                std::string_view tone) {
    html_ += fmt::format(
        "<div class=\"card\"><div class=\"name\">{}</div><div class=\"value {}\">{} <small>{}</small></div>"
        "<div class=\"more\">{}</div></div>\n",
        escaped(name), tone, escaped(value), escaped(unit), escaped(more));
}

void Page::cards() {
    const std::string& currency = report_.instrument.currency;
    html_ += "<div class=\"cards\">\n";
    cost_card("Implementation shortfall", figures_.shortfall,
              report_.shortfall ? present_.money(report_.shortfall->total) + " " + currency : "no arrival price");
    cost_card("Against arrival", figures_.to_arrival,
              fmt::format("{} against {}", present_.price(figures_.average_price), present_.price(figures_.arrival)));
    cost_card("Against interval VWAP", figures_.to_vwap,
              fmt::format("VWAP {}, own excluded", present_.price(figures_.interval_vwap)));
    cost_card("Against interval TWAP", figures_.to_twap,
              fmt::format("TWAP of mid {}", present_.price(figures_.interval_twap)));
    card("Executed", present_.percent(figures_.fill_ratio), "",
         fmt::format("{} of {}", present_.quantity(report_.executed.quantity),
                     with_base(present_.quantity(report_.order.quantity))));
    card("Participation", present_.percent(figures_.participation), "",
         fmt::format("of own + market; {} of market", present_.percent(figures_.participation_market)));
    card("Spread captured", present_.percent(figures_.spread_capture), "",
         fmt::format("of the half spread; {} maker", present_.percent(figures_.maker)));
    cost_card("Fees", figures_.fees, present_.money(report_.executed.fees) + " " + currency + " on value");
    html_ +=
        "</div>\n<p class=\"note\" style=\"margin-top:10px\">Costs are positive when they are worse for the "
        "client, for buys and sells alike.</p>\n";
}

void Page::shortfall() {
    if (!report_.shortfall) {
        html_ += section("Implementation shortfall",
                         "There was no two-sided market on arrival, so there is nothing to compare with.", "");
        return;
    }
    const Shortfall& s = *report_.shortfall;
    Rows rows({"Part", "What it is", report_.instrument.currency, "bps"}, 2);
    const auto row = [&](const char* part, const char* what, Amount amount, std::optional<Bps> bps,
                         bool total = false) {
        rows.row({part, what, present_.money(amount), present_.bps(bps)}, total);
    };
    row("delay",
        report_.benchmarks.decision == step::kAbsent ? "no decision price was given" : "arrival against decision",
        s.delay, figures_.delay);
    row("trading", "fills against arrival", s.trading, figures_.trading);
    row("opportunity", "not executed, at the last mid", s.opportunity, figures_.opportunity);
    row("fees", "charged less rebates", s.fees, figures_.fees_of_paper);
    row("total", "the sum, exactly", s.total, figures_.shortfall, true);
    pair(section("Where the cost came from", "Implementation shortfall in bps of the order's paper value.",
                 canvas("shortfall", "Implementation shortfall by part")),
         section("Implementation shortfall",
                 fmt::format("Paper value {} {}.", present_.money(s.paper), report_.instrument.currency), rows.html()));
}

void Page::price() {
    html_ +=
        report_.series.points.empty()
            ? section("Price and fills", "The order never began: nothing was recorded.", "")
            : section("Price and fills", "Fills at their size over the mid and its range; time of day at the market.",
                      canvas("price", "Price, fills and limit over time", true));
}

void Page::course() {
    if (report_.series.points.empty()) return;
    if (report_.schedule.measured.value == 0)
        html_ += section("Schedule and executed", "No schedule was recorded.",
                         canvas("schedule", "Executed quantity over time"));
    else
        pair(section("Schedule and executed",
                     fmt::format("At most {} behind and {} ahead, {} off on average, of the order.",
                                 present_.percent(figures_.behind_most), present_.percent(figures_.ahead_most),
                                 present_.percent(figures_.deviation_average)),
                     canvas("schedule", "Schedule against executed quantity over time")),
             section("Ahead or behind", "Executed less scheduled. Shaded: something stood in the way.",
                     canvas("deviation", "Executed less scheduled quantity over time")));
    pair(section("Participation",
                 fmt::format("{} in {} market trades.", with_base(present_.quantity(report_.benchmarks.volume)),
                             present_.count(report_.benchmarks.trades)),
                 canvas("participation", "Participation over time")),
         section("Due, but neither executed nor working", "How long, and how much, by what stood in the way.",
                 lost_table()));
}

std::string Page::lost_table() const {
    Rows rows({"Cause", "time", in_base("average"), "most", "unfilled"}, 1);
    for (size_t i = 0; i < kCauses; ++i) {
        const Lost& lost = report_.lost.by_cause[i];
        if (lost.time.value == 0 && lost.unfilled.value == 0) continue;
        rows.row({std::string(kCauseNames[i]), present_.duration(lost.time),
                  present_.quantity(lost.quantity_time, lost.time), present_.quantity(lost.most),
                  present_.quantity(lost.unfilled)});
    }
    std::string text = rows.count() == 0 ? "<p class=\"note\">Nothing stood in the way.</p>" : rows.html();
    const Quantity unfilled = report_.order.quantity - report_.executed.quantity;
    if (unfilled.value > 0)
        text += fmt::format("<p class=\"note after\">Not executed: {}, of which {} was working and {} not yet due.</p>",
                            escaped(with_base(present_.quantity(unfilled))), present_.quantity(report_.lost.working),
                            present_.quantity(report_.lost.not_due));
    return text;
}

void Page::quality() {
    if (!executed()) return;
    Rows rows({"After", "effective", "= realised", "+ impact", "markout", "missing fills"}, 1);
    for (size_t h = 0; h < kHorizons.size(); ++h) {
        const Figures::AtHorizon& at = figures_.at[h];
        rows.row({fmt::format("{} s", kHorizons[h].value / kSecond), present_.bps(at.effective),
                  present_.bps(at.realised), present_.bps(at.impact), present_.bps(at.markout),
                  present_.count(report_.spreads[h].missing_fills)});
    }
    pair(section("Markouts", "Fill price against the mid at the fill and later, weighted by quantity.",
                 canvas("markouts", "Markouts at the fill, 1, 10 and 60 seconds")),
         section("Spread",
                 fmt::format("Whole spreads in bps of the mid; a markout is half of the realised one. Quoted at the "
                             "fills: {} bps.",
                             present_.bps(figures_.quoted)),
                 rows.html()));
}

void Page::commands() {
    if (report_.commands.empty()) return;
    Rows rows({"Time", "command", "by", "reason", "what became of it"}, 5);
    for (const CommandLine& line : report_.commands)
        rows.row({present_.time(line.time), command_text(report_, line.command), line.command.user, line.command.reason,
                  outcome_of(line)});
    html_ += section("Commands", "What the trader did while it ran. The order above is as last amended.", rows.html());
}

/// What protected or hedged the order, and its children.
void Page::others() {
    for (const OtherLedger& other : report_.others) {
        Rows rows({"Sent", "id", "clause", "bound by", "price", "quantity", "filled", "average", "life", "state"}, 4);
        const size_t shown = std::min(other.children.size(), kChildrenMost);
        const std::string exposure = Present::exposure(other);
        for (size_t i = 0; i < shown; ++i) rows.row(present_.child(other.children[i]));
        html_ += fmt::format(
            "<section class=\"breakable\"><h2>{}</h2><p>{} {} {}{}{}; {} fills, fees {}; {} orders, {} cancels, {} "
            "reductions, {} refused.{}{}</p><div class=\"long\">{}</div></section>\n",
            escaped(other.exposure_most.empty() ? other.name : other.name + " " + other.symbol),
            other.side == Side::buy ? "Bought" : "Sold", escaped(other.executed), escaped(other.symbol),
            other.average_price.empty() ? "" : " at " + escaped(other.average_price),
            other.realised.empty() ? "" : ", realised " + escaped(other.realised), present_.count(other.fills),
            escaped(other.fees), present_.count(other.placed), present_.count(other.cancels),
            present_.count(other.reductions), present_.count(other.refused),
            exposure.empty() ? "" : " Exposure " + escaped(exposure) + ".",
            shown < other.children.size()
                ? fmt::format(" The first {} are shown; the JSON report has all.", present_.count(kChildrenMost))
                : "",
            rows.count() > 0 ? rows.html() : "");
    }
}

void Page::children() {
    if (report_.children.empty()) return;
    Rows rows({"Sent", "id", "clause", "bound by", "state", "price", "quantity", "filled", "average", "fees", "1 s",
               "10 s", "60 s", "life"},
              5);
    const size_t shown = std::min(report_.children.size(), kChildrenMost);
    for (size_t i = 0; i < shown; ++i) {
        const Child& child = report_.children[i];
        std::vector<std::string> cells{present_.time(child.sent),
                                       std::to_string(child.id),
                                       present_.slot(child.slot),
                                       std::string(name_of(child.bound)),
                                       std::string(name_of(child.state)),
                                       present_.price(child.price),
                                       present_.quantity(child.quantity),
                                       present_.quantity(child.filled),
                                       present_.price(average_price(report_.instrument, child.filled, child.value)),
                                       child.fills == 0 ? std::string(kNothing) : present_.money(child.fees)};
        for (const Spread& spread : child.spreads) cells.push_back(present_.bps(markout(spread)));
        cells.push_back(child.ended == kNoTime ? std::string(kNothing)
                                               : present_.duration(since(child.ended, child.sent)));
        rows.row(cells);
    }
    html_ += fmt::format(
        "<section class=\"breakable\"><h2>Child orders</h2><p>{} children, {} fills; markouts in bps, positive is "
        "worse. "
        "“Bound by” is what limited a child's size.{}</p><div class=\"long\">{}</div></section>\n",
        present_.count(static_cast<int64_t>(report_.children.size())),
        present_.count(static_cast<int64_t>(report_.fills.size())),
        shown < report_.children.size()
            ? fmt::format(" The first {} are shown; the JSON report has all.", present_.count(kChildrenMost))
            : "",
        rows.html());
}

std::string Page::messages_table() const {
    const Messages& m = report_.messages;
    Rows rows({"Messages", "count"}, 1);
    rows.row({"orders sent", present_.count(m.placed)});
    rows.row({"cancels sent", present_.count(m.cancels)});
    rows.row({"reductions sent", present_.count(m.reductions)});
    rows.row({"cancels that came too late", present_.count(m.cancels_rejected)});
    rows.row({"orders rejected by the venue", present_.count(m.rejected)});
    for (const Tally& tally : m.rejects) rows.row({"· " + tally.reason, present_.count(tally.count)});
    rows.row({"refused by the pre-trade gate", present_.count(m.refused)});
    for (const Tally& tally : m.refusals) rows.row({"· " + tally.reason, present_.count(tally.count)});
    return rows.html();
}

void Page::facts() {
    const RunInfo& run = report_.run;
    Rows rows({"Set by", "value"}, 1);
    if (!run.engine.empty()) rows.row({"engine", run.engine});
    if (!run.tape.empty()) rows.row({"tape", run.tape});
    rows.row({"seed", fmt::format("{}", run.seed)});
    if (run.plan_hash != 0) rows.row({"plan", fmt::format("{:016x}", run.plan_hash)});
    for (const RunInfo::Named& parameter : run.parameters) rows.row({parameter.name, parameter.value});
    pair(section("Traffic", "Between the engine, the gate and the venue.", messages_table()),
         section("The run", "The same inputs give the same report.", rows.html()));
}

void Page::close() {
    html_ += fmt::format(
        "<footer>Weir, transaction cost analysis. Charts by Chart.js.</footer>\n</main>\n"
        "<script type=\"application/json\" id=\"data\">{}</script>\n<script>{}</script>\n<script>\n{}</script>\n"
        "</body>\n</html>\n",
        chart_data(report_, figures_), kChartJs, kPageScript);
}

}  // namespace

std::string html(const Report& report) {
    return Page(report).html();
}

}  // namespace weir::tca
