#include "support.h"

namespace weir::syntax {

std::string codes(const Parsed& parsed) {
    std::string text;
    for (const Diagnostic& diagnostic : parsed.diagnostics)
        text += (text.empty() ? "" : " ") + code_text(diagnostic.code);
    return text;
}

std::string script_of(const std::string& expression) {
    return "weir 1\nstrategy s() {\n    let x = " + expression + "\n}\n";
}

std::string full_script() {
    return R"(weir 1

// Above.
/// Track the day's volume.
/// In two lines.
strategy vwap(
    /// Never more.
    live ceiling : ratio = 20% from 1% to 25%,  // a trader may move it
    anchor : price,
) {
    let wide = spread > 3 * normal(spread)   // against its usual level
    let past = -mid 30 s ago + vwap(since order.start, 2 min) else (1 + 2) * 3
    let times = order.end - 09:30:15.25 America/New_York + 16:00
    schedule volume_curve(20 days) every 1 min
    schedule linear; schedule volume_curve
    schedule (now - order.start) / (order.end - order.start) every 30 s
    participate at most ceiling of volume over 5 min
    participate at least 1% of volume
        over 10 min
    participate 10% of volume over 5 min
    pause when wide for 2 s until not (wide for 10 s)
    hold when spread = 0 or spread != 1 and not spread <= 2
    tilt 1.5x when mid better than vwap(15 min) by 5 bps
    tilt if_touched
    work cross before passive, later when behind > 2% of order {
        take behind; child at most 250_000 USD; up to 3 bps worse than mid
    }
    work passive {
        peg near touch better by 1 tick
        child at least 1% of order; show 10% vary 20%
        reprice every 15 s vary 20%
        post only
        // last
    }
    work later { peg far touch; take leaves; show 5 BTC; reprice every 1 s }
    work limit { at order.limit; take due }
    work mids { peg mid - 2 bps; take 5 BTC }
    work more { peg mid + 2 bps; peg mid worse by 1 tick }
    complete best efforts
    complete must
    complete must, up to 25% to complete
    risk {
        child value    <= 250_000 USD
        child quantity <= 10 BTC
        participation  <= 25% over 5 min
        price          within 50 bps of mid
        messages       <= 10 per 1 s
        working orders <= 6
    }
    assume { mid from 1 USD to 9 USD; order.quantity at most 10 BTC; spread at least 0 USD }
}

strategy second() { schedule linear }

use "house.weir"  // its names
/// What it costs.
fn cost(a : price, b : ratio) -> price = a * b
fn plain() = 5
/// The house's limits.
policy desk {
    child value <= 500_000 USD   // a child
    // none other
}

strategy third(live urgency : level = 3 from 1 to 5) {
    schedule shortfall(urgency, alpha 12 bps, half_life 30 min) for 95% of order until 15:30 America/New_York every 30 s
    schedule front_load(2); schedule back_load; schedule linear for 50% of order
    participate at most 25% of volume on "x", "y" including blocks, auctions over 5 min
    stay within 5% behind to 10% ahead; stay within 5% behind; stay within x ahead
    catch up over 2 min at most 1.5x; catch up evenly; catch up none
    cancel when spread > 5 * normal(spread)
    settle 30 s; join reopening
    session 09:30 to 16:00 America/New_York; session "XNYS"; session always
    tilt curve(spread / normal(spread): 1 -> 1x, 3 -> 0.5x)
    tilt curve(pressure(5 levels): 30% -> 0.8x, 70% -> 1.3x)
    let anchor = mid at order.start + mid 5 s ago at (order.start - 5 min)
    let leg = eth.mid * became(mid > anchor)
    at open when spread < 5 bps { take 10% of order; at anchor }
    at close { take leaves }
    would up to 30% of order ahead at 10 bps better than arrival when spread < 1 { dark mid; minimum 5_000 }
    would at mid { lit }
    route {
        dark mid first, up to 30% of child, minimum 2 * average(trade.size, 5 min)
        // what is left
        then lit, rfq, amm "pool", "x" by all_in then latency, share 20% of child
        take by price; post by maker_fee
        never "venue-9", "y"
        avoid "z" when spread > 5
    }
    phase enter {
        work sweep { "x", "y", amm "pool"; take leaves; take by all_in; limit order.limit all_in; deadline 30 s; gas at most 5 USD }
        next rest when sweep settled
        done when child value > 5 USD
    }
    phase rest {
        work ladder {
            25 levels from 2% to 8% better than anchor
            size 1x to 2x; refill 50% once; refill 10% 3 times
            show 10% native vary 5%; show 5 synthetic
            reload after 1 s to 5 s random; reload after 1 s
            time in force gtc
            post by maker_fee
            route { lit }  // alone
        }
        work other { n levels from 1 to 2 worse than mid; (n + 1) levels from 1 to 2 worse than mid }
    }
    protect executed {
        one of {
            work profit { at take_profit }  // the target
            work stop when last worse than best seen(last) by trail { up to 50 bps worse than mid }
        }
        let x = worst seen(mid)
    }
    legs { eth buy lead; btc sell hedge value beta * eth.executed_value within 2% }
}

test "stands still" of third for every side {
    order buy 10 BTC from 09:00 to 10:00 limit 30_000
    order sell short 5 BTC from 09:00 to 10:00; order short 5 BTC from 09:00 to 10:00
    set urgency = 5
    market flat at 30_000 spread 5 bps volume 1 BTC per 1 s depth 5 BTC
    market "x" dark generated seed 7 day "2026-01-05"; market tape "file"; market "y" tape "file"
    at 09:10 spread 40 bps on "x"  // wide
    at 09:10 mid 30_000; at 09:10 mid moves -3% over 5 min; at 09:11 volume 1 BTC per 1 s
    at 09:12 trade 2 BTC at 30_000; at 16:00 auction 50 BTC at mid
    at 09:13 halt; at 09:14 reopen; at 09:15 stale
    at 09:16 set urgency = 1; at 09:16 pause; at 09:16 hold; at 09:16 resume; at 09:16 cancel; at 09:16 skip auction
    at 09:17 amend quantity 5 BTC; at 09:17 amend limit 3; at 09:17 amend end 11:00
    at 09:18 finish now up to 30 bps worse than mid within 2 min; at 09:18 venue "x" off; at 09:19 venue "x" on
    expect paused by 09:10:03
    expect executed = order.quantity by 10:00
    expect mid better than arrival by 5 bps at 09:30
    expect spread > 5 from 09:30 to 09:31
    expect always behind < 5% of order from 09:00 to 10:00
    expect never child value > 250_000 USD
    expect no fills from 09:10:03 to 09:20; expect no orders
    expect refused
    // nothing more
}
)";
}

namespace {

using Visit = std::function<void(SourceRange, SourceRange)>;

class Walker {
  public:
    explicit Walker(const Visit& visit) : visit_(visit) {}

    void tree(const Tree& tree) {
        if (tree.edition) visit_(tree.range, tree.edition->range);
        for (const Use& use : tree.uses) visit_(tree.range, use.range), visit_(use.range, use.path.range);
        for (const Function& function : tree.functions) {
            visit_(tree.range, function.range);
            name(function.range, function.name), name(function.range, function.result);
            for (const FunctionParameter& one : function.parameters) {
                visit_(function.range, one.range);
                name(one.range, one.name), name(one.range, one.type);
            }
            expr(function.range, function.value);
        }
        for (const Policy& policy : tree.policies) {
            visit_(tree.range, policy.range);
            name(policy.range, policy.name);
            lines(policy.range, policy.lines);
        }
        for (const Test& test : tree.tests) {
            visit_(tree.range, test.range), visit_(test.range, test.head);
            quoted(test.head, test.title), name(test.head, test.strategy);
            statements(test.range, test.statements);
        }
        for (const Strategy& strategy : tree.strategies) {
            visit_(tree.range, strategy.range);
            name(strategy.range, strategy.name);
            for (const Parameter& parameter : strategy.parameters) {
                visit_(strategy.range, parameter.range);
                name(parameter.range, parameter.name);
                name(parameter.range, parameter.type);
                for (const ExprPtr* part : {&parameter.value, &parameter.low, &parameter.high})
                    expr(parameter.range, *part);
            }
            statements(strategy.range, strategy.clauses);
        }
    }

  private:
    void name(SourceRange parent, const Name& name) {
        if (!name.text.empty()) visit_(parent, name.range);
    }

    void quoted(SourceRange parent, const Quoted& text) {
        if (text.range.end > text.range.begin) visit_(parent, text.range);
    }
    void quoted(SourceRange parent, const std::vector<Quoted>& texts) {
        for (const Quoted& text : texts) quoted(parent, text);
    }

    /// The statements of a block.
    template <class Node>
    void statements(SourceRange parent, const std::vector<Node>& nodes) {
        for (const Node& one : nodes) {
            visit_(parent, one.range);
            std::visit([&](const auto& kind) { parts(one.range, kind); }, one.kind);
        }
    }

    void expr(SourceRange parent, const ExprPtr& expr) {
        if (expr == nullptr || expr->is_error()) return;
        visit_(parent, expr->range);
        std::visit([&](const auto& kind) { parts(expr->range, kind); }, expr->kind);
    }

    void parts(SourceRange, const ErrorExpr&) {}
    void parts(SourceRange at, const Number& number) { name(at, number.unit); }
    void parts(SourceRange at, const TimeOfDay& time) { name(at, time.zone); }
    void parts(SourceRange, const NameRef&) {}
    void parts(SourceRange at, const Member& member) { expr(at, member.object), name(at, member.member); }
    void parts(SourceRange at, const Call& call) {
        name(at, call.function);
        for (const ExprPtr& argument : call.arguments) expr(at, argument);
    }
    void parts(SourceRange at, const Since& since) { expr(at, since.start); }
    void parts(SourceRange at, const Unary& unary) { expr(at, unary.operand); }
    void parts(SourceRange at, const Binary& binary) {
        visit_(at, binary.op_range), expr(at, binary.left), expr(at, binary.right);
    }
    void parts(SourceRange at, const Relative& relative) {
        visit_(at, relative.op_range);
        for (const ExprPtr* part : {&relative.left, &relative.right, &relative.by}) expr(at, *part);
    }
    void parts(SourceRange at, const For& lasting) { expr(at, lasting.condition), expr(at, lasting.duration); }
    void parts(SourceRange at, const Ago& ago) { expr(at, ago.operand), expr(at, ago.duration); }

    void parts(SourceRange at, const Named& named) { name(at, named.name), expr(at, named.value); }
    void parts(SourceRange at, const Curve& curve) {
        expr(at, curve.input);
        for (const CurvePoint& point : curve.points) {
            visit_(at, point.range);
            expr(point.range, point.at), expr(point.range, point.value);
        }
    }
    void parts(SourceRange at, const Sampled& sampled) { expr(at, sampled.operand), expr(at, sampled.time); }
    void parts(SourceRange at, const Seen& seen) { expr(at, seen.operand); }
    void parts(SourceRange at, const Settled& settled) { name(at, settled.work); }

    void parts(SourceRange, const ErrorClause&) {}
    void parts(SourceRange at, const Let& let) { name(at, let.name), expr(at, let.value); }
    void parts(SourceRange at, const Schedule& schedule) {
        for (const ExprPtr* part : {&schedule.argument, &schedule.every, &schedule.share, &schedule.until})
            expr(at, *part);
        for (const ExprPtr& argument : schedule.arguments) expr(at, argument);
    }
    void parts(SourceRange at, const Participate& participate) {
        expr(at, participate.ratio), expr(at, participate.over), quoted(at, participate.venues);
    }
    void parts(SourceRange at, const Halt& halt) { expr(at, halt.when), expr(at, halt.until); }
    void parts(SourceRange at, const Tilt& tilt) { expr(at, tilt.factor), expr(at, tilt.when); }
    void parts(SourceRange at, const Complete& complete) { expr(at, complete.up_to); }
    void parts(SourceRange at, const Work& work) {
        visit_(at, work.head);
        name(work.head, work.name);
        for (const Name& other : work.before) name(work.head, other);
        expr(work.head, work.when);
        statements(at, work.items);
    }
    void parts(SourceRange at, const Auction& auction) {
        visit_(at, auction.head), expr(auction.head, auction.when), statements(at, auction.items);
    }
    void parts(SourceRange at, const Would& would) {
        visit_(at, would.head);
        for (const ExprPtr* part : {&would.up_to, &would.price, &would.when}) expr(would.head, *part);
        statements(at, would.items);
    }
    void parts(SourceRange at, const Phase& phase) {
        visit_(at, phase.head), name(phase.head, phase.name), statements(at, phase.clauses);
    }
    void parts(SourceRange at, const Protect& protect) { visit_(at, protect.head), statements(at, protect.clauses); }
    void parts(SourceRange at, const OneOf& one_of) { visit_(at, one_of.head), statements(at, one_of.clauses); }
    void parts(SourceRange at, const Route& route) { statements(at, route.lines); }
    void parts(SourceRange at, const Legs& legs) {
        for (const Leg& leg : legs.legs) {
            visit_(at, leg.range);
            name(leg.range, leg.name), expr(leg.range, leg.amount), expr(leg.range, leg.within);
        }
    }
    void parts(SourceRange at, const Stay& stay) { expr(at, stay.behind), expr(at, stay.ahead); }
    void parts(SourceRange at, const CatchUp& catch_up) { expr(at, catch_up.over), expr(at, catch_up.at_most); }
    void parts(SourceRange at, const Cancel& cancel) { expr(at, cancel.when); }
    void parts(SourceRange at, const Settle& settle) { expr(at, settle.after); }
    void parts(SourceRange, const JoinReopening&) {}
    void parts(SourceRange at, const Session& session) {
        expr(at, session.from), expr(at, session.to), quoted(at, session.calendar);
    }
    void parts(SourceRange at, const Next& next) { name(at, next.phase), expr(at, next.when); }
    void parts(SourceRange at, const Done& done) { expr(at, done.when); }
    void parts(SourceRange at, const Risk& risk) { lines(at, risk.lines); }
    void lines(SourceRange at, const std::vector<RiskLine>& lines) {
        for (const RiskLine& line : lines) {
            visit_(at, line.range), visit_(line.range, line.subject_range);
            for (const ExprPtr* part : {&line.limit, &line.window, &line.reference}) expr(line.range, *part);
        }
    }
    void parts(SourceRange at, const Assume& assume) {
        for (const AssumeLine& line : assume.lines) {
            visit_(at, line.range);
            for (const ExprPtr* part : {&line.subject, &line.low, &line.high}) expr(line.range, *part);
        }
    }

    void parts(SourceRange, const ErrorItem&) {}
    void parts(SourceRange at, const Peg& peg) {
        visit_(at, peg.touch_range);
        if (peg.offset) expr(at, peg.offset->amount);
    }
    void parts(SourceRange at, const At& item) { expr(at, item.price); }
    void parts(SourceRange at, const UpTo& item) { expr(at, item.price); }
    void parts(SourceRange at, const Take& item) { expr(at, item.amount); }
    void parts(SourceRange at, const ChildSize& item) { expr(at, item.amount); }
    void parts(SourceRange at, const Show& item) { expr(at, item.amount), expr(at, item.vary); }
    void parts(SourceRange at, const Reprice& item) { expr(at, item.every), expr(at, item.vary); }
    void parts(SourceRange, const PostOnly&) {}
    void parts(SourceRange at, const Ladder& item) {
        for (const ExprPtr* part : {&item.count, &item.low, &item.high, &item.anchor}) expr(at, *part);
    }
    void parts(SourceRange at, const LevelSize& item) { expr(at, item.first), expr(at, item.last); }
    void parts(SourceRange at, const Refill& item) { expr(at, item.amount), expr(at, item.times); }
    void parts(SourceRange at, const Reload& item) { expr(at, item.after), expr(at, item.at_most); }
    void parts(SourceRange at, const Limit& item) { expr(at, item.price); }
    void parts(SourceRange at, const Deadline& item) { expr(at, item.after); }
    void parts(SourceRange at, const Minimum& item) { expr(at, item.amount); }
    void parts(SourceRange at, const Gas& item) { expr(at, item.at_most); }
    void parts(SourceRange at, const TimeInForce& item) { visit_(at, item.kind_range); }
    void parts(SourceRange at, const Targets& item) { targets(at, item.targets); }
    void parts(SourceRange at, const ScoredBy& by) { names(at, by.scores); }
    void parts(SourceRange at, const RouteTo& to) {
        targets(at, to.targets), names(at, to.scores);
        for (const ExprPtr* part : {&to.up_to, &to.minimum, &to.share}) expr(at, *part);
    }
    void parts(SourceRange at, const RouteBar& bar) { quoted(at, bar.venues), expr(at, bar.when); }
    void targets(SourceRange at, const std::vector<Target>& targets) {
        for (const Target& target : targets) visit_(at, target.range), quoted(target.range, target.name);
    }
    void names(SourceRange at, const std::vector<Name>& names) {
        for (const Name& one : names) name(at, one);
    }

    void parts(SourceRange, const ErrorTestStatement&) {}
    void parts(SourceRange at, const TestOrder& order) {
        for (const ExprPtr* part : {&order.quantity, &order.from, &order.to, &order.limit}) expr(at, *part);
    }
    void parts(SourceRange at, const SetParameter& set) { name(at, set.name), expr(at, set.value); }
    void parts(SourceRange at, const TestMarket& market) {
        for (const Quoted* text : {&market.venue, &market.day, &market.tape}) quoted(at, *text);
        for (const ExprPtr* part :
             {&market.price, &market.spread, &market.volume, &market.per, &market.depth, &market.seed})
            expr(at, *part);
    }
    void parts(SourceRange at, const Happening& happening) {
        expr(at, happening.time), quoted(at, happening.venue), visit_(at, happening.kind_range);
        name(at, happening.user), quoted(at, happening.reason);
        std::visit([&](const auto& kind) { parts(happening.kind_range, kind); }, happening.kind);
    }
    void parts(SourceRange at, const QuoteChange& change) { expr(at, change.value); }
    void parts(SourceRange at, const VolumeChange& change) { expr(at, change.volume), expr(at, change.per); }
    void parts(SourceRange at, const MidMoves& moves) { expr(at, moves.by), expr(at, moves.over); }
    void parts(SourceRange at, const TradePrint& print) { expr(at, print.quantity), expr(at, print.price); }
    void parts(SourceRange at, const AuctionPrint& print) { expr(at, print.quantity), expr(at, print.price); }
    void parts(SourceRange, const MarketEvent&) {}
    void parts(SourceRange, const PlainCommand&) {}
    void parts(SourceRange at, const Amend& amend) { expr(at, amend.value); }
    void parts(SourceRange at, const FinishNow& finish) { expr(at, finish.up_to), expr(at, finish.within); }
    void parts(SourceRange at, const VenueSwitch& venue) { quoted(at, venue.venue); }
    void parts(SourceRange at, const Expect& expect) {
        visit_(at, expect.what), expr(expect.what, expect.condition);
        expr(at, expect.moment.from), expr(at, expect.moment.to);
    }

    const Visit& visit_;
};

}  // namespace

void walk(const Tree& tree, const Visit& visit) {
    Walker(visit).tree(tree);
}

}  // namespace weir::syntax
