// Quick ways out: what the compiler offers with a diagnostic, and what can be taken away where it says so.
#include <fmt/format.h>

#include <algorithm>

#include "ide/actions.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

std::string one_line(std::string_view text) {
    std::string line(text.substr(0, text.find_last_not_of(" \r\n\t") + 1));
    std::ranges::replace(line, '\n', ' ');
    return line;
}

std::string title_of(std::string_view before, std::string_view after) {
    const std::string old = one_line(before), now = one_line(after);
    if (old.empty()) return fmt::format("Insert `{}`", now);
    if (now.empty()) return fmt::format("Remove `{}`", old);
    return fmt::format("Replace `{}` by `{}`", old, now);
}

class Mender {
  public:
    Mender(const Analysis& analysis, std::vector<Action>& found) : analysis_(analysis), found_(found) {}

    void mend(size_t index) {
        const Diagnostic& diagnostic = analysis_.diagnostics[index];
        index_ = index;
        if (diagnostic.fix_it && diagnostic.fix_it->range.file == 0) {
            const Fix& fix = *diagnostic.fix_it;
            add(title_of(analysis_.text(fix.range), fix.replacement), {{fix.range, fix.replacement}}, true);
        }
        switch (diagnostic.code) {
            case Code::never_absent:
                return without_default(diagnostic.range);
            case Code::unused_let:
                return without_let(diagnostic.range);
            case Code::unused_parameter:
                return without_parameter(diagnostic.range);
            case Code::works_overlap:
                return in_order(diagnostic);
            default:
                return;
        }
    }

  private:
    void add(std::string title, std::vector<Edit> edits, bool preferred = false) {
        found_.push_back({std::move(title), ActionKind::mend, std::move(edits), index_, preferred});
    }

    void without_default(SourceRange left) {
        walk(analysis_.tree(), [&](const syntax::Expr& expr) {
            const auto* binary = std::get_if<syntax::Binary>(&expr.kind);
            if (binary == nullptr || binary->op != syntax::BinaryOp::otherwise || binary->left->range != left)
                return touch(expr.range, left);
            // Up to the sign stands the left side with its parentheses.
            const std::string_view before = analysis_.text({0, expr.range.begin, binary->op_range.begin});
            const auto begin = static_cast<uint32_t>(expr.range.begin + before.find_last_not_of(" \t\r\n") + 1);
            add("Remove the default that is never taken", {{{0, begin, expr.range.end}, ""}}, true);
            return false;
        });
    }

    void without_let(SourceRange place) {
        for (const Declaration& one : analysis_.names.declarations)
            if (one.kind == NameKind::let && touch(one.name_range, place))
                return add(fmt::format("Remove `{}`", one.name), {{whole_statement(analysis_.file(), one.range), ""}});
    }

    void without_parameter(SourceRange place) {
        for (const syntax::Strategy& strategy : analysis_.tree().strategies)
            for (const syntax::Parameter& one : strategy.parameters) {
                if (!touch(one.range, place)) continue;
                // A test that sets it would be left without it.
                for (const Use& use : analysis_.names.uses)
                    if (use.range != one.name.range &&
                        analysis_.names.declarations[use.name].name_range == one.name.range)
                        return;
                return add(fmt::format("Remove `{}`", one.name.text), {{with_comma(strategy, one), ""}});
            }
    }

    /// A parameter and the comma behind it, or else the one before it; with its line where it has one.
    SourceRange with_comma(const syntax::Strategy& strategy, const syntax::Parameter& one) const {
        const std::string_view text = analysis_.file().text();
        SourceRange range = one.range;
        const size_t next = text.find_first_not_of(" \t\r\n", range.end);
        if (next != std::string_view::npos && text[next] == ',') {
            range.end = static_cast<uint32_t>(next + 1);
        } else if (&one != strategy.parameters.data()) {
            range.begin = strategy.parameters[static_cast<size_t>(&one - strategy.parameters.data()) - 1].range.end;
            return range;
        }
        return whole_statement(analysis_.file(), range);
    }

    /// Two works, of which neither goes first: one of them is given the word.
    void in_order(const Diagnostic& diagnostic) {
        std::vector<const Declaration*> works;
        const auto look = [&](SourceRange range) {
            for (const Declaration& one : analysis_.names.declarations)
                if (one.kind == NameKind::work && touch(one.name_range, range) && one.range.begin <= range.begin)
                    works.push_back(&one);
        };
        look(diagnostic.range);
        for (const Label& label : diagnostic.labels) look(label.range);
        if (works.size() != 2) return;
        const auto before = [&](const Declaration& first, const Declaration& second) {
            const syntax::Work* work = work_at(first.name_range);
            if (work == nullptr) return;
            const uint32_t at = work->before.empty() ? first.name_range.end : work->before.back().range.end;
            add(fmt::format("Let `{}` go before `{}`", first.name, second.name),
                {{{0, at, at}, (work->before.empty() ? " before " : ", ") + second.name}});
        };
        before(*works[0], *works[1]);
        before(*works[1], *works[0]);
    }
    const syntax::Work* work_at(SourceRange name) const {
        const syntax::Work* found = nullptr;
        walk(analysis_.tree(), [&](const syntax::Work& work) {
            if (work.name.range == name) found = &work;
            return found == nullptr;
        });
        return found;
    }

    const Analysis& analysis_;
    std::vector<Action>& found_;
    size_t index_ = 0;
};

}  // namespace

void find_mends(const Analysis& analysis, SourceRange range, std::vector<Action>& found) {
    Mender mender(analysis, found);
    for (size_t i = 0; i < analysis.diagnostics.size(); ++i) {
        const Diagnostic& diagnostic = analysis.diagnostics[i];
        const bool at_fix = diagnostic.fix_it && touch(diagnostic.fix_it->range, range);
        if (diagnostic.range.file == 0 && (touch(diagnostic.range, range) || at_fix)) mender.mend(i);
    }
}

}  // namespace weir::ide
