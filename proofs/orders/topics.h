// The claims before they are printed: questions as terms, so that tests can leave out a rule or add to a question.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proofs/orders/book.h"

namespace weir::order_proof {

/// Whether all of these can hold together.
struct Question {
    std::string name, says;
    std::vector<Named> assertions;
    std::string step;  // of Machine, whose row of the table it is about; empty: of none
};

struct Topic {
    std::string name, says;
    std::vector<Question> proof;      // the answer is to be no
    std::vector<Question> witnesses;  // the answer is to be yes
};

/// One rule, conjunct or promise of a venue that is not taken for granted; empty for none.
using LeftOut = std::string_view;

/// Named assertions gathered for one question; what is left out is not among them.
class Asking {
  public:
    Asking(std::string name, std::string says, LeftOut left_out)
        : question_{std::move(name), std::move(says), {}, {}}, left_out_(left_out) {}

    Asking& about(const std::string& step) {
        question_.step = step;
        return *this;
    }

    Asking& given(const std::string& what, Term term) {
        if (what != left_out_) question_.assertions.push_back({what, term});
        return *this;
    }
    Asking& given(const std::vector<Named>& all) {
        for (const Named& one : all) given(one.name, one.term);
        return *this;
    }
    /// The counterexample looked for.
    Question broken(const std::string& promise, Term term) {
        question_.assertions.push_back({"and yet not: " + promise, !term});
        return question_;
    }
    Question found() { return question_; }

  private:
    Question question_;
    LeftOut left_out_;
};

// ledger_topics.cpp: one ledger and its children
std::vector<Topic> ledger_topics(Machine& machine, LeftOut left_out = {});
// pair_topics.cpp: two children of one ledger
std::vector<Topic> pair_topics(Machine& machine, LeftOut left_out = {});
// cross_topics.cpp: a child of each of two ledgers
std::vector<Topic> cross_topics(Machine& machine, LeftOut left_out = {});
// position_topics.cpp: the ledgers of a strategy side by side
std::vector<Topic> position_topics(Terms& terms, LeftOut left_out = {});
// message_topics.cpp: message_budget.h and `budget_allows`
std::vector<Topic> message_topics(Terms& terms, LeftOut left_out = {});
// life_topics.cpp: the parent's life, in runtime/engine
std::vector<Topic> life_topics(Terms& terms, LeftOut left_out = {});

}  // namespace weir::order_proof
