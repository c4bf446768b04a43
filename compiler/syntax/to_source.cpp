#include <sstream>

#include "compiler/syntax/operators.h"
#include "compiler/syntax/syntax.h"
#include "compiler/syntax/text.h"

namespace weir::syntax {
namespace {

// ------------------------------------------------------------------------------------------------ expressions

std::string write(const Expr& expr);

/// In parentheses when it binds more loosely than its place needs.
std::string write(const ExprPtr& expr, Binding at_least) {
    return binding_of(*expr) < at_least ? "(" + write(*expr) + ")" : write(*expr);
}

Binding tighter(Binding binding) {
    return static_cast<Binding>(static_cast<int>(binding) + 1);
}

/// An operand of `and`, `or`, `not`, `else` that would take a `for` away from its reader is put in parentheses.
std::string write_condition(const ExprPtr& expr, Binding at_least) {
    return std::holds_alternative<For>(expr->kind) ? "(" + write(*expr) + ")" : write(expr, at_least);
}

std::string write(const ErrorExpr&) {
    return "error";
}
template <class Other>
std::string write(const Other&) {
    return "other";
}
std::string write(const Number& number) {
    return number_text(number);
}
std::string write(const TimeOfDay& time) {
    return time_text(time);
}
std::string write(const NameRef& ref) {
    return ref.name;
}
std::string write(const Member& member) {
    return write(member.object, Binding::postfix) + "." + member.member.text;
}
std::string write(const Since& since) {
    return "since " + write(*since.start);
}

std::string write(const Call& call) {
    std::string text = call.function.text + "(";
    for (const ExprPtr& argument : call.arguments)
        text += (&argument == call.arguments.data() ? "" : ", ") + write(*argument);
    return text + ")";
}

std::string write(const Unary& unary) {
    if (unary.op == UnaryOp::logical_not) return "not " + write_condition(unary.operand, Binding::logical_not);
    return "-" + write(unary.operand, Binding::sign);
}

std::string write(const Binary& binary) {
    const std::string sign = " " + std::string(operator_text(binary.op)) + " ";
    switch (binary.op) {
        case BinaryOp::otherwise:  // binds to the right
            return write_condition(binary.left, tighter(Binding::otherwise)) + sign +
                   write_condition(binary.right, Binding::otherwise);
        case BinaryOp::logical_or:
            return write_condition(binary.left, Binding::logical_or) + sign +
                   write_condition(binary.right, tighter(Binding::logical_or));
        case BinaryOp::logical_and:
            return write_condition(binary.left, Binding::logical_and) + sign +
                   write_condition(binary.right, tighter(Binding::logical_and));
        case BinaryOp::add:
        case BinaryOp::subtract:
            return write(binary.left, Binding::sum) + sign + write(binary.right, tighter(Binding::sum));
        case BinaryOp::multiply:
        case BinaryOp::divide:
            return write(binary.left, Binding::product) + sign + write(binary.right, tighter(Binding::product));
        case BinaryOp::of:
            return write(binary.left, Binding::of) + sign + write(binary.right, tighter(Binding::of));
        default:  // comparisons do not chain
            return write(binary.left, tighter(Binding::comparison)) + sign +
                   write(binary.right, tighter(Binding::comparison));
    }
}

std::string write(const Relative& relative) {
    const std::string sign = " " + std::string(favour_text(relative.favour)) + " than ";
    const std::string text = write(relative.left, Binding::sum) + sign + write(relative.right, Binding::sum);
    return relative.by == nullptr ? text : text + " by " + write(relative.by, Binding::sum);
}

std::string write(const For& lasting) {
    return write(lasting.condition, Binding::comparison) + " for " + write(lasting.duration, Binding::sum);
}

std::string write(const Ago& ago) {
    return write(ago.operand, Binding::postfix) + " " + write(*ago.duration) + " ago";
}

std::string write(const Expr& expr) {
    return std::visit([](const auto& kind) { return write(kind); }, expr.kind);
}

std::string clause(std::string_view word, const ExprPtr& expr) {
    return expr == nullptr ? std::string() : " " + std::string(word) + " " + write(*expr);
}

// ------------------------------------------------------------------------------------------------ statements

class Writer {
  public:
    std::string write(const Tree& tree) {
        if (tree.edition) statement("weir " + std::to_string(tree.edition->number), tree.edition->comments);
        for (const Strategy& strategy : tree.strategies) {
            text_ += text_.empty() ? "" : "\n";
            this->strategy(strategy);
        }
        comments(tree.comments_at_end);
        return std::move(text_);
    }

  private:
    void strategy(const Strategy& strategy) {
        comments(strategy.comments.before);
        doc(strategy.doc);
        if (strategy.parameters.empty()) {
            line("strategy " + strategy.name.text + "() {");
        } else {
            line("strategy " + strategy.name.text + "(");
            ++depth_;
            for (const Parameter& one : strategy.parameters) parameter(one);
            --depth_;
            line(") {");
        }
        ++depth_;
        for (const Clause& one : strategy.clauses) {
            comments(one.comments.before);
            std::visit([&](const auto& kind) { write(kind, one.comments); }, one.kind);
        }
        comments(strategy.comments_at_end);
        --depth_;
        line("}", strategy.comments);
    }

    void parameter(const Parameter& one) {
        comments(one.comments.before);
        doc(one.doc);
        line((one.live ? "live " : "") + one.name.text + " : " + one.type.text + clause("=", one.value) +
                 clause("from", one.low) + clause("to", one.high) + ",",
             one.comments);
    }

    void write(const ErrorClause&, const Comments& notes) { line("error", notes); }
    void write(const Next& next, const Comments& notes) {
        line("next " + next.phase.text + clause("when", next.when), notes);
    }
    template <class Other>
    void write(const Other&, const Comments& notes) {
        line("other", notes);
    }
    void write(const Let& let, const Comments& notes) { line("let " + let.name.text + clause("=", let.value), notes); }
    void write(const Schedule& schedule, const Comments& notes) {
        line("schedule " + schedule_text(schedule) + clause("every", schedule.every), notes);
    }
    void write(const Participate& participate, const Comments& notes) {
        const char* share = participate.share == Share::at_most    ? "participate at most "
                            : participate.share == Share::at_least ? "participate at least "
                                                                   : "participate ";
        line(share + syntax::write(participate.ratio, Binding::of) + " of volume" + clause("over", participate.over),
             notes);
    }
    void write(const Halt& halt, const Comments& notes) {
        line(
            (halt.kind == HaltKind::pause ? "pause" : "hold") + clause("when", halt.when) + clause("until", halt.until),
            notes);
    }
    void write(const Tilt& tilt, const Comments& notes) {
        line("tilt " + syntax::write(*tilt.factor) + clause("when", tilt.when), notes);
    }
    void write(const Complete& complete, const Comments& notes) {
        const std::string rest =
            complete.up_to == nullptr ? "" : "," + clause("up to", complete.up_to) + " to complete";
        line(complete.must ? "complete must" + rest : "complete best efforts", notes);
    }
    void write(const Work& work, const Comments& notes) {
        std::string head = "work " + work.name.text;
        for (const Name& other : work.before) head += (&other == work.before.data() ? " before " : ", ") + other.text;
        head += clause("when", work.when);
        block(head, work.items, work.comments_at_end, notes, [&](const Item& item) {
            return std::visit([](const auto& kind) { return item_text(kind); }, item.kind);
        });
    }
    void write(const Risk& risk, const Comments& notes) {
        block("risk", risk.lines, risk.comments_at_end, notes, risk_line_text);
    }
    void write(const Assume& assume, const Comments& notes) {
        block("assume", assume.lines, assume.comments_at_end, notes, [](const AssumeLine& one) {
            const std::string subject = syntax::write(*one.subject);
            if (one.low == nullptr) return subject + clause("at most", one.high);
            if (one.high == nullptr) return subject + clause("at least", one.low);
            return subject + clause("from", one.low) + clause("to", one.high);
        });
    }

    template <class Node, class Text>
    void block(const std::string& head, const std::vector<Node>& nodes, const std::vector<Comment>& rest,
               const Comments& notes, Text text) {
        line(head + " {");
        ++depth_;
        for (const Node& node : nodes) statement(text(node), node.comments);
        comments(rest);
        --depth_;
        line("}", notes);
    }

    static std::string schedule_text(const Schedule& schedule) {
        if (schedule.kind == ScheduleKind::linear) return "linear";
        if (schedule.kind == ScheduleKind::expression) {
            // A value that happens to be called `linear` is not the schedule of that name.
            const std::string text = syntax::write(*schedule.argument);
            const bool name_of_a_schedule =
                text == "linear" || text == "volume_curve" || text.starts_with("volume_curve(");
            return name_of_a_schedule ? "(" + text + ")" : text;
        }
        return schedule.argument == nullptr ? "volume_curve"
                                            : "volume_curve(" + syntax::write(*schedule.argument) + ")";
    }

    static std::string item_text(const ErrorItem&) { return "error"; }
    template <class Other>
    static std::string item_text(const Other&) {
        return "other";
    }
    static std::string item_text(const Peg& peg) {
        static constexpr const char* kSigns[] = {" + ", " - ", " better by ", " worse by "};
        std::string text = "peg " + std::string(touch_text(peg.touch));
        if (!peg.offset) return text;
        return text + kSigns[static_cast<size_t>(peg.offset->kind)] + syntax::write(*peg.offset->amount);
    }
    static std::string item_text(const At& at) { return "at " + syntax::write(*at.price); }
    static std::string item_text(const UpTo& up_to) { return "up to " + syntax::write(*up_to.price); }
    static std::string item_text(const Take& take) {
        if (take.kind == TakeKind::behind) return "take behind";
        if (take.kind == TakeKind::leaves) return "take leaves";
        if (take.kind == TakeKind::due) return "take due";
        const std::string text = syntax::write(*take.amount);
        const bool word = text == "behind" || text == "leaves" || text == "due";
        return "take " + (word ? "(" + text + ")" : text);
    }
    static std::string item_text(const ChildSize& size) {
        return (size.extreme == Extreme::most ? "child at most " : "child at least ") + syntax::write(*size.amount);
    }
    static std::string item_text(const Show& show) {
        return "show " + syntax::write(*show.amount) + clause("vary", show.vary);
    }
    static std::string item_text(const Reprice& reprice) {
        return "reprice" + clause("every", reprice.every) + clause("vary", reprice.vary);
    }
    static std::string item_text(const PostOnly&) { return "post only"; }

    static std::string risk_line_text(const RiskLine& one) {
        const std::string subject(risk_text(one.subject));
        if (one.reference != nullptr)
            return subject + " within " + syntax::write(one.limit, Binding::of) + " of " +
                   syntax::write(one.reference, tighter(Binding::of));
        const char* window = one.subject == RiskSubject::messages ? "per" : "over";
        return subject + clause("<=", one.limit) + clause(window, one.window);
    }

    void statement(const std::string& text, const Comments& notes) {
        comments(notes.before);
        line(text, notes);
    }
    void line(const std::string& text, const Comments& notes) {
        line(notes.after ? text + "  " + comment_text(*notes.after) : text);
    }
    void line(const std::string& text) { text_.append(kIndent * depth_, ' ').append(text).append("\n"); }
    void comments(const std::vector<Comment>& notes) {
        for (const Comment& comment : notes) line(comment_text(comment));
    }
    static std::string comment_text(const Comment& comment) {
        return comment.text.empty() ? "//" : "// " + comment.text;
    }
    void doc(const std::string& text) {
        std::istringstream lines(text);
        for (std::string one; std::getline(lines, one);) line("/// " + one);
    }

    static constexpr size_t kIndent = 4;
    std::string text_;
    size_t depth_ = 0;
};

}  // namespace

std::string to_source(const Tree& tree) {
    return Writer().write(tree);
}
std::string to_source(const Expr& expression) {
    return write(expression);
}

}  // namespace weir::syntax
