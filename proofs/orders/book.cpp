#include "proofs/orders/book.h"

#include <algorithm>

#include "runtime/core/assert.h"
#include "runtime/core/events.h"
#include "runtime/orders/orders.h"

namespace weir::order_proof {

using orders::ChildAction;
using orders::ChildEvent;
using orders::ChildState;

namespace {

/// How a row's answer depends on state and event: one choice for each row of the table.
template <class Answer>
Term of_row(Terms& terms, Term state, Term event, Answer answer_of) {
    Term result = terms.number(0);
    for (size_t s = orders::kChildStates; s-- > 0;) {
        Term of_state = terms.number(0);
        for (size_t e = orders::kChildEvents; e-- > 0;) {
            const Term answer = answer_of(static_cast<ChildState>(s), static_cast<ChildEvent>(e));
            of_state =
                e + 1 == orders::kChildEvents ? answer : choose(event == static_cast<int64_t>(e), answer, of_state);
        }
        result = s + 1 == orders::kChildStates ? of_state : choose(state == static_cast<int64_t>(s), of_state, result);
    }
    return result;
}

Term is_event(Term event, ChildEvent which) {
    return event == static_cast<int64_t>(which);
}

class Steps {
  public:
    Steps(Machine& machine, const orders::TransitionTable& table, const std::optional<Machine::Row>& left_open)
        : m_(machine), table_(table), left_open_(left_open), t_(machine.terms) {}

    void make() {
        of_reports();
        of_time();
        of_commands();
        of_totals();
        of_the_venue();
    }

  private:
    // ---- what a row does: Manager::apply, act, fill, enter, confirm_total ------------------------------------------

    /// An event of the child, with the numbers of a report where there is one.
    void apply(Step& step, Term event) {
        Book& b = step.after;
        const ReportTerms& r = m_.report;
        const Book before = b;
        step.event = event;
        step.action = of_row(t_, b.state, event, [&](ChildState s, ChildEvent e) {
            return is_open(s, e) ? m_.open_action : t_.number(static_cast<int64_t>(table_.at(s, e).action));
        });
        const Term next = of_row(t_, b.state, event, [&](ChildState s, ChildEvent e) {
            return is_open(s, e) ? m_.open_next : t_.number(static_cast<int64_t>(table_.at(s, e).next));
        });
        const auto acts = [&](ChildAction which) { return step.action == static_cast<int64_t>(which); };

        b.seen = b.seen || shows_the_order(event);
        const Term fills = acts(ChildAction::fill) || acts(ChildAction::fill_over);
        const Term filled = choose(fills, r.quantity, t_.number(0));
        const Term beyond = choose(fills, r.quantity - least(r.quantity, open(before)), t_.number(0));
        b.executed = before.executed + filled;
        b.most = after_action(before, b, acts, fills);
        b.asks = before.asks + count(acts(ChildAction::ask_again));
        const Term waits = acts(ChildAction::open) || acts(ChildAction::ask) || acts(ChildAction::ask_again) ||
                           acts(ChildAction::doubt) || acts(ChildAction::settle);
        b.must_ask = choose(acts(ChildAction::ask), t_.truth(false),
                            before.must_ask || acts(ChildAction::ask_again) || acts(ChildAction::doubt));
        b.awaited = awaits(next, b.crossing) && choose(waits, b.asks <= orders::kAsksMost, before.awaited);
        b.breach = before.breach || beyond > 0 || (acts(ChildAction::ask_again) && b.asks > orders::kAsksMost);

        b.state = next;
        const Term change = open(b) - open(before);
        b.exposure = before.exposure + change;
        b.slot_exposure = before.slot_exposure + change;
        b.slot_executed = before.slot_executed + filled;
        b.all_executed = before.all_executed + filled;
        b.excess = before.excess + beyond;
        b.alive = before.alive + count(lives(b)) - count(lives(before));
        b.place = choose(lives(b), t_.number(1), choose(before.place == 1, t_.number(0), before.place));
        confirm_total(b);
    }

    template <class Acts>
    Term after_action(const Book& before, const Book& b, const Acts& acts, Term fills) {
        const ReportTerms& r = m_.report;
        Term result = before.most;
        result = choose(fills, most(before.most, b.executed), result);
        result = choose(acts(ChildAction::shrink), within(r.executed + r.leaves, b.executed, before.most), result);
        result = choose(acts(ChildAction::settle), within(r.executed, b.executed, before.most), result);
        result = choose(acts(ChildAction::close), b.executed, result);
        return choose(acts(ChildAction::open), before.quantity, result);
    }

    bool is_open(ChildState state, ChildEvent event) const {
        return left_open_ && left_open_->state == state && left_open_->event == event;
    }

    void confirm_total(Book& b) {
        const Term needed = b.all_executed + b.exposure - b.excess;
        b.total = most(b.wanted_total, least(b.total, needed));
    }

    Term shows_the_order(Term event) {
        Term result = t_.truth(false);
        for (const ChildEvent e : {ChildEvent::accepted, ChildEvent::filled_part, ChildEvent::filled_all,
                                   ChildEvent::filled_over, ChildEvent::reduced, ChildEvent::reduced_all,
                                   ChildEvent::cancelled, ChildEvent::cancelled_short, ChildEvent::cancel_refused})
            result = result || is_event(event, e);
        return result;
    }

    // ---- reports ---------------------------------------------------------------------------------------------------

    Term said(ReportKind kind) { return m_.report.kind == static_cast<int64_t>(kind); }
    Term fills_anew() { return said(ReportKind::filled) && !m_.report.known && m_.report.quantity > 0; }

    /// As `classify` of orders.cpp.
    Term event_of_report(const Book& b) {
        const ReportTerms& r = m_.report;
        const auto event = [&](ChildEvent which) { return t_.number(static_cast<int64_t>(which)); };
        const Term fill =
            choose(r.quantity < open(b), event(ChildEvent::filled_part),
                   choose(r.quantity == open(b), event(ChildEvent::filled_all), event(ChildEvent::filled_over)));
        const Term rejected = choose(r.number_taken, event(ChildEvent::duplicate),
                                     choose(b.seen, event(ChildEvent::rejected_late), event(ChildEvent::rejected)));
        const Term cancelled =
            choose(r.executed > b.executed, event(ChildEvent::cancelled_short), event(ChildEvent::cancelled));
        const Term reduced =
            choose(r.executed + r.leaves <= b.executed, event(ChildEvent::reduced_all), event(ChildEvent::reduced));
        const Term refused = choose(r.stands, event(ChildEvent::cancel_refused), event(ChildEvent::cancel_rejected));
        Term result = refused;
        result = choose(said(ReportKind::reduced), reduced, result);
        result = choose(said(ReportKind::cancelled), cancelled, result);
        result = choose(said(ReportKind::filled), choose(fills_anew(), fill, event(ChildEvent::duplicate)), result);
        result = choose(said(ReportKind::rejected), rejected, result);
        return choose(said(ReportKind::accepted), event(ChildEvent::accepted), result);
    }

    void of_reports() {
        const Book& b = m_.before;
        const ReportTerms& r = m_.report;
        Step report = begin("report");
        report.when = {{"the order was sent", !is(b.state, ChildState::empty)}};
        const Term arrived = !b.on_way;
        report.honest = {
            {"rejected: it never was open", implies(said(ReportKind::rejected) && !r.number_taken,
                                                    arrived && b.venue_open == 0 && b.venue_filled == 0)},
            {"filled: an execution that was not told",
             implies(fills_anew(), r.quantity <= b.venue_filled - b.executed)},
            {"cancelled: it is over, with so much executed",
             implies(said(ReportKind::cancelled), arrived && b.venue_open == 0 && b.venue_filled == r.executed)},
            {"reduced: no more than this can come of it",
             implies(said(ReportKind::reduced), arrived && r.executed <= b.venue_filled &&
                                                    b.venue_filled + b.venue_open <= r.executed + r.leaves)}};
        apply(report, event_of_report(b));
        m_.steps.push_back(report);

        // A fill of an order that was never sent, or is closed and forgotten: counted, and a breach.
        Step stray = begin("stray");
        stray.when = {{"a fill", r.quantity > 0}};
        stray.honest = {{"a venue fills what was sent", t_.truth(false)}};
        stray.after.all_executed = b.all_executed + r.quantity;
        stray.after.others_executed = b.others_executed + r.quantity;
        stray.after.excess = b.excess + r.quantity;
        stray.after.breach = t_.truth(true);
        m_.steps.push_back(stray);

        Step nonsense = begin("nonsense");  // a report with numbers that no venue deals in
        nonsense.after.breach = t_.truth(true);
        m_.steps.push_back(nonsense);
    }

    // ---- time and commands -----------------------------------------------------------------------------------------

    void of_time() {
        Step overdue = begin("overdue");
        overdue.when = {{"an answer is awaited", m_.before.awaited}};
        apply(overdue, t_.number(static_cast<int64_t>(ChildEvent::timeout)));
        overdue.after.overdue = m_.before.overdue + 1;
        m_.steps.push_back(overdue);
    }

    void of_commands() {
        const Book& b = m_.before;
        const Term works = m_.stance == static_cast<int64_t>(orders::Stance::work);
        const Term resting = is(b.state, ChildState::working) && !b.crossing;

        Step place = begin("send_new");
        place.when = {{"the child is fresh", is(b.state, ChildState::empty)},
                      {"something is wanted", m_.quantity > 0},
                      {"within the ledger's allowance", m_.quantity <= allowance(b)},
                      {"nothing lives in its slot", b.place == 0},
                      {"the limit of working orders", b.working_most <= 0 || b.alive < b.working_most},
                      {"the stance is to work", works},
                      {"not stopped", !b.stopped}};
        place.after.quantity = m_.quantity;
        place.after.on_way = t_.truth(true);
        apply(place, t_.number(static_cast<int64_t>(ChildEvent::send_new)));
        m_.steps.push_back(place);

        Step reduce = begin("send_reduce");
        reduce.when = {{"it rests", resting}, {"the stance is to work", works}, {"not stopped", !b.stopped}};
        apply(reduce, t_.number(static_cast<int64_t>(ChildEvent::send_reduce)));
        m_.steps.push_back(reduce);

        Step cancel = begin("send_cancel");
        cancel.when = {
            {"it may rest, or its truth is not known",
             (is(b.state, ChildState::unknown) && b.must_ask) ||
                 (any_of(b.state, {static_cast<int64_t>(ChildState::sent), static_cast<int64_t>(ChildState::working),
                                   static_cast<int64_t>(ChildState::reducing)}) &&
                  !b.crossing)}};
        apply(cancel, t_.number(static_cast<int64_t>(ChildEvent::send_cancel)));
        m_.steps.push_back(cancel);
    }

    void of_totals() {
        Step total = begin("set_total");
        Book& b = total.after;
        b.wanted_total = most(m_.target, t_.number(0));
        b.largest_total = most(b.largest_total, b.wanted_total);
        b.total = most(b.total, b.wanted_total);
        confirm_total(b);
        m_.steps.push_back(total);

        Step stop = begin("stop");
        stop.after.stopped = t_.truth(true);
        m_.steps.push_back(stop);
    }

    // ---- the venue and the wires: the manager sees nothing of it ---------------------------------------------------

    void of_the_venue() {
        const Book& b = m_.before;
        Step arrive = begin("arrive");
        arrive.when = {{"it is on its way", b.on_way}};
        arrive.after.on_way = t_.truth(false);
        arrive.after.venue_open = b.quantity;
        m_.steps.push_back(arrive);

        Step lose = begin("lose");  // the order does not arrive, or is not taken
        lose.when = {{"it is on its way", b.on_way}};
        lose.after.on_way = t_.truth(false);
        m_.steps.push_back(lose);

        Step execute = begin("execute");
        execute.when = {{"of what is open", m_.amount > 0 && m_.amount <= b.venue_open}};
        execute.after.venue_open = b.venue_open - m_.amount;
        execute.after.venue_filled = b.venue_filled + m_.amount;
        m_.steps.push_back(execute);

        Step cut = begin("cut");  // a reduction, a cancel, or the venue by itself
        cut.when = {{"it is open there, and becomes less", m_.amount >= 0 && m_.amount <= b.venue_open}};
        cut.after.venue_open = m_.amount;
        m_.steps.push_back(cut);
    }

    Step begin(const char* name) { return {name, {}, {}, m_.before, t_.number(-1), t_.number(-1)}; }

    Machine& m_;
    const orders::TransitionTable& table_;
    const std::optional<Machine::Row>& left_open_;
    Terms& t_;
};

}  // namespace

Book free_book(Terms& terms, const std::string& suffix) {
    Book book;
    for (const BookField& f : kBookFields) book.*f.field = terms.variable(f.name + suffix, f.sort);
    return book;
}

Machine::Machine(const orders::TransitionTable& table, std::optional<Row> left_open) : before(free_book(terms)) {
    const auto input = [&](const char* name, Sort sort) { return terms.variable(name, sort); };
    report = {.kind = input("report_kind", Sort::integer),
              .quantity = input("report_quantity", Sort::integer),
              .executed = input("report_executed", Sort::integer),
              .leaves = input("report_leaves", Sort::integer),
              .known = input("report_known", Sort::boolean),
              .number_taken = input("report_number_taken", Sort::boolean),
              .stands = input("report_stands", Sort::boolean)};
    quantity = input("command_quantity", Sort::integer);
    target = input("target", Sort::integer);
    amount = input("amount", Sort::integer);
    stance = input("stance", Sort::integer);
    open_next = input("open_next", Sort::integer);
    open_action = input("open_action", Sort::integer);
    Steps(*this, table, left_open).make();
}

const Step& Machine::step(std::string_view name) const {
    const auto found = std::ranges::find(steps, name, &Step::name);
    WEIR_ASSERT(found != steps.end());
    return *found;
}

Term is(Term state, ChildState which) {
    return state == static_cast<int64_t>(which);
}
Term lives(const Book& book) {
    return !any_of(book.state, {static_cast<int64_t>(ChildState::empty), static_cast<int64_t>(ChildState::closed),
                                static_cast<int64_t>(ChildState::settling)});
}
Term is_open(const Book& book) {
    return !is(book.state, ChildState::empty) && !is(book.state, ChildState::closed);
}
Term open(const Book& book) {
    return book.most - book.executed;
}
/// A crossing order ends by itself: when it works, its end is awaited.
Term awaits(Term state, Term crossing) {
    return any_of(state, {static_cast<int64_t>(ChildState::sent), static_cast<int64_t>(ChildState::reducing),
                          static_cast<int64_t>(ChildState::cancelling), static_cast<int64_t>(ChildState::unknown),
                          static_cast<int64_t>(ChildState::settling)}) ||
           (is(state, ChildState::working) && crossing);
}
Term allowance(const Book& book) {
    return book.total + book.excess - book.all_executed - book.exposure;
}
Term venue_may_fill(const Book& book) {
    return book.venue_open + choose(book.on_way, book.quantity, book.quantity.in->number(0));
}

}  // namespace weir::order_proof
