// Saying the same in other words, and saying what was left out.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "compiler/syntax/syntax.h"
#include "ide/actions.h"
#include "ide/decimals.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

using namespace syntax;

class Rewriter {
  public:
    Rewriter(const Analysis& analysis, SourceRange range, std::vector<Action>& found)
        : analysis_(analysis), range_(range), found_(found) {}

    void find() {
        walk(analysis_.tree(), Overloaded{
                                   [&](const Placed auto& node) { return touch(node.range, range_); },
                                   [&](const Expr& expr) {
                                       if (touch(expr.range, range_)) expression(expr);
                                       return touch(expr.range, range_);
                                   },
                                   [&](const Parameter& one) {
                                       if (touch(one.range, range_) && one.doc.empty()) document(one.range, one.name);
                                       return touch(one.range, range_);
                                   },
                                   [&](const Strategy& one) {
                                       if (touch(one.name.range, range_) && one.doc.empty())
                                           document(one.range, one.name);
                                       if (touch(one.range, range_)) bound_the_mid(one);
                                       return touch(one.range, range_);
                                   },
                                   [&](const Function& one) {
                                       if (touch(one.name.range, range_) && one.doc.empty())
                                           document(one.range, one.name);
                                       return touch(one.range, range_);
                                   },
                               });
    }

  private:
    void add(std::string title, std::vector<Edit> edits) {
        found_.push_back({std::move(title), ActionKind::rewrite, std::move(edits), {}});
    }

    void expression(const Expr& expr) {
        if (const auto* number = std::get_if<Number>(&expr.kind)) other_unit(expr, *number);
        if (const auto* binary = std::get_if<Binary>(&expr.kind);
            binary != nullptr && binary->op == BinaryOp::otherwise && binary->left != nullptr)
            has_default_.push_back(binary->left->range);
        if (std::ranges::find(has_default_, expr.range) == has_default_.end()) give_default(expr);
    }

    /// `10 bps` is `0.1%`.
    void other_unit(const Expr& expr, const Number& number) {
        Decimal value = number.value;
        std::string unit;
        if (number.unit.text == "bps" || number.unit.text == "bp") {
            value.decimals += 2;
            unit = "%";
        } else if (number.unit.text == "%") {
            if (value.digits > std::numeric_limits<int64_t>::max() / 100) return;
            value.digits *= 100;
            unit = " bps";
        } else {
            return;
        }
        const std::string text = decimal_text(value, 0) + unit;
        add(fmt::format("Write `{}` as `{}`", analysis_.text(expr.range), text), {{expr.range, text}});
    }

    /// What stands in while a value is absent.
    static std::string default_of(const Analysis& analysis, const Expr& expr) {
        if (const auto* call = std::get_if<Call>(&expr.kind); call != nullptr && !call->arguments.empty()) {
            const std::string& name = call->function.text;
            const auto is_a_name = std::holds_alternative<NameRef>(call->arguments[0]->kind);
            const std::string first(analysis.text(call->arguments[0]->range));
            if (name == "normal" && (first == "spread" || first == "volume")) return "average(" + first + ", 15 min)";
            if ((name == "average" || name == "ema" || name == "highest" || name == "lowest") && is_a_name)
                return first;
            if (name == "vwap") return "mid";
        }
        if (const auto* name = std::get_if<NameRef>(&expr.kind))
            if (name->name == "last" || name->name == "mark" || name->name == "arrival") return "mid";
        if (std::holds_alternative<Member>(expr.kind)) {
            if (analysis.text(expr.range) == "order.limit") return "near touch";
            if (analysis.text(expr.range) == "order.decision") return "arrival";
        }
        if (const auto* ago = std::get_if<Ago>(&expr.kind))
            if (std::holds_alternative<NameRef>(ago->operand->kind))
                return std::string(analysis.text(ago->operand->range));
        return "";
    }

    void give_default(const Expr& expr) {
        const sema::Typed* typed = analysis_.type_of(expr.range);
        if (typed == nullptr || !typed->may_be_absent) return;
        const std::string value = default_of(analysis_, expr);
        if (value.empty()) return;
        const std::string own(analysis_.text(expr.range));
        const std::string alone = own + " else " + value;
        const std::string text = expr.parenthesised ? alone : "(" + alone + ")";
        add(fmt::format("Take `{}` while `{}` is absent", value, own), {{expr.range, text}});
    }

    void document(SourceRange range, const Name& name) {
        if (name.text.empty()) return;
        std::string words = name.text;
        std::ranges::replace(words, '_', ' ');
        if (words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
        const SourceFile& file = analysis_.file();
        const uint32_t start = file.line_start(file.position(range.begin).line);
        std::string blanks(file.text({0, start, range.begin}));
        const bool own_line = blanks.find_first_not_of(" \t") == std::string::npos;
        if (!own_line) blanks.resize(std::min(blanks.find_first_not_of(" \t"), blanks.size()));
        const Edit edit = own_line ? Edit{{0, start, start}, blanks + "/// " + words + ".\n"}
                                   : Edit{{0, range.begin, range.begin},
                                          "\n" + blanks + "    /// " + words + ".\n" + blanks + "    "};
        add(fmt::format("Document `{}`", name.text), {edit});
    }

    /// A limit on a sum of money is proven for a market whose prices are bounded.
    void bound_the_mid(const Strategy& strategy) {
        const Assume* assume = nullptr;
        bool risk_here = touch(strategy.name.range, range_), limits_money = false;
        for (const Clause& clause : strategy.clauses) {
            if (const auto* one = std::get_if<Assume>(&clause.kind)) assume = one;
            const auto* risk = std::get_if<Risk>(&clause.kind);
            if (risk == nullptr) continue;
            risk_here |= touch(clause.range, range_);
            limits_money |= !risk->lines.empty();
        }
        const auto is_mid = [](const AssumeLine& line) {
            const auto* name = line.subject == nullptr ? nullptr : std::get_if<NameRef>(&line.subject->kind);
            return name != nullptr && name->name == "mid" && line.high != nullptr;
        };
        const bool said = assume != nullptr && std::ranges::any_of(assume->lines, is_mid);
        if (said || !risk_here || !limits_money || analysis_.text(strategy.range).back() != '}') return;
        const std::string line = "mid from 1 tick to 10_000_000 quote";
        if (assume != nullptr && !assume->lines.empty())
            return add("Say how high the mid can be",
                       {statement_before(analysis_.file(), assume->lines.front().range.begin, line)});
        if (assume != nullptr || strategy.clauses.empty()) return;
        const SourceRange last = strategy.clauses.back().range;
        const SourceFile& file = analysis_.file();
        const uint32_t start = file.line_start(file.position(last.begin).line);
        const std::string_view before = file.text({0, start, last.begin});
        const bool own_line = before.find_first_not_of(" \t") == std::string_view::npos;
        const std::string text = "assume { " + line + " }";
        // What is noted behind the last clause stays with it.
        const std::string_view rest =
            std::string_view(file.text()).substr(last.end, file.text().find('\n', last.end) - last.end);
        const size_t note = rest.find_first_not_of(" \t");
        const bool noted = note != std::string_view::npos && rest.substr(note).starts_with("//");
        const uint32_t at = last.end + (noted ? static_cast<uint32_t>(rest.size()) : 0);
        add("Say how high the mid can be",
            {{{0, at, at}, own_line || noted ? "\n" + std::string(before) + text : "; " + text}});
    }

    const Analysis& analysis_;
    SourceRange range_;
    std::vector<Action>& found_;
    std::vector<SourceRange> has_default_;  // left sides of `else`
};

}  // namespace

void find_rewrites(const Analysis& analysis, SourceRange range, std::vector<Action>& found) {
    Rewriter(analysis, range, found).find();
}

}  // namespace weir::ide
