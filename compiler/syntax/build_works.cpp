#include <array>

#include "compiler/syntax/build.h"

namespace weir::syntax {

using P = grammar::WeirParser;

Work Builder::work(P::WorkContext* context) {
    Work work;
    work.head = range(context);
    if (P::WorkHeadContext* head = context->workHead()) {
        work.head = range(head);
        const auto words = head->word();
        for (size_t i = 0; i < words.size(); ++i) {
            if (i == 0)
                work.name = name(words[i]);
            else
                work.before.push_back(name(words[i]));
        }
        if (head->WHEN() != nullptr) work.when = whole(head->expression());
    }
    work.items = items(context->item());
    return work;
}

std::vector<Item> Builder::items(const std::vector<P::ItemContext*>& contexts) {
    std::vector<Item> result;
    for (P::ItemContext* context : contexts) {
        const bool has_content = !context->children.empty();
        auto* inner = has_content ? dynamic_cast<antlr4::ParserRuleContext*>(context->children[0]) : nullptr;
        result.push_back({range(inner != nullptr ? inner : context), {}, item_kind(context)});
    }
    return result;
}

Item::Kind Builder::item_kind(P::ItemContext* context) {
    if (context->otherItem() != nullptr) {
        other(context->otherItem(), kItemHeads, "an item", message::unknown_item);
        return ErrorItem{};
    }
    if (context->route() != nullptr) return route(context->route());
    if (faulty(context)) return ErrorItem{};
    if (context->peg() != nullptr) return peg(context->peg());
    if (context->at() != nullptr) return At{expression(context->at()->expression())};
    if (context->upTo() != nullptr) return UpTo{expression(context->upTo()->expression())};
    if (context->take() != nullptr) return take(context->take());
    if (P::ChildSizeContext* child = context->childSize())
        return ChildSize{child->MOST() != nullptr ? Extreme::most : Extreme::least, expression(child->expression())};
    if (P::ShowContext* show = context->show()) {
        const ShowStyle style = show->NATIVE() != nullptr      ? ShowStyle::native
                                : show->SYNTHETIC() != nullptr ? ShowStyle::synthetic
                                                               : ShowStyle::any;
        return Show{expression(show->expression(0)), optional(second(show)), style};
    }
    if (P::RepriceContext* reprice = context->reprice())
        return Reprice{expression(reprice->expression(0)), optional(second(reprice))};
    if (P::PostContext* post = context->post())
        return post->ONLY() != nullptr ? Item::Kind(PostOnly{}) : scored_by(ScoredAct::post, post->scores());
    if (context->ladder() != nullptr) return ladder(context->ladder());
    if (P::LevelSizeContext* size = context->levelSize())
        return LevelSize{expression(size->expression(0)), expression(size->expression(1))};
    if (context->refill() != nullptr) return refill(context->refill());
    if (P::ReloadContext* reload = context->reload())
        return Reload{expression(reload->expression(0)), optional(second(reload))};
    if (P::LimitContext* limit = context->limit())
        return Limit{expression(limit->expression()), limit->ALL_IN() != nullptr};
    if (P::DeadlineContext* deadline = context->deadline()) return Deadline{expression(deadline->expression())};
    if (P::MinimumContext* minimum = context->minimum()) return Minimum{expression(minimum->expression())};
    if (P::GasContext* gas = context->gas()) return Gas{expression(gas->expression())};
    if (context->timeInForce() != nullptr) return time_in_force(context->timeInForce());
    if (context->targets() != nullptr) return Targets{targets(context->targets())};
    return ErrorItem{};
}

Item::Kind Builder::peg(P::PegContext* context) {
    P::PegTouchContext* touch = context->pegTouch();
    Peg peg{touch->NEAR() != nullptr  ? Touch::near
            : touch->FAR() != nullptr ? Touch::far
                                      : Touch::mid,
            range(touch),
            {}};
    if (context->expression() != nullptr) {
        const OffsetKind kind = context->PLUS() != nullptr     ? OffsetKind::plus
                                : context->MINUS() != nullptr  ? OffsetKind::minus
                                : context->BETTER() != nullptr ? OffsetKind::better
                                                               : OffsetKind::worse;
        peg.offset = Offset{kind, expression(context->expression())};
    }
    return peg;
}

Item::Kind Builder::take(P::TakeContext* context) {
    if (context->scores() != nullptr) return scored_by(ScoredAct::take, context->scores());
    ExprPtr amount = expression(context->expression());
    if (is_name(*amount, "behind")) return Take{TakeKind::behind, nullptr};
    if (is_name(*amount, "leaves")) return Take{TakeKind::leaves, nullptr};
    if (is_name(*amount, "due")) return Take{TakeKind::due, nullptr};
    return Take{TakeKind::amount, std::move(amount)};
}

/// `better than` is an operator: what stands before it ends the range, what follows is the anchor.
Item::Kind Builder::ladder(P::LadderContext* context) {
    const bool counted = context->COUNT() != nullptr;
    const size_t first = counted ? 0 : 1;  // an expression before `levels` stands in parentheses
    ExprPtr last = expression(context->expression(first + 1));
    Relative* bound = std::get_if<Relative>(&last->kind);
    if (bound == nullptr || last->parenthesised || bound->by != nullptr) {
        missing_at_end(last->range, "`better than` or `worse than`",
                       "it reads `25 levels from 2% to 8% better than anchor`");
        return ErrorItem{};
    }
    Ladder ladder;
    ladder.count = counted ? count(context->COUNT()) : expression(context->expression(0));
    if (!counted) ladder.count->parenthesised = true;
    ladder.low = expression(context->expression(first));
    ladder.favour = bound->favour;
    ladder.high = std::move(bound->left);
    ladder.anchor = std::move(bound->right);
    return ladder;
}

Refill Builder::refill(P::RefillContext* context) {
    return {expression(context->expression()), context->COUNT() == nullptr ? nullptr : count(context->COUNT())};
}

Item::Kind Builder::time_in_force(P::TimeInForceContext* context) {
    static constexpr auto kKinds = std::to_array<std::string_view>({"day", "ioc", "fok", "gtc"});
    const auto kind = choice(context->word(), kKinds);
    if (!kind) return ErrorItem{};
    return TimeInForce{static_cast<TimeInForceKind>(*kind), range(context->word())};
}

std::vector<Name> Builder::scores(P::ScoresContext* context) {
    std::vector<Name> result;
    if (context == nullptr) return result;
    for (P::WordContext* word : context->word()) result.push_back(name(word));
    return result;
}

ScoredBy Builder::scored_by(ScoredAct act, P::ScoresContext* context) {
    return {act, scores(context)};
}

std::vector<Target> Builder::targets(P::TargetsContext* context) {
    std::vector<Target> result;
    for (P::TargetContext* one : context->target()) {
        const TargetKind kind = one->LIT() != nullptr    ? TargetKind::lit
                                : one->DARK() != nullptr ? TargetKind::dark
                                : one->RFQ() != nullptr  ? TargetKind::rfq
                                : one->AMM() != nullptr  ? TargetKind::amm
                                                         : TargetKind::venue;
        result.push_back({range(one), kind, one->MID() != nullptr, quoted(one->STRING())});
    }
    return result;
}

Route Builder::route(P::RouteContext* context) {
    Route route;
    for (P::RouteLineContext* line : context->routeLine()) {
        if (line->otherRouteLine() != nullptr)
            other(line->otherRouteLine(), kRouteHeads, "a line of a route", message::unknown_route_line);
        if (line->otherRouteLine() != nullptr || faulty(line)) continue;
        const SourceRange at = range(dynamic_cast<antlr4::ParserRuleContext*>(line->children[0]));
        if (P::ScoredByContext* by = line->scoredBy()) {
            const ScoredAct act = by->TAKE() != nullptr ? ScoredAct::take : ScoredAct::post;
            route.lines.push_back({at, {}, scored_by(act, by->scores())});
        } else if (P::BarContext* bar = line->bar()) {
            const BarKind kind = bar->NEVER() != nullptr ? BarKind::never : BarKind::avoid;
            route.lines.push_back({at, {}, RouteBar{kind, strings(bar->strings()), optional(bar->expression())}});
        } else if (line->routeTo() != nullptr) {
            route.lines.push_back({at, {}, route_to(line->routeTo())});
        }
    }
    return route;
}

RouteLine::Kind Builder::route_to(P::RouteToContext* context) {
    RouteTo to;
    to.then = context->THEN() != nullptr;
    to.first = context->FIRST() != nullptr;
    to.targets = targets(context->targets());
    to.scores = scores(context->scores());
    for (P::RouteBoundContext* bound : context->routeBound()) {
        ExprPtr& place = bound->UP() != nullptr ? to.up_to : bound->MINIMUM() != nullptr ? to.minimum : to.share;
        if (place != nullptr)
            diagnostics_.report(
                message::said_twice(range(bound->start), text(range(bound->start))).label(place->range, "the first"));
        place = expression(bound->expression());
    }
    return to;
}

}  // namespace weir::syntax
