#include <algorithm>
#include <array>

#include "compiler/syntax/build.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

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

std::string list_text(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "`" : ", `") + std::string(word) + "`";
    return text;
}

template <class... Kinds>
bool is_one_of(const Clause::Kind& kind) {
    return (std::holds_alternative<Kinds>(kind) || ...);
}

}  // namespace

/// These keep what could be read in them; nothing when it is another clause.
std::optional<Clause::Kind> Builder::block(P::ClauseContext* context) {
    if (context->work() != nullptr) return work(context->work());
    if (context->risk() != nullptr) return risk(context->risk());
    if (context->assume() != nullptr) return assume(context->assume());
    if (context->auction() != nullptr) return auction(context->auction());
    if (context->would() != nullptr) return would(context->would());
    if (context->route() != nullptr) return route(context->route());
    if (context->legs() != nullptr) return legs(context->legs());
    if (P::PhaseContext* phase = context->phase()) {
        P::PhaseHeadContext* head = phase->phaseHead();
        return Phase{head == nullptr ? Name{} : name(head->word()), clauses(phase->clause()), {}, range(head)};
    }
    if (P::ProtectContext* protect = context->protect())
        return Protect{clauses_of(protect->clause(), "protect executed", "a work or `one of`",
                                  is_one_of<ErrorClause, Let, Work, OneOf>),
                       {},
                       range(protect->protectHead())};
    if (P::OneOfContext* one_of = context->oneOf())
        return OneOf{clauses_of(one_of->clause(), "one of", "a work", is_one_of<ErrorClause, Let, Work>),
                     {},
                     range(one_of->oneOfHead())};
    return std::nullopt;
}

std::vector<Clause> Builder::clauses(const std::vector<P::ClauseContext*>& contexts) {
    std::vector<Clause> result;
    for (P::ClauseContext* one : contexts) result.push_back(clause(one));
    return result;
}

/// A block that holds some kinds of clauses only.
std::vector<Clause> Builder::clauses_of(const std::vector<P::ClauseContext*>& contexts, std::string_view block,
                                        std::string_view what, bool (*allowed)(const Clause::Kind&)) {
    std::vector<Clause> result = clauses(contexts);
    for (Clause& one : result) {
        if (allowed(one.kind)) continue;
        const std::string written = text(one.range);
        const auto head = static_cast<uint32_t>(written.find_first_of(" \t\n({;"));
        unexpected({one.range.file, one.range.begin, std::min(one.range.begin + head, one.range.end)}, what,
                   "it belongs outside of `" + std::string(block) + " { … }`");
        one.kind = ErrorClause{};
    }
    return result;
}

Auction Builder::auction(P::AuctionContext* context) {
    Auction auction;
    P::AuctionHeadContext* head = context->auctionHead();
    auction.head = range(head);
    auction.kind = head != nullptr && head->CLOSE() != nullptr ? AuctionKind::close : AuctionKind::open;
    if (head != nullptr && head->WHEN() != nullptr) auction.when = whole(head->expression());
    auction.items = items(context->item());
    return auction;
}

Would Builder::would(P::WouldContext* context) {
    Would would;
    P::WouldHeadContext* head = context->wouldHead();
    would.head = range(head);
    if (head == nullptr || faulty(head)) {
        would.price = whole(nullptr);
    } else {
        size_t next = 0;
        if (head->UP() != nullptr) would.up_to = expression(head->expression(next++));
        would.price = expression(head->expression(next++));
        if (head->WHEN() != nullptr) would.when = expression(head->expression(next));
    }
    would.items = items(context->item());
    return would;
}

Risk Builder::risk(P::RiskContext* context) {
    return {risk_lines(context->riskLine()), {}};
}

std::vector<RiskLine> Builder::risk_lines(const std::vector<P::RiskLineContext*>& contexts) {
    std::vector<RiskLine> lines;
    for (P::RiskLineContext* line : contexts) {
        if (line->otherNamedLine() != nullptr) other(line->otherNamedLine(), {}, "a limit", message::unknown_risk_line);
        if (line->riskLimit() == nullptr || faulty(line)) continue;
        if (auto limit = risk_line(line->riskLimit())) lines.push_back(std::move(*limit));
    }
    return lines;
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
        if (!diagnostic.suggest(line.subject_range, subject, kRiskTexts))
            diagnostic.help("it limits " + list_text(kRiskTexts));
        return std::nullopt;
    }
    line.subject = row->subject;
    line.limit = expression(context->expression(0));
    line.window = optional(second(context));
    Binary* distance = row->form == RiskForm::within_of ? share_of(line.limit) : nullptr;
    const bool counts_prints = line.subject == RiskSubject::participation || context->including() == nullptr;
    if (written_form(context) != row->form || (row->form == RiskForm::within_of && distance == nullptr) ||
        !counts_prints) {
        diagnostics_.report(message::risk_line_form(line.range, row->text).help("write `" + form_text(*row) + "`"));
        return std::nullopt;
    }
    line.including = including(context->including());
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

Legs Builder::legs(P::LegsContext* context) {
    Legs legs;
    for (P::LegLineContext* line : context->legLine()) {
        if (line->otherNamedLine() != nullptr) other(line->otherNamedLine(), {}, "a leg", message::unknown_declaration);
        if (line->leg() == nullptr || faulty(line)) continue;
        if (auto one = leg(line->leg())) legs.legs.push_back(std::move(*one));
    }
    return legs;
}

std::optional<Leg> Builder::leg(P::LegContext* context) {
    static constexpr auto kSides = std::to_array<std::string_view>({"buy", "sell", "same", "opposite"});
    const auto side = choice(context->word(1), kSides);
    if (!side) return std::nullopt;
    Leg leg;
    leg.range = range(context);
    leg.name = name(context->word(0));
    leg.side = static_cast<LegSide>(*side);
    leg.role = context->LEAD() != nullptr    ? LegRole::lead
               : context->VALUE() != nullptr ? LegRole::hedge_value
                                             : LegRole::hedge_quantity;
    if (leg.role != LegRole::lead) leg.amount = expression(context->expression(0));
    leg.within = optional(second(context));
    return leg;
}

}  // namespace weir::syntax
