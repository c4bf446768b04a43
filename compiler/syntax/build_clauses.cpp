#include <array>

#include "compiler/syntax/build.h"

namespace weir::syntax {

using P = grammar::WeirParser;

Clause Builder::clause(P::ClauseContext* context) {
    const bool has_content = !context->children.empty();
    auto* inner = has_content ? dynamic_cast<antlr4::ParserRuleContext*>(context->children[0]) : nullptr;
    return {range(inner != nullptr ? inner : context), {}, clause_kind(context)};
}

Clause::Kind Builder::clause_kind(P::ClauseContext* context) {
    // A name that was given is known, and a good statement in a block is checked.
    if (P::LetContext* let = context->let(); let != nullptr && let->word() != nullptr)
        return Let{name(let->word()), faulty(context) ? whole(nullptr) : whole(let->expression())};
    if (auto kind = block(context)) return std::move(*kind);
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
    if (context->stay() != nullptr) return stay(context->stay());
    if (context->catchUp() != nullptr) return catch_up(context->catchUp());
    if (P::CancelContext* cancel = context->cancel()) return Cancel{expression(cancel->expression())};
    if (P::SettleContext* settle = context->settle()) return Settle{expression(settle->expression())};
    if (context->join() != nullptr) return JoinReopening{};
    if (context->session() != nullptr) return session(context->session());
    if (P::NextContext* next = context->next()) return Next{name(next->word()), expression(next->expression())};
    if (P::DoneContext* done = context->done()) return Done{expression(done->expression())};
    return ErrorClause{};
}

Schedule Builder::schedule(P::ScheduleContext* context) {
    Schedule schedule{ScheduleKind::expression, expression(context->expression(0)), nullptr};
    if (context->UNTIL() != nullptr) schedule.until = expression(context->expression(1));
    if (context->EVERY() != nullptr) schedule.every = expression(context->expression().back());
    // `for` is an operator: what stands before it is the schedule, what follows the share.
    if (For* share = std::get_if<For>(&schedule.argument->kind);
        share != nullptr && !schedule.argument->parenthesised) {
        schedule.share = std::move(share->duration);
        ExprPtr argument = std::move(share->condition);
        schedule.argument = std::move(argument);
    }
    if (!schedule.argument->parenthesised) name_schedule(schedule);
    return schedule;
}

/// Finds the schedules that have a name, with arguments or without.
void Builder::name_schedule(Schedule& schedule) {
    static constexpr std::pair<std::string_view, ScheduleKind> kKinds[] = {{"linear", ScheduleKind::linear},
                                                                           {"volume_curve", ScheduleKind::volume_curve},
                                                                           {"shortfall", ScheduleKind::shortfall},
                                                                           {"front_load", ScheduleKind::front_load},
                                                                           {"back_load", ScheduleKind::back_load}};
    Call* call = std::get_if<Call>(&schedule.argument->kind);
    for (const auto& [word, kind] : kKinds) {
        const bool called = call != nullptr && call->function.text == word && kind != ScheduleKind::linear;
        if (!called && !is_name(*schedule.argument, word)) continue;
        schedule.kind = kind;
        if (called) schedule.arguments = std::move(call->arguments);
        schedule.argument = nullptr;
        break;
    }
    if (schedule.kind != ScheduleKind::volume_curve || schedule.arguments.empty()) return;
    if (schedule.arguments.size() > 1)
        unexpected(schedule.arguments[1]->range, "`)`", "it takes one duration: `volume_curve(20 days)`");
    schedule.argument = std::move(schedule.arguments[0]);
    schedule.arguments.clear();
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
    Participate participate{share, std::move(of_volume->left), expression(context->expression(1))};
    participate.venues = strings(context->strings());
    participate.including = including(context->including());
    return participate;
}

Including Builder::including(P::IncludingContext* context) {
    static constexpr auto kPrints = std::to_array<std::string_view>({"blocks", "auctions"});
    Including including;
    if (context == nullptr) return including;
    std::array<SourceRange, kPrints.size()> first;
    for (P::WordContext* word : context->word()) {
        const auto print = choice(word, kPrints);
        if (!print) continue;
        bool& included = *print == 0 ? including.blocks : including.auctions;
        if (included)
            diagnostics_.report(message::said_twice(range(word), kPrints[*print]).label(first[*print], "the first"));
        else
            first[*print] = range(word);
        included = true;
    }
    return including;
}

Clause::Kind Builder::catch_up(P::CatchUpContext* context) {
    static constexpr auto kKinds = std::to_array<std::string_view>({"evenly", "none"});
    if (context->OVER() != nullptr)
        return CatchUp{CatchUpKind::over, expression(context->expression(0)), optional(second(context))};
    const auto kind = choice(context->word(), kKinds);
    if (!kind) return ErrorClause{};
    return CatchUp{*kind == 0 ? CatchUpKind::evenly : CatchUpKind::none, nullptr, nullptr};
}

Clause::Kind Builder::session(P::SessionContext* context) {
    if (context->STRING() != nullptr)
        return Session{SessionKind::calendar, nullptr, nullptr, quoted(context->STRING())};
    ExprPtr from = expression(context->expression(0));
    if (context->TO() != nullptr)
        return Session{SessionKind::hours, std::move(from), expression(context->expression(1)), {}};
    if (is_name(*from, "always")) return Session{SessionKind::always, nullptr, nullptr, {}};
    missing_at_end(from->range, "`to`",
                   "it reads `session 09:30 to 16:00 America/New_York`, `session \"XNYS\"` or `session always`");
    return ErrorClause{};
}

Stay Builder::stay(P::StayContext* context) {
    Stay stay;
    (context->BEHIND() != nullptr ? stay.behind : stay.ahead) = expression(context->expression(0));
    if (context->TO() != nullptr) stay.ahead = expression(context->expression(1));
    return stay;
}

Complete Builder::complete(P::CompleteContext* context) {
    return {context->MUST() != nullptr, optional(context->expression())};
}

}  // namespace weir::syntax
