// Every field of a report, once: its name, its kind and its place. The writer and the reader of JSON are two visitors
// of this page, so they cannot disagree.
//
// A visitor has, for a field of each kind: text, count, hash, flag, choice (an enumerator by its names), price (may be
// absent), mid, quantity, money, amount, area (quantity × time), mid_area, time, duration; object and list nest; column
// is a list of one field of all points; a seldom list or text is left out when it is empty; derived is written for the
// reader's comfort and skipped when read.
#pragma once

#include "runtime/tca/figures.h"
#include "runtime/tca/names.h"
#include "runtime/tca/report.h"

namespace weir::tca {

template <class V, class I>
void describe_instrument(V& v, I& i) {
    v.text("symbol", i.symbol);
    v.text("base", i.base);
    v.text("currency", i.currency);
    v.text("time_zone", i.time_zone);
    v.count("price_decimals", i.price_decimals);
    v.count("quantity_decimals", i.quantity_decimals);
    v.count("money_decimals", i.money_decimals);
    v.scales(i);  // from here on, decimals can be read
    v.price("tick", i.tick.value);
    v.quantity("lot", i.lot.value);
    v.quantity("minimum_quantity", i.minimum_quantity.value);
    v.money("minimum_value", i.minimum_value);
}

template <class V, class O>
void describe_order(V& v, O& o) {
    v.count("id", o.id);
    v.choice("side", o.side, kSideNames, -1);
    v.quantity("quantity", o.quantity.value);
    v.price("limit", o.limit);
    v.time("start", o.start);
    v.time("end", o.end);
    v.mid("decision", o.decision);
}

template <class V, class R>
void describe_run(V& v, R& r) {
    v.text("strategy", r.strategy);
    v.texts("slots", r.slots);
    v.texts("guards", r.guards);
    v.list("parameters", r.parameters, [&](auto& parameter) {
        v.text("name", parameter.name);
        v.text("value", parameter.value);
    });
    v.text("tape", r.tape);
    v.text("engine", r.engine);
    v.count("seed", r.seed);
    v.hash("plan_hash", r.plan_hash);
}

template <class V, class B>
void describe_benchmarks(V& v, B& b) {
    v.mid("decision", b.decision);
    v.mid("arrival", b.arrival);
    v.mid("end", b.end);
    v.mid_area("mid_seconds", b.mid_time);
    v.duration("quoted_ns", b.quoted);
    v.quantity("volume", b.volume.value);
    v.money("turnover", b.turnover);
    v.count("trades", b.trades);
}

template <class V, class E>
void describe_executed(V& v, E& e) {
    v.quantity("quantity", e.quantity.value);
    v.quantity("maker", e.maker.value);
    v.quantity("taker", e.taker.value);
    v.amount("value", e.value);
    v.amount("fees", e.fees);
}

template <class V, class S>
void describe_shortfall(V& v, S& s) {
    v.amount("delay", s.delay);
    v.amount("trading", s.trading);
    v.amount("opportunity", s.opportunity);
    v.amount("fees", s.fees);
    v.amount("total", s.total);
    v.amount("paper", s.paper);
}

template <class V, class T>
void describe_touch(V& v, T& t) {
    v.quantity("measured", t.measured.value);
    v.quantity("missing", t.missing.value);
    v.amount("effective", t.effective);
    v.amount("quoted", t.quoted);
    v.amount("mid_value", t.mid_value);
}

template <class V, class S>
void describe_spread(V& v, S& s) {
    v.duration("horizon_ns", s.horizon);
    v.quantity("measured", s.measured.value);
    v.quantity("missing", s.missing.value);
    v.count("missing_fills", s.missing_fills);
    v.amount("effective", s.effective);
    v.amount("realised", s.realised);
    v.amount("impact", s.impact);
    v.amount("mid_value", s.mid_value);
    v.derived("markout_bps", [&] { return v.shown(markout(s)); });
}

template <class V, class S>
void describe_schedule(V& v, S& s) {
    v.quantity("behind_most", s.behind_most.value);
    v.quantity("ahead_most", s.ahead_most.value);
    v.area("behind_seconds", s.behind_time);
    v.area("ahead_seconds", s.ahead_time);
    v.duration("measured_ns", s.measured);
}

template <class V, class L>
void describe_lost(V& v, L& l) {
    for (size_t i = 0; i < l.by_cause.size(); ++i) {
        const auto fields = [&] {
            v.duration("time_ns", l.by_cause[i].time);
            v.area("quantity_seconds", l.by_cause[i].quantity_time);
            v.quantity("most", l.by_cause[i].most.value);
            v.quantity("unfilled", l.by_cause[i].unfilled.value);
        };
        if (static_cast<Cause>(i) == Cause::repricing)
            v.later_object(kCauseNames[i], fields);  // earlier reports count it as unplaced
        else
            v.object(kCauseNames[i], fields);
    }
    v.area("quantity_seconds", l.total_time);
    v.quantity("not_due", l.not_due.value);
    v.quantity("working", l.working.value);
}

template <class V, class M>
void describe_messages(V& v, M& m) {
    v.count("placed", m.placed);
    v.count("cancels", m.cancels);
    v.count("reductions", m.reductions);
    v.count("rejected", m.rejected);
    v.count("cancels_rejected", m.cancels_rejected);
    v.count("refused", m.refused);
    v.count("duplicates", m.duplicates);
    const auto tally = [&](auto& t) {
        v.text("reason", t.reason);
        v.count("count", t.count);
    };
    v.list("rejects", m.rejects, tally);
    v.list("refusals", m.refusals, tally);
}

template <class V, class C>
void describe_command(V& v, C& c) {
    v.time("time", c.time);
    v.choice("kind", c.command.kind, kLiveCommandNames);
    v.count("index", c.command.index);
    v.count("value", c.command.value);
    v.count("within_ns", c.command.within);
    v.text("user", c.command.user);
    v.text("reason", c.command.reason);
    v.seldom_text("text", c.command.text);
    v.choice("refusal", c.refusal, kRefusalNames);
}

template <class V, class C>
void describe_other_child(V& v, C& c) {
    v.count("id", c.id);
    v.text("clause", c.clause);
    v.choice("state", c.state, kChildStateNames);
    v.choice("bound", c.bound, kBoundNames);
    v.time("sent", c.sent);
    v.time("ended", c.ended);
    v.text("price", c.price);
    v.text("quantity", c.quantity);
    v.text("filled", c.filled);
    v.text("average_price", c.average_price);
}

template <class V, class O>
void describe_other(V& v, O& o) {
    v.text("name", o.name);
    v.text("symbol", o.symbol);
    v.choice("side", o.side, kSideNames, -1);
    v.text("executed", o.executed);
    v.text("average_price", o.average_price);
    v.text("realised", o.realised);
    v.text("fees", o.fees);
    v.seldom_text("exposure_most", o.exposure_most);
    v.seldom_text("exposure_average", o.exposure_average);
    v.seldom_text("exposure_end", o.exposure_end);
    v.seldom_text("exposure_unit", o.exposure_unit);
    v.count("fills", o.fills);
    v.count("placed", o.placed);
    v.count("cancels", o.cancels);
    v.count("reductions", o.reductions);
    v.count("refused", o.refused);
    v.seldom_list("children", o.children, [&](auto& child) { describe_other_child(v, child); });
}

template <class V, class R, class C>
void describe_child(V& v, R& report, C& c) {
    v.count("id", c.id);
    v.count("slot", c.slot);
    v.derived("clause", [&] {
        const auto index = static_cast<size_t>(c.slot);
        return c.slot >= 0 && index < report.run.slots.size() ? report.run.slots[index] : std::string();
    });
    v.choice("bound", c.bound, kBoundNames);
    v.choice("side", c.side, kSideNames, -1);
    v.flag("immediate_or_cancel", c.immediate_or_cancel);
    v.flag("post_only", c.post_only);
    v.choice("state", c.state, kChildStateNames);
    v.time("sent", c.sent);
    v.time("ended", c.ended);
    v.price("price", c.price.value);
    v.quantity("quantity", c.quantity.value);
    v.quantity("display", c.display.value);
    v.quantity("filled", c.filled.value);
    v.quantity("maker", c.maker.value);
    v.amount("value", c.value);
    v.derived("average_price", [&] { return v.shown(average_price(report.instrument, c.filled, c.value)); });
    v.amount("fees", c.fees);
    v.count("fills", c.fills);
    for (size_t h = 0; h < kHorizons.size(); ++h)  // their exact sums follow from the fills
        v.derived(kMarkoutNames[h], [&] { return v.shown(markout(c.spreads[h])); });
}

template <class V, class F>
void describe_fill(V& v, F& f) {
    v.count("child", f.child);
    v.time("time", f.time);
    v.time("reported", f.reported);
    v.price("price", f.price.value);
    v.quantity("quantity", f.quantity.value);
    v.money("fee", f.fee);
    v.choice("liquidity", f.liquidity, kLiquidityNames);
    v.price("bid", f.bid);
    v.price("ask", f.ask);
    for (size_t h = 0; h < kHorizons.size(); ++h) v.mid(kMidAfterNames[h], f.mid_after[h]);
}

template <class V, class S>
void describe_series(V& v, S& s) {
    v.time("origin", s.origin);
    v.duration("width_ns", s.width);
    v.column("index", s.points, [&](auto& p) { v.count("", p.index); });
    v.column("bid", s.points, [&](auto& p) { v.price("", p.bid); });
    v.column("ask", s.points, [&](auto& p) { v.price("", p.ask); });
    v.column("mid_low", s.points, [&](auto& p) { v.mid("", p.low); });
    v.column("mid_high", s.points, [&](auto& p) { v.mid("", p.high); });
    v.column("market_volume", s.points, [&](auto& p) { v.quantity("", p.volume); });
    v.column("executed", s.points, [&](auto& p) { v.quantity("", p.executed); });
    v.column("target", s.points, [&](auto& p) { v.quantity("", p.target); });
    v.column("working", s.points, [&](auto& p) { v.quantity("", p.working); });
    v.column("causes", s.points, [&](auto& p) { v.count("", p.causes); });
}

template <class V, class R>
void describe(V& v, R& report) {
    v.object("instrument", [&] { describe_instrument(v, report.instrument); });
    v.object("order", [&] { describe_order(v, report.order); });
    v.object("run", [&] { describe_run(v, report.run); });
    v.time("started", report.started);
    v.time("ended", report.ended);
    v.choice("stop", report.stop, kStopCauseNames);
    v.count("stop_where", report.stop_where);
    v.derived("ending", [&] { return ending(report); });
    v.object("benchmarks", [&] { describe_benchmarks(v, report.benchmarks); });
    v.object("executed", [&] { describe_executed(v, report.executed); });
    v.optional("shortfall", report.shortfall, [&](auto& shortfall) { describe_shortfall(v, shortfall); });
    v.object("touch", [&] { describe_touch(v, report.touch); });
    v.list("spreads", report.spreads, [&](auto& spread) { describe_spread(v, spread); });
    v.object("schedule", [&] { describe_schedule(v, report.schedule); });
    v.object("lost", [&] { describe_lost(v, report.lost); });
    v.object("messages", [&] { describe_messages(v, report.messages); });
    v.seldom_list("commands", report.commands, [&](auto& command) { describe_command(v, command); });
    v.seldom_list("others", report.others, [&](auto& other) { describe_other(v, other); });
    v.list("children", report.children, [&](auto& child) { describe_child(v, report, child); });
    v.list("fills", report.fills, [&](auto& fill) { describe_fill(v, fill); });
    v.object("series", [&] { describe_series(v, report.series); });
}

}  // namespace weir::tca
