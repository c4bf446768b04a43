#include "random_tree.h"

#include <random>

namespace weir::syntax {
namespace {

class Maker {
  public:
    explicit Maker(uint32_t seed) : random_(seed) {}

    Tree tree() {
        Tree tree;
        tree.edition = Edition{1, {}, comments()};
        for (size_t n = 1 + below(3); n > 0; --n) tree.strategies.push_back(strategy());
        tree.comments_at_end = comment_list();
        return tree;
    }

  private:
    size_t below(size_t n) { return random_() % n; }
    bool chance(size_t one_in) { return below(one_in) == 0; }

    std::string word() {
        static const char* kWords[] = {"mid",  "spread", "order", "x",    "peg",  "schedule", "weir", "better",
                                       "near", "touch",  "tilt",  "best", "live", "every",    "vary", "_a1"};
        return kWords[below(std::size(kWords))];
    }
    Name name() { return {word(), {}}; }

    Comment comment() {
        static const char* kTexts[] = {"why", "", "  indented", "/ a slash", "caf\xC3\xA9 \"quoted\"", "{ ( ;"};
        return {kTexts[below(std::size(kTexts))], {}};
    }
    std::vector<Comment> comment_list() {
        std::vector<Comment> list;
        while (chance(6)) list.push_back(comment());
        return list;
    }
    Comments comments() {
        Comments comments{comment_list(), {}};
        if (chance(6)) comments.after = comment();
        return comments;
    }
    std::string doc() { return chance(3) ? (chance(2) ? "one line" : "two\n  lines") : ""; }

    // ------------------------------------------------------------------------------------------------ expressions

    ExprPtr make(Expr::Kind kind) { return std::make_unique<Expr>(Expr{{}, false, std::move(kind)}); }

    ExprPtr number() {
        static const char* kUnits[] = {"", "%", "x", "min", "bps", "USD", "s"};
        const auto decimals = static_cast<int32_t>(below(4));
        const auto digits = static_cast<int64_t>(chance(3) ? random_() : random_() % 100);
        return make(Number{{digits, decimals}, {kUnits[below(std::size(kUnits))], {}}});
    }

    ExprPtr leaf() {
        switch (below(5)) {
            case 0:
                return number();
            case 1:
                return make(NameRef{chance(2) ? "near touch" : "far touch"});
            case 2: {
                const auto second = static_cast<int64_t>(below(86'400)) * 1'000'000'000;
                return make(TimeOfDay{second + (chance(2) ? 0 : static_cast<int64_t>(below(1'000'000'000))),
                                      {chance(2) ? "" : "America/New_York", {}}});
            }
            default:
                return make(NameRef{word()});
        }
    }

    ExprPtr expr(size_t depth) {
        if (depth == 0 || chance(4)) return leaf();
        const auto part = [&] { return expr(depth - 1); };
        switch (below(9)) {
            case 0:
                return make(Member{part(), name()});
            case 1: {
                Call call{name(), {}};
                for (size_t n = below(3); n > 0; --n)
                    call.arguments.push_back(chance(5) ? make(Since{part()}) : part());
                return make(std::move(call));
            }
            case 2:
                return make(Unary{chance(2) ? UnaryOp::negate : UnaryOp::logical_not, part()});
            case 3:
                return make(Relative{
                    chance(2) ? Favour::better : Favour::worse, {}, part(), part(), chance(2) ? part() : nullptr});
            case 4:
                return make(For{part(), part()});
            case 5:
                return make(Ago{part(), number()});
            default: {
                const auto op = static_cast<BinaryOp>(below(static_cast<size_t>(BinaryOp::otherwise) + 1));
                return make(Binary{op, {}, part(), part()});
            }
        }
    }
    ExprPtr expr() { return expr(4); }
    ExprPtr maybe() { return chance(2) ? expr() : nullptr; }

    // ------------------------------------------------------------------------------------------------ statements

    Item item() { return {{}, comments(), item_kind()}; }
    Item::Kind item_kind() {
        switch (below(8)) {
            case 0: {
                Peg peg{static_cast<Touch>(below(3)), {}, {}};
                if (chance(2)) peg.offset = Offset{static_cast<OffsetKind>(below(4)), expr()};
                return peg;
            }
            case 1:
                return At{expr()};
            case 2:
                return UpTo{expr()};
            case 3: {
                const auto kind = static_cast<TakeKind>(below(4));
                return Take{kind, kind == TakeKind::amount ? expr() : nullptr};
            }
            case 4:
                return ChildSize{chance(2) ? Extreme::most : Extreme::least, expr()};
            case 5:
                return Show{expr(), maybe()};
            case 6:
                return Reprice{expr(), maybe()};
            default:
                return PostOnly{};
        }
    }

    RiskLine risk_line() {
        static constexpr RiskForm kForms[] = {
#define WEIR_RISK_SUBJECT(name, text, form) RiskForm::form,
#include "compiler/syntax/risk_subjects.def"
#undef WEIR_RISK_SUBJECT
        };
        RiskLine line;
        line.comments = comments();
        const size_t subject = below(std::size(kForms));
        line.subject = static_cast<RiskSubject>(subject);
        line.limit = expr();
        if (kForms[subject] == RiskForm::at_most_over || kForms[subject] == RiskForm::at_most_per) line.window = expr();
        if (kForms[subject] == RiskForm::within_of) line.reference = expr();
        return line;
    }

    Clause clause() { return {{}, comments(), clause_kind()}; }
    Clause::Kind clause_kind() {
        switch (below(9)) {
            case 0:
                return Let{name(), expr()};
            case 1: {
                Schedule schedule{static_cast<ScheduleKind>(below(3)), nullptr, maybe()};
                if (schedule.kind == ScheduleKind::expression) schedule.argument = expr();
                if (schedule.kind == ScheduleKind::volume_curve) schedule.argument = maybe();
                return schedule;
            }
            case 2:
                return Participate{static_cast<Share>(below(3)), expr(), expr()};
            case 3:
                return Halt{chance(2) ? HaltKind::pause : HaltKind::hold, expr(), maybe()};
            case 4:
                return Tilt{expr(), maybe()};
            case 5: {
                Work work;
                work.name = name();
                while (chance(3)) work.before.push_back(name());
                work.when = maybe();
                for (size_t n = below(5); n > 0; --n) work.items.push_back(item());
                work.comments_at_end = comment_list();
                return work;
            }
            case 6: {
                const bool must = chance(2);
                return Complete{must, must ? maybe() : nullptr};
            }
            case 7: {
                Risk risk;
                for (size_t n = below(4); n > 0; --n) risk.lines.push_back(risk_line());
                risk.comments_at_end = comment_list();
                return risk;
            }
            default: {
                Assume assume;
                for (size_t n = below(4); n > 0; --n) {
                    AssumeLine line{{}, comments(), expr(), nullptr, nullptr};
                    const size_t form = below(3);
                    if (form != 0) line.low = expr();
                    if (form != 1) line.high = expr();
                    assume.lines.push_back(std::move(line));
                }
                assume.comments_at_end = comment_list();
                return assume;
            }
        }
    }

    Strategy strategy() {
        Strategy strategy;
        strategy.comments = comments();
        strategy.doc = doc();
        strategy.name = name();
        for (size_t n = below(4); n > 0; --n) {
            Parameter parameter{{}, comments(), doc(), chance(2), name(), name(), maybe(), nullptr, nullptr};
            if (chance(2)) {
                parameter.low = expr();
                parameter.high = expr();
            }
            strategy.parameters.push_back(std::move(parameter));
        }
        for (size_t n = below(8); n > 0; --n) strategy.clauses.push_back(clause());
        strategy.comments_at_end = comment_list();
        return strategy;
    }

    std::mt19937 random_;
};

}  // namespace

Tree random_tree(uint32_t seed) {
    return Maker(seed).tree();
}

}  // namespace weir::syntax
