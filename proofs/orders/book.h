// The order manager as a transition system: one child order, its ledger, its slot, and what is true at the venue.
//
// The child stands for any of them, and what the others hold is a few sums, so that the number of children does not
// matter: each step is of one child, and to that child all others are the sums. What a child does on an event is read
// from runtime/orders/transitions.def; what an action does to the numbers is written here as it is in orders.cpp.
//
// The venue is in it twice. `venue_*` is its own truth, which the manager never sees. A report is whatever the venue
// could say truly at that moment; since such truths stay true once they are, this is every order of reports, however
// late and however often. `Step::honest` is what makes a report true: without it, a venue may say anything.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "proofs/orders/terms.h"
#include "runtime/orders/transitions.h"

namespace weir::order_proof {

struct Book {
    // the child
    Term state, quantity, executed, most;
    Term seen, crossing, must_ask, awaited;  // awaited: an answer is, for a limited time
    Term asks, overdue;                      // overdue: answers that were, of this child
    Term venue_filled, venue_open;           // may fill at the venue, beyond what has
    Term on_way;                             // the order has left and not arrived: it may still come to be open
    // its slot
    Term place;  // who has it: 0 nobody, 1 this child, 2 another
    Term slot_exposure, slot_executed;
    Term slot_others_open, slot_others_executed;
    // its ledger
    Term total, wanted_total, largest_total;  // the largest that was ever wanted
    Term all_executed, exposure, excess;
    Term breach, stopped;
    // the other children of the ledger, and fills of no child
    Term others_open, others_executed, others_venue_filled, others_venue_open;
    // the strategy: orders at the venues or possibly so, of all its ledgers
    Term alive, others_alive, working_most;
};

struct BookField {
    const char* name;
    Sort sort;
    Term Book::* field;
};

inline constexpr std::array kBookFields = {
    BookField{"state", Sort::integer, &Book::state},
    BookField{"quantity", Sort::integer, &Book::quantity},
    BookField{"executed", Sort::integer, &Book::executed},
    BookField{"most", Sort::integer, &Book::most},
    BookField{"seen", Sort::boolean, &Book::seen},
    BookField{"crossing", Sort::boolean, &Book::crossing},
    BookField{"must_ask", Sort::boolean, &Book::must_ask},
    BookField{"awaited", Sort::boolean, &Book::awaited},
    BookField{"asks", Sort::integer, &Book::asks},
    BookField{"overdue", Sort::integer, &Book::overdue},
    BookField{"venue_filled", Sort::integer, &Book::venue_filled},
    BookField{"venue_open", Sort::integer, &Book::venue_open},
    BookField{"on_way", Sort::boolean, &Book::on_way},
    BookField{"place", Sort::integer, &Book::place},
    BookField{"slot_exposure", Sort::integer, &Book::slot_exposure},
    BookField{"slot_executed", Sort::integer, &Book::slot_executed},
    BookField{"slot_others_open", Sort::integer, &Book::slot_others_open},
    BookField{"slot_others_executed", Sort::integer, &Book::slot_others_executed},
    BookField{"total", Sort::integer, &Book::total},
    BookField{"wanted_total", Sort::integer, &Book::wanted_total},
    BookField{"largest_total", Sort::integer, &Book::largest_total},
    BookField{"all_executed", Sort::integer, &Book::all_executed},
    BookField{"exposure", Sort::integer, &Book::exposure},
    BookField{"excess", Sort::integer, &Book::excess},
    BookField{"breach", Sort::boolean, &Book::breach},
    BookField{"stopped", Sort::boolean, &Book::stopped},
    BookField{"others_open", Sort::integer, &Book::others_open},
    BookField{"others_executed", Sort::integer, &Book::others_executed},
    BookField{"others_venue_filled", Sort::integer, &Book::others_venue_filled},
    BookField{"others_venue_open", Sort::integer, &Book::others_venue_open},
    BookField{"alive", Sort::integer, &Book::alive},
    BookField{"others_alive", Sort::integer, &Book::others_alive},
    BookField{"working_most", Sort::integer, &Book::working_most},
};

/// A book of variables; `suffix` tells several apart.
Book free_book(Terms& terms, const std::string& suffix = "");

/// What a report says, as orders.cpp reads it.
struct ReportTerms {
    Term kind;      // ReportKind
    Term quantity;  // of a fill
    Term executed, leaves;
    Term known;         // an execution that was counted before
    Term number_taken;  // rejected because the number was given to an order before
    Term stands;        // a cancel was refused for a reason that leaves the order as it was
};

struct Step {
    std::string name;
    std::vector<Named> when;    // what the manager asks for before it does this
    std::vector<Named> honest;  // what a venue that keeps its word adds
    Book after;
    Term event, action;  // the row of the table: ChildEvent, ChildAction; none of a step without
};

/// All that can happen to a book. The names of the steps:
///   report, overdue, send_new, send_reduce, send_cancel, set_total, stop, stray, nonsense: the manager's
///   arrive, lose, execute, end, cut: the venue's and the wires'
struct Machine {
    /// A row may be left open: what follows on it is then whatever `open_next` and `open_action` are.
    struct Row {
        orders::ChildState state;
        orders::ChildEvent event;
    };
    explicit Machine(const orders::TransitionTable& table, std::optional<Row> left_open = {});
    const Step& step(std::string_view name) const;

    Terms terms;
    Book before;
    ReportTerms report;
    Term quantity, target, amount;  // of send_new; of set_total; of what happens at the venue
    Term stance;                    // orders::Stance
    Term open_next, open_action;
    std::vector<Step> steps;
};

// Parts that invariants and claims speak of.
Term is(Term state, orders::ChildState which);
Term lives(const Book& book);    // Child::live
Term is_open(const Book& book);  // neither empty nor closed
Term open(const Book& book);     // Child::open
Term awaits(Term state, Term crossing);
Term allowance(const Book& book);  // Ledger::allowance
Term venue_may_fill(const Book& book);

}  // namespace weir::order_proof
