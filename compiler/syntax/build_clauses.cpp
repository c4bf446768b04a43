#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/syntax/build.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

constexpr int64_t kEdition = 1;

struct RiskRow {
    RiskSubject subject;
    std::string_view text;
    RiskForm form;
};
constexpr auto kRiskRows = std::to_array<RiskRow>({
#define WEIR_RISK_SUBJECT(name, text, form) {RiskSubject::name, text, RiskForm::form},
#include "compiler/syntax/risk_subjects.def"
#undef WEIR_RISK_SUBJECT
});
constexpr auto kRiskTexts = [] {
    std::array<std::string_view, kRiskRows.size()> texts;
    std::ranges::transform(kRiskRows, texts.begin(), &RiskRow::text);
    return texts;
}();

std::string form_text(const RiskRow& row) {
    switch (row.form) {
        case RiskForm::at_most:
            return std::string(row.text) + " <= LIMIT";
        case RiskForm::at_most_over:
            return std::string(row.text) + " <= LIMIT over DURATION";
        case RiskForm::at_most_per:
            return std::string(row.text) + " <= LIMIT per DURATION";
        case RiskForm::within_of:
            return std::string(row.text) + " within DISTANCE of PRICE";
    }
    return {};
}

RiskForm written_form(P::RiskLimitContext* context) {
    if (context->WITHIN() != nullptr) return RiskForm::within_of;
    if (context->OVER() != nullptr) return RiskForm::at_most_over;
    return context->PER() != nullptr ? RiskForm::at_most_per : RiskForm::at_most;
}

template <class Context>
P::ExpressionContext* second(Context* context) {
    return context->expression().size() > 1 ? context->expression(1) : nullptr;
}

/// The parts of `SHARE of WHOLE`, when the expression is that.
Binary* share_of(const ExprPtr& expr) {
    Binary* binary = std::get_if<Binary>(&expr->kind);
    return binary != nullptr && binary->op == BinaryOp::of && !expr->parenthesised ? binary : nullptr;
}

bool is_name(const Expr& expr, std::string_view name) {
    const NameRef* ref = std::get_if<NameRef>(&expr.kind);
    return ref != nullptr && ref->name == name;
}

std::string list_text(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "`" : ", `") + std::string(word) + "`";
    return text;
}

}  // namespace

Tree Builder::tree(P::FileContext* context) {
    Tree tree;
    tree.range = {file_.id(), 0, static_cast<uint32_t>(file_.text().size())};
    for (P::DeclarationContext* declaration : context->declaration()) {
        if (declaration->edition() != nullptr) edition(declaration->edition(), tree);
        if (declaration->strategy() != nullptr) tree.strategies.push_back(strategy(declaration->strategy()));
        if (declaration->otherDeclaration() != nullptr)
            other(declaration->otherDeclaration(), kDeclarationHeads, "a declaration", message::unknown_declaration);
    }
    // A first line that could not be read may have been the edition; one further down has been reported.
    const auto declarations = context->declaration();
    const auto is_edition = [](P::DeclarationContext* declaration) { return declaration->edition() != nullptr; };
    if (!declarations.empty() && declarations[0]->strategy() != nullptr &&
        std::ranges::none_of(declarations, is_edition)) {
        const SourceRange at{file_.id(), 0, 0};
        diagnostics_.report(message::missing_edition(at).help("let its first line be `weir 1`").fix(at, "weir 1\n\n"));
    }
    return tree;
}

void Builder::edition(P::EditionContext* context, Tree& tree) {
    if (faulty(context)) return;
    const SourceRange at = range(context);
    if (tree.edition || !tree.strategies.empty()) {
        diagnostics_.report(message::misplaced_edition(at).help("take this line away"));
        return;
    }
    const SourceRange number_range = range(context->NUMBER()->getSymbol());
    const std::string number = text(number_range);
    int64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || end != number.data() + number.size() || value != kEdition)
        diagnostics_.report(message::unknown_edition(number_range, number)
                                .help("this compiler knows edition `1`")
                                .fix(number_range, "1"));
    tree.edition = Edition{value, at, {}};
}

Strategy Builder::strategy(P::StrategyContext* context) {
    Strategy strategy;
    strategy.range = range(context);
    P::StrategyHeadContext* head = context->strategyHead();
    if (head != nullptr) {
        strategy.name = name(head->word());
        for (P::ParameterContext* one : head->parameter()) strategy.parameters.push_back(parameter(one));
    }
    for (P::ClauseContext* one : context->clause()) strategy.clauses.push_back(clause(one));
    return strategy;
}

Parameter Builder::parameter(P::ParameterContext* context) {
    Parameter parameter;
    parameter.range = range(context);
    parameter.live = context->LIVE() != nullptr;
    parameter.name = name(context->word(0));
    parameter.type = name(context->word(1));
    size_t next = 0;
    if (context->EQUAL() != nullptr) parameter.value = whole(context->expression(next++));
    if (context->FROM() != nullptr) {
        parameter.low = whole(context->expression(next));
        parameter.high = whole(context->expression(next + 1));
    }
    return parameter;
}

Clause Builder::clause(P::ClauseContext* context) {
    const bool has_content = !context->children.empty();
    auto* inner = has_content ? dynamic_cast<antlr4::ParserRuleContext*>(context->children[0]) : nullptr;
    return {range(inner != nullptr ? inner : context), {}, clause_kind(context)};
}

Clause::Kind Builder::clause_kind(P::ClauseContext* context) {
    // These keep what could be read in them: a name that was given is known, and a good item is checked.
    if (P::LetContext* let = context->let(); let != nullptr && let->word() != nullptr)
        return Let{name(let->word()), faulty(context) ? whole(nullptr) : whole(let->expression())};
    if (context->work() != nullptr) return work(context->work());
    if (context->risk() != nullptr) return risk(context->risk());
    if (context->assume() != nullptr) return assume(context->assume());
    if (context->otherClause() != nullptr) {
        other(context->otherClause(), kClauseHeads, "a clause", message::unknown_clause);
        return ErrorClause{};
    }
    if (faulty(context)) return ErrorClause{};

    if (context->schedule() != nullptr) return schedule(context->schedule());
    if (context->participate() != nullptr) return participate(context->participate());
    if (P::HaltContext* halt = context->halt())
        return Halt{halt->PAUSE() != nullptr ? HaltKind::pause : HaltKind::hold, expression(halt->expression(0)),
                    optional(second(halt))};
    if (P::TiltContext* tilt = context->tilt()) return Tilt{expression(tilt->expression(0)), optional(second(tilt))};
    if (context->complete() != nullptr) return complete(context->complete());
    if (P::NextContext* next = context->next()) return Next{name(next->word()), expression(next->expression())};
    return ErrorClause{};
}

Schedule Builder::schedule(P::ScheduleContext* context) {
    Schedule schedule{ScheduleKind::expression, expression(context->expression(0)), optional(second(context))};
    if (schedule.argument->parenthesised) return schedule;
    Call* call = std::get_if<Call>(&schedule.argument->kind);
    if (is_name(*schedule.argument, "linear")) {
        schedule.kind = ScheduleKind::linear;
        schedule.argument = nullptr;
    } else if (is_name(*schedule.argument, "volume_curve")) {
        schedule.kind = ScheduleKind::volume_curve;
        schedule.argument = nullptr;
    } else if (call != nullptr && call->function.text == "volume_curve") {
        schedule.kind = ScheduleKind::volume_curve;
        if (call->arguments.size() > 1) {
            const SourceRange extra = call->arguments[1]->range;
            diagnostics_.report(message::unexpected(extra, "`" + text(extra) + "`", "`)`")
                                    .help("it takes one duration: `volume_curve(20 days)`"));
        }
        ExprPtr span = call->arguments.empty() ? nullptr : std::move(call->arguments[0]);
        schedule.argument = std::move(span);
    }
    return schedule;
}

Clause::Kind Builder::participate(P::ParticipateContext* context) {
    const Share share = context->MOST() != nullptr    ? Share::at_most
                        : context->LEAST() != nullptr ? Share::at_least
                                                      : Share::target;
    ExprPtr written = expression(context->expression(0));
    Binary* of_volume = share_of(written);
    if (of_volume == nullptr || !is_name(*of_volume->right, "volume")) {
        const SourceRange at = of_volume != nullptr ? of_volume->right->range : written->range;
        diagnostics_.report(
            message::share_of_volume(at).help("it reads `participate at most 20% of volume over 5 min`"));
        return ErrorClause{};
    }
    return Participate{share, std::move(of_volume->left), expression(context->expression(1))};
}

Complete Builder::complete(P::CompleteContext* context) {
    return {context->MUST() != nullptr, optional(context->expression())};
}

Risk Builder::risk(P::RiskContext* context) {
    Risk risk;
    for (P::RiskLineContext* line : context->riskLine()) {
        if (line->otherRiskLine() != nullptr) other(line->otherRiskLine(), {}, "a limit", message::unknown_risk_line);
        if (line->riskLimit() == nullptr || faulty(line)) continue;
        if (auto limit = risk_line(line->riskLimit())) risk.lines.push_back(std::move(*limit));
    }
    return risk;
}

std::optional<RiskLine> Builder::risk_line(P::RiskLimitContext* context) {
    RiskLine line;
    line.range = range(context);
    std::string subject;
    for (P::WordContext* word : context->word()) subject += (subject.empty() ? "" : " ") + text(range(word));
    line.subject_range = cover(range(context->word().front()), range(context->word().back()));

    const auto row = std::ranges::find(kRiskRows, subject, &RiskRow::text);
    if (row == kRiskRows.end()) {
        Diagnostic& diagnostic = diagnostics_.report(message::unknown_risk_line(line.subject_range, subject));
        if (const auto near = nearest(subject, kRiskTexts))
            diagnostic.help("did you mean `" + std::string(*near) + "`?").fix(line.subject_range, std::string(*near));
        else
            diagnostic.help("it limits " + list_text(kRiskTexts));
        return std::nullopt;
    }
    line.subject = row->subject;
    line.limit = expression(context->expression(0));
    line.window = optional(second(context));
    Binary* distance = row->form == RiskForm::within_of ? share_of(line.limit) : nullptr;
    if (written_form(context) != row->form || (row->form == RiskForm::within_of && distance == nullptr)) {
        diagnostics_.report(message::risk_line_form(line.range, row->text).help("write `" + form_text(*row) + "`"));
        return std::nullopt;
    }
    if (distance != nullptr) {
        line.reference = std::move(distance->right);
        ExprPtr limit = std::move(distance->left);
        line.limit = std::move(limit);
    }
    return line;
}

Assume Builder::assume(P::AssumeContext* context) {
    Assume assume;
    for (P::AssumeLineContext* line : context->assumeLine()) {
        if (line->otherAssumption() != nullptr)
            other(line->otherAssumption(), {}, "a value", message::unknown_declaration);
        if (line->assumption() != nullptr && !faulty(line)) assume.lines.push_back(assumption(line->assumption()));
    }
    return assume;
}

AssumeLine Builder::assumption(P::AssumptionContext* context) {
    AssumeLine line;
    line.range = range(context);
    line.subject = expression(context->expression(0));
    if (context->LEAST() != nullptr || context->FROM() != nullptr) line.low = expression(context->expression(1));
    if (context->MOST() != nullptr) line.high = expression(context->expression(1));
    if (context->FROM() != nullptr) line.high = expression(context->expression(2));
    return line;
}

/// A statement that begins like nothing known: a slip, something of a later edition, or no statement at all.
void Builder::other(antlr4::ParserRuleContext* context, const Heads& heads, std::string_view what,
                    const Message<std::string_view>& unknown) {
    if (faulty(context)) return;
    const antlr4::Token* token = context->getStart();
    const SourceRange at = range(token);
    const std::string head = text(at);
    const size_t kind = token->getType();
    const auto among = [&](const Heads& list) { return std::ranges::find(list.known, head) != list.known.end(); };
    if (std::ranges::find(heads.later, head) != heads.later.end()) {
        diagnostics_.report(message::later_edition(at, head));
    } else if (kind == P::UNKNOWN) {
        diagnostics_.report(message::unknown_character(at, "`" + head + "`"));
    } else if (kind == P::UNCLOSED_STRING) {
        diagnostics_.report(message::unclosed_string(at).help("close it with `\"`"));
    } else if (kind < P::WEIR || kind > P::IDENTIFIER) {
        diagnostics_.report(message::unexpected(at, "`" + head + "`", what));
    } else {
        Diagnostic& diagnostic = diagnostics_.report(unknown(at, head));
        if (&heads != &kItemHeads && among(kItemHeads)) {
            diagnostic.help("it belongs inside `work name { … }`");
        } else if (&heads == &kDeclarationHeads && among(kClauseHeads)) {
            diagnostic.help("it belongs inside `strategy name() { … }`");
        } else if (&heads == &kItemHeads && among(kClauseHeads)) {
            diagnostic.help("it belongs outside of the work, in the strategy itself");
        } else if (const auto near = nearest(head, heads.known)) {
            diagnostic.help("did you mean `" + std::string(*near) + "`?").fix(at, std::string(*near));
        } else {
            diagnostic.help(std::string(what) + " begins with one of " + list_text(heads.known));
        }
    }
}

}  // namespace weir::syntax
