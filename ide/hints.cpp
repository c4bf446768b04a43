// What the script does not say and its reader wants to know: types, what an argument is, what a share comes to.
#include <algorithm>

#include "ide/ide.h"
#include "ide/test_prices.h"
#include "ide/typed.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

using namespace syntax;

class Hinter {
  public:
    Hinter(const Analysis& analysis, SourceRange range) : analysis_(analysis), range_(range), prices_(analysis) {}

    std::vector<Hint> run() {
        types();
        walk(analysis_.tree(), Overloaded{
                                   [&](const Placed auto& node) { return meets(node.range); },
                                   [&](const Expr& expr) {
                                       if (meets(expr.range)) expression(expr);
                                       return meets(expr.range);
                                   },
                                   [&](const Peg& peg) {
                                       if (peg.offset) shares_.push_back(peg.offset->amount.get());
                                       return true;
                                   },
                                   [&](const RiskLine& line) {
                                       if (line.reference != nullptr) shares_.push_back(line.limit.get());
                                       return meets(line.range);
                                   },
                                   [&](const Parameter& parameter) {
                                       // Its default, and not the range as well.
                                       if (meets(parameter.range) && parameter.value != nullptr)
                                           expression(*parameter.value);
                                       return false;
                                   },
                                   [](const Assume&) { return false; },
                               });
        money();
        std::ranges::sort(hints_, {}, [](const Hint& hint) { return std::pair(hint.offset, hint.kind); });
        return std::move(hints_);
    }

  private:
    bool meets(SourceRange range) const { return range.begin <= range_.end && range_.begin <= range.end; }
    void add(uint32_t offset, HintKind kind, std::string text) {
        if (range_.begin <= offset && offset <= range_.end) hints_.push_back({offset, kind, std::move(text)});
    }

    void types() {
        for (const Declaration& one : analysis_.names.declarations) {
            if (one.kind != NameKind::let || one.range.file != 0 || !meets(one.name_range)) continue;
            const sema::Typed* typed = type_of_let(analysis_, one);
            if (typed == nullptr || typed->unit == sema::Unit::error || is_obvious(*typed)) continue;
            add(one.name_range.end, HintKind::type, ": " + type_text(analysis_, *typed));
        }
    }
    /// A literal, or a condition that always holds or does not.
    bool is_obvious(const sema::Typed& typed) const {
        if (typed.may_be_absent) return false;
        const std::string_view text = analysis_.text(typed.range);
        return typed.unit == sema::Unit::boolean || typed.unit == sema::Unit::number ||
               (text[0] >= '0' && text[0] <= '9' && text.find_first_of("+*/-") == std::string_view::npos);
    }

    void expression(const Expr& expr) {
        if (const auto* number = std::get_if<Number>(&expr.kind);
            number != nullptr && (number->unit.text == "bps" || number->unit.text == "bp"))
            shares_.push_back(&expr);
        if (const auto* relative = std::get_if<Relative>(&expr.kind)) {
            share(relative->left, relative->right);
            share(relative->by, relative->left);
        }
        if (const auto* binary = std::get_if<Binary>(&expr.kind); binary != nullptr && binary->op == BinaryOp::of)
            share(binary->left, binary->right);
        if (const auto* call = std::get_if<Call>(&expr.kind)) arguments(*call);
    }

    void share(const ExprPtr& part, const ExprPtr& whole) {
        if (part == nullptr || whole == nullptr) return;
        const sema::Typed* typed = analysis_.type_of(whole->range);
        if (typed != nullptr && typed->unit == sema::Unit::price) shares_.push_back(part.get());
    }

    void money() {
        std::ranges::sort(shares_);
        shares_.erase(std::ranges::unique(shares_).begin(), shares_.end());
        for (const Expr* expr : shares_)
            if (const auto* number = std::get_if<Number>(&expr->kind))
                if (const auto text = prices_.money(*number, expr->range.begin))
                    add(expr->range.end, HintKind::money, "= " + *text);
    }

    void arguments(const Call& call) {
        const ide::Use* use = analysis_.names.at(call.function.range.file, call.function.range.begin);
        if (use == nullptr || use->range != call.function.range) return;
        const Declaration& declared = analysis_.names.declarations[use->name];
        for (const Function& function : analysis_.trees[declared.range.file].functions) {
            if (function.name.range != declared.name_range || function.parameters.size() < 2) continue;
            for (size_t i = 0; i < std::min(call.arguments.size(), function.parameters.size()); ++i) {
                const SourceRange place = call.arguments[i]->range;
                const std::string& name = function.parameters[i].name.text;
                if (name.empty() || analysis_.text(place) == name) continue;
                // Before the parentheses of its own.
                const uint32_t at = i == 0 ? after(call.function.range.end) : after(end_of(*call.arguments[i - 1]));
                add(at, HintKind::argument, name + ":");
            }
        }
    }
    uint32_t end_of(const Expr& expr) const {
        const std::string_view text = analysis_.file().text();
        uint32_t at = expr.range.end;
        while (at < text.size() && text[at] != ',') ++at;
        return at;
    }
    /// The first word behind the sign at a place.
    uint32_t after(uint32_t sign) const {
        const std::string_view text = analysis_.file().text();
        while (sign < text.size() && text[sign] != '(' && text[sign] != ',') ++sign;
        const size_t word = text.find_first_not_of(" \t\r\n", sign + 1);
        return static_cast<uint32_t>(std::min(word, text.size()));
    }

    const Analysis& analysis_;
    SourceRange range_;
    TestPrices prices_;
    std::vector<const Expr*> shares_;  // of a price
    std::vector<Hint> hints_;
};

}  // namespace

std::vector<Hint> hints(const Analysis& analysis, SourceRange range) {
    return Hinter(analysis, range).run();
}

}  // namespace weir::ide
