#include "random_tree.h"

#include <random>

namespace weir::syntax {
namespace {

class Maker {
  public:
    explicit Maker(uint32_t seed) : random_(seed) {}

    Tree tree() {
        Tree tree;
        tree.edition = Edition{1, {}, comments()};
        for (size_t n = 1 + below(3); n > 0; --n) declaration(tree);
        tree.comments_at_end = comment_list();
        return tree;
    }

  private:
    size_t below(size_t n) { return random_() % n; }
    bool chance(size_t one_in) { return below(one_in) == 0; }

    std::string word() {
        static const char* kWords[] = {"mid",   "spread", "order",  "x",     "peg",   "schedule", "weir",   "better",
                                       "near",  "touch",  "tilt",   "best",  "live",  "every",    "vary",   "_a1",
                                       "phase", "next",   "levels", "limit", "trade", "volume",   "behind", "day",
                                       "lit",   "open",   "share",  "test",  "at_",   "expect",   "set",    "route"};
        return kWords[below(std::size(kWords))];
    }
    Name name() { return {word(), {}}; }

    Quoted text_in_quotes() {
        static const char* kTexts[] = {"x", "venue-9", "a b", "2026-01-05", "caf\xC3\xA9", "{ ; // ("};
        return {kTexts[below(std::size(kTexts))], {}};
    }
    std::vector<Quoted> texts_in_quotes() {
        std::vector<Quoted> list;
        for (size_t n = 1 + below(3); n > 0; --n) list.push_back(text_in_quotes());
        return list;
    }

    Comment comment() {
        static const char* kTexts[] = {"why", "", "  indented", "/ a slash", "caf\xC3\xA9 \"quoted\"", "{ ( ;"};
        return {kTexts[below(std::size(kTexts))], {}};
    }
    std::vector<Comment> comment_list() {
        std::vector<Comment> list;
        while (chance(6)) list.push_back(comment());
        return list;
    }
    Comments comments() {
        Comments comments{comment_list(), {}};
        if (chance(6)) comments.after = comment();
        return comments;
    }
    std::string doc() { return chance(3) ? (chance(2) ? "one line" : "two\n  lines") : ""; }

    // ------------------------------------------------------------------------------------------------ expressions

    ExprPtr make(Expr::Kind kind) { return std::make_unique<Expr>(Expr{{}, false, std::move(kind)}); }

    ExprPtr number() {
        static const char* kUnits[] = {"", "%", "x", "min", "bps", "USD", "s", "day", "share", "levels"};
        const auto decimals = static_cast<int32_t>(below(4));
        const auto digits = static_cast<int64_t>(chance(3) ? random_() : random_() % 100);
        return make(Number{{digits, decimals}, {kUnits[below(std::size(kUnits))], {}}});
    }

    ExprPtr leaf() {
        switch (below(5)) {
            case 0:
                return number();
            case 1: {
                static const char* kPairs[] = {"near touch", "far touch", "child value", "child quantity",
                                               "working orders"};
                return make(NameRef{kPairs[below(std::size(kPairs))]});
            }
            case 2: {
                const auto second = static_cast<int64_t>(below(86'400)) * 1'000'000'000;
                return make(TimeOfDay{second + (chance(2) ? 0 : static_cast<int64_t>(below(1'000'000'000))),
                                      {chance(2) ? "" : "America/New_York", {}}});
            }
            default:
                return make(NameRef{word()});
        }
    }

    ExprPtr expr(size_t depth) {
        if (depth == 0 || chance(4)) return leaf();
        const auto part = [&] { return expr(depth - 1); };
        switch (below(13)) {
            case 0:
                return make(Member{part(), name()});
            case 1:
                return make(Call{name(), arguments(depth)});
            case 9: {
                Curve curve{part(), {}};
                for (size_t n = 1 + below(2); n > 0; --n) curve.points.push_back({{}, part(), part()});
                return make(std::move(curve));
            }
            case 10:
                return make(Sampled{part(), part()});
            case 11:
                return make(Seen{chance(2) ? SeenKind::best : SeenKind::worst, part()});
            case 12:
                return make(Settled{name()});
            case 2:
                return make(Unary{chance(2) ? UnaryOp::negate : UnaryOp::logical_not, part()});
            case 3:
                return make(Relative{
                    chance(2) ? Favour::better : Favour::worse, {}, part(), part(), chance(2) ? part() : nullptr});
            case 4:
                return make(For{part(), part()});
            case 5:
                return make(Ago{part(), number()});
            default: {
                const auto op = static_cast<BinaryOp>(below(static_cast<size_t>(BinaryOp::otherwise) + 1));
                return make(Binary{op, {}, part(), part()});
            }
        }
    }
    ExprPtr expr() { return expr(4); }

    std::vector<ExprPtr> arguments(size_t depth) {
        std::vector<ExprPtr> list;
        for (size_t n = below(3); n > 0; --n)
            list.push_back(chance(5) ? make(Since{expr(depth - 1)}) : chance(5) ? named() : expr(depth - 1));
        return list;
    }
    /// Its value is not such as would go on with the name: `alpha (x)` is a call, `near touch` is one name.
    ExprPtr named() {
        static const char* kNames[] = {"alpha", "half_life", "peg"};
        ExprPtr value = number();
        if (chance(2)) value = make(Binary{BinaryOp::add, {}, std::move(value), leaf()});
        return make(Named{{kNames[below(std::size(kNames))], {}}, std::move(value)});
    }
    ExprPtr maybe() { return chance(2) ? expr() : nullptr; }

    // ------------------------------------------------------------------------------------------------ statements

    Item item() { return {{}, comments(), item_kind()}; }
    std::vector<Item> items() {
        std::vector<Item> list;
        for (size_t n = below(5); n > 0; --n) list.push_back(item());
        return list;
    }
    Item::Kind item_kind() {
        switch (below(20)) {
            case 0: {
                Peg peg{static_cast<Touch>(below(3)), {}, {}};
                if (chance(2)) peg.offset = Offset{static_cast<OffsetKind>(below(4)), expr()};
                return peg;
            }
            case 1:
                return At{expr()};
            case 2:
                return UpTo{expr()};
            case 3: {
                const auto kind = static_cast<TakeKind>(below(4));
                return Take{kind, kind == TakeKind::amount ? expr() : nullptr};
            }
            case 4:
                return ChildSize{chance(2) ? Extreme::most : Extreme::least, expr()};
            case 5:
                return Show{expr(), maybe(), static_cast<ShowStyle>(below(3))};
            case 6:
                return Reprice{expr(), maybe()};
            case 7:
                return Ladder{count(), expr(), expr(), chance(2) ? Favour::better : Favour::worse, expr()};
            case 8:
                return LevelSize{expr(), expr()};
            case 9:
                return Refill{expr(), chance(2) ? nullptr : chance(2) ? plain_number() : make(NameRef{word()})};
            case 10:
                return Reload{expr(), maybe()};
            case 11:
                return Limit{expr(), chance(2)};
            case 12:
                return Deadline{expr()};
            case 13:
                return Minimum{expr()};
            case 14:
                return Gas{expr()};
            case 15:
                return TimeInForce{static_cast<TimeInForceKind>(below(4)), {}};
            case 16:
                return Targets{targets()};
            case 17:
                return scored_by();
            case 18:
                return route();
            default:
                return PostOnly{};
        }
    }

    ExprPtr plain_number() { return make(Number{{static_cast<int64_t>(below(100)), 0}, {}}); }
    ExprPtr count() { return chance(3) ? plain_number() : chance(2) ? make(NameRef{word()}) : expr(); }

    std::vector<Target> targets() {
        std::vector<Target> list;
        for (size_t n = 1 + below(3); n > 0; --n) {
            const auto kind = static_cast<TargetKind>(below(5));
            const bool named = kind == TargetKind::amm || kind == TargetKind::venue;
            list.push_back({{}, kind, kind == TargetKind::dark && chance(2), named ? text_in_quotes() : Quoted{}});
        }
        return list;
    }
    std::vector<Name> scores() {
        std::vector<Name> list{name()};
        while (chance(3)) list.push_back(name());
        return list;
    }
    ScoredBy scored_by() { return {chance(2) ? ScoredAct::take : ScoredAct::post, scores()}; }

    RouteLine::Kind route_line() {
        switch (below(3)) {
            case 0:
                return scored_by();
            case 1: {
                const BarKind kind = chance(2) ? BarKind::never : BarKind::avoid;
                return RouteBar{kind, texts_in_quotes(), kind == BarKind::avoid ? maybe() : nullptr};
            }
            default:
                return RouteTo{chance(2), chance(2), targets(), chance(2) ? scores() : std::vector<Name>{},
                               maybe(),   maybe(),   maybe()};
        }
    }
    Route route() {
        Route route;
        for (size_t n = below(4); n > 0; --n) route.lines.push_back({{}, comments(), route_line()});
        route.comments_at_end = comment_list();
        return route;
    }

    Including including() { return {chance(3), chance(3)}; }

    RiskLine risk_line() {
        static constexpr RiskForm kForms[] = {
#define WEIR_RISK_SUBJECT(name, text, form) RiskForm::form,
#include "compiler/syntax/risk_subjects.def"
#undef WEIR_RISK_SUBJECT
        };
        RiskLine line;
        line.comments = comments();
        const size_t subject = below(std::size(kForms));
        line.subject = static_cast<RiskSubject>(subject);
        line.limit = expr();
        if (kForms[subject] == RiskForm::at_most_over || kForms[subject] == RiskForm::at_most_per) line.window = expr();
        if (kForms[subject] == RiskForm::within_of) line.reference = expr();
        if (line.subject == RiskSubject::participation) line.including = including();
        return line;
    }

    Clause clause(size_t depth = 2) { return {{}, comments(), clause_kind(depth)}; }
    std::vector<Clause> clauses(size_t depth) {
        std::vector<Clause> list;
        for (size_t n = below(4); n > 0; --n) list.push_back(clause(depth));
        return list;
    }
    std::vector<Clause> works() {
        std::vector<Clause> list;
        for (size_t n = below(3); n > 0; --n)
            list.push_back({{}, comments(), chance(3) ? Clause::Kind(Let{name(), expr()}) : work()});
        return list;
    }

    Clause::Kind clause_kind(size_t depth) {
        if (depth > 0 && chance(5)) return block(depth - 1);
        switch (below(16)) {
            case 0:
                return Let{name(), expr()};
            case 1:
                return schedule();
            case 2: {
                Participate participate{static_cast<Share>(below(3)), expr(), expr()};
                if (chance(3)) participate.venues = texts_in_quotes();
                participate.including = including();
                return participate;
            }
            case 3:
                return Halt{chance(2) ? HaltKind::pause : HaltKind::hold, expr(), maybe()};
            case 4:
                return Tilt{expr(), maybe()};
            case 5: {
                const bool must = chance(2);
                return Complete{must, must ? maybe() : nullptr};
            }
            case 6: {
                ExprPtr behind = maybe();
                return Stay{std::move(behind), behind == nullptr ? expr() : maybe()};
            }
            case 7: {
                const auto kind = static_cast<CatchUpKind>(below(3));
                const bool over = kind == CatchUpKind::over;
                return CatchUp{kind, over ? expr() : nullptr, over ? maybe() : nullptr};
            }
            case 8:
                return Cancel{expr()};
            case 9:
                return Settle{expr()};
            case 10:
                return JoinReopening{};
            case 11:
                return session();
            case 12:
                return Next{name(), expr()};
            case 13:
                return Done{expr()};
            case 14: {
                Risk risk;
                for (size_t n = below(4); n > 0; --n) risk.lines.push_back(risk_line());
                risk.comments_at_end = comment_list();
                return risk;
            }
            default:
                return assume();
        }
    }

    Clause::Kind block(size_t depth) {
        switch (below(8)) {
            case 0:
                return Phase{name(), clauses(depth), comment_list(), {}};
            case 1: {
                Protect protect{works(), comment_list(), {}};
                if (chance(2)) protect.clauses.push_back({{}, comments(), OneOf{works(), comment_list(), {}}});
                return protect;
            }
            case 2:
                return OneOf{works(), comment_list(), {}};
            case 3:
                return Auction{
                    chance(2) ? AuctionKind::open : AuctionKind::close, maybe(), items(), comment_list(), {}};
            case 4:
                return Would{maybe(), expr(), maybe(), items(), comment_list(), {}};
            case 5:
                return route();
            case 6:
                return legs();
            default:
                return work();
        }
    }

    Work work() {
        Work work;
        work.name = name();
        while (chance(3)) work.before.push_back(name());
        work.when = maybe();
        work.items = items();
        work.comments_at_end = comment_list();
        return work;
    }

    Schedule schedule() {
        Schedule schedule{static_cast<ScheduleKind>(below(6)), nullptr, maybe(), maybe(), {}, maybe()};
        if (schedule.kind == ScheduleKind::expression) schedule.argument = expr();
        if (schedule.kind == ScheduleKind::volume_curve) schedule.argument = maybe();
        if (schedule.kind > ScheduleKind::expression) schedule.arguments = arguments(4);
        return schedule;
    }

    Session session() {
        Session session{static_cast<SessionKind>(below(3)), nullptr, nullptr, {}};
        if (session.kind == SessionKind::hours) session.from = expr(), session.to = expr();
        if (session.kind == SessionKind::calendar) session.calendar = text_in_quotes();
        return session;
    }

    Assume assume() {
        Assume assume;
        for (size_t n = below(4); n > 0; --n) {
            AssumeLine line{{}, comments(), expr(), nullptr, nullptr};
            const size_t form = below(3);
            if (form != 0) line.low = expr();
            if (form != 1) line.high = expr();
            assume.lines.push_back(std::move(line));
        }
        assume.comments_at_end = comment_list();
        return assume;
    }

    Legs legs() {
        Legs legs;
        for (size_t n = below(4); n > 0; --n) {
            Leg leg{{},      comments(), name(), static_cast<LegSide>(below(4)), static_cast<LegRole>(below(3)),
                    nullptr, nullptr};
            if (leg.role != LegRole::lead) leg.amount = expr(), leg.within = maybe();
            legs.legs.push_back(std::move(leg));
        }
        legs.comments_at_end = comment_list();
        return legs;
    }

    // ------------------------------------------------------------------------------------------------ tests

    TestStatement::Kind test_statement() {
        switch (below(6)) {
            case 0:
                return TestOrder{static_cast<TestSide>(below(3)), expr(), expr(), expr(), maybe()};
            case 1:
                return SetParameter{name(), expr()};
            case 2:
                return market();
            case 3:
                return expect();
            default: {
                Happening happening{expr(), {}, happening_kind(), {}, {}, {}};
                const bool command = happening.kind.index() > kLastOfMarket;
                if (!command && chance(3)) happening.venue = text_in_quotes();
                if (command && chance(3)) happening.user = name();
                if (command && chance(3)) happening.reason = text_in_quotes();
                return happening;
            }
        }
    }

    TestMarket market() {
        TestMarket market{};
        market.kind = static_cast<MarketKind>(below(3));
        if (chance(2)) market.venue = text_in_quotes(), market.dark = chance(2);
        switch (market.kind) {
            case MarketKind::flat:
                for (ExprPtr* part : {&market.price, &market.spread, &market.volume, &market.per}) *part = expr();
                market.depth = maybe();
                break;
            case MarketKind::generated:
                if (chance(2)) market.seed = plain_number();
                if (chance(2)) market.day = text_in_quotes();
                break;
            case MarketKind::tape:
                market.tape = text_in_quotes();
        }
        return market;
    }

    Amend amend() {
        const auto kind = static_cast<AmendKind>(below(3));
        return {kind, kind == AmendKind::limit && chance(3) ? nullptr : expr()};
    }

    static constexpr size_t kLastOfMarket = 5;  // the kinds before it are not commands
    Happening::Kind happening_kind() {
        switch (below(11)) {
            case 0:
                return QuoteChange{chance(2) ? QuoteChangeKind::spread : QuoteChangeKind::mid, expr()};
            case 1:
                return VolumeChange{expr(), expr()};
            case 2:
                return MidMoves{expr(), expr()};
            case 3:
                return TradePrint{expr(), expr()};
            case 4:
                return AuctionPrint{expr(), expr()};
            case 5:
                return MarketEvent{static_cast<MarketEventKind>(below(3))};
            case 6:
                return SetParameter{name(), expr()};
            case 7:
                return amend();
            case 8:
                return FinishNow{expr(), expr()};
            case 9:
                return VenueSwitch{text_in_quotes(), chance(2)};
            default:
                return PlainCommand{static_cast<CommandKind>(below(8))};
        }
    }

    Expect expect() {
        Expect expect{};
        expect.kind = static_cast<ExpectKind>(below(7));
        if (expect.kind <= ExpectKind::never) expect.condition = expr();
        if (expect.kind == ExpectKind::state) {
            expect.state = static_cast<ExpectedState>(below(6));
            expect.form = static_cast<StateForm>(below(4));
        }
        const bool at_a_time = expect.kind == ExpectKind::condition ||
                               (expect.kind == ExpectKind::state && expect.form <= StateForm::is_not);
        if (expect.kind == ExpectKind::refused) return expect;
        expect.moment.kind = at_a_time   ? static_cast<MomentKind>(1 + below(3))
                             : chance(2) ? MomentKind::span
                                         : MomentKind::whole_run;
        if (expect.moment.kind != MomentKind::whole_run) expect.moment.from = expr();
        if (expect.moment.kind == MomentKind::span) expect.moment.to = expr();
        return expect;
    }

    Test test() {
        Test test{{}, comments(), text_in_quotes(), chance(2) ? name() : Name{}, chance(3), {}, comment_list(), {}};
        for (size_t n = below(6); n > 0; --n) test.statements.push_back({{}, comments(), test_statement()});
        return test;
    }

    // ------------------------------------------------------------------------------------------------ declarations

    void declaration(Tree& tree) {
        const auto add = [&](DeclarationKind kind, auto& list, auto node) {
            tree.order.push_back({kind, list.size()});
            list.push_back(std::move(node));
        };
        switch (below(6)) {
            case 0:
                return add(DeclarationKind::use, tree.uses, Use{{}, comments(), text_in_quotes()});
            case 1: {
                Function function{{}, comments(), doc(), name(), {}, chance(2) ? name() : Name{}, expr()};
                while (chance(2)) function.parameters.push_back({{}, name(), name()});
                return add(DeclarationKind::function, tree.functions, std::move(function));
            }
            case 2: {
                Policy policy{{}, comments(), doc(), name(), {}, comment_list()};
                while (chance(2)) policy.lines.push_back(risk_line());
                return add(DeclarationKind::policy, tree.policies, std::move(policy));
            }
            case 3:
                return add(DeclarationKind::test, tree.tests, test());
            default:
                return add(DeclarationKind::strategy, tree.strategies, strategy());
        }
    }

    Strategy strategy() {
        Strategy strategy;
        strategy.comments = comments();
        strategy.doc = doc();
        strategy.name = name();
        for (size_t n = below(4); n > 0; --n) {
            Parameter parameter{{}, comments(), doc(), chance(2), name(), name(), maybe(), nullptr, nullptr};
            if (chance(2)) {
                parameter.low = expr();
                parameter.high = expr();
            }
            strategy.parameters.push_back(std::move(parameter));
        }
        for (size_t n = below(8); n > 0; --n) strategy.clauses.push_back(clause());
        strategy.comments_at_end = comment_list();
        return strategy;
    }

    std::mt19937 random_;
};

}  // namespace

Tree random_tree(uint32_t seed) {
    return Maker(seed).tree();
}

}  // namespace weir::syntax
