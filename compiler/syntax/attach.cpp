#include "compiler/syntax/attach.h"

#include <span>

namespace weir::syntax {
namespace {

/// Walks the statements of the tree in the order of the text, and the comments alongside.
class Attacher {
  public:
    Attacher(const std::vector<CommentLexeme>& comments, const SourceFile& file) : comments_(comments), file_(file) {}

    void run(Tree& tree) {
        if (tree.edition) plain(tree.edition->range, tree.edition->comments);
        for (const DeclarationRef& one : tree.order) declaration(tree, one);
        at_end(static_cast<uint32_t>(file_.text().size()) + 1, tree.comments_at_end);
    }

  private:
    void declaration(Tree& tree, const DeclarationRef& one) {
        switch (one.kind) {
            case DeclarationKind::strategy:
                return visit(tree.strategies[one.index]);
            case DeclarationKind::use:
                return plain(tree.uses[one.index].range, tree.uses[one.index].comments);
            case DeclarationKind::function:
                return visit(tree.functions[one.index]);
            case DeclarationKind::policy:
                return visit(tree.policies[one.index]);
            case DeclarationKind::test:
                return visit(tree.tests[one.index]);
        }
    }

    void visit(Strategy& strategy) {
        above_documented(strategy.range.begin, strategy.comments, strategy.doc);
        for (Parameter& parameter : strategy.parameters) {
            above_documented(parameter.range.begin, parameter.comments, parameter.doc);
            behind(parameter.range.end, parameter.comments);
        }
        for (Clause& clause : strategy.clauses) visit(clause);
        at_end(strategy.range.end, strategy.comments_at_end);
        behind(strategy.range.end, strategy.comments);
    }

    void visit(Function& function) {
        above_documented(function.range.begin, function.comments, function.doc);
        plain(function.range, function.comments);
    }

    void visit(Policy& policy) {
        above_documented(policy.range.begin, policy.comments, policy.doc);
        list(policy.lines, policy.range.end, policy.comments_at_end);
        behind(policy.range.end, policy.comments);
    }

    void visit(Test& test) {
        above(test.range.begin, test.comments);
        list(test.statements, test.range.end, test.comments_at_end);
        behind(test.range.end, test.comments);
    }

    void visit(Clause& clause) {
        above(clause.range.begin, clause.comments);
        std::visit([&](auto& kind) { inside(kind, clause.range.end); }, clause.kind);
        above(clause.range.end, clause.comments);
        behind(clause.range.end, clause.comments);
    }

    void visit(Item& item) {
        above(item.range.begin, item.comments);
        if (Route* route = std::get_if<Route>(&item.kind)) inside(*route, item.range.end);
        plain(item.range, item.comments);
    }

    template <class Kind>
    void inside(Kind&, uint32_t) {}  // it holds no statements
    void inside(Work& work, uint32_t end) { list(work.items, end, work.comments_at_end); }
    void inside(Auction& auction, uint32_t end) { list(auction.items, end, auction.comments_at_end); }
    void inside(Would& would, uint32_t end) { list(would.items, end, would.comments_at_end); }
    void inside(Route& route, uint32_t end) { list(route.lines, end, route.comments_at_end); }
    void inside(Risk& risk, uint32_t end) { list(risk.lines, end, risk.comments_at_end); }
    void inside(Assume& assume, uint32_t end) { list(assume.lines, end, assume.comments_at_end); }
    void inside(Legs& legs, uint32_t end) { list(legs.legs, end, legs.comments_at_end); }
    void inside(Phase& phase, uint32_t end) { list(phase.clauses, end, phase.comments_at_end); }
    void inside(Protect& protect, uint32_t end) { list(protect.clauses, end, protect.comments_at_end); }
    void inside(OneOf& one_of, uint32_t end) { list(one_of.clauses, end, one_of.comments_at_end); }

    template <class Node>
    void visit(Node& line) {
        plain(line.range, line.comments);
    }

    template <class Node>
    void list(std::vector<Node>& nodes, uint32_t end, std::vector<Comment>& rest) {
        for (Node& node : nodes) visit(node);
        at_end(end, rest);
    }

    void plain(SourceRange range, Comments& comments) {
        above(range.end, comments);
        behind(range.end, comments);
    }

    void above(uint32_t until, Comments& comments) { at_end(until, comments.before); }

    void at_end(uint32_t until, std::vector<Comment>& into) {
        while (next_ < comments_.size() && comments_[next_].begin < until) into.push_back(take());
    }

    /// The last run of `///` lines is the doc, the rest are comments.
    void above_documented(uint32_t until, Comments& comments, std::string& doc) {
        size_t end = next_;
        while (end < comments_.size() && comments_[end].begin < until) ++end;
        size_t first_doc = end;
        while (first_doc > next_ && comments_[first_doc - 1].doc && comments_[first_doc - 1].own_line) --first_doc;
        while (next_ < first_doc) comments.before.push_back(take());
        for (bool first = true; next_ < end; first = false) doc += (first ? "" : "\n") + take().text;
    }

    /// A comment on the line where the node ends.
    void behind(uint32_t end, Comments& comments) {
        if (next_ == comments_.size() || comments_[next_].own_line) return;
        if (file_.position(end).line != file_.position(comments_[next_].begin).line) return;
        // Another statement between them would be what it speaks of.
        for (uint32_t i = end; i < comments_[next_].begin; ++i)
            if (std::string_view(" \t,;\r").find(file_.text()[i]) == std::string_view::npos) return;
        comments.after = take();
    }

    Comment take() {
        const CommentLexeme& lexeme = comments_[next_++];
        std::string_view text = file_.text({file_.id(), lexeme.begin, lexeme.end});
        text.remove_prefix(lexeme.doc ? 3 : 2);
        if (text.starts_with(' ')) text.remove_prefix(1);
        return {std::string(text), {file_.id(), lexeme.begin, lexeme.end}};
    }

    const std::vector<CommentLexeme>& comments_;
    const SourceFile& file_;
    size_t next_ = 0;
};

}  // namespace

void attach_comments(Tree& tree, const std::vector<CommentLexeme>& comments, const SourceFile& file) {
    Attacher(comments, file).run(tree);
}

}  // namespace weir::syntax
