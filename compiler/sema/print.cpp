// `--print=types`: each name and expression of interest with its unit and its absence.
#include <array>

#include "compiler/sema/sema.h"

namespace weir::sema {
namespace {

class Printer {
  public:
    explicit Printer(const SourceFile& file) : file_(file) {}

    std::string print(const Program& program) {
        for (const Strategy& strategy : program.strategies) print(strategy);
        return std::move(text_);
    }

  private:
    void line(std::string_view head, std::string_view source, Unit unit, bool absent) {
        text_ += "  ";
        text_ += head;
        if (!source.empty()) text_ += " `" + std::string(source) + "`";
        text_ += " : ";
        text_ += name_of(unit);
        if (absent) text_ += ", may be absent";
        text_ += '\n';
    }
    void line(std::string_view head, const Expression& expression) {
        line(head, file_.text(expression.range), expression.unit, expression.may_be_absent);
    }
    void line(std::string_view head, const std::optional<Expression>& expression) {
        if (expression) line(head, *expression);
    }
    void all(std::string_view head, const std::vector<Expression>& expressions) {
        for (const Expression& expression : expressions) line(head, expression);
    }

    void print(const Strategy& strategy) {
        text_ += "strategy " + strategy.name + "\n";
        for (const Parameter& parameter : strategy.parameters)
            line((parameter.live ? "live parameter " : "parameter ") + parameter.name, "", parameter.unit, false);
        for (const Let& let : strategy.lets)
            if (!let.name.empty()) line("let " + let.name, let.value);
        for (const Schedule& schedule : strategy.schedules) {
            line("schedule", schedule.share);
            line("schedule by", schedule.power);
            line("schedule urgency", schedule.shortfall.urgency);
            line("schedule risk_aversion", schedule.shortfall.risk_aversion);
            line("schedule volatility", schedule.shortfall.volatility);
            line("schedule impact", schedule.shortfall.impact);
            line("schedule alpha", schedule.shortfall.alpha);
            line("schedule half_life", schedule.shortfall.half_life);
            line("schedule for", schedule.size);
            line("schedule until", schedule.until);
            line("schedule every", schedule.every);
        }
        for (const Stay& stay : strategy.stays) {
            line("stay behind", stay.behind);
            line("stay ahead", stay.ahead);
        }
        for (const CatchUp& catch_up : strategy.catch_ups) {
            line("catch up over", catch_up.over);
            line("catch up at most", catch_up.at_most);
        }
        for (const Participation& participation : strategy.participations) line("participate", participation.ratio);
        for (const Halt& halt : strategy.halts) {
            const std::string head = halt.kind == syntax::HaltKind::pause ? "pause" : "hold";
            line(head + " when", halt.when);
            line(head + " until", halt.until);
        }
        for (const Cancel& cancel : strategy.cancels) line("cancel when", cancel.when);
        if (strategy.settle) line("settle", strategy.settle->after);
        for (const Tilt& tilt : strategy.tilts) {
            line("tilt", tilt.factor);
            line("tilt when", tilt.when);
        }
        for (const Work& work : strategy.works) print(work);
        for (const Phase& phase : strategy.phases)
            for (const Transition& next : phase.next) line("phase " + phase.name + " next", next.when);
        for (const Route& route : strategy.routes) print(route);
        for (const Done& done : strategy.done) line("done when", done.when);
        if (strategy.complete) line("complete up to", strategy.complete->up_to);
        for (const RiskLine& risk : strategy.risk)
            if (risk.policy.empty()) line("risk", risk.limit);
        for (const AssumeLine& assume : strategy.assume) line("assume", assume.subject);
        for (size_t i = 1; i < strategy.legs.size(); ++i) {
            line("leg " + strategy.legs[i].name + " hedge", strategy.legs[i].amount);
            line("leg " + strategy.legs[i].name + " within", strategy.legs[i].within);
        }
    }

    void print(const Route& route) {
        for (const RouteLine& line : route.lines) {
            this->line("route share", line.share);
            this->line("route up to", line.up_to);
            this->line("route minimum", line.minimum);
        }
        for (const RouteBar& bar : route.bars) line("avoid when", bar.when);
    }

    void print(const Work& work) {
        const std::string head = (work.kind == WorkKind::work ? "work " : "") + work.name;
        line(head + " when", work.when);
        line(head + (work.pricing == Pricing::cross ? " up to" : " at"), work.price);
        line(head + " peg offset", work.peg.amount);
        if (work.ladder) {
            line(head + " levels", work.ladder->count);
            line(head + " levels from", work.ladder->low);
            line(head + " levels to", work.ladder->high);
            line(head + " levels than", work.ladder->anchor);
        }
        line(head + " size", work.level_first);
        line(head + " size to", work.level_last);
        line(head + " refill", work.refill);
        line(head + " limit", work.limit);
        line(head + " up to", work.ahead);
        line(head + " take", work.amount);
        line(head + " minimum", work.minimum);
        line(head + " reload after", work.reload_after);
        line(head + " reload to", work.reload_most);
        all(head + " child at most", work.child_most);
        all(head + " child at least", work.child_least);
        line(head + " show", work.show);
        line(head + " show vary", work.show_vary);
        line(head + " reprice every", work.reprice_every);
        line(head + " reprice vary", work.reprice_vary);
        if (work.route) print(*work.route);
    }

    const SourceFile& file_;
    std::string text_;
};

}  // namespace

std::string print_types(const Program& program, const SourceFile& file) {
    return Printer(file).print(program);
}

}  // namespace weir::sema
