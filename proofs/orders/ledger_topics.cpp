// What is proven of one ledger: a child is any of its children, and what the others hold are sums.
#include <algorithm>

#include "proofs/orders/invariant.h"
#include "proofs/orders/path.h"
#include "proofs/orders/topics.h"
#include "runtime/core/events.h"
#include "runtime/orders/orders.h"

namespace weir::order_proof {
namespace {

using orders::ChildAction;
using orders::ChildEvent;
using orders::ChildState;

enum class Venue : uint8_t { any, honest };

class LedgerTopics {
  public:
    LedgerTopics(Machine& machine, LeftOut left_out)
        : m_(machine), t_(machine.terms), left_out_(left_out), before_(invariant(machine.before)) {}

    std::vector<Topic> all() {
        return {kept(Venue::any), kept(Venue::honest), no_overfill(), excess(), counted(), totals(), nothing_new(),
                rows(),           release(),           working(),     inputs(), watched(), ending()};
    }

  private:
    // ---- questions -------------------------------------------------------------------------------------------------

    void give_invariant(Asking& asking, const std::vector<Conjunct>& conjuncts, Venue venue) {
        for (const Conjunct& c : conjuncts)
            if (venue == Venue::honest || !c.of_honest_venue) asking.given(c.name, c.term);
    }

    /// The invariant, and what the step asks for.
    Asking at(const Step& step, Venue venue, const std::string& topic, const std::string& says) {
        Asking asking(topic + "-" + step.name, says, left_out_);
        give_invariant(asking, before_, venue);
        asking.about(step.name).given(step.when);
        if (venue == Venue::honest) asking.given(step.honest);
        return asking;
    }

    /// The invariant alone.
    Asking anywhere(Venue venue, const std::string& name, const std::string& says) {
        Asking asking(name, says, left_out_);
        give_invariant(asking, before_, venue);
        return asking;
    }

    Move said(ReportKind kind, Inputs with = {}) {
        with.push_back({m_.report.kind, static_cast<int64_t>(kind)});
        return {"report", std::move(with)};
    }

    /// Steps one after the other from the beginning; then something holds.
    template <class Goal>
    Question reached(const std::string& name, const std::string& says, const std::vector<Move>& moves, Goal goal) {
        Asking asking(name, says, {});
        Path path(m_, asking, "");
        for (const Move& move : moves) path.go(move);
        return asking.given("it is reached", goal(path.book)).found();
    }

    Term conjunction(const Book& book, Venue venue) {
        Term result = t_.truth(true);
        for (const Conjunct& c : invariant(book))
            if (c.of_honest_venue == (venue == Venue::honest) && c.name != left_out_) result = result && c.term;
        return result;
    }

    // ---- topics ----------------------------------------------------------------------------------------------------

    Topic kept(Venue venue) {
        const bool honest = venue == Venue::honest;
        Topic topic{honest ? "venue" : "ledger",
                    honest ? "the ledger counts whatever may fill at a venue that keeps its word, in any order of "
                             "fills, acknowledgements, cancels, duplicates and late reports"
                           : "the ledger's books balance after every event, whatever a venue says",
                    {},
                    {}};
        Asking first(topic.name + "-first", "before the first order", left_out_);
        topic.proof.push_back(first.given(initial(m_.before)).broken("the invariant", conjunction(m_.before, venue)));
        for (const Step& step : m_.steps)
            topic.proof.push_back(at(step, venue, topic.name, "kept by: " + step.name)
                                      .broken("the invariant, afterwards", conjunction(step.after, venue)));
        topic.witnesses.push_back(reached(
            topic.name + "-reached", "an order is sent, fills in part, and is cancelled while fills are under way",
            {{"set_total", {{m_.target, 9}}},
             {"send_new", {{m_.quantity, 5}}},
             {"arrive", {}},
             {"execute", {{m_.amount, 2}}},
             said(ReportKind::filled, {{m_.report.quantity, 2}, {m_.report.known, 0}}),
             {"send_cancel", {}},
             {"execute", {{m_.amount, 1}}},
             {"cut", {{m_.amount, 0}}},
             said(ReportKind::cancelled, {{m_.report.executed, 3}}),
             said(ReportKind::accepted)},
            [](const Book& b) { return is(b.state, ChildState::settling) && b.executed > 0; }));
        return topic;
    }

    Topic no_overfill() {
        const Book& b = m_.before;
        Topic topic{"no-overfill",
                    "what has filled at the venue and what may still fill there is within the largest total that was "
                    "wanted, and what is executed has filled",
                    {},
                    {}};
        const Term truth = b.venue_filled + venue_may_fill(b) + b.others_venue_filled + b.others_venue_open;
        topic.proof = {anywhere(Venue::honest, "no-overfill-venue", "by the venue's own truth")
                           .broken("no more than the total, and than the largest that was wanted",
                                   truth <= b.total && truth <= b.largest_total),
                       anywhere(Venue::honest, "no-overfill-ledger", "by the ledger")
                           .broken("no more than the total; and nothing is executed that has not filled",
                                   b.all_executed + b.exposure <= b.total &&
                                       b.all_executed <= b.venue_filled + b.others_venue_filled)};
        topic.witnesses = {reached("no-overfill-reached", "the whole total is executed or may fill at the venue",
                                   {{"set_total", {{m_.target, 7}}},
                                    {"send_new", {}},
                                    {"arrive", {}},
                                    {"execute", {}},
                                    said(ReportKind::filled)},
                                   [](const Book& after) {
                                       return after.all_executed > 0 && after.venue_open > 0 &&
                                              after.venue_filled + after.venue_open == 7;
                                   })};
        return topic;
    }

    Topic excess() {
        const Book& b = m_.before;
        Topic topic{"excess",
                    "whatever a venue says, executed and what may fill are within the total and what the venue had no "
                    "right to; the least of that is a breach, which stops the strategy",
                    {},
                    {}};
        topic.proof = {anywhere(Venue::any, "excess-bounded", "whatever a venue says")
                           .broken("within the total and the excess, and an excess is a breach",
                                   b.all_executed + b.exposure <= b.largest_total + b.excess &&
                                       implies(b.all_executed + b.exposure > b.largest_total, b.breach))};
        topic.witnesses = {reached("excess-reached", "a venue that fills too much, and is noticed",
                                   {{"set_total", {{m_.target, 5}}},
                                    {"send_new", {}},
                                    {"report", {{m_.report.kind, static_cast<int64_t>(ReportKind::filled)}}, false}},
                                   [](const Book& a) { return a.all_executed > a.total && a.breach; })};
        return topic;
    }

    Topic counted() {
        Topic topic{"counted",
                    "each execution that a venue reports is counted once, in full, when it is first heard of; nothing "
                    "else is",
                    {},
                    {}};
        const ReportTerms& r = m_.report;
        const Term anew = r.kind == static_cast<int64_t>(ReportKind::filled) && !r.known && r.quantity > 0;
        for (const Step& step : m_.steps) {
            const bool fills = step.name == "report";
            const Term by = step.after.all_executed - m_.before.all_executed;
            if (step.name == "stray") continue;  // counts by what it is
            topic.proof.push_back(
                at(step, Venue::any, "counted", "by: " + step.name)
                    .broken("what was filled", by == (fills ? choose(anew, r.quantity, t_.number(0)) : t_.number(0)) &&
                                                   step.after.executed - m_.before.executed == by));
        }
        topic.witnesses = {reached("counted-reached", "the second of two reports of one execution changes nothing",
                                   {{"set_total", {{m_.target, 9}}},
                                    {"send_new", {{m_.quantity, 9}}},
                                    {"arrive", {}},
                                    {"execute", {{m_.amount, 4}}},
                                    said(ReportKind::filled, {{r.quantity, 4}, {r.known, 0}}),
                                    said(ReportKind::filled, {{r.quantity, 4}, {r.known, 1}})},
                                   [](const Book& a) { return a.all_executed == 4; })};
        return topic;
    }

    Topic totals() {
        Topic topic{"totals",
                    "a total that becomes smaller is what it says as soon as what may fill allows it, and never grows "
                    "again unless more is wanted; what is executed never becomes less",
                    {},
                    {}};
        for (const Step& step : m_.steps)
            topic.proof.push_back(
                at(step, Venue::any, "totals", "kept by: " + step.name)
                    .broken("no growth by itself", step.after.total <= most(m_.before.total, step.after.wanted_total) &&
                                                       step.after.all_executed >= m_.before.all_executed));
        topic.witnesses = {
            reached("totals-reached", "less is wanted than may fill",
                    {{"set_total", {{m_.target, 9}}}, {"send_new", {}}, {"set_total", {{m_.target, 2}}}},
                    [](const Book& b) { return b.total > b.wanted_total && b.total < b.largest_total; })};
        return topic;
    }

    Topic nothing_new() {
        Topic topic{"nothing-new",
                    "only a new order adds to what may fill; it is sent while the stance is to work and the ledger is "
                    "not stopped, and stays within what is wanted in all",
                    {},
                    {}};
        for (const Step& step : m_.steps) {
            const Book& b = m_.before;
            const Book& after = step.after;
            if (step.name == "send_new") {
                const Term works = m_.stance == static_cast<int64_t>(orders::Stance::work);
                topic.proof.push_back(
                    at(step, Venue::any, "nothing-new", "a new order")
                        .broken("allowed, and within the wanted total",
                                works && !b.stopped &&
                                    after.all_executed + after.exposure <= after.wanted_total + after.excess));
                continue;
            }
            const Term falls = open(after) <= open(b) && venue_may_fill(after) <= venue_may_fill(b);
            topic.proof.push_back(at(step, Venue::honest, "nothing-new", "no new order by: " + step.name)
                                      .broken("less may fill, or as much", falls));
            topic.proof.push_back(at(step, Venue::any, "nothing-counted", "no new exposure by: " + step.name)
                                      .broken("less is counted, or as much", open(after) <= open(b)));
        }
        topic.witnesses = {reached("nothing-new-reached", "a stopped ledger with an order that may fill",
                                   {{"set_total", {}}, {"send_new", {}}, {"arrive", {}}, {"stop", {}}},
                                   [](const Book& b) { return b.stopped && b.venue_open > 0; })};
        return topic;
    }

    Topic rows() {
        Topic topic{"rows", "no event reaches a row of the table that is never to be reached", {}, {}};
        for (const Step& step : m_.steps)
            if (t_.at(step.action).kind != Terms::Kind::constant)
                topic.proof.push_back(at(step, Venue::any, "rows", "by: " + step.name)
                                          .broken("another action than `never`",
                                                  !(step.action == static_cast<int64_t>(ChildAction::never))));
        topic.witnesses = {reached(
            "rows-reached", "the last event of a child is of a closed one",
            {{"set_total", {}}, {"send_new", {}}, {"lose", {}}, said(ReportKind::rejected), said(ReportKind::accepted)},
            [](const Book& b) { return is(b.state, ChildState::closed); })};
        return topic;
    }

    /// What a report takes away is taken away: else an order that is over would hold its quantity for ever.
    Topic release() {
        Topic topic{"release",
                    "an order that a report says is over, or smaller, counts for no more than that: its room is free "
                    "for others",
                    {},
                    {}};
        const Step& step = m_.step("report");
        const Book& b = m_.before;
        const ReportTerms& r = m_.report;
        const Term event = step.event;
        const auto is_event = [&](ChildEvent which) { return event == static_cast<int64_t>(which); };
        const auto after = [&](const char* name, const char* says, Term when, Term promise) {
            Asking asking(std::string("release-") + name, says, left_out_);
            give_invariant(asking, before_, Venue::honest);
            asking.about(step.name).given(step.when).given(step.honest).given("such a report", when);
            topic.proof.push_back(asking.broken("no more is counted", promise));
        };
        after("cancelled", "a cancelled order",
              is_event(ChildEvent::cancelled) || is_event(ChildEvent::cancelled_short),
              open(step.after) == b.venue_filled - step.after.executed && !lives(step.after));
        after("rejected", "an order that was refused", is_event(ChildEvent::rejected), !is_open(step.after));
        const Term had =
            any_of(b.state, {static_cast<int64_t>(ChildState::working), static_cast<int64_t>(ChildState::reducing),
                             static_cast<int64_t>(ChildState::cancelling), static_cast<int64_t>(ChildState::unknown)});
        after("reduced", "a reduced order", had && (is_event(ChildEvent::reduced) || is_event(ChildEvent::reduced_all)),
              step.after.most <= most(r.executed + r.leaves, b.executed));
        topic.witnesses = {reached("release-reached", "an order that was reduced",
                                   {{"set_total", {{m_.target, 5}}},
                                    {"send_new", {{m_.quantity, 5}}},
                                    {"arrive", {}},
                                    said(ReportKind::accepted),
                                    {"send_reduce", {}},
                                    {"cut", {{m_.amount, 2}}},
                                    said(ReportKind::reduced, {{m_.report.leaves, 2}})},
                                   [](const Book& a) { return open(a) > 0 && a.exposure < a.quantity; })};
        return topic;
    }

    Topic working() {
        const Book& b = m_.before;
        const Term may_fill = b.on_way || b.venue_open > 0;
        Topic topic{"working-orders",
                    "orders that may fill at the venues are no more than the limit of working orders, those included "
                    "whose truth is not known",
                    {},
                    {}};
        topic.proof = {anywhere(Venue::honest, "working-orders-venue", "by the venue's own truth")
                           .broken("an order that may fill is alive", implies(may_fill, lives(b))),
                       anywhere(Venue::any, "working-orders-limit", "by the count")
                           .broken("within the limit",
                                   implies(b.working_most > 0, count(lives(b)) + b.others_alive <= b.working_most))};
        topic.witnesses = {reached("working-orders-reached", "as many as may be",
                                   {{"set_total", {}}, {"send_new", {}}, {"arrive", {}}},
                                   [](const Book& a) { return a.working_most == 1 && a.alive == 1; })};
        return topic;
    }

    /// What a strategy's step reads of its ledger.
    Topic inputs() {
        const Book& b = m_.before;
        const Term order_quantity = most(b.wanted_total, b.all_executed);
        Topic topic{"inputs",
                    "what a strategy reads of its orders fits together: a slot's working and executed are within the "
                    "order's, and executed within its quantity",
                    {},
                    {}};
        topic.proof = {anywhere(Venue::any, "inputs-fit", "as Inputs::set_ledger publishes them")
                           .broken("they fit", b.slot_exposure >= 0 && b.slot_executed >= 0 &&
                                                   b.slot_exposure <= b.exposure && b.slot_executed <= b.all_executed &&
                                                   b.all_executed <= order_quantity)};
        topic.witnesses = {
            reached("inputs-reached", "a slot that has executed and works",
                    {{"set_total", {}}, {"send_new", {}}, {"arrive", {}}, {"execute", {}}, said(ReportKind::filled)},
                    [](const Book& a) { return a.slot_exposure > 0 && a.slot_executed > 0; })};
        return topic;
    }

    Topic watched() {
        const Book& b = m_.before;
        Topic topic{"watched",
                    "an order that is not over is awaited for a limited time, is escalated, or rests and can be "
                    "cancelled at once",
                    {},
                    {}};
        const Term can_cancel = m_.step("send_cancel").when.front().term;
        topic.proof = {anywhere(Venue::any, "watched-open", "whatever a venue says, or does not")
                           .broken("nothing is forgotten", implies(is_open(b), b.awaited || b.breach || can_cancel))};
        std::vector<Move> silence = {{"set_total", {}}, {"send_new", {}}, {"send_cancel", {}}};
        for (int i = 0; i < orders::kAsksMost + 2; ++i) silence.push_back({"overdue", {}});
        topic.witnesses = {reached("watched-reached", "a venue that never answers: the exposure is escalated", silence,
                                   [](const Book& a) { return is_open(a) && !a.awaited && a.breach; })};
        return topic;
    }

    Topic ending() {
        Topic topic{"ending",
                    "once stopped, each overdue answer and each command brings a child nearer to its end, and no "
                    "report takes it back but a cancel that the venue refuses while the order stands",
                    {},
                    {}};
        const Term left = steps_left(m_.before);
        const auto after = [&](const char* name, const char* says, Term promise) {
            const Step& step = m_.step(name);
            topic.proof.push_back(
                at(step, Venue::any, "ending", says).given("stopped", m_.before.stopped).broken("nearer", promise));
        };
        const auto left_after = [&](const char* name) { return steps_left(m_.step(name).after); };
        const Term refused = m_.step("report").event == static_cast<int64_t>(ChildEvent::cancel_refused);
        after("overdue", "an overdue answer", left_after("overdue") < left);
        after("send_cancel", "a cancel", left_after("send_cancel") < left);
        after("send_new", "no new order", t_.truth(false));
        after("send_reduce", "no reduction", t_.truth(false));
        after("report", "a report", refused || left_after("report") <= left);
        topic.proof.push_back(anywhere(Venue::any, "ending-bounded", "how often that is")
                                  .broken("no more than this", left >= 0 && left <= 2 * (orders::kAsksMost + 1) + 5 &&
                                                                   m_.before.overdue <= orders::kAsksMost + 2));
        topic.witnesses = {reached("ending-reached", "an order is stopped, overdue, asked after, and over",
                                   {{"set_total", {}},
                                    {"send_new", {}},
                                    {"stop", {}},
                                    {"overdue", {}},
                                    {"send_cancel", {}},
                                    {"lose", {}},
                                    {"overdue", {}},
                                    said(ReportKind::rejected)},
                                   [](const Book& a) { return is(a.state, ChildState::closed) && a.overdue == 2; })};
        return topic;
    }

    Machine& m_;
    Terms& t_;
    LeftOut left_out_;
    std::vector<Conjunct> before_;
};

}  // namespace

std::vector<Topic> ledger_topics(Machine& machine, LeftOut left_out) {
    return LedgerTopics(machine, left_out).all();
}

}  // namespace weir::order_proof
