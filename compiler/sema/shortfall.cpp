// `schedule shortfall(…)`: which of its terms go together, and what each may be.
#include <algorithm>
#include <array>

#include "compiler/sema/checker.h"
#include "step/shortfall.h"

namespace weir::sema {
namespace {

using Term = std::optional<Expression> ShortfallTerms::*;

struct TermRow {
    std::string_view name;
    Term term;
    Unit unit;
    std::string_view example;
};

constexpr std::array kTerms = {
    TermRow{"urgency", &ShortfallTerms::urgency, Unit::level, "a level, for example `3`,"},
    TermRow{"risk_aversion", &ShortfallTerms::risk_aversion, Unit::ratio, "a plain number, for example `2`,"},
    TermRow{"volatility", &ShortfallTerms::volatility, Unit::ratio, "a ratio a year, for example `25%`,"},
    TermRow{"impact", &ShortfallTerms::impact, Unit::ratio, "a share of the price, for example `10 bps`,"},
    TermRow{"alpha", &ShortfallTerms::alpha, Unit::ratio, "a share of the price, for example `12 bps`,"},
    TermRow{"half_life", &ShortfallTerms::half_life, Unit::duration, "a duration, for example `30 min`,"},
};

/// No more of a number than could be written; a bound that is open on one side.
constexpr syntax::Decimal kZero{0, 0}, kVast{999'999'999'999, 0};

}  // namespace

void StrategyChecker::shortfall(const syntax::Schedule& source, Schedule& schedule, SourceRange range) {
    bool all_read = true;
    for (const syntax::ExprPtr& argument : source.arguments)
        all_read = shortfall_term(*argument, schedule.shortfall) && all_read;
    if (all_read) shortfall_terms_fit(schedule.shortfall, range);
}

/// An argument without a name is the urgency, the first of them.
bool StrategyChecker::shortfall_term(const syntax::Expr& source, ShortfallTerms& terms) {
    if (source.is_error()) return false;
    const auto* named = std::get_if<syntax::Named>(&source.kind);
    const std::string_view name = named ? std::string_view(named->name.text) : kTerms.front().name;
    const auto* row = std::ranges::find(kTerms, name, &TermRow::name);
    if (row == kTerms.end()) {
        std::vector<std::string_view> names;
        for (const TermRow& one : kTerms) names.push_back(one.name);
        Diagnostic diagnostic = message::unknown_argument(named->name.range, "shortfall", name);
        if (!diagnostic.suggest(named->name.range, name, names))
            diagnostic.help("it has `urgency`, `risk_aversion`, `volatility`, `impact`, `alpha`, `half_life`");
        diagnostics_.report(std::move(diagnostic));
        return false;
    }
    std::optional<Expression>& term = terms.*row->term;
    if (term) {
        diagnostics_.report(message::said_twice(source.range, name).label(term->range, "the first"));
        return false;
    }
    const syntax::Expr& value = named ? *named->value : source;
    term = expressions_.expect(value, {row->unit}, row->example);
    shortfall_constant(*term, name);
    return !term->is_error();
}

/// The table is made once, before the run, so that a term is known by then; of a live urgency there is a table for each
/// level.
void StrategyChecker::shortfall_constant(Expression& term, std::string_view name) {
    if (term.is_error()) return;
    if (term.operation != Operation::literal && term.operation != Operation::parameter) {
        diagnostics_.report(message::not_constant(term.range).help("write a number or the name of a parameter"));
        term = poison(term.range);
        return;
    }
    if (term.operation == Operation::parameter && strategy_.parameters[term.index].live && name != "urgency") {
        const Parameter& parameter = strategy_.parameters[term.index];
        diagnostics_.report(message::live_in_a_curve(term.range, parameter.name)
                                .label(parameter.range, "it may be moved while the strategy runs")
                                .help("the curve is made before the run, for each level of `urgency`: move that, or "
                                      "declare this parameter without `live`"));
        term = poison(term.range);
        return;
    }
    if (name == "urgency")
        expressions_.require_within(term, {step::kUrgencyLeast, 0}, {step::kUrgencyMost, 0},
                                    "urgency is a level from " + std::to_string(step::kUrgencyLeast) + " to " +
                                        std::to_string(step::kUrgencyMost));
    if (name == "risk_aversion" || name == "volatility")
        expressions_.require_within(term, kZero, kVast, "`" + std::string(name) + "` is not negative");
    if (name == "impact" || name == "half_life") expressions_.require_positive(term, "`" + std::string(name) + "`");
}

/// What is stated is never without effect, and what has an effect is stated.
void StrategyChecker::shortfall_terms_fit(const ShortfallTerms& t, SourceRange range) {
    const auto report = [&](SourceRange at, std::string_view what, std::string_view help) {
        diagnostics_.report(message::shortfall_terms(at, what).help(std::string(help)));
    };
    if (t.urgency && t.risk_aversion) {
        diagnostics_.report(message::shortfall_terms(t.risk_aversion->range,
                                                     "`urgency` and `risk_aversion` both say "
                                                     "how fast")
                                .label(t.urgency->range, "the other")
                                .help("state one of them"));
        return;
    }
    if (!t.urgency && !t.risk_aversion)
        return report(range, "neither `urgency` nor `risk_aversion` is stated",
                      "say how fast, for example `shortfall(3)`, levels being from 1 to 5");
    if (t.risk_aversion && !t.volatility)
        return report(t.risk_aversion->range, "`risk_aversion` stands without `volatility`",
                      "risk is known from it: add, for example, `volatility 25%`");
    if (t.risk_aversion && !t.impact)
        return report(t.risk_aversion->range, "`risk_aversion` stands without `impact`",
                      "risk is weighed against it: add, for example, `impact 10 bps`");
    if (t.urgency && t.volatility)
        return report(t.volatility->range, "`volatility` has no effect beside `urgency`",
                      "remove it, or state `risk_aversion` instead of urgency");
    if (t.urgency && t.impact && !t.alpha)
        return report(t.impact->range, "`impact` has no effect without `alpha` or `risk_aversion`", "remove it");
    if (t.half_life && !t.alpha)
        return report(t.half_life->range, "`half_life` has no effect without `alpha`",
                      "add, for example, `alpha 12 bps`");
}

}  // namespace weir::sema
