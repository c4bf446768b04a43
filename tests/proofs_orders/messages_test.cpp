// The model of message limits against the code: in every short history of a small limit, what the ring says is what the
// model takes it to say of any window, and a message may leave exactly when the model says so.
#include <gtest/gtest.h>

#include <algorithm>

#include "proofs/orders/topics.h"
#include "runtime/orders/message_budget.h"

namespace weir::order_proof {
namespace {

using orders::MessageBudget;

class Ring {
  public:
    Ring() {
        for (const Topic& topic : message_topics(terms_))
            for (const Question& question : topic.proof)
                if (question.name == "message-rate-kept")
                    for (const Named& one : question.assertions) {
                        if (one.name == "the ring tells the time of that message") tells_ = one.term;
                        if (one.name == "it has left the span") left_ = one.term;
                    }
        const std::vector<Term> wanted = {tells_, left_};
        evaluation_ = std::make_unique<Evaluation>(terms_, wanted);
    }

    struct Moment {
        int64_t limit, per, keep, then;
        const std::vector<int64_t>& sent;
    };
    /// Holds the budget against the model for the window from `from` on.
    void check(const Moment& m, const MessageBudget& budget, int64_t from) {
        const auto counted = [&](auto is) { return std::ranges::count_if(m.sent, is); };
        const int64_t before = counted([&](int64_t time) { return time < from; });
        const int64_t inside = counted([&](int64_t time) { return time >= from && time < from + m.per; });
        const auto all = static_cast<int64_t>(m.sent.size());
        const Time room = budget.room_at(m.keep);
        const int64_t index = all + 1 - (m.limit - m.keep);
        set("limit", m.limit), set("per", m.per), set("keep", m.keep), set("then", m.then);
        set("window_from", from), set("before", before), set("inside", inside), set("after", all - before - inside);
        set("time_in_the_ring", index >= 1 ? room.value - m.per : 0);
        evaluation_->run();
        ASSERT_TRUE((*evaluation_)[tells_]);
        ASSERT_EQ((*evaluation_)[left_] != 0, room <= Time{m.then});
    }

  private:
    void set(const char* name, int64_t value) { evaluation_->set(terms_.variable(name, Sort::integer), value); }

    Terms terms_;
    Term tells_, left_;
    std::unique_ptr<Evaluation> evaluation_;
};

/// Every way to go on from here.
void go_on(Ring& ring, MessageBudget budget, int64_t per, int64_t now, std::vector<int64_t> sent, int more) {
    for (int64_t wait = 0; wait <= 2; ++wait) {
        const int64_t then = now + wait;
        for (int64_t keep = 0; keep < budget.most(); ++keep) {
            for (int64_t from = -1; from <= then + 1; ++from)
                ASSERT_NO_FATAL_FAILURE(ring.check({budget.most(), per, keep, then, sent}, budget, from));
        }
        if (more == 0 || budget.room_at(0) > Time{then}) continue;
        MessageBudget next = budget;
        next.count(Time{then});
        std::vector<int64_t> with = sent;
        with.push_back(then);
        ASSERT_NO_FATAL_FAILURE(go_on(ring, next, per, then, with, more - 1));
    }
}

TEST(Messages, TheRingIsAsTheModelSays) {
    Ring ring;
    for (int64_t limit = 1; limit <= 3; ++limit)
        for (int64_t per = 1; per <= 3; ++per)
            ASSERT_NO_FATAL_FAILURE(go_on(ring, MessageBudget(limit, Duration{per}), per, 0, {}, 5));
}

}  // namespace
}  // namespace weir::order_proof
