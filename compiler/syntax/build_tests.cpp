#include <algorithm>
#include <array>

#include "compiler/syntax/build.h"

namespace weir::syntax {

using P = grammar::WeirParser;

Test Builder::test(P::TestContext* context) {
    Test test;
    test.range = range(context);
    test.head = range(context);
    if (P::TestHeadContext* head = context->testHead()) {
        test.head = range(head);
        test.title = quoted(head->STRING());
        test.strategy = name(head->word());
        test.every_side = head->EVERY() != nullptr;
    }
    for (P::TestStatementContext* one : context->testStatement()) {
        auto* inner = one->children.empty() ? nullptr : dynamic_cast<antlr4::ParserRuleContext*>(one->children[0]);
        test.statements.push_back({range(inner != nullptr ? inner : one), {}, test_statement(one)});
    }
    return test;
}

TestStatement::Kind Builder::test_statement(P::TestStatementContext* context) {
    if (context->otherTestStatement() != nullptr) {
        other(context->otherTestStatement(), kTestHeads, "a statement of a test", message::unknown_test_statement);
        return ErrorTestStatement{};
    }
    if (faulty(context)) return ErrorTestStatement{};
    if (context->testOrder() != nullptr) return test_order(context->testOrder());
    if (context->setParameter() != nullptr) return set_parameter(context->setParameter());
    if (context->market() != nullptr) return market(context->market());
    if (context->happening() != nullptr) return happening(context->happening());
    if (context->expect() != nullptr) return expect(context->expect());
    return ErrorTestStatement{};
}

TestOrder Builder::test_order(P::TestOrderContext* context) {
    const bool sell_short = context->SHORT() != nullptr;
    const bool limited = context->LIMIT() != nullptr;
    return {sell_short                  ? TestSide::sell_short
            : context->BUY() != nullptr ? TestSide::buy
                                        : TestSide::sell,
            expression(context->expression(0)), expression(context->expression(1)), expression(context->expression(2)),
            limited ? expression(context->expression(3)) : nullptr};
}

SetParameter Builder::set_parameter(P::SetParameterContext* context) {
    return {name(context->word()), expression(context->expression())};
}

TestMarket Builder::market(P::MarketContext* context) {
    TestMarket market{};
    size_t next = 0;  // of the texts in quotes
    P::FlatMarketContext* flat = context->flatMarket();
    const bool has_own_text = context->TAPE() != nullptr || context->DAY() != nullptr;
    if (context->STRING().size() > (has_own_text ? 1u : 0u)) market.venue = quoted(context->STRING(next++));
    market.dark = context->DARK() != nullptr;
    if (flat != nullptr) {
        market.kind = MarketKind::flat;
        market.price = expression(flat->expression(0));
        market.spread = expression(flat->expression(1));
        market.volume = expression(flat->expression(2));
        market.per = expression(flat->expression(3));
        if (flat->DEPTH() != nullptr) market.depth = expression(flat->expression(4));
    } else if (context->TAPE() != nullptr) {
        market.kind = MarketKind::tape;
        market.tape = quoted(context->STRING(next));
    } else {
        market.kind = MarketKind::generated;
        if (context->SEED() != nullptr) market.seed = count(context->NUMBER());
        if (context->DAY() != nullptr) market.day = quoted(context->STRING(next));
    }
    return market;
}

Happening Builder::happening(P::HappeningContext* context) {
    ExprPtr time = expression(context->expression());
    if (context->change() != nullptr)
        return {
            std::move(time), range(context->change()), change(context->change()), quoted(context->STRING()), {}, {}};
    return {std::move(time),
            range(context->command()),
            command(context->command()),
            {},
            context->word() != nullptr ? name(context->word()) : Name{},
            quoted(context->STRING())};
}

Happening::Kind Builder::change(P::ChangeContext* context) {
    const auto part = [&](size_t i) { return expression(context->expression(i)); };
    if (context->SPREAD() != nullptr) return QuoteChange{QuoteChangeKind::spread, part(0)};
    if (context->MOVES() != nullptr) return MidMoves{part(0), part(1)};
    if (context->MID() != nullptr) return QuoteChange{QuoteChangeKind::mid, part(0)};
    if (context->VOLUME() != nullptr) return VolumeChange{part(0), part(1)};
    if (context->TRADE() != nullptr) return TradePrint{part(0), part(1)};
    if (context->AUCTION() != nullptr) return AuctionPrint{part(0), part(1)};
    return MarketEvent{context->HALT() != nullptr     ? MarketEventKind::halt
                       : context->REOPEN() != nullptr ? MarketEventKind::reopen
                                                      : MarketEventKind::stale};
}

Happening::Kind Builder::command(P::CommandContext* context) {
    if (context->setParameter() != nullptr) return set_parameter(context->setParameter());
    if (context->AMEND() != nullptr) {
        Amend amend{context->QUANTITY() != nullptr ? AmendKind::quantity
                    : context->LIMIT() != nullptr  ? AmendKind::limit
                                                   : AmendKind::end,
                    expression(context->expression(0))};
        if (amend.kind == AmendKind::limit && amend.value && is_name(*amend.value, "none")) amend.value = nullptr;
        return amend;
    }
    if (context->FINISH() != nullptr)
        return FinishNow{expression(context->expression(0)), expression(context->expression(1))};
    if (context->VENUE() != nullptr) return VenueSwitch{quoted(context->STRING()), context->ON() != nullptr};
    return PlainCommand{context->PAUSE() != nullptr    ? CommandKind::pause
                        : context->HOLD() != nullptr   ? CommandKind::hold
                        : context->RESUME() != nullptr ? CommandKind::resume
                        : context->CANCEL() != nullptr ? CommandKind::cancel
                        : context->TAKE() != nullptr   ? CommandKind::take_over
                        : context->OPEN() != nullptr   ? CommandKind::skip_open
                        : context->CLOSE() != nullptr  ? CommandKind::skip_close
                                                       : CommandKind::skip_auction};
}

TestStatement::Kind Builder::expect(P::ExpectContext* context) {
    static constexpr auto kNothing = std::to_array<std::string_view>({"fills", "orders"});
    constexpr std::string_view kForm = "it reads `expect CONDITION by 10:00`, `at 10:00` or `from 10:00 to 11:00`";
    Expect expect{};
    expect.moment = moment(context->moment());
    if (context->NO() != nullptr) {
        const auto nothing = choice(context->word(), kNothing);
        if (!nothing) return ErrorTestStatement{};
        expect.kind = *nothing == 0 ? ExpectKind::no_fills : ExpectKind::no_orders;
        expect.what = cover(range(context->start), range(context->word()));
        return expect;
    }
    expect.what = cover(range(context->start), range(context->expression()));
    expect.condition = expression(context->expression());
    if (context->ALWAYS() != nullptr || context->NEVER() != nullptr) {
        expect.kind = context->ALWAYS() != nullptr ? ExpectKind::always : ExpectKind::never;
        expect_state(expect);
        return expect;
    }
    const bool refused = is_name(*expect.condition, "refused");
    if (refused && context->moment() != nullptr) {
        unexpected(range(context->moment()), "the end of the line", "an order is refused before it begins");
        return ErrorTestStatement{};
    }
    if (!refused && context->moment() == nullptr) {
        missing_at_end(expect.what, "`by`, `at` or `from`", kForm);
        return ErrorTestStatement{};
    }
    expect.kind = refused ? ExpectKind::refused : ExpectKind::condition;
    if (refused) expect.condition = nullptr;
    if (!refused) expect_state(expect);
    return expect;
}

/// A condition that is the name of a state, or `not` one.
void Builder::expect_state(Expect& expect) {
    static constexpr auto kStates =
        std::to_array<std::string_view>({"paused", "held", "halted", "stopped", "finished", "faulted"});
    const auto* negated = std::get_if<Unary>(&expect.condition->kind);
    const bool is_not = expect.kind == ExpectKind::condition && negated != nullptr &&
                        negated->op == UnaryOp::logical_not && !expect.condition->parenthesised;
    const Expr& named = is_not ? *negated->operand : *expect.condition;
    const auto state = std::ranges::find_if(kStates, [&](std::string_view one) { return is_name(named, one); });
    if (state == kStates.end()) return;
    expect.form = is_not                              ? StateForm::is_not
                  : expect.kind == ExpectKind::always ? StateForm::always
                  : expect.kind == ExpectKind::never  ? StateForm::never
                                                      : StateForm::is;
    expect.state = static_cast<ExpectedState>(state - kStates.begin());
    expect.kind = ExpectKind::state;
    expect.condition = nullptr;
}

Moment Builder::moment(P::MomentContext* context) {
    if (context == nullptr) return {};
    const MomentKind kind = context->FROM() != nullptr           ? MomentKind::span
                            : context->STATEMENT_BY() != nullptr ? MomentKind::by
                                                                 : MomentKind::at;
    return {kind, expression(context->expression(0)), optional(second(context))};
}

}  // namespace weir::syntax
