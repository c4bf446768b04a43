// Legs: which instruments a strategy trades, whose a value is, and what hedges what.
#include <algorithm>
#include <array>

#include "compiler/sema/checker.h"
#include "step/step.h"

namespace weir::sema {
namespace {

constexpr Word kWordsOfHedges[] = {Word::bid,     Word::ask,    Word::mid,      Word::spread,
                                   Word::last,    Word::volume, Word::executed, Word::executed_value,
                                   Word::working, Word::arrival};
constexpr std::string_view kExposure = "exposure";

bool is_of(Word word, InstrumentId instrument, Unit unit) {
    if (instrument == kOrderInstrument) return has_instrument(unit) && word != Word::trade_size;
    return std::ranges::find(kWordsOfHedges, word) != std::end(kWordsOfHedges);
}

}  // namespace

bool has_instrument(Unit unit) {
    return unit == Unit::price || unit == Unit::quantity || unit == Unit::money || unit == Unit::rate;
}

void belong(Expression& expression, InstrumentId instrument) {
    if (expression.instrument != kNoInstrument) return;
    if (has_instrument(expression.unit)) expression.instrument = instrument;
    if (expression.unit == Unit::boolean) return;  // its sides are of each other's
    for (Expression& operand : expression.operands) belong(operand, instrument);
}

std::optional<InstrumentId> leg_of(const Strategy& strategy, std::string_view name) {
    const auto found = std::ranges::find(strategy.legs, name, &Leg::name);
    if (name.empty() || found == strategy.legs.end()) return std::nullopt;
    return static_cast<InstrumentId>(found - strategy.legs.begin());
}

// ---------------------------------------------------------------------------------------------------- expressions

std::string_view ExpressionChecker::leg_name(InstrumentId instrument) const {
    return strategy_.legs[instrument].name;
}

/// `eth.mid`, `btc.executed_value`, `btc.exposure`
Expression ExpressionChecker::of_leg(InstrumentId instrument, const syntax::Name& member, SourceRange range) {
    if (member.text.empty()) return poison(range);
    const bool hedges = instrument != kOrderInstrument;
    if (hedges && member.text == kExposure) {
        const Leg& leg = strategy_.legs[instrument];
        Expression result = make(Operation::exposure, leg.by_value ? Unit::money : Unit::quantity, range, {});
        result.index = result.instrument = instrument;
        result.may_be_absent = true;
        return result;
    }
    const std::optional<Word> found = word_of(member.text);
    if (found) {
        Expression result = word(*found, range);
        if (is_of(*found, instrument, result.unit)) {
            result.instrument = instrument;
            return result;
        }
    }
    std::vector<std::string_view> candidates;
    for (const Word word : kWordsOfHedges) candidates.push_back(name_of(word));
    if (hedges) candidates.push_back(kExposure);
    Diagnostic diagnostic = message::unknown_member(member.range, leg_name(instrument), member.text);
    if (const auto near = nearest(member.text, candidates)) {
        diagnostic.help("did you mean `" + std::string(leg_name(instrument)) + "." + std::string(*near) + "`?")
            .fix(member.range, std::string(*near));
    } else {
        std::string all;
        for (const std::string_view name : candidates) all += (all.empty() ? "`" : ", `") + std::string(name) + "`";
        diagnostic.help("of a leg there is " + all);
    }
    diagnostics_.report(std::move(diagnostic));
    return poison(range);
}

namespace {

Expression exchanged(Expression money, InstrumentId into) {
    const SourceRange range = money.range;
    Expression result = make(Operation::exchange, Unit::money, range, {std::move(money)});
    result.instrument = into;
    return result;
}

}  // namespace

bool ExpressionChecker::meet(Expression& a, Expression& b) {
    if (!has_instrument(a.unit) || !has_instrument(b.unit) || a.instrument == b.instrument) return true;
    if (a.instrument == kNoInstrument || b.instrument == kNoInstrument) {
        belong(a, b.instrument);
        belong(b, a.instrument);
        return true;
    }
    if (b.unit == Unit::money) {
        b = exchanged(std::move(b), a.instrument);
        return true;
    }
    if (a.unit == Unit::money) {
        a = exchanged(std::move(a), b.instrument);
        return true;
    }
    const auto say = [&](const Expression& x) {
        return std::string(phrase_of(x.unit)) + " of `" + std::string(leg_name(x.instrument)) + "`";
    };
    diagnostics_.report(message::two_instruments(cover(a.range, b.range), phrase_of(a.unit), leg_name(a.instrument),
                                                 phrase_of(b.unit), leg_name(b.instrument))
                            .label(a.range, say(a))
                            .label(b.range, say(b))
                            .help("they meet as money: `" + std::string(leg_name(a.instrument)) +
                                  ".mid * 1 base` and `" + std::string(leg_name(b.instrument)) +
                                  ".executed_value` do, in one currency"));
    return false;
}

bool ExpressionChecker::settle(Expression& expression, InstrumentId home) {
    if (!has_instrument(expression.unit) || expression.instrument == home) return true;
    if (expression.instrument == kNoInstrument) {
        belong(expression, home);
        return true;
    }
    if (expression.unit == Unit::money) {
        expression = exchanged(std::move(expression), home);
        return true;
    }
    diagnostics_.report(message::other_instrument(expression.range, phrase_of(expression.unit),
                                                  leg_name(expression.instrument), leg_name(home))
                            .label(strategy_.legs[home].name_range, "what is said here is of this leg")
                            .label(strategy_.legs[expression.instrument].name_range, "and this is of another"));
    return false;
}

// ---------------------------------------------------------------------------------------------------- clauses

/// Names of legs come before all others. The lead is instrument 0, wherever it stands.
void StrategyChecker::declare_legs() {
    for (const syntax::Clause& clause : source_.clauses) {
        const auto* legs = std::get_if<syntax::Legs>(&clause.kind);
        if (!legs || legs_source_) continue;
        legs_source_ = legs;
        for (const bool leads : {true, false})
            for (const syntax::Leg& leg : legs->legs)
                if ((leg.role == syntax::LegRole::lead) == leads) leg_sources_.push_back(&leg);
    }
    for (const syntax::Leg* source : leg_sources_) {
        scope_.may_name_leg(source->name);
        strategy_.legs.push_back({source->name.text,
                                  source->side,
                                  source->role == syntax::LegRole::hedge_value,
                                  {},
                                  {},
                                  source->range,
                                  source->name.range});
    }
}

/// What hedges say, in the measure of their own instrument.
void StrategyChecker::read_hedges() {
    for (size_t i = 1; i < leg_sources_.size(); ++i) {
        const syntax::Leg& source = *leg_sources_[i];
        Leg& leg = strategy_.legs[i];
        if (source.role == syntax::LegRole::lead) continue;  // one too many, which is said elsewhere
        const Unit unit = leg.by_value ? Unit::money : Unit::quantity;
        const ExpressionChecker::Home home(expressions_, static_cast<InstrumentId>(i));
        leg.amount = source.amount ? expressions_.expect(*source.amount, {unit}, "") : poison(source.range);
        must_not_read_target(leg.amount, "legs");
        if (source.within) leg.within = expressions_.expect(*source.within, {unit}, "");
        if (leg.within) expressions_.require_positive(*leg.within, "what may be open");
        if (leg.within) must_not_read_target(*leg.within, "legs");
    }
}

void StrategyChecker::read(const syntax::Legs& source, SourceRange range) {
    if (&source != legs_source_) {
        Diagnostic diagnostic = message::said_twice(range, "legs");
        if (!leg_sources_.empty()) diagnostic.label(leg_sources_[0]->range, "the first stand here");
        diagnostics_.report(std::move(diagnostic));
        return;
    }
    if (leg_sources_.empty()) {
        if (tree_is_whole_)
            diagnostics_.report(message::number_of_leads(range, 0).help(
                "say what is traded and what hedges it: `legs { eth buy lead; btc sell hedge quantity … }`"));
        return;
    }
    if (source.legs.size() > static_cast<size_t>(step::kMaxLedgers))
        diagnostics_.report(message::too_many_legs(range, step::kMaxLedgers).help("leave some of them out"));
    const auto leads = [](const syntax::Leg* leg) { return leg->role == syntax::LegRole::lead; };
    const auto count = std::ranges::count_if(leg_sources_, leads);
    if (count != 1) {
        Diagnostic diagnostic = message::number_of_leads(range, count);
        for (const syntax::Leg* leg : leg_sources_)
            if (leads(leg)) diagnostic.label(leg->range, "a lead");
        diagnostic.help("the lead is what the order says; the others are `hedge value …` or `hedge quantity …`");
        diagnostics_.report(std::move(diagnostic));
    } else if (leg_sources_.size() == 1 && tree_is_whole_) {
        diagnostics_.report(message::nothing_hedges(range, leg_sources_[0]->name.text)
                                .help("add a leg that hedges it, or leave `legs` out"));
    }
    if (leads(leg_sources_[0]) && leg_sources_[0]->side == syntax::LegSide::opposite)
        diagnostics_.report(message::side_of_lead(leg_sources_[0]->range)
                                .help("the lead trades the side of the order: write `same`, or `buy` or `sell` when "
                                      "it is for one side alone"));
    read_hedges();
}

/// What a leg has to hedge cannot depend on what it has still to hedge.
bool StrategyChecker::leads_in_a_circle(const Expression& amount) const {
    if (amount.operation == Operation::exposure) return true;
    if (amount.operation == Operation::let) return leads_in_a_circle(strategy_.lets[amount.index].value);
    return std::ranges::any_of(amount.operands, [&](const Expression& one) { return leads_in_a_circle(one); });
}

void StrategyChecker::legs_agree() {
    for (size_t i = 1; i < strategy_.legs.size(); ++i) {
        const Leg& leg = strategy_.legs[i];
        if (leads_in_a_circle(leg.amount) || (leg.within && leads_in_a_circle(*leg.within)))
            diagnostics_.report(message::let_cycle(leg.range, leg.name + ".exposure")
                                    .help("say the hedge by what is executed, not by what is exposed"));
    }
    for (const RiskLine& line : strategy_.risk)
        if (line.subject == syntax::RiskSubject::leg_exposure) exposure_line(line);
    const auto protects = [](const Work& work) { return work.place.ledger == kProtectLedger; };
    const auto protection = std::ranges::find_if(strategy_.works, protects);
    if (strategy_.legs.size() > 1 && protection != strategy_.works.end())
        diagnostics_.report(message::hedged_and_protected(protection->head)
                                .label(strategy_.legs[1].range, "this hedges what the lead executes")
                                .help("hedge it, or protect it"));
}

/// `leg exposure <= X` is of the legs that hedge in the unit of X.
void StrategyChecker::exposure_line(const RiskLine& line) {
    if (line.limit.is_error()) return;
    bool any = false;
    for (size_t i = 1; i < strategy_.legs.size(); ++i) {
        const Leg& leg = strategy_.legs[i];
        if (leg.by_value != (line.limit.unit == Unit::money)) continue;
        any = true;
        Expression limit = line.limit;
        if (!expressions_.settle(limit, static_cast<InstrumentId>(i)) || !leg.within) continue;
        const auto most = bounds_of(*leg.within, strategy_), allowed = bounds_of(limit, strategy_);
        const bool one_measure = leg.within->operation == Operation::parameter ||
                                 limit.operation == Operation::parameter ||
                                 (leg.within->literal.measure == limit.literal.measure &&
                                  leg.within->literal.symbol == limit.literal.symbol);
        if (most && allowed && one_measure && compare(most->high, allowed->low) > 0)
            diagnostics_.report(message::within_above_risk(leg.within->range)
                                    .here("so much may be open")
                                    .label(line.range, "and this stops the strategy before")
                                    .help("narrow `within`, or widen the limit"));
    }
    if (!any && line.policy.empty())
        diagnostics_.report(message::no_leg_exposed(line.range, phrase_of(line.limit.unit))
                                .help(strategy_.legs.size() < 2
                                          ? "it is of strategies with `legs`; leave the line out"
                                          : "write it in the unit of a leg that hedges: a quantity, or money"));
}

}  // namespace weir::sema
