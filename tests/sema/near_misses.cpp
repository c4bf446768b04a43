#include "near_misses.h"

#include <utility>

#include "broken_values.h"

namespace weir::sema::test {
namespace {

class Finder : private BrokenValues {
  public:
    Finder(const SourceFile& file, uint64_t seed) : BrokenValues(file, seed) {}

    std::vector<Break> find(const Tree& tree) {
        for (const Strategy& strategy : tree.strategies) visit(strategy);
        for (const syntax::Test& test : tree.tests) visit(test);
        return std::move(found_);
    }

  private:
    template <class Statement>
    void visit(const Statement& statement) {
        const SourceRange outer = std::exchange(statement_, statement.range);
        std::visit([&](const auto& kind) { read(kind); }, statement.kind);
        statement_ = outer;
    }
    void misspelt_head(Code code) { misspelt_word(statement_.begin, "misspelt head", code); }
    void misspelt_word(uint32_t at, std::string_view kind, Code code) {
        const std::string& script = file_.text();
        uint32_t end = at;
        while (end < script.size() &&
               (std::isalnum(static_cast<unsigned char>(script[end])) != 0 || script[end] == '_'))
            ++end;
        if (end > at) add(kind, between(end, end), "q", {code});
    }
    /// Said once more behind itself.
    void twice(Code code) {
        add("said twice", between(statement_.end, statement_.end), "\n" + text(statement_) + "\n", {code});
    }
    /// A word of the statement that stands before `end`. Without it a name may look like a function, or begin an item.
    void lost(std::string_view word, const ExprPtr& end) {
        if (end == nullptr) return;
        const std::string before = text(between(statement_.begin, whole(*end).begin));
        const size_t at = before.rfind(word);
        if (at == std::string::npos) return;
        const auto begin = statement_.begin + static_cast<uint32_t>(at);
        add("lost word", between(begin, begin + static_cast<uint32_t>(word.size())), "",
            {Code::unexpected, Code::unknown_function, Code::unknown_item});
    }

    void visit(const Strategy& strategy) {
        for (const Parameter& parameter : strategy.parameters) {
            statement_ = parameter.range;
            visit(parameter);
        }
        clauses(strategy.clauses);
        for (const Clause& clause : strategy.clauses)
            if (std::holds_alternative<Schedule>(clause.kind))
                add("schedule and target", clause.range, between(clause.range.end, clause.range.end),
                    "\nparticipate 10% of volume over 1 min\n", {Code::two_paces, Code::two_participation_targets});
    }
    void clauses(const std::vector<Clause>& list) {
        for (const Clause& clause : list) visit(clause);
    }

    void visit(const Parameter& parameter) {
        add("misspelt type", parameter.type.range, parameter.type.text + "q", {Code::unknown_type});
        add("name of the language", between(statement_.end, statement_.end), ", mid : ratio = 5%",
            {Code::shadows_prelude});
        add("said twice", between(statement_.end, statement_.end), ", " + text(statement_), {Code::duplicate_name});
        if (parameter.value != nullptr) number_of_another_kind(parameter.value, {Code::wrong_unit});
        if (parameter.low == nullptr) return;
        const std::string low = text(parameter.low->range), high = text(parameter.high->range);
        const SourceRange range = between(parameter.low->range.begin, parameter.high->range.end);
        add("range reversed", range, high + " to " + low, {Code::range_reversed});
        if (parameter.value != nullptr)
            add("default outside of its range", parameter.value->range, "1" + high, {Code::default_outside_range});
        const auto* number = parameter.value == nullptr ? nullptr : std::get_if<Number>(&parameter.value->kind);
        if (number != nullptr && number->unit.text == "s" && low.ends_with(" s"))
            add("milliseconds for seconds", number->unit.range, "us", {Code::default_outside_range});
        if (parameter.live)
            add("live without a range", between(parameter.low->range.begin - 5, parameter.high->range.end), "",
                {Code::live_without_range});
    }

    void read(const ErrorClause&) {}
    void read(const Let& let) {
        misspelt_head(Code::unknown_clause);
        twice(Code::duplicate_name);
        add("name of the language", between(statement_.end, statement_.end), "\nlet mid = last\n",
            {Code::shadows_prelude});
        add("let of itself", let.value->range, let.name.text, {Code::let_cycle});
        lost("=", let.value);
        parts(let.value);
    }
    void read(const Schedule& schedule) {
        misspelt_head(Code::unknown_clause);
        twice(Code::two_schedules);
        lost("every", schedule.every);
        value(schedule.every, kDuration);
        value(schedule.share, kRatio | kQuantity | kMoney);
        if (schedule.kind == ScheduleKind::expression) value(schedule.argument, kRatio);
        for (const ExprPtr& one : schedule.arguments) parts(one);
    }
    void read(const Participate& participate) {
        misspelt_head(Code::unknown_clause);
        if (participate.share == Share::target) twice(Code::two_participation_targets);
        value(participate.ratio, kRatio);
        lost("over", participate.over);
        window(participate.over);
    }
    void read(const Halt& halt) {
        misspelt_head(Code::unknown_clause);
        lost("when", halt.when);
        value(halt.when, kCondition), value(halt.until, kCondition);
    }
    void read(const Tilt& tilt) {
        misspelt_head(Code::unknown_clause);
        lost("when", tilt.when);
        value(tilt.factor, kRatio), value(tilt.when, kCondition);
    }
    void read(const Complete& complete) {
        misspelt_head(Code::unknown_clause);
        twice(Code::said_twice);
        value(complete.up_to, kRatio);
    }
    void read(const Stay& stay) {
        misspelt_head(Code::unknown_clause);
        twice(Code::said_twice);
        lost("within", stay.behind);
        value(stay.behind, kRatio | kQuantity), value(stay.ahead, kRatio | kQuantity);
    }
    void read(const CatchUp& catch_up) {
        misspelt_head(Code::unknown_clause);
        twice(Code::said_twice);
        lost("over", catch_up.over);
        value(catch_up.over, kDuration), value(catch_up.at_most, kRatio);
    }
    void read(const Cancel& cancel) {
        misspelt_head(Code::unknown_clause);
        lost("when", cancel.when);
        value(cancel.when, kCondition);
    }
    void read(const Settle& settle) {
        misspelt_head(Code::unknown_clause);
        twice(Code::said_twice);
        value(settle.after, kDuration);
    }
    void read(const JoinReopening&) {
        misspelt_head(Code::unknown_clause);
        twice(Code::said_twice);
    }
    void read(const Session& session) {
        misspelt_head(Code::unknown_clause);
        twice(Code::said_twice);
        lost("to", session.to);
        if (session.from != nullptr) add("time of no day", session.from->range, "25:70", {Code::bad_time});
    }
    void read(const Done& done) {
        misspelt_head(Code::unknown_clause);
        lost("when", done.when);
        value(done.when, kCondition);
    }
    void read(const Next& next) {
        misspelt_head(Code::unknown_clause);
        add("misspelt phase", next.phase.range, next.phase.text + "q", {Code::unknown_phase});
        lost("when", next.when);
        value(next.when, kCondition);
    }
    void read(const Phase& phase) {
        misspelt_head(Code::unknown_clause);
        twice(Code::duplicate_phase);
        clauses(phase.clauses);
    }
    void read(const OneOf& one_of) { clauses(one_of.clauses); }
    void read(const Protect& protect) {
        protects_ = true;
        clauses(protect.clauses);
        protects_ = false;
    }
    void read(const Legs&) {}
    void read(const Would& would) {
        value(would.up_to, kRatio | kQuantity | kMoney), value(would.price, kPrice), value(would.when, kCondition);
        items(would.items);
    }
    void read(const Auction& auction) {
        value(auction.when, kCondition);
        items(auction.items);
    }

    template <class Kind>
    static const Item* find(const std::vector<Item>& items) {
        const auto found =
            std::ranges::find_if(items, [](const Item& item) { return std::holds_alternative<Kind>(item.kind); });
        return found == items.end() ? nullptr : &*found;
    }
    void items(const std::vector<Item>& list) {
        for (const Item& item : list) visit(item);
    }
    void read(const Work& work) {
        misspelt_head(Code::unknown_clause);
        twice(Code::duplicate_work);
        lost("when", work.when);
        value(work.when, kCondition);
        if (!work.before.empty()) {
            const Name &first = work.before.front(), &last = work.before.back();
            add("misspelt work", first.range, first.text + "q", {Code::unknown_work});
            add("before itself", between(last.range.end, last.range.end), ", " + work.name.text, {Code::before_cycle});
            add("lost `before`", between(work.name.range.end, last.range.end), "", {Code::works_overlap});
        }
        const Item *bound = find<UpTo>(work.items), *size = find<Take>(work.items), *peg = find<Peg>(work.items);
        if (bound != nullptr && size != nullptr && !protects_)
            add("crossing without a size", size->range, "", {Code::crossing_without_size});
        if (bound != nullptr)
            add("crossing and post only", between(bound->range.end, bound->range.end), "; post only",
                {Code::crossing_cannot});
        if (peg != nullptr) add("work without a price", peg->range, "", {Code::work_without_price});
        items(work.items);
    }

    // ---- items
    void read(const ErrorItem&) {}
    /// What every item that begins with a word can suffer; most are said once.
    void item(bool once = true) {
        misspelt_head(Code::unknown_item);
        if (once) twice(Code::said_twice);
    }
    void read(const Peg& peg) {
        item();
        misspelt_word(peg.touch_range.begin, "misspelt touch", Code::unexpected);
        if (peg.offset) value(peg.offset->amount, kRatio | kPrice);
    }
    void read(const At& at) { item(), value(at.price, kPrice); }
    void read(const UpTo& up_to) { item(), lost("to", up_to.price), value(up_to.price, kPrice); }
    void read(const Take& take) { item(), value(take.amount, kQuantity | kMoney); }
    void read(const ChildSize& size) {
        item(false);
        lost("at", size.amount);
        value(size.amount, kQuantity | kMoney);
    }
    void read(const Show& show) {
        item();
        value(show.amount, kRatio | kQuantity | kMoney), value(show.vary, kRatio);
    }
    void read(const Reprice& reprice) {
        item();
        lost("every", reprice.every);
        value(reprice.every, kDuration), value(reprice.vary, kRatio);
    }
    void read(const PostOnly&) { item(); }
    void read(const Ladder& ladder) {
        twice(Code::said_twice);
        lost("from", ladder.low), lost("to", ladder.high);
        whole_number(ladder.count);
        value(ladder.low, kRatio | kPrice), value(ladder.high, kRatio | kPrice), value(ladder.anchor, kPrice);
    }
    void read(const LevelSize& size) {
        item();
        lost("to", size.last);
        value(size.first, kRatio), value(size.last, kRatio);
    }
    void read(const Refill& refill) { item(), value(refill.amount, kRatio), whole_number(refill.times); }
    void read(const Reload& reload) {
        item();
        lost("after", reload.after);
        value(reload.after, kDuration), value(reload.at_most, kDuration);
    }
    void read(const Limit& limit) { item(), value(limit.price, kPrice); }
    void read(const Deadline& deadline) { item(), value(deadline.after, kDuration); }
    void read(const Minimum& minimum) { item(), value(minimum.amount, kQuantity | kMoney); }
    void read(const Gas&) {}
    void read(const TimeInForce& time) {
        item(), misspelt_word(time.kind_range.begin, "misspelt word", Code::unexpected);
    }
    void read(const Targets&) {}
    void read(const ScoredBy& by) {
        for (const Name& score : by.scores) add("misspelt score", score.range, score.text + "q", {Code::unknown_score});
    }

    // ---- routes, risk
    void read(const Route& route) {
        twice(Code::two_routes);
        for (const RouteLine& line : route.lines) visit(line);
    }
    void read(const RouteTo& to) {
        for (const Name& score : to.scores) add("misspelt score", score.range, score.text + "q", {Code::unknown_score});
        value(to.up_to, kRatio | kQuantity | kMoney), value(to.minimum, kQuantity | kMoney), value(to.share, kRatio);
        const Target& first = to.targets.front();
        add("target twice", between(first.range.end, first.range.end), ", " + text(first.range), {Code::target_twice});
    }
    void read(const RouteBar& bar) {
        lost("when", bar.when);
        value(bar.when, kCondition);
    }
    void read(const Risk& risk) {
        misspelt_head(Code::unknown_clause);
        for (const RiskLine& line : risk.lines) {
            statement_ = line.range;
            risk_line(line);
        }
    }
    void risk_line(const RiskLine& line) {
        misspelt_word(line.subject_range.begin, "misspelt head", Code::unknown_risk_line);
        constexpr unsigned kTakes[] = {kMoney, kQuantity, kRatio, kRatio | kPrice, 0, 0};
        static_assert(std::size(kTakes) == static_cast<size_t>(RiskSubject::working_orders) + 1);
        value(line.limit, kTakes[static_cast<size_t>(line.subject)]);
        if (kTakes[static_cast<size_t>(line.subject)] == 0) whole_number(line.limit);
        if (line.window != nullptr) window(line.window);
        value(line.reference, line.reference == nullptr ? 0 : kPrice);
    }
    void read(const Assume& assume) {
        misspelt_head(Code::unknown_clause);
        for (const AssumeLine& line : assume.lines) {
            statement_ = line.range;
            parts(line.subject), parts(line.low), parts(line.high);
            number_of_another_kind(line.high, {Code::wrong_unit, Code::cannot_compare});
        }
    }

    // ---- tests
    void visit(const syntax::Test& test) {
        if (!test.strategy.text.empty())
            add("misspelt strategy", test.head, test.strategy.range, test.strategy.text + "q",
                {Code::unknown_strategy});
        for (const TestStatement& statement : test.statements) {
            visit(statement);
            add("misspelt head", statement.range, {file_.id(), statement.range.begin, statement.range.begin}, "q",
                {Code::unknown_test_statement});
            if (std::holds_alternative<TestOrder>(statement.kind))
                add("test without an order", test.range, statement.range, "", {Code::test_without});
            if (std::holds_alternative<TestMarket>(statement.kind) && markets(test) == 1)
                add("test without a market", test.range, statement.range, "", {Code::test_without});
        }
    }
    static int64_t markets(const syntax::Test& test) {
        return std::ranges::count_if(
            test.statements, [](const TestStatement& one) { return std::holds_alternative<TestMarket>(one.kind); });
    }
    void read(const ErrorTestStatement&) {}
    void read(const TestOrder& order) {
        lost("from", order.from), lost("to", order.to);
        value(order.quantity, kQuantity), value(order.limit, kPrice);
        add("price for a time", order.from->range, "12 ticks", {Code::test_time});
    }
    void read(const SetParameter& set) {
        add("misspelt name", set.name.range, set.name.text + "q", {Code::unknown_name});
        lost("=", set.value);
    }
    void read(const TestMarket& market) {
        whole_number(market.seed);
        lost("spread", market.spread), lost("volume", market.volume), lost("per", market.per);
        value(market.price, kPrice), value(market.spread, kRatio | kPrice), value(market.volume, kQuantity);
    }
    void read(const Happening& happening) {
        add("price for a time", happening.time->range, "12 ticks", {Code::test_time});
        std::visit([&](const auto& kind) { happens(kind); }, happening.kind);
    }
    template <class Other>
    void happens(const Other&) {}
    void happens(const QuoteChange& change) {
        value(change.value, change.kind == QuoteChangeKind::mid ? kPrice : kPrice | kRatio);
    }
    void happens(const VolumeChange& change) { lost("per", change.per), value(change.volume, kQuantity); }
    void happens(const TradePrint& print) {
        lost("at", print.price);
        value(print.quantity, kQuantity), value(print.price, kPrice);
    }
    void happens(const MidMoves& moves) { lost("over", moves.over), value(moves.by, kRatio | kPrice); }
    void read(const Expect& expect) { value(expect.condition, kCondition); }

    bool protects_ = false;
};

}  // namespace

std::string Break::text_of(const SourceFile& file) const {
    std::string text = file.text();
    return text.replace(at.begin, at.end - at.begin, replacement);
}

SourceRange Break::blamed() const {
    const uint32_t end = std::max(statement.end, at.end);
    return {statement.file, statement.begin, end - (at.end - at.begin) + static_cast<uint32_t>(replacement.size())};
}

std::vector<Break> breaks_of(const syntax::Tree& tree, const SourceFile& file, uint64_t seed) {
    return Finder(file, seed).find(tree);
}

}  // namespace weir::sema::test
