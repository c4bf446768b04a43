#include "ide/typed.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "compiler/sema/units.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

using sema::Typed;

/// The strategy that stands around a place, as the checker understood it.
const sema::Strategy* strategy_at(const Analysis& analysis, uint32_t offset) {
    for (const sema::Strategy& one : analysis.program.strategies)
        if (one.range.begin <= offset && offset <= one.range.end) return &one;
    return nullptr;
}

bool holds(SourceRange outer, SourceRange inner) {
    return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

// ---------------------------------------------------------------------------------------------------- absence

/// Why what this node itself adds may be absent.
class Reasons {
  public:
    explicit Reasons(const Analysis& analysis) : analysis_(analysis) {}

    std::string of(SourceRange expression) {
        walk(analysis_.trees[expression.file],
             Overloaded{
                 [&](const Placed auto& node) { return holds(node.range, expression); },
                 [&](const syntax::Expr& expr) {
                     if (expr.range == expression) look(expr);
                     return expr.range != expression && holds(expr.range, expression);
                 },
             });
        std::string all;
        for (const std::string& reason : found_) all += (all.empty() ? "" : ", or ") + reason;
        return all;
    }

  private:
    static constexpr size_t kMost = 3;

    void add(std::string reason) {
        if (found_.size() < kMost && std::ranges::find(found_, reason) == found_.end())
            found_.push_back(std::move(reason));
    }

    bool may_be_absent(const syntax::Expr& expr) const {
        const Typed* typed = analysis_.type_of(expr.range);
        return typed != nullptr && typed->may_be_absent;
    }

    /// The innermost values that may be absent say why; what is made of them follows.
    void look(const syntax::Expr& expr) {
        using namespace syntax;
        if (!may_be_absent(expr)) return;
        if (const auto* name = std::get_if<NameRef>(&expr.kind)) return of_name(expr, name->name);
        if (const auto* member = std::get_if<Member>(&expr.kind)) return of_member(expr, *member);
        if (const auto* call = std::get_if<Call>(&expr.kind); call != nullptr && of_call(expr, *call)) return;
        if (const auto* ago = std::get_if<Ago>(&expr.kind))
            return add(fmt::format("when `{}` was absent then", analysis_.text(ago->operand->range)));
        if (const auto* at = std::get_if<Sampled>(&expr.kind))
            return add(fmt::format("until `{}` was there since the order's start", analysis_.text(at->operand->range)));
        if (const auto* seen = std::get_if<Seen>(&expr.kind))
            return add(fmt::format("until `{}` was there", analysis_.text(seen->operand->range)));
        if (const auto* binary = std::get_if<Binary>(&expr.kind)) {
            if (binary->op == BinaryOp::otherwise) return look(*binary->right);
            if (binary->op == BinaryOp::divide) {
                const Typed *left = analysis_.type_of(binary->left->range),
                            *right = analysis_.type_of(binary->right->range);
                if (left != nullptr && right != nullptr && !left->may_be_absent && !right->may_be_absent)
                    return add(fmt::format("when `{}` is zero", analysis_.text(binary->right->range)));
            }
        }
        // Compared as better or worse, no limit is the worst of all prices.
        const bool ranked =
            std::holds_alternative<Relative>(expr.kind) && analysis_.type_of(expr.range)->unit == sema::Unit::boolean;
        walk(expr.kind, [&](const Expr& inner) {
            if (!ranked || analysis_.text(inner.range) != "order.limit") look(inner);
            return false;
        });
    }

    void of_name(const syntax::Expr& expr, std::string_view name) {
        if (const Use* use = analysis_.names.at(expr.range.file, expr.range.begin);
            use != nullptr && use->range == expr.range)
            return of_let(analysis_.names.declarations[use->name]);
        of_word(name);
    }
    void of_word(std::string_view name) {
        if (name == "last" || name == "order.last") return add("before the first trade");
        if (name == "mark") return add("before the venue publishes one");
        if (name == "arrival") return add("while the book had not both sides since the order came");
        if (name == "bid" || name == "ask") return add(fmt::format("while the book has no {}", name));
        if (name == "near touch" || name == "far touch") return add("while that side of the book is empty");
        if (name == "mid" || name == "spread") return add("while the book has not both sides");
    }
    /// A let is absent when what it stands for is.
    void of_let(const Declaration& declared) {
        if (declared.kind != NameKind::let || std::ranges::find(asked_, &declared) != asked_.end()) return;
        asked_.push_back(&declared);
        walk(analysis_.trees[declared.range.file],
             Overloaded{
                 [&](const Placed auto& node) { return holds(node.range, declared.range); },
                 [&](const syntax::Let& let) {
                     if (let.name.range == declared.name_range && let.value != nullptr) look(*let.value);
                     return false;
                 },
             });
    }

    void of_member(const syntax::Expr& expr, const syntax::Member& member) {
        const std::string_view text = analysis_.text(expr.range);
        if (text == "order.limit") return add("for an order without a limit");
        if (text == "order.decision") return add("for an order without the price at its decision");
        if (text == "trade.size") return add("before the first trade");
        of_word(member.member.text);
    }

    bool of_call(const syntax::Expr&, const syntax::Call& call) {
        if (call.arguments.empty()) return false;
        const std::string& name = call.function.text;
        const std::string_view first = analysis_.text(call.arguments.front()->range);
        const std::string_view length = analysis_.text(call.arguments.back()->range);
        if (name == "normal") return add("where history does not say what is usual"), true;
        if (name == "vwap" || first == "trade.size")
            return add(fmt::format("while there was no trade for {}", length)), true;
        if (name == "average" || name == "ema")
            return add(fmt::format("before `{}` was there for a 64th of {}", first, length)), true;
        if (name == "highest" || name == "lowest")
            return add(fmt::format("while `{}` was not there for {}", first, length)), true;
        if (name == "pressure") return add("while both sides of the book are empty"), true;
        return false;
    }

    const Analysis& analysis_;
    std::vector<std::string> found_;
    std::vector<const Declaration*> asked_;
};

/// Whether a value begins behind this: `=`, parentheses and comments.
bool begins_value(std::string_view before) {
    while (!before.empty()) {
        if (before.starts_with("//"))
            before.remove_prefix(std::min(before.find('\n'), before.size()));
        else if (before.find_first_of(" \t\r\n=(") == 0)
            before.remove_prefix(1);
        else
            return false;
    }
    return true;
}

}  // namespace

std::string type_text(const Analysis& analysis, const Typed& typed) {
    std::string text(sema::name_of(typed.unit));
    // With one instrument it needs no word.
    if (typed.instrument != sema::kNoInstrument && typed.range.file == 0)
        if (const sema::Strategy* strategy = strategy_at(analysis, typed.range.begin))
            if (typed.instrument < strategy->legs.size()) text += " of " + strategy->legs[typed.instrument].name;
    if (typed.may_be_absent) text += ", may be absent";
    return text;
}

const Typed* type_of_let(const Analysis& analysis, const Declaration& let) {
    const auto place = [](const SourceRange& range) { return std::tuple(range.file, range.begin); };
    const auto first = std::ranges::lower_bound(analysis.types, std::tuple(let.range.file, let.name_range.end), {},
                                                [&](const Typed& typed) { return place(typed.range); });
    // Of what a mistake left without a type nothing is known, whatever the parts of it are.
    if (first == analysis.types.end() || !holds(let.range, first->range) ||
        !begins_value(analysis.text({let.range.file, let.name_range.end, first->range.begin})))
        return nullptr;
    // Of what begins there the widest is all of it.
    const Typed* value = nullptr;
    for (auto at = first; at != analysis.types.end() && at->range.begin == first->range.begin; ++at)
        if (value == nullptr || at->range.end > value->range.end) value = &*at;
    return value;
}

const Typed* type_at(const Analysis& analysis, uint32_t offset) {
    auto at = std::ranges::upper_bound(analysis.types, std::pair(uint32_t{0}, offset), {}, [](const Typed& typed) {
        return std::pair(typed.range.file, typed.range.begin);
    });
    const Typed* found = nullptr;
    while (at != analysis.types.begin()) {
        --at;
        if (found != nullptr && at->range.begin != found->range.begin) break;
        if (at->range.end >= offset) found = &*at;
    }
    return found;
}

std::string absence_text(const Analysis& analysis, SourceRange expression) {
    return Reasons(analysis).of(expression);
}

}  // namespace weir::ide
