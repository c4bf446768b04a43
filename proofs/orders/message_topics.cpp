// What is proven of message limits: message_budget.h, and `budget_allows` of reconcile.cpp.
//
// A window is any stretch of `per` from some moment on; whatever is shown of it is so of every one. Messages are
// numbered from 1; those before the window, inside and after it are three counts, since times never step back. What the
// ring of the last messages gives is the time of one of them: it is known to be in the part that its number says.
#include "proofs/orders/topics.h"

namespace weir::order_proof {
namespace {

class MessageTopics {
  public:
    MessageTopics(Terms& terms, LeftOut left_out) : t_(terms), left_out_(left_out) {}

    std::vector<Topic> all() { return {rate(), script_reserve(), house_reserve()}; }

  private:
    Term number(const char* name) { return t_.variable(name, Sort::integer); }

    std::vector<Named> window() {
        return {{"a limit, and a span of time", most_ > 0 && per_ > 0},
                {"messages are counted", before_ >= 0 && inside_ >= 0 && after_ >= 0}};
    }
    Term sent() { return before_ + inside_ + after_; }

    /// `room_at(keep)` is not after `then`: as the ring of the last `most` messages says.
    std::vector<Named> room(Term keep, Term then) {
        const Term index = sent() + 1 - (most_ - keep);  // of the message that must have left the span
        const Term is_there = index >= 1;
        return {{"no more is kept back than the limit less one", keep >= 0 && keep <= most_ - 1},
                {"the ring tells the time of that message",
                 implies(is_there, (index <= before_) == (read_ < from_) &&
                                       (index <= before_ + inside_) == (read_ < from_ + per_))},
                {"it has left the span", implies(is_there, read_ + per_ <= then)}};
    }

    Term inside_after(Term then) { return inside_ + count(then >= from_ && then < from_ + per_); }

    /// From the first message on, each as the limits let it, all of them inside one window.
    Question reached(const char* name, const char* says, int messages, Term keep, Term given) {
        Asking asking(name, says, {});
        asking.given("the limits", given);
        const Term then = number("then");
        Term before = t_.number(0), inside = before, after = before, last = before;
        for (int i = 1; i <= messages; ++i) {
            const std::string behind = ", message " + std::to_string(i), number_of = "_" + std::to_string(i);
            Substitution now;
            now.replace(before_, before), now.replace(inside_, inside), now.replace(after_, after);
            now.replace(read_, t_.variable("time_in_the_ring" + number_of, Sort::integer));
            now.replace(then, t_.variable("then" + number_of, Sort::integer));
            for (const auto& rules : {window(), room(keep, then)})
                for (const Named& rule : rules) asking.given(rule.name + behind, now(rule.term));
            if (i > 1) asking.given("times never step back" + behind, now(then) >= last);
            last = now(then);
            before = now(before_ + count(then < from_));
            inside = now(inside_after(then));
            after = now(after_ + count(then >= from_ + per_));
        }
        return asking.given("it is reached", inside == messages).found();
    }

    Topic rate() {
        Topic topic{"message-rate", "in any span of time no more messages leave than the limit says", {}, {}};
        const Term then = number("then");
        topic.proof.push_back(Asking("message-rate-first", "before the first message", left_out_)
                                  .given(window())
                                  .given("no message was sent", sent() == 0)
                                  .broken("within the limit", inside_ <= most_));
        topic.proof.push_back(Asking("message-rate-kept", "a message leaves", left_out_)
                                  .given(window())
                                  .given("within the limit so far", inside_ <= most_)
                                  .given(room(number("keep"), then))
                                  .broken("within the limit", inside_after(then) <= most_));
        topic.witnesses = {reached("message-rate-reached", "a window that is full", 3, t_.number(0), most_ == 3)};
        return topic;
    }

    /// The window that ends now: (now - per, now].
    Term ends(Term then) { return from_ == then - per_ + 1; }

    Topic script_reserve() {
        Topic topic{"cancel-reserve",
                    "a new order or a reduction leaves room in the script's message limit to cancel at once every "
                    "order that is alive, as many as the limit less one",
                    {},
                    {}};
        const Term then = number("then"), alive = number("alive_with_it");
        const Term keep = within(alive, t_.number(0), most_ - 1);
        topic.proof.push_back(Asking("cancel-reserve-kept", "a new order or a reduction leaves", left_out_)
                                  .given(window())
                                  .given("the window that ends with it", ends(then))
                                  .given(room(keep, then))
                                  .broken("room for cancels", inside_after(then) + least(alive, most_ - 1) <= most_));
        // Afterwards: `cancels` of them have left, and what has left the span since only makes room.
        const Term at_first = number("inside_at_first"), reserve = number("reserve"), cancels = number("cancels");
        const Term gone = number("gone_since");
        const Term index = sent() + 1 - most_;
        topic.proof.push_back(Asking("cancel-reserve-used", "a cancel within the reserve", left_out_)
                                  .given(window())
                                  .given("room was kept", at_first + reserve <= most_)
                                  .given("cancels since", cancels >= 0 && cancels < reserve)
                                  .given("what left the span since", gone >= 0)
                                  .given("what is inside now", inside_ == at_first + cancels - gone && after_ == 0)
                                  .broken("the message that must have left the span has", index <= before_));
        topic.witnesses = {
            reached("cancel-reserve-reached", "room for two cancels and no more", 2, keep, alive == 2 && most_ == 4)};
        return topic;
    }

    Topic house_reserve() {
        Topic topic{"house-reserve",
                    "new orders stop at the house's limit, and only cancels and reductions may use its reserve beyond",
                    {},
                    {}};
        const Term then = number("then"), reserve = number("house_reserve");
        topic.proof.push_back(
            Asking("house-reserve-kept", "a new order leaves", left_out_)
                .given(window())
                .given("the window that ends with it", ends(then))
                .given(room(reserve, then))
                .broken("within the limit without the reserve", inside_after(then) <= most_ - reserve));
        topic.witnesses = {reached("house-reserve-reached", "the last new order, with a reserve of two", 2, reserve,
                                   reserve == 2 && most_ == 4)};
        return topic;
    }

    Terms& t_;
    LeftOut left_out_;
    Term most_ = number("limit"), per_ = number("per"), from_ = number("window_from");
    Term before_ = number("before"), inside_ = number("inside"), after_ = number("after");
    Term read_ = number("time_in_the_ring");
};

}  // namespace

std::vector<Topic> message_topics(Terms& terms, LeftOut left_out) {
    return MessageTopics(terms, left_out).all();
}

}  // namespace weir::order_proof
