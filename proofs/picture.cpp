#include "proofs/picture.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/core/decimal.h"
#include "runtime/core/time.h"
#include "runtime/engine/engine.h"

namespace weir::proofs {
namespace {

constexpr double kWidth = 760, kHeight = 240, kLeft = 90, kRight = 12, kTop = 12, kBottom = 28;

/// From times and prices to places on the drawing.
struct Axes {
    int64_t from, to, low, high;

    double x(Time time) const {
        const double share = static_cast<double>(std::clamp(time.value, from, to) - from) /
                             static_cast<double>(std::max<int64_t>(1, to - from));
        return kLeft + share * (kWidth - kLeft - kRight);
    }
    double y(int64_t price) const {
        const double share = static_cast<double>(price - low) / static_cast<double>(std::max<int64_t>(1, high - low));
        return kHeight - kBottom - share * (kHeight - kTop - kBottom);
    }
};

const Place* place_of(const Scenario& scenario) {
    const auto found =
        std::ranges::find_if(scenario.places, [](const Place& place) { return place.instrument == 0 && !place.dark; });
    return found == scenario.places.end() ? nullptr : &*found;
}

std::string text(double x, double y, const char* anchor, const std::string& what) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, what);
}

/// One side of the quotes as steps: it stays where it is until the next.
std::string steps(const Axes& axes, const std::vector<Moment>& moments, Time until, bool bid, const char* colour) {
    std::string path;
    bool there = false;
    double last = 0;
    for (const Moment& moment : moments) {
        if (moment.kind != Moment::Kind::quote || moment.time > until) continue;
        const bool is = (bid ? moment.bid_quantity : moment.ask_quantity) > 0;
        const double x = axes.x(moment.time), y = axes.y(bid ? moment.bid : moment.ask);
        if (there) path += fmt::format("L{:.1f} {:.1f}", x, last);
        if (is) path += fmt::format("{}{:.1f} {:.1f}", there ? "L" : "M", x, y);
        there = is, last = y;
    }
    if (there) path += fmt::format("L{:.1f} {:.1f}", axes.x(until), last);
    return fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>\n", path, colour);
}

}  // namespace

Watch Picture::watch() {
    return [this](const Event&, const engine::Engine& engine) {
        for (const Record& record : engine.records()) {
            if (const auto* sent = std::get_if<Sent>(&record.what))
                if (sent->command.kind == CommandKind::place)
                    marks_.push_back({record.time, sent->command.price.value, false});
            if (const auto* reported = std::get_if<Reported>(&record.what))
                if (reported->report.kind == ReportKind::filled && !reported->duplicate)
                    marks_.push_back({record.time, reported->report.price.value, true});
        }
    };
}

std::string Picture::svg(Time broken) const {
    const Place* place = place_of(scenario_);
    if (place == nullptr) return "";
    const Instrument& own = scenario_.instruments.front();
    Axes axes{scenario_.order.start.value, broken.value, INT64_MAX, INT64_MIN};
    const auto see = [&](int64_t price) {
        axes.low = std::min(axes.low, price);
        axes.high = std::max(axes.high, price);
    };
    for (const Moment& moment : place->moments) {
        if (moment.kind != Moment::Kind::quote || moment.time > broken) continue;
        axes.from = std::min(axes.from, moment.time.value);
        if (moment.bid_quantity > 0) see(moment.bid);
        if (moment.ask_quantity > 0) see(moment.ask);
    }
    for (const Mark& mark : marks_) see(mark.price);
    if (axes.low > axes.high) return "";

    std::string svg = fmt::format(
        "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Quotes, orders and fills until the line breaks\" "
        "style=\"width:100%;max-width:{}px;font:12px system-ui,sans-serif;fill:var(--soft,#5b6776)\">\n",
        kWidth, kHeight, kWidth);
    svg += steps(axes, place->moments, broken, true, "var(--blue,#0072b2)");
    svg += steps(axes, place->moments, broken, false, "var(--orange,#c77700)");
    svg += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" stroke=\"var(--red,#c04a00)\" "
        "stroke-dasharray=\"4 3\"/>\n",
        axes.x(broken), kTop, kHeight - kBottom);
    for (const Mark& mark : marks_)
        svg +=
            fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" stroke=\"var(--green,#00835f)\" fill=\"{}\"/>\n",
                        axes.x(mark.time), axes.y(mark.price), mark.filled ? "var(--green,#00835f)" : "none");
    svg += text(kLeft - 8, axes.y(axes.high) + 4, "end", format_decimal(axes.high, own.price_decimals));
    if (axes.high != axes.low)
        svg += text(kLeft - 8, axes.y(axes.low) + 4, "end", format_decimal(axes.low, own.price_decimals));
    svg += text(kLeft, kHeight - 8, "start", format_time_of_day(Time{axes.from}, own.time_zone));
    svg += text(kWidth - kRight, kHeight - 8, "end", format_time_of_day(broken, own.time_zone));
    return svg + "</svg>\n";
}

}  // namespace weir::proofs
