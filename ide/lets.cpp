// Giving an expression a name, and taking a name away.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compiler/sema/scope.h"
#include "compiler/sema/units.h"
#include "compiler/syntax/syntax.h"
#include "ide/actions.h"
#include "ide/walk.h"

namespace weir::ide {
namespace {

using namespace syntax;

/// An expression that a `let` may stand for, and where it stands.
struct Site {
    const Expr* expr;
    const Clause* clause;
    const std::vector<Clause>* block;  // that the clause stands in
};

/// What is a value by itself: a name for it would say no more.
bool is_plain(const Expr& expr) {
    return expr.is_error() || std::holds_alternative<Number>(expr.kind) || std::holds_alternative<NameRef>(expr.kind) ||
           std::holds_alternative<Member>(expr.kind) || std::holds_alternative<TimeOfDay>(expr.kind) ||
           std::holds_alternative<Since>(expr.kind) || std::holds_alternative<Named>(expr.kind);
}

/// Collects the expressions of a block that may have any value; lengths of windows, limits and other constants do not.
class Sites {
  public:
    explicit Sites(std::vector<Site>& found) : found_(found) {}

    void of(const std::vector<Clause>& block) {
        for (const Clause& clause : block) {
            if (const auto* phase = std::get_if<Phase>(&clause.kind))
                of(phase->clauses);
            else if (const auto* protect = std::get_if<Protect>(&clause.kind))
                of(protect->clauses);
            else if (const auto* one_of = std::get_if<OneOf>(&clause.kind))
                of(one_of->clauses);
            else
                values_of(clause, block, clause.kind);
        }
    }

  private:
    template <class Node>
    void values_of(const Clause& clause, const std::vector<Clause>& block, const Node& node) {
        walk(node, Overloaded{
                       [&](const Expr& expr) {
                           if (!is_plain(expr)) found_.push_back({&expr, &clause, &block});
                           return true;
                       },
                       [&](const Schedule& schedule) {
                           values_of(clause, block, schedule.argument);
                           values_of(clause, block, schedule.share);
                           return false;
                       },
                       [&](const Participate& participate) {
                           values_of(clause, block, participate.ratio);
                           return false;
                       },
                       [](const Settle&) { return false; },
                       [](const Session&) { return false; },
                       [](const Risk&) { return false; },
                       [](const Assume&) { return false; },
                       [](const Legs&) { return false; },
                       [](const Complete&) { return false; },
                       [](const CatchUp&) { return false; },
                       [](const Route&) { return false; },
                       [](const Reprice&) { return false; },
                       [](const Reload&) { return false; },
                       [](const Ladder&) { return false; },
                       [](const LevelSize&) { return false; },
                       [](const Refill&) { return false; },
                       [](const Deadline&) { return false; },
                       [](const Minimum&) { return false; },
                       [](const Gas&) { return false; },
                       [](const CurvePoint&) { return false; },
                       [](const Since&) { return false; },
                       [](const Named&) { return false; },
                   });
    }

    std::vector<Site>& found_;
};

std::string name_for(const Expr& expr, sema::Unit unit) {
    if (const auto* call = std::get_if<Call>(&expr.kind); call != nullptr && !call->arguments.empty()) {
        const auto* of = std::get_if<NameRef>(&call->arguments.front()->kind);
        if (of != nullptr && of->name.find(' ') == std::string::npos)
            return (call->function.text == "normal" ? "usual" : call->function.text) + "_" + of->name;
    }
    switch (unit) {
        case sema::Unit::boolean:
            return "condition";
        case sema::Unit::price:
            return "reference";
        case sema::Unit::quantity:
            return "amount";
        case sema::Unit::money:
            return "worth";
        case sema::Unit::ratio:
            return "factor";
        case sema::Unit::duration:
            return "length";
        case sema::Unit::time:
            return "moment";
        default:
            return "named";
    }
}

/// The text of an expression with the parentheses around it.
SourceRange with_parentheses(const Analysis& analysis, const Expr& expr) {
    if (!expr.parenthesised) return expr.range;
    const std::string_view text = analysis.file().text();
    const size_t open = text.find_last_not_of(" \t\r\n", expr.range.begin - 1);
    const size_t close = text.find_first_not_of(" \t\r\n", expr.range.end);
    if (open == std::string_view::npos || close == std::string_view::npos || text[open] != '(' || text[close] != ')')
        return expr.range;
    return {0, static_cast<uint32_t>(open), static_cast<uint32_t>(close + 1)};
}

/// How it is written, whatever stands around it.
std::string said(const Expr& expr) {
    std::string text = to_source(expr);
    return expr.parenthesised ? text.substr(1, text.size() - 2) : text;
}

SourceRange without_blanks(const Analysis& analysis, SourceRange range) {
    const std::string_view text = analysis.text(range);
    const size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
    if (first == std::string_view::npos) return range;
    return {range.file, range.begin + static_cast<uint32_t>(first), range.begin + static_cast<uint32_t>(last + 1)};
}

class Extractor {
  public:
    Extractor(const Analysis& analysis, SourceRange range, std::vector<Action>& found)
        : analysis_(analysis), range_(without_blanks(analysis, range)), found_(found) {}

    void extract() {
        for (const Strategy& strategy : analysis_.tree().strategies) {
            if (strategy.range.begin > range_.begin || range_.end > strategy.range.end) continue;
            std::vector<Site> sites;
            Sites(sites).of(strategy.clauses);
            if (const Site* site = chosen(sites)) extract(*site, sites);
        }
    }

  private:
    const Site* chosen(const std::vector<Site>& sites) const {
        const Site* best = nullptr;
        for (const Site& site : sites) {
            const SourceRange own = site.expr->range;
            const bool is_it = range_.begin == range_.end
                                   ? own.begin <= range_.begin && range_.end <= own.end
                                   : own == range_ || with_parentheses(analysis_, *site.expr) == range_;
            if (is_it && can_be_named(site) && (best == nullptr || own.end - own.begin < width(*best))) best = &site;
        }
        return best;
    }
    static uint32_t width(const Site& site) { return site.expr->range.end - site.expr->range.begin; }
    bool can_be_named(const Site& site) const {
        // The value of a let has a name already.
        const auto* let = std::get_if<Let>(&site.clause->kind);
        if (let != nullptr && let->value.get() == site.expr) return false;
        const sema::Typed* typed = analysis_.type_of(site.expr->range);
        return typed != nullptr && typed->unit != sema::Unit::error && typed->unit != sema::Unit::number &&
               typed->unit != sema::Unit::level;
    }

    std::string free_name(const std::string& wanted) const {
        const auto taken = [&](const std::string& name) {
            return sema::word_of(name).has_value() ||
                   std::ranges::any_of(analysis_.names.declarations,
                                       [&](const Declaration& one) { return one.name == name; });
        };
        std::string name = wanted;
        for (int i = 2; taken(name); ++i) name = wanted + "_" + std::to_string(i);
        return name;
    }

    void extract(const Site& site, const std::vector<Site>& sites) {
        const Expr& expr = *site.expr;
        const std::string name = free_name(name_for(expr, analysis_.type_of(expr.range)->unit));
        std::string value(analysis_.text(expr.range));
        if (value.find('\n') != std::string::npos) value = "(" + value + ")";
        const std::vector<Comment>& above = site.clause->comments.before;
        const uint32_t at = above.empty() ? site.clause->range.begin : above.front().range.begin;
        const Edit let = statement_before(analysis_.file(), at, fmt::format("let {} = {}", name, value));
        const auto use = [&](const Expr& one) { return Edit{with_parentheses(analysis_, one), name}; };
        found_.push_back({fmt::format("Give this the name `{}`", name), ActionKind::extract, {let, use(expr)}, {}});

        std::vector<Edit> edits{let};
        const std::string text = said(expr);
        for (const Site& other : sites)
            if (known_at(site, other) && said(*other.expr) == text) edits.push_back(use(*other.expr));
        if (edits.size() > 2)
            found_.push_back({fmt::format("Give all {} of these the name `{}`", edits.size() - 1, name),
                              ActionKind::extract,
                              std::move(edits),
                              {}});
    }
    /// Whether a let beside `site` is known at `other` and means the same there: in the same list, or in a phase.
    bool known_at(const Site& site, const Site& other) const {
        if (other.block == site.block) return true;
        return std::ranges::any_of(*site.block, [&](const Clause& clause) {
            const auto* phase = std::get_if<Phase>(&clause.kind);
            return phase != nullptr && &phase->clauses == other.block;
        });
    }

    const Analysis& analysis_;
    SourceRange range_;
    std::vector<Action>& found_;
};

// ---------------------------------------------------------------------------------------------------- taking away

/// Binds as tightly as a name does.
bool stands_alone(const Expr& expr) {
    return std::holds_alternative<NameRef>(expr.kind) || std::holds_alternative<Number>(expr.kind) ||
           std::holds_alternative<Member>(expr.kind) || std::holds_alternative<Call>(expr.kind) ||
           std::holds_alternative<Curve>(expr.kind) || std::holds_alternative<Seen>(expr.kind);
}

void inline_let(const Analysis& analysis, uint32_t offset, std::vector<Action>& found) {
    const ide::Use* use = analysis.names.at(0, offset);
    if (use == nullptr) return;
    const Declaration& declared = analysis.names.declarations[use->name];
    if (declared.kind != NameKind::let || declared.range.file != 0) return;
    const Expr* value = nullptr;
    walk(analysis.tree(), Overloaded{
                              [&](const Placed auto& node) {
                                  return node.range.begin <= declared.range.begin &&
                                         declared.range.end <= node.range.end;
                              },
                              [&](const Let& let) {
                                  if (let.name.range == declared.name_range) value = let.value.get();
                                  return false;
                              },
                          });
    if (value == nullptr || value->is_error()) return;
    std::string text(analysis.text(value->range));
    if (!stands_alone(*value)) text = "(" + text + ")";
    Action action{fmt::format("Put the value of `{}` in its place", declared.name), ActionKind::inlined, {}, {}};
    for (const ide::Use& other : analysis.names.uses) {
        if (other.name != use->name || other.range == declared.name_range) continue;
        action.edits.push_back({other.range, text});
    }
    if (action.edits.empty()) return;
    action.edits.push_back({whole_statement(analysis.file(), declared.range), ""});
    found.push_back(std::move(action));
}

}  // namespace

void find_lets(const Analysis& analysis, SourceRange range, std::vector<Action>& found) {
    Extractor(analysis, range, found).extract();
    inline_let(analysis, range.begin, found);
}

}  // namespace weir::ide
