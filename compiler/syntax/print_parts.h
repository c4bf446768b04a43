// What `print_tree` writes below a statement: lines, comments, expressions. Internal to this folder.
#pragma once

#include <string>
#include <utility>

#include "compiler/syntax/syntax.h"

namespace weir::syntax {

class PartsPrinter {
  public:
    explicit PartsPrinter(PrintOptions options) : options_(options) {}

  protected:
    struct Indent {
        explicit Indent(PartsPrinter& p) : printer(p) { ++printer.depth_; }
        ~Indent() { --printer.depth_; }
        PartsPrinter& printer;
    };

    using Part = std::pair<const char*, const ExprPtr&>;

    /// A clause or an item: its line, then its comments and parts below it.
    template <class... Parts>
    void statement(const std::string& head, const Comments& notes, const Parts&... parts) {
        line(head, range_);
        const Indent indent(*this);
        comments(notes);
        (part(parts.first, parts.second), ...);
    }

    /// A labelled expression, when it is not left out.
    void part(const char* label, const ExprPtr& expr);
    /// An expression, one step in.
    void operand(const ExprPtr& expr);
    void operand(const char* label, const ExprPtr& expr);
    void comments(const Comments& notes);
    void comments_at_end(const std::vector<Comment>& notes);
    void line(const std::string& content, SourceRange range);
    void line(const std::string& content);

    std::string text_;
    SourceRange range_;  // of the node whose line comes next

  private:
    void expression(const Expr& expr, const std::string& label = {});
    /// One node of an expression: its line, then its operands below it.
    void node(const std::string& text);

    void print(const ErrorExpr&);
    void print(const Number&);
    void print(const TimeOfDay&);
    void print(const NameRef&);
    void print(const Member&);
    void print(const Call&);
    void print(const Since&);
    void print(const Unary&);
    void print(const Binary&);
    void print(const Relative&);
    void print(const For&);
    void print(const Ago&);
    void print(const Named&);
    void print(const Curve&);
    void print(const Sampled&);
    void print(const Seen&);
    void print(const Settled&);

    PrintOptions options_;
    size_t depth_ = 0;
    std::string label_;  // before the next node of an expression
};

}  // namespace weir::syntax
