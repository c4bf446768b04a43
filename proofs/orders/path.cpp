#include "proofs/orders/path.h"

#include "proofs/orders/invariant.h"

namespace weir::order_proof {

/// Its limit of working orders, and of what kind its first order will be, are free.
Path::Path(Machine& machine, Asking& asking, std::string suffix)
    : book(free_book(machine.terms, suffix)), machine_(machine), asking_(asking), suffix_(std::move(suffix)) {
    Terms& t = machine.terms;
    for (const BookField& f : kBookFields)
        if (f.field != &Book::crossing && f.field != &Book::working_most)
            book.*f.field = f.sort == Sort::boolean ? t.truth(false) : t.number(0);
    for (const Named& rule : initial(book)) asking.given(rule.name + suffix_, rule.term);
}

void Path::go(const Move& move) {
    Terms& t = machine_.terms;
    const Step& step = machine_.step(move.step);
    const std::string number = suffix_ + "_" + std::to_string(++steps_);
    const std::string behind = ", step" + number + " (" + step.name + ")";
    Substitution now = here(number);
    for (const Named& rule : step.when) asking_.given(rule.name + behind, now(rule.term));
    if (move.honest)
        for (const Named& rule : step.honest) asking_.given(rule.name + behind, now(rule.term));
    for (const auto& [input, value] : move.with)
        asking_.given("an input" + behind,
                      now(input) == (t.at(input).sort == Sort::boolean ? t.truth(value != 0) : t.number(value)));
    Book next;
    for (const BookField& f : kBookFields) next.*f.field = now(step.after.*f.field);
    book = next;
}

/// The machine's variables as they are after the steps so far, and inputs of their own.
Substitution Path::here(const std::string& behind) {
    Terms& t = machine_.terms;
    Substitution result;
    for (const BookField& f : kBookFields) result.replace(machine_.before.*f.field, book.*f.field);
    const ReportTerms& r = machine_.report;
    for (const Term input : {r.kind, r.quantity, r.executed, r.leaves, r.known, r.number_taken, r.stands,
                             machine_.quantity, machine_.target, machine_.amount, machine_.stance}) {
        const Terms::Node node = t.at(input);
        result.replace(input, t.variable(t.name_of(node) + behind, node.sort));
    }
    return result;
}

}  // namespace weir::order_proof
