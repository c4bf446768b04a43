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
        for (Strategy& strategy : tree.strategies) {
            above_documented(strategy.range.begin, strategy.comments, strategy.doc);
            for (Parameter& parameter : strategy.parameters) {
                above_documented(parameter.range.begin, parameter.comments, parameter.doc);
                behind(parameter.range.end, parameter.comments);
            }
            for (Clause& clause : strategy.clauses) visit(clause);
            at_end(strategy.range.end, strategy.comments_at_end);
            behind(strategy.range.end, strategy.comments);
        }
        at_end(static_cast<uint32_t>(file_.text().size()) + 1, tree.comments_at_end);
    }

  private:
    void visit(Clause& clause) {
        above(clause.range.begin, clause.comments);
        if (Work* work = std::get_if<Work>(&clause.kind)) {
            list(work->items, clause.range.end, work->comments_at_end);
        } else if (Risk* risk = std::get_if<Risk>(&clause.kind)) {
            list(risk->lines, clause.range.end, risk->comments_at_end);
        } else if (Assume* assume = std::get_if<Assume>(&clause.kind)) {
            list(assume->lines, clause.range.end, assume->comments_at_end);
        }
        above(clause.range.end, clause.comments);
        behind(clause.range.end, clause.comments);
    }

    template <class Node>
    void list(std::vector<Node>& nodes, uint32_t end, std::vector<Comment>& rest) {
        for (Node& node : nodes) plain(node.range, node.comments);
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
