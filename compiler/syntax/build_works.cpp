#include "compiler/syntax/build.h"

namespace weir::syntax {
namespace {

using P = grammar::WeirParser;

template <class Context>
P::ExpressionContext* second(Context* context) {
    return context->expression().size() > 1 ? context->expression(1) : nullptr;
}

}  // namespace

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
    for (P::ItemContext* one : context->item()) work.items.push_back(item(one));
    return work;
}

Item Builder::item(P::ItemContext* context) {
    const bool has_content = !context->children.empty();
    auto* inner = has_content ? dynamic_cast<antlr4::ParserRuleContext*>(context->children[0]) : nullptr;
    return {range(inner != nullptr ? inner : context), {}, item_kind(context)};
}

Item::Kind Builder::item_kind(P::ItemContext* context) {
    if (context->otherItem() != nullptr) {
        other_item(context->otherItem());
        return ErrorItem{};
    }
    if (faulty(context)) return ErrorItem{};
    if (context->peg() != nullptr) return peg(context->peg());
    if (context->at() != nullptr) return At{expression(context->at()->expression())};
    if (context->upTo() != nullptr) return UpTo{expression(context->upTo()->expression())};
    if (context->take() != nullptr) return take(context->take());
    if (P::ChildSizeContext* child = context->childSize())
        return ChildSize{child->MOST() != nullptr ? Extreme::most : Extreme::least, expression(child->expression())};
    if (P::ShowContext* show = context->show()) return Show{expression(show->expression(0)), optional(second(show))};
    if (P::RepriceContext* reprice = context->reprice())
        return Reprice{expression(reprice->expression(0)), optional(second(reprice))};
    if (context->postOnly() != nullptr) return PostOnly{};
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
    ExprPtr amount = expression(context->expression());
    if (const NameRef* ref = std::get_if<NameRef>(&amount->kind); ref != nullptr && !amount->parenthesised) {
        if (ref->name == "behind") return Take{TakeKind::behind, nullptr};
        if (ref->name == "leaves") return Take{TakeKind::leaves, nullptr};
        if (ref->name == "due") return Take{TakeKind::due, nullptr};
    }
    return Take{TakeKind::amount, std::move(amount)};
}

/// `25 levels from …` begins with its number.
void Builder::other_item(P::OtherItemContext* context) {
    const auto* first = context->getStart();
    auto* rest = context->rest();
    if (first->getType() == P::NUMBER && rest != nullptr && text(range(rest->getStart())) == "levels") {
        diagnostics_.report(message::later_edition(range(rest->getStart()), "levels"));
        return;
    }
    other(context, kItemHeads, "an item", message::unknown_item);
}

}  // namespace weir::syntax
