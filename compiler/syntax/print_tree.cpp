#include "compiler/syntax/operators.h"
#include "compiler/syntax/print_parts.h"
#include "compiler/syntax/syntax.h"
#include "compiler/syntax/text.h"

namespace weir::syntax {
namespace {

class Printer : PartsPrinter {
  public:
    using PartsPrinter::PartsPrinter;

    std::string print(const Tree& tree) {
        line("file", tree.range);
        const Indent indent(*this);
        if (tree.edition) {
            line("edition " + std::to_string(tree.edition->number), tree.edition->range);
            comments(tree.edition->comments);
        }
        for (const DeclarationRef& one : tree.order) print(tree, one);
        comments_at_end(tree.comments_at_end);
        return std::move(text_);
    }

  private:
    void print(const Tree& tree, const DeclarationRef& one) {
        switch (one.kind) {
            case DeclarationKind::strategy:
                return print(tree.strategies[one.index]);
            case DeclarationKind::use:
                range_ = tree.uses[one.index].range;
                return statement("use " + quoted(tree.uses[one.index].path.text), tree.uses[one.index].comments);
            case DeclarationKind::function:
                return print(tree.functions[one.index]);
            case DeclarationKind::policy:
                return print(tree.policies[one.index]);
            case DeclarationKind::test:
                return print(tree.tests[one.index]);
        }
    }

    void print(const Function& function) {
        const std::string result = function.result.text.empty() ? "" : " -> " + function.result.text;
        line("fn " + function.name.text + result, function.range);
        const Indent indent(*this);
        if (!function.doc.empty()) line("doc " + quoted(function.doc));
        comments(function.comments);
        for (const FunctionParameter& one : function.parameters)
            line("parameter " + one.name.text + " : " + one.type.text, one.range);
        part("value", function.value);
    }

    void print(const Policy& policy) {
        line("policy " + policy.name.text, policy.range);
        const Indent indent(*this);
        if (!policy.doc.empty()) line("doc " + quoted(policy.doc));
        comments(policy.comments);
        for (const RiskLine& one : policy.lines) print(one);
        comments_at_end(policy.comments_at_end);
    }

    void print(const Test& test) {
        line("test " + quoted(test.title.text) + (test.strategy.text.empty() ? "" : " of " + test.strategy.text) +
                 (test.every_side ? " for every side" : ""),
             test.range);
        const Indent indent(*this);
        comments(test.comments);
        for (const TestStatement& one : test.statements) {
            range_ = one.range;
            std::visit([&](const auto& kind) { print(kind, one.comments); }, one.kind);
        }
        comments_at_end(test.comments_at_end);
    }

    void print(const Strategy& strategy) {
        line("strategy " + strategy.name.text, strategy.range);
        const Indent indent(*this);
        if (!strategy.doc.empty()) line("doc " + quoted(strategy.doc));
        comments(strategy.comments);
        for (const Parameter& parameter : strategy.parameters) print(parameter);
        for (const Clause& clause : strategy.clauses) print(clause);
        comments_at_end(strategy.comments_at_end);
    }

    void print(const Parameter& parameter) {
        line(std::string(parameter.live ? "live " : "") + "parameter " + parameter.name.text + " : " +
                 parameter.type.text,
             parameter.range);
        const Indent indent(*this);
        if (!parameter.doc.empty()) line("doc " + quoted(parameter.doc));
        comments(parameter.comments);
        part("default", parameter.value);
        part("low", parameter.low);
        part("high", parameter.high);
    }

    void print(const Clause& clause) {
        range_ = clause.range;
        std::visit([&](const auto& kind) { print(kind, clause.comments); }, clause.kind);
    }

    void print(const ErrorClause&, const Comments& notes) { statement("error", notes); }
    void print(const Stay& stay, const Comments& notes) {
        statement("stay within", notes, Part("behind", stay.behind), Part("ahead", stay.ahead));
    }
    void print(const CatchUp& catch_up, const Comments& notes) {
        static constexpr const char* kKinds[] = {"catch up", "catch up evenly", "catch up none"};
        statement(kKinds[static_cast<size_t>(catch_up.kind)], notes, Part("over", catch_up.over),
                  Part("at most", catch_up.at_most));
    }
    void print(const Cancel& cancel, const Comments& notes) { statement("cancel", notes, Part("when", cancel.when)); }
    void print(const Settle& settle, const Comments& notes) { statement("settle", notes, Part("after", settle.after)); }
    void print(const JoinReopening&, const Comments& notes) { statement("join reopening", notes); }
    void print(const Session& session, const Comments& notes) {
        const std::string calendar = session.kind == SessionKind::calendar ? " " + quoted(session.calendar.text) : "";
        statement(session.kind == SessionKind::always ? "session always" : "session" + calendar, notes,
                  Part("from", session.from), Part("to", session.to));
    }
    void print(const Done& done, const Comments& notes) { statement("done", notes, Part("when", done.when)); }
    void print(const Next& next, const Comments& notes) {
        statement("next " + next.phase.text, notes, Part("when", next.when));
    }
    void print(const Let& let, const Comments& notes) {
        statement("let " + let.name.text, notes, Part("value", let.value));
    }
    void print(const Schedule& schedule, const Comments& notes) {
        static constexpr const char* kKinds[] = {"schedule linear",    "schedule volume_curve", "schedule",
                                                 "schedule shortfall", "schedule front_load",   "schedule back_load"};
        statement(kKinds[static_cast<size_t>(schedule.kind)], notes, Part("of", schedule.argument),
                  Part("every", schedule.every), Part("for", schedule.share), Part("until", schedule.until));
        for (const ExprPtr& argument : schedule.arguments) operand(argument);
    }
    static std::string including(const Including& prints) {
        return std::string(prints.blocks ? " including blocks" : "") + (prints.auctions ? " including auctions" : "");
    }
    void print(const Participate& participate, const Comments& notes) {
        const char* share = participate.share == Share::at_most    ? "participate at most"
                            : participate.share == Share::at_least ? "participate at least"
                                                                   : "participate";
        std::string head = share;
        for (const Quoted& venue : participate.venues) head += " on " + quoted(venue.text);
        statement(head + including(participate.including), notes, Part("ratio", participate.ratio),
                  Part("over", participate.over));
    }
    void print(const Halt& halt, const Comments& notes) {
        statement(halt.kind == HaltKind::pause ? "pause" : "hold", notes, Part("when", halt.when),
                  Part("until", halt.until));
    }
    void print(const Tilt& tilt, const Comments& notes) {
        statement("tilt", notes, Part("factor", tilt.factor), Part("when", tilt.when));
    }
    void print(const Complete& complete, const Comments& notes) {
        statement(complete.must ? "complete must" : "complete best efforts", notes, Part("up to", complete.up_to));
    }
    void print(const Work& work, const Comments& notes) {
        std::string head = "work " + work.name.text;
        for (const Name& other : work.before) head += (&other == work.before.data() ? " before " : ", ") + other.text;
        statement(head, notes, Part("when", work.when));
        nested(work.items, work.comments_at_end);
    }
    void print(const Auction& auction, const Comments& notes) {
        statement(auction.kind == AuctionKind::open ? "at open" : "at close", notes, Part("when", auction.when));
        nested(auction.items, auction.comments_at_end);
    }
    void print(const Would& would, const Comments& notes) {
        statement("would", notes, Part("up to", would.up_to), Part("at", would.price), Part("when", would.when));
        nested(would.items, would.comments_at_end);
    }
    void print(const Phase& phase, const Comments& notes) {
        statement("phase " + phase.name.text, notes);
        nested(phase.clauses, phase.comments_at_end);
    }
    void print(const Protect& protect, const Comments& notes) {
        statement("protect executed", notes);
        nested(protect.clauses, protect.comments_at_end);
    }
    void print(const OneOf& one_of, const Comments& notes) {
        statement("one of", notes);
        nested(one_of.clauses, one_of.comments_at_end);
    }
    void print(const Route& route, const Comments& notes) {
        statement("route", notes);
        nested(route.lines, route.comments_at_end);
    }
    void print(const Legs& legs, const Comments& notes) {
        static constexpr const char* kSides[] = {" buy", " sell", " same", " opposite"};
        static constexpr const char* kRoles[] = {" lead", " hedge value", " hedge quantity"};
        statement("legs", notes);
        const Indent indent(*this);
        for (const Leg& leg : legs.legs) {
            range_ = leg.range;
            statement(
                "leg " + leg.name.text + kSides[static_cast<size_t>(leg.side)] + kRoles[static_cast<size_t>(leg.role)],
                leg.comments, Part("amount", leg.amount), Part("within", leg.within));
        }
        comments_at_end(legs.comments_at_end);
    }

    /// The statements of a block.
    template <class Node>
    void nested(const std::vector<Node>& nodes, const std::vector<Comment>& rest) {
        const Indent indent(*this);
        for (const Node& one : nodes) {
            range_ = one.range;
            std::visit([&](const auto& kind) { print(kind, one.comments); }, one.kind);
        }
        comments_at_end(rest);
    }
    void print(const Risk& risk, const Comments& notes) {
        statement("risk", notes);
        const Indent indent(*this);
        for (const RiskLine& one : risk.lines) print(one);
        comments_at_end(risk.comments_at_end);
    }
    void print(const RiskLine& one) {
        range_ = one.range;
        statement(std::string(risk_text(one.subject)) + including(one.including), one.comments,
                  Part("limit", one.limit), Part("window", one.window), Part("of", one.reference));
    }
    void print(const Assume& assume, const Comments& notes) {
        statement("assume", notes);
        const Indent indent(*this);
        for (const AssumeLine& one : assume.lines) {
            range_ = one.range;
            statement("assumption", one.comments, Part("subject", one.subject), Part("low", one.low),
                      Part("high", one.high));
        }
        comments_at_end(assume.comments_at_end);
    }

    void print(const ErrorItem&, const Comments& notes) { statement("error", notes); }
    void print(const Peg& peg, const Comments& notes) {
        static constexpr const char* kKinds[] = {"plus", "minus", "better by", "worse by"};
        const std::string head = "peg " + std::string(touch_text(peg.touch));
        if (peg.offset)
            statement(head, notes, Part(kKinds[static_cast<size_t>(peg.offset->kind)], peg.offset->amount));
        else
            statement(head, notes);
    }
    void print(const At& at, const Comments& notes) { statement("at", notes, Part("price", at.price)); }
    void print(const UpTo& up_to, const Comments& notes) { statement("up to", notes, Part("price", up_to.price)); }
    void print(const Take& take, const Comments& notes) {
        static constexpr const char* kKinds[] = {"take behind", "take leaves", "take due", "take"};
        statement(kKinds[static_cast<size_t>(take.kind)], notes, Part("amount", take.amount));
    }
    void print(const ChildSize& size, const Comments& notes) {
        statement(size.extreme == Extreme::most ? "child at most" : "child at least", notes,
                  Part("amount", size.amount));
    }
    void print(const Show& show, const Comments& notes) {
        static constexpr const char* kStyles[] = {"show", "show native", "show synthetic"};
        statement(kStyles[static_cast<size_t>(show.style)], notes, Part("amount", show.amount),
                  Part("vary", show.vary));
    }
    void print(const Reprice& reprice, const Comments& notes) {
        statement("reprice", notes, Part("every", reprice.every), Part("vary", reprice.vary));
    }
    void print(const PostOnly&, const Comments& notes) { statement("post only", notes); }
    void print(const Ladder& ladder, const Comments& notes) {
        statement("ladder " + std::string(favour_text(ladder.favour)), notes, Part("count", ladder.count),
                  Part("low", ladder.low), Part("high", ladder.high), Part("anchor", ladder.anchor));
    }
    void print(const LevelSize& size, const Comments& notes) {
        statement("size", notes, Part("first", size.first), Part("last", size.last));
    }
    void print(const Refill& refill, const Comments& notes) {
        statement(refill.times == nullptr ? "refill once" : "refill", notes, Part("amount", refill.amount),
                  Part("times", refill.times));
    }
    void print(const Reload& reload, const Comments& notes) {
        statement("reload", notes, Part("after", reload.after), Part("at most", reload.at_most));
    }
    void print(const Limit& limit, const Comments& notes) {
        statement(limit.all_in ? "limit all_in" : "limit", notes, Part("price", limit.price));
    }
    void print(const Deadline& deadline, const Comments& notes) {
        statement("deadline", notes, Part("after", deadline.after));
    }
    void print(const Minimum& minimum, const Comments& notes) {
        statement("minimum", notes, Part("amount", minimum.amount));
    }
    void print(const Gas& gas, const Comments& notes) { statement("gas", notes, Part("at most", gas.at_most)); }
    void print(const TimeInForce& time, const Comments& notes) {
        static constexpr const char* kKinds[] = {"day", "ioc", "fok", "gtc"};
        statement(std::string("time in force ") + kKinds[static_cast<size_t>(time.kind)], notes);
    }
    void print(const Targets& targets, const Comments& notes) {
        statement("targets" + list_of(targets.targets), notes);
    }
    void print(const ScoredBy& by, const Comments& notes) {
        statement(std::string(by.act == ScoredAct::take ? "take" : "post") + list_of(by.scores), notes);
    }
    void print(const RouteTo& to, const Comments& notes) {
        const std::string head = std::string(to.then ? "then" : "to") + (to.first ? " first" : "");
        statement(head + list_of(to.targets) + list_of(to.scores), notes, Part("up to", to.up_to),
                  Part("minimum", to.minimum), Part("share", to.share));
    }
    void print(const RouteBar& bar, const Comments& notes) {
        std::string head = bar.kind == BarKind::never ? "never" : "avoid";
        for (const Quoted& venue : bar.venues) head += " " + quoted(venue.text);
        statement(head, notes, Part("when", bar.when));
    }

    static std::string list_of(const std::vector<Target>& targets) {
        static constexpr const char* kKinds[] = {" lit", " dark", " rfq", " amm ", " "};
        std::string list;
        for (const Target& target : targets) {
            list += std::string(list.empty() ? "" : ",") + kKinds[static_cast<size_t>(target.kind)];
            if (target.kind == TargetKind::amm || target.kind == TargetKind::venue) list += quoted(target.name.text);
            if (target.mid) list += " mid";
        }
        return list;
    }
    static std::string list_of(const std::vector<Name>& scores) {
        std::string list;
        for (const Name& score : scores) list += (list.empty() ? " by " : " then ") + score.text;
        return list;
    }

    void print(const ErrorTestStatement&, const Comments& notes) { statement("error", notes); }
    void print(const TestOrder& order, const Comments& notes) {
        static constexpr const char* kSides[] = {"order buy", "order sell", "order short"};
        statement(kSides[static_cast<size_t>(order.side)], notes, Part("quantity", order.quantity),
                  Part("from", order.from), Part("to", order.to), Part("limit", order.limit));
    }
    void print(const SetParameter& set, const Comments& notes) {
        statement("set " + set.name.text, notes, Part("value", set.value));
    }
    void print(const TestMarket& market, const Comments& notes) {
        static constexpr const char* kKinds[] = {" flat", " generated", " tape"};
        std::string head = "market";
        if (!market.venue.text.empty()) head += " " + quoted(market.venue.text);
        head += (market.dark ? " dark" : "") + std::string(kKinds[static_cast<size_t>(market.kind)]);
        if (!market.day.text.empty()) head += " day " + quoted(market.day.text);
        if (market.kind == MarketKind::tape) head += " " + quoted(market.tape.text);
        statement(head, notes, Part("price", market.price), Part("spread", market.spread),
                  Part("volume", market.volume), Part("per", market.per), Part("depth", market.depth),
                  Part("seed", market.seed));
    }
    /// What happens stands as a statement below its time.
    void print(const Happening& happening, const Comments& notes) {
        const std::string venue = happening.venue.text.empty() ? "" : " on " + quoted(happening.venue.text);
        const std::string user = happening.user.text.empty() ? "" : " by " + happening.user.text;
        const std::string reason = happening.reason.text.empty() ? "" : " " + quoted(happening.reason.text);
        statement("at" + venue + user + reason, notes, Part("time", happening.time));
        const Indent indent(*this);
        range_ = happening.kind_range;
        std::visit([&](const auto& kind) { print(kind, Comments{}); }, happening.kind);
    }
    void print(const QuoteChange& change, const Comments& notes) {
        statement(change.kind == QuoteChangeKind::spread ? "spread" : "mid", notes, Part("value", change.value));
    }
    void print(const VolumeChange& change, const Comments& notes) {
        statement("volume", notes, Part("volume", change.volume), Part("per", change.per));
    }
    void print(const MidMoves& moves, const Comments& notes) {
        statement("mid moves", notes, Part("by", moves.by), Part("over", moves.over));
    }
    void print(const TradePrint& trade, const Comments& notes) {
        statement("trade", notes, Part("quantity", trade.quantity), Part("price", trade.price));
    }
    void print(const AuctionPrint& auction, const Comments& notes) {
        statement("auction", notes, Part("quantity", auction.quantity), Part("price", auction.price));
    }
    void print(const MarketEvent& event, const Comments& notes) {
        static constexpr const char* kKinds[] = {"halt", "reopen", "stale"};
        statement(kKinds[static_cast<size_t>(event.kind)], notes);
    }
    void print(const PlainCommand& command, const Comments& notes) {
        static constexpr const char* kKinds[] = {"pause",
                                                 "hold",
                                                 "resume",
                                                 "cancel",
                                                 "take over",
                                                 "skip auction",
                                                 "skip auction open",
                                                 "skip auction close"};
        statement(kKinds[static_cast<size_t>(command.kind)], notes);
    }
    void print(const Amend& amend, const Comments& notes) {
        static constexpr const char* kKinds[] = {"amend quantity", "amend limit", "amend end"};
        const std::string none = amend.value ? "" : " none";
        statement(kKinds[static_cast<size_t>(amend.kind)] + none, notes, Part("value", amend.value));
    }
    void print(const FinishNow& finish, const Comments& notes) {
        statement("finish now", notes, Part("up to", finish.up_to), Part("within", finish.within));
    }
    void print(const VenueSwitch& venue, const Comments& notes) {
        statement("venue " + quoted(venue.venue.text) + (venue.on ? " on" : " off"), notes);
    }
    void print(const Expect& expect, const Comments& notes) {
        static constexpr const char* kKinds[] = {"expect",          "expect always",    "expect never",
                                                 "expect no fills", "expect no orders", "expect",
                                                 "expect refused"};
        static constexpr const char* kStates[] = {" paused", " held", " halted", " stopped", " finished", " faulted"};
        static constexpr const char* kMoments[] = {"", "by", "at", "from"};
        std::string head = kKinds[static_cast<size_t>(expect.kind)];
        static constexpr const char* kForms[] = {"", " not", " always", " never"};
        if (expect.kind == ExpectKind::state)
            head += std::string(kForms[static_cast<size_t>(expect.form)]) + kStates[static_cast<size_t>(expect.state)];
        statement(head, notes, Part("condition", expect.condition),
                  Part(kMoments[static_cast<size_t>(expect.moment.kind)], expect.moment.from),
                  Part("to", expect.moment.to));
    }
};

}  // namespace

std::string print_tree(const Tree& tree, PrintOptions options) {
    return Printer(options).print(tree);
}

}  // namespace weir::syntax
