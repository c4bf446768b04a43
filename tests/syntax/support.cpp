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
)";
}

namespace {

using Visit = std::function<void(SourceRange, SourceRange)>;

class Walker {
  public:
    explicit Walker(const Visit& visit) : visit_(visit) {}

    void tree(const Tree& tree) {
        if (tree.edition) visit_(tree.range, tree.edition->range);
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
            for (const Clause& clause : strategy.clauses) {
                visit_(strategy.range, clause.range);
                std::visit([&](const auto& kind) { parts(clause.range, kind); }, clause.kind);
            }
        }
    }

  private:
    void name(SourceRange parent, const Name& name) {
        if (!name.text.empty()) visit_(parent, name.range);
    }

    void expr(SourceRange parent, const ExprPtr& expr) {
        if (expr == nullptr || expr->is_error()) return;
        visit_(parent, expr->range);
        std::visit([&](const auto& kind) { parts(expr->range, kind); }, expr->kind);
    }

    template <class Other>
    void parts(SourceRange, const Other&) {}
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

    void parts(SourceRange, const ErrorClause&) {}
    void parts(SourceRange at, const Let& let) { name(at, let.name), expr(at, let.value); }
    void parts(SourceRange at, const Schedule& schedule) { expr(at, schedule.argument), expr(at, schedule.every); }
    void parts(SourceRange at, const Participate& participate) {
        expr(at, participate.ratio), expr(at, participate.over);
    }
    void parts(SourceRange at, const Halt& halt) { expr(at, halt.when), expr(at, halt.until); }
    void parts(SourceRange at, const Tilt& tilt) { expr(at, tilt.factor), expr(at, tilt.when); }
    void parts(SourceRange at, const Complete& complete) { expr(at, complete.up_to); }
    void parts(SourceRange at, const Work& work) {
        visit_(at, work.head);
        name(work.head, work.name);
        for (const Name& other : work.before) name(work.head, other);
        expr(work.head, work.when);
        for (const Item& item : work.items) {
            visit_(at, item.range);
            std::visit([&](const auto& kind) { parts(item.range, kind); }, item.kind);
        }
    }
    void parts(SourceRange at, const Risk& risk) {
        for (const RiskLine& line : risk.lines) {
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

    const Visit& visit_;
};

}  // namespace

void walk(const Tree& tree, const Visit& visit) {
    Walker(visit).tree(tree);
}

}  // namespace weir::syntax
