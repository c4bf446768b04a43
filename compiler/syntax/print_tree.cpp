#include <utility>

#include "compiler/syntax/operators.h"
#include "compiler/syntax/syntax.h"
#include "compiler/syntax/text.h"

namespace weir::syntax {
namespace {

class Printer {
  public:
    explicit Printer(PrintOptions options) : options_(options) {}

    std::string print(const Tree& tree) {
        line("file", tree.range);
        const Indent indent(*this);
        if (tree.edition) {
            line("edition " + std::to_string(tree.edition->number), tree.edition->range);
            comments(tree.edition->comments);
        }
        for (const Strategy& strategy : tree.strategies) print(strategy);
        comments_at_end(tree.comments_at_end);
        return std::move(text_);
    }

  private:
    struct Indent {
        explicit Indent(Printer& p) : printer(p) { ++printer.depth_; }
        ~Indent() { --printer.depth_; }
        Printer& printer;
    };

    void print(const Strategy& strategy) {
        line("strategy " + strategy.name.text, strategy.range);
        const Indent indent(*this);
        if (!strategy.doc.empty()) line("doc " + quoted(strategy.doc));
        comments(strategy.comments);
        for (const Parameter& parameter : strategy.parameters) print(parameter);
        for (const Clause& clause : strategy.clauses) print(clause);
        comments_at_end(strategy.comments_at_end);
    }

    void print(const Parameter& parameter) {
        line(std::string(parameter.live ? "live " : "") + "parameter " + parameter.name.text + " : " +
                 parameter.type.text,
             parameter.range);
        const Indent indent(*this);
        if (!parameter.doc.empty()) line("doc " + quoted(parameter.doc));
        comments(parameter.comments);
        part("default", parameter.value);
        part("low", parameter.low);
        part("high", parameter.high);
    }

    void print(const Clause& clause) {
        range_ = clause.range;
        std::visit([&](const auto& kind) { print(kind, clause.comments); }, clause.kind);
    }

    /// A clause or an item: its line, then its comments and parts below it.
    template <class... Parts>
    void statement(const std::string& head, const Comments& notes, const Parts&... parts) {
        line(head, range_);
        const Indent indent(*this);
        comments(notes);
        (part(parts.first, parts.second), ...);
    }

    using Part = std::pair<const char*, const ExprPtr&>;

    void print(const ErrorClause&, const Comments& notes) { statement("error", notes); }
    void print(const Next& next, const Comments& notes) {
        statement("next " + next.phase.text, notes, Part("when", next.when));
    }
    template <class Other>
    void print(const Other&, const Comments& notes) {
        statement("other", notes);
    }
    void print(const Let& let, const Comments& notes) {
        statement("let " + let.name.text, notes, Part("value", let.value));
    }
    void print(const Schedule& schedule, const Comments& notes) {
        const char* kind = schedule.kind == ScheduleKind::linear         ? "schedule linear"
                           : schedule.kind == ScheduleKind::volume_curve ? "schedule volume_curve"
                                                                         : "schedule";
        statement(kind, notes, Part("of", schedule.argument), Part("every", schedule.every));
    }
    void print(const Participate& participate, const Comments& notes) {
        const char* share = participate.share == Share::at_most    ? "participate at most"
                            : participate.share == Share::at_least ? "participate at least"
                                                                   : "participate";
        statement(share, notes, Part("ratio", participate.ratio), Part("over", participate.over));
    }
    void print(const Halt& halt, const Comments& notes) {
        statement(halt.kind == HaltKind::pause ? "pause" : "hold", notes, Part("when", halt.when),
                  Part("until", halt.until));
    }
    void print(const Tilt& tilt, const Comments& notes) {
        statement("tilt", notes, Part("factor", tilt.factor), Part("when", tilt.when));
    }
    void print(const Complete& complete, const Comments& notes) {
        statement(complete.must ? "complete must" : "complete best efforts", notes, Part("up to", complete.up_to));
    }
    void print(const Work& work, const Comments& notes) {
        std::string head = "work " + work.name.text;
        for (const Name& other : work.before) head += (&other == work.before.data() ? " before " : ", ") + other.text;
        statement(head, notes, Part("when", work.when));
        const Indent indent(*this);
        for (const Item& item : work.items) {
            range_ = item.range;
            std::visit([&](const auto& kind) { print(kind, item.comments); }, item.kind);
        }
        comments_at_end(work.comments_at_end);
    }
    void print(const Risk& risk, const Comments& notes) {
        statement("risk", notes);
        const Indent indent(*this);
        for (const RiskLine& one : risk.lines) {
            range_ = one.range;
            statement(std::string(risk_text(one.subject)), one.comments, Part("limit", one.limit),
                      Part("window", one.window), Part("of", one.reference));
        }
        comments_at_end(risk.comments_at_end);
    }
    void print(const Assume& assume, const Comments& notes) {
        statement("assume", notes);
        const Indent indent(*this);
        for (const AssumeLine& one : assume.lines) {
            range_ = one.range;
            statement("assumption", one.comments, Part("subject", one.subject), Part("low", one.low),
                      Part("high", one.high));
        }
        comments_at_end(assume.comments_at_end);
    }

    void print(const ErrorItem&, const Comments& notes) { statement("error", notes); }
    void print(const Peg& peg, const Comments& notes) {
        static constexpr const char* kKinds[] = {"plus", "minus", "better by", "worse by"};
        const std::string head = "peg " + std::string(touch_text(peg.touch));
        if (peg.offset)
            statement(head, notes, Part(kKinds[static_cast<size_t>(peg.offset->kind)], peg.offset->amount));
        else
            statement(head, notes);
    }
    void print(const At& at, const Comments& notes) { statement("at", notes, Part("price", at.price)); }
    void print(const UpTo& up_to, const Comments& notes) { statement("up to", notes, Part("price", up_to.price)); }
    void print(const Take& take, const Comments& notes) {
        static constexpr const char* kKinds[] = {"take behind", "take leaves", "take due", "take"};
        statement(kKinds[static_cast<size_t>(take.kind)], notes, Part("amount", take.amount));
    }
    void print(const ChildSize& size, const Comments& notes) {
        statement(size.extreme == Extreme::most ? "child at most" : "child at least", notes,
                  Part("amount", size.amount));
    }
    void print(const Show& show, const Comments& notes) {
        statement("show", notes, Part("amount", show.amount), Part("vary", show.vary));
    }
    void print(const Reprice& reprice, const Comments& notes) {
        statement("reprice", notes, Part("every", reprice.every), Part("vary", reprice.vary));
    }
    void print(const PostOnly&, const Comments& notes) { statement("post only", notes); }

    void part(const char* label, const ExprPtr& expr) {
        if (expr != nullptr) print(*expr, std::string(label) + ": ");
    }

    void print(const Expr& expr, const std::string& label = {}) {
        label_ = label;
        range_ = expr.range;
        std::visit([&](const auto& kind) { print(kind); }, expr.kind);
    }

    /// One node of an expression: its line, then its operands below it.
    void node(const std::string& text) {
        const std::string label = std::exchange(label_, {});
        line(label + text, range_);
    }
    void operand(const ExprPtr& expr) {
        const Indent indent(*this);
        if (expr != nullptr) print(*expr);
    }
    void operand(const char* label, const ExprPtr& expr) {
        const Indent indent(*this);
        part(label, expr);
    }

    void print(const ErrorExpr&) { node("error"); }
    template <class Other>
    void print(const Other&) {
        node("other");
    }
    void print(const Number& number) { node(number_text(number)); }
    void print(const TimeOfDay& time) { node("time " + time_text(time)); }
    void print(const NameRef& ref) { node(ref.name); }
    void print(const Member& member) {
        node("member " + member.member.text);
        operand(member.object);
    }
    void print(const Call& call) {
        node("call " + call.function.text);
        for (const ExprPtr& argument : call.arguments) operand(argument);
    }
    void print(const Since& since) {
        node("since");
        operand(since.start);
    }
    void print(const Unary& unary) {
        node(unary.op == UnaryOp::negate ? "negate" : "not");
        operand(unary.operand);
    }
    void print(const Binary& binary) {
        node(std::string(operator_text(binary.op)));
        operand(binary.left);
        operand(binary.right);
    }
    void print(const Relative& relative) {
        node(std::string(favour_text(relative.favour)) + " than");
        operand(relative.left);
        operand(relative.right);
        operand("by", relative.by);
    }
    void print(const For& lasting) {
        node("for");
        operand(lasting.condition);
        operand(lasting.duration);
    }
    void print(const Ago& ago) {
        node("ago");
        operand(ago.operand);
        operand(ago.duration);
    }

    void comments(const Comments& notes) {
        for (const Comment& comment : notes.before) line("comment " + quoted(comment.text));
        if (notes.after) line("comment after " + quoted(notes.after->text));
    }
    void comments_at_end(const std::vector<Comment>& notes) {
        for (const Comment& comment : notes) line("comment at end " + quoted(comment.text));
    }

    void line(const std::string& content, SourceRange range) {
        const std::string place =
            options_.ranges ? "  @" + std::to_string(range.begin) + ".." + std::to_string(range.end) : std::string();
        line(content + place);
    }
    void line(const std::string& content) { text_.append(2 * depth_, ' ').append(content).append("\n"); }

    PrintOptions options_;
    std::string text_;
    size_t depth_ = 0;
    SourceRange range_;  // of the node whose line comes next
    std::string label_;  // before the next node of an expression
};

}  // namespace

std::string print_tree(const Tree& tree, PrintOptions options) {
    return Printer(options).print(tree);
}

}  // namespace weir::syntax
