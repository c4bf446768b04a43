#include <algorithm>
#include <functional>
#include <sstream>

#include "compiler/syntax/source_text.h"
#include "compiler/syntax/syntax.h"

namespace weir::syntax {
namespace {

/// Where the comment behind a statement begins, its blanks included; npos when there is none.
size_t comment_after(std::string_view line) {
    bool quoted = false;
    for (size_t i = line.find_first_not_of(' '); i < line.size(); ++i) {
        if (line[i] == '"') quoted = !quoted;
        if (!quoted && line.substr(i).starts_with("//")) {
            const size_t begin = line.find_last_not_of(' ', i - 1);
            return i == 0 || begin == std::string_view::npos ? std::string_view::npos : begin + 1;
        }
    }
    return std::string_view::npos;
}

/// Comments behind statements on lines that follow each other stand in one column.
std::string comments_in_columns(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string one; std::getline(in, one);) lines.push_back(std::move(one));
    for (size_t first = 0; first < lines.size(); ++first) {
        size_t end = first, column = 0;
        for (; end < lines.size() && comment_after(lines[end]) != std::string::npos; ++end)
            column = std::max(column, comment_after(lines[end]));
        for (; first < end; ++first) {
            const size_t at = comment_after(lines[first]);
            lines[first].insert(at, column - at, ' ');
        }
    }
    std::string result;
    for (const std::string& line : lines) result += line + "\n";
    return result;
}

class Writer {
  public:
    /// With the file that the tree was read from, what its author set apart or put on one line stays so.
    explicit Writer(const SourceFile* file) : file_(file) {}

    std::string write(const Tree& tree) {
        if (tree.edition) statement("weir " + std::to_string(tree.edition->number), tree.edition->comments);
        bool apart = true;  // from what stands before; `use` lines stand together
        for (const DeclarationRef& one : tree.order) {
            apart |= one.kind != DeclarationKind::use;
            if (apart && !text_.empty()) text_ += "\n";
            apart = one.kind != DeclarationKind::use;
            declaration(tree, one);
        }
        comments(tree.comments_at_end);
        return std::move(text_);
    }

  private:
    void declaration(const Tree& tree, const DeclarationRef& one) {
        switch (one.kind) {
            case DeclarationKind::strategy:
                return strategy(tree.strategies[one.index]);
            case DeclarationKind::use:
                return statement("use " + in_quotes(tree.uses[one.index].path), tree.uses[one.index].comments);
            case DeclarationKind::function:
                return function(tree.functions[one.index]);
            case DeclarationKind::policy:
                return policy(tree.policies[one.index]);
            case DeclarationKind::test:
                return test(tree.tests[one.index]);
        }
    }

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
        clauses(strategy.clauses);
        comments(strategy.comments_at_end);
        --depth_;
        line("}", strategy.comments);
    }

    void parameter(const Parameter& one) {
        comments(one.comments.before);
        doc(one.doc);
        gap(one.range);
        line((one.live ? "live " : "") + one.name.text + " : " + one.type.text + clause("=", one.value) +
                 clause("from", one.low) + clause("to", one.high) + ",",
             one.comments);
    }

    void function(const Function& function) {
        comments(function.comments.before);
        doc(function.doc);
        std::string text = "fn " + function.name.text + "(";
        for (const FunctionParameter& one : function.parameters)
            text += (&one == function.parameters.data() ? "" : ", ") + one.name.text + " : " + one.type.text;
        text += ")" + (function.result.text.empty() ? "" : " -> " + function.result.text);
        line(text + clause("=", function.value), function.comments);
    }

    void policy(const Policy& policy) {
        comments(policy.comments.before);
        doc(policy.doc);
        range_ = policy.range;
        limits("policy " + policy.name.text, policy, policy.comments);
    }

    void test(const Test& test) {
        comments(test.comments.before);
        range_ = test.range;
        block("test " + in_quotes(test.title) + (test.strategy.text.empty() ? "" : " of " + test.strategy.text) +
                  (test.every_side ? " for every side" : ""),
              test.statements, test.comments_at_end, test.comments, test_statement_text);
    }

    void clauses(const std::vector<Clause>& clauses) {
        for (const Clause& one : clauses) {
            comments(one.comments.before);
            gap(one.range);
            range_ = one.range;
            std::visit([&](const auto& kind) { write(kind, one.comments); }, one.kind);
        }
    }

    void write(const ErrorClause&, const Comments& notes) { line("error", notes); }
    void write(const Let& let, const Comments& notes) { line("let " + let.name.text + clause("=", let.value), notes); }
    void write(const Schedule& schedule, const Comments& notes) {
        const std::string share =
            schedule.share == nullptr ? "" : " for " + syntax::write(schedule.share, Binding::sum);
        line("schedule " + schedule_text(schedule) + share + clause("until", schedule.until) +
                 clause("every", schedule.every),
             notes);
    }
    void write(const Participate& participate, const Comments& notes) {
        const char* share = participate.share == Share::at_most    ? "participate at most "
                            : participate.share == Share::at_least ? "participate at least "
                                                                   : "participate ";
        std::string text = share + syntax::write(participate.ratio, Binding::of) + " of volume";
        if (!participate.venues.empty()) text += " on " + list_of(participate.venues);
        line(text + including_text(participate.including) + clause("over", participate.over), notes);
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
    void write(const Stay& stay, const Comments& notes) {
        std::string text = "stay within";
        if (stay.behind != nullptr) text += " " + syntax::write(*stay.behind) + " behind";
        if (stay.behind != nullptr && stay.ahead != nullptr) text += " to";
        if (stay.ahead != nullptr) text += " " + syntax::write(*stay.ahead) + " ahead";
        line(text, notes);
    }
    void write(const CatchUp& catch_up, const Comments& notes) {
        if (catch_up.kind == CatchUpKind::over)
            return line("catch up" + clause("over", catch_up.over) + clause("at most", catch_up.at_most), notes);
        line(catch_up.kind == CatchUpKind::evenly ? "catch up evenly" : "catch up none", notes);
    }
    void write(const Cancel& cancel, const Comments& notes) { line("cancel" + clause("when", cancel.when), notes); }
    void write(const Settle& settle, const Comments& notes) { line("settle " + syntax::write(*settle.after), notes); }
    void write(const JoinReopening&, const Comments& notes) { line("join reopening", notes); }
    void write(const Session& session, const Comments& notes) {
        if (session.kind == SessionKind::hours)
            return line("session " + syntax::write(*session.from) + clause("to", session.to), notes);
        line("session " + (session.kind == SessionKind::always ? "always" : in_quotes(session.calendar)), notes);
    }
    void write(const Next& next, const Comments& notes) {
        line("next " + next.phase.text + clause("when", next.when), notes);
    }
    void write(const Done& done, const Comments& notes) { line("done" + clause("when", done.when), notes); }

    void write(const Work& work, const Comments& notes) {
        std::string head = "work " + work.name.text;
        for (const Name& other : work.before) head += (&other == work.before.data() ? " before " : ", ") + other.text;
        items(head + clause("when", work.when), work, notes);
    }
    void write(const Auction& auction, const Comments& notes) {
        items((auction.kind == AuctionKind::open ? "at open" : "at close") + clause("when", auction.when), auction,
              notes);
    }
    void write(const Would& would, const Comments& notes) {
        const std::string up_to = would.up_to == nullptr ? "" : clause("up to", would.up_to) + " ahead";
        items("would" + up_to + clause("at", would.price) + clause("when", would.when), would, notes);
    }
    void write(const Phase& phase, const Comments& notes) { nested("phase " + phase.name.text, phase, notes); }
    void write(const Protect& protect, const Comments& notes) { nested("protect executed", protect, notes); }
    void write(const OneOf& one_of, const Comments& notes) { nested("one of", one_of, notes); }
    void write(const Route& route, const Comments& notes) {
        block("route", route.lines, route.comments_at_end, notes, route_line_text);
    }
    void write(const Risk& risk, const Comments& notes) { limits("risk", risk, notes); }
    void write(const Assume& assume, const Comments& notes) {
        block("assume", assume.lines, assume.comments_at_end, notes, assume_line_text);
    }
    void write(const Legs& legs, const Comments& notes) {
        block("legs", legs.legs, legs.comments_at_end, notes, leg_text);
    }

    template <class Node>
    void items(const std::string& head, const Node& node, const Comments& notes) {
        const SourceRange whole = range_;
        const size_t begin = text_.size();
        line(head + " {");
        ++depth_;
        for (const Item& item : node.items) {
            comments(item.comments.before);
            gap(item.range);
            range_ = item.range;
            if (const Route* route = std::get_if<Route>(&item.kind))
                write(*route, item.comments);
            else
                together(item.range, item_text(item), item.comments);
        }
        comments(node.comments_at_end);
        --depth_;
        end(begin, whole, notes);
    }

    template <class Node>
    void nested(const std::string& head, const Node& node, const Comments& notes) {
        line(head + " {");
        ++depth_;
        clauses(node.clauses);
        comments(node.comments_at_end);
        --depth_;
        line("}", notes);
    }

    template <class Node, class Text>
    void block(const std::string& head, const std::vector<Node>& nodes, const std::vector<Comment>& rest,
               const Comments& notes, Text text) {
        const SourceRange whole = range_;
        const size_t begin = text_.size();
        line(head + " {");
        ++depth_;
        for (const Node& node : nodes) {
            comments(node.comments.before);
            gap(node.range);
            together(node.range, text(node), node.comments);
        }
        comments(rest);
        --depth_;
        end(begin, whole, notes);
    }

    /// A block of limits: in columns where each has a line to itself, which only its layout without columns can say.
    template <class Node>
    void limits(const std::string& head, const Node& node, const Comments& notes) {
        const size_t begin = text_.size();
        const SourceRange whole = range_, last = last_;
        share_a_line_ = false;
        block(head, node.lines, node.comments_at_end, notes, risk_line_text);
        if (!file_ || share_a_line_) return;
        text_.resize(begin);
        range_ = whole;
        last_ = last;
        block(head, node.lines, node.comments_at_end, notes, in_columns(node.lines));
    }

    /// Whether the statement before it ends on the line where this one begins.
    bool beside_last(SourceRange range) const {
        return file_ && last_.end > last_.begin &&
               file_->position(last_.end - 1).line == file_->position(range.begin).line;
    }

    /// A statement; on the line of the one before it, where its author put it there and it fits.
    void together(SourceRange range, const std::string& text, const Comments& notes) {
        const bool follows = beside_last(range) && notes.before.empty() && !text_.ends_with("{\n");
        const size_t start = text_.rfind('\n', text_.size() - 2) + 1;
        last_ = range;
        if (!follows || text_.size() - start + 1 + text.size() > kWidth) return line(text, notes);
        share_a_line_ = true;
        text_.pop_back();
        text_ += "; " + text + (notes.after ? "  " + comment_text(*notes.after) : "") + "\n";
    }

    /// Ends a block that was begun at `begin` of the text. One that its author wrote on one line, and that fits there,
    /// is put on one line again.
    void end(size_t begin, SourceRange range, const Comments& notes) {
        const std::string lines = text_.substr(begin);
        const bool one_line =
            file_ && file_->position(range.begin).line == file_->position(std::max(range.begin, range.end - 1)).line;
        if (!one_line || lines.find("//") != std::string::npos) return line("}", notes);
        std::istringstream parts(lines);
        std::string joined, part;
        for (int i = 0; std::getline(parts, part); ++i) {
            const std::string text = part.substr(part.find_first_not_of(' '));
            if (i > 0 && text.ends_with('{')) return line("}", notes);
            joined += (i == 0 ? "" : i == 1 ? " " : "; ") + text;
        }
        joined += " }";
        if (joined.size() + kIndent * depth_ > kWidth) return line("}", notes);
        share_a_line_ = true;
        text_.resize(begin);
        line(joined, notes);
    }

    /// A blank line where the author left one, or several.
    void gap(SourceRange range) {
        const bool opened =
            text_.empty() || text_.ends_with("{\n") || text_.ends_with("(\n") || text_.ends_with("\n\n");
        if (file_ && !opened && !beside_last(range) && blank_above(file_->position(range.begin).line)) text_ += "\n";
    }
    /// Above a line, and what documents it.
    bool blank_above(uint32_t number) const {
        while (number > 1) {
            const std::string_view above = file_->line(--number);
            const size_t begin = above.find_first_not_of(" \t\r");
            if (begin == std::string_view::npos) return true;
            if (!above.substr(begin).starts_with("///")) return false;
        }
        return false;
    }

    /// What is limited in one column, by how much in the next.
    static std::function<std::string(const RiskLine&)> in_columns(const std::vector<RiskLine>& lines) {
        size_t width = 0;
        for (const RiskLine& one : lines) width = std::max(width, risk_text(one.subject).size());
        return [width](const RiskLine& one) {
            std::string text = risk_line_text(one);
            const size_t subject = risk_text(one.subject).size();
            if (subject < width) text.insert(subject, width - subject, ' ');
            return text;
        };
    }

    static std::string schedule_text(const Schedule& schedule) {
        static constexpr const char* kNames[] = {"linear", "volume_curve", "", "shortfall", "front_load", "back_load"};
        if (schedule.kind == ScheduleKind::expression) {
            // A value that happens to be called `linear` is not the schedule of that name.
            const std::string text = syntax::write(*schedule.argument);
            const std::string word = text.substr(0, text.find('('));
            const bool named =
                !word.empty() && std::ranges::any_of(kNames, [&](const char* one) { return word == one; });
            // `for` would be that of the share.
            const bool loose = binding_of(*schedule.argument) <= Binding::lasting;
            const bool lasting = std::holds_alternative<For>(schedule.argument->kind);
            return named || lasting || (loose && schedule.share != nullptr) ? in_brackets(*schedule.argument) : text;
        }
        std::string arguments;
        if (schedule.argument != nullptr) arguments = syntax::write(*schedule.argument);
        for (const ExprPtr& argument : schedule.arguments)
            arguments += (arguments.empty() ? "" : ", ") + syntax::write(*argument);
        const std::string name = kNames[static_cast<size_t>(schedule.kind)];
        return arguments.empty() ? name : name + "(" + arguments + ")";
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
        for (const Comment& comment : notes) {
            gap(comment.range);
            line(comment_text(comment));
        }
    }
    static std::string comment_text(const Comment& comment) {
        return comment.text.empty() ? "//" : "// " + comment.text;
    }
    void doc(const std::string& text) {
        std::istringstream lines(text);
        for (std::string one; std::getline(lines, one);) line(one.empty() ? "///" : "/// " + one);
    }

    static constexpr size_t kIndent = 4, kWidth = 120;
    const SourceFile* file_;
    SourceRange range_;          // of the statement that is being written
    SourceRange last_;           // of the last one of a block
    bool share_a_line_ = false;  // statements of the block that was written last
    std::string text_;
    size_t depth_ = 0;
};

}  // namespace

std::string to_source(const Tree& tree) {
    return Writer(nullptr).write(tree);
}

std::string to_source(const Tree& tree, const SourceFile& file) {
    return comments_in_columns(Writer(&file).write(tree));
}

}  // namespace weir::syntax
