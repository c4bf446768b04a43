// Checks one strategy, clause by clause. Each kind of clause is read in a file of its own.
#pragma once

#include <algorithm>
#include <span>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/expressions.h"
#include "compiler/sema/program.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/tree.h"

namespace weir::sema {

/// A policy, and the file that its lines are quoted from.
struct Policy {
    const syntax::Policy* source;
    const SourceFile* file;
};

class StrategyChecker {
  public:
    StrategyChecker(const syntax::Strategy& source, const SourceFile& file, bool tree_is_whole, Functions& functions,
                    std::span<const Policy> policies, Diagnostics& diagnostics)
        : source_(source),
          file_(file),
          tree_is_whole_(tree_is_whole),
          policies_(policies),
          diagnostics_(diagnostics),
          scope_(strategy_, functions, diagnostics),
          expressions_(scope_, strategy_, diagnostics) {}

    Strategy check();
    void read_policy(const Policy& policy);

    /// Only the names of the strategy: its parameters, its lets, and behind the parameters what `observed` gives for 0
    /// to `count`. Returns how many parameters are its own.
    template <class Observed>
    size_t observe(const std::vector<int32_t>& depths, size_t count, Observed observed) {
        strategy_.depths = depths;
        declare_legs();
        for (const syntax::Parameter& source : source_.parameters) parameter(source);
        const size_t own = strategy_.parameters.size();
        for (size_t i = 0; i < count; ++i) {
            strategy_.parameters.push_back(observed(i));
            scope_.declare_parameter(static_cast<uint32_t>(own + i), {strategy_.parameters.back().name, {}});
        }
        declare(source_.clauses, {});
        read_hedges();
        return own;
    }
    ExpressionChecker& expressions() { return expressions_; }
    const Strategy& strategy() const { return strategy_; }
    Strategy take() { return std::move(strategy_); }

  private:
    // parameters.cpp
    void parameter(const syntax::Parameter& source);
    std::optional<Literal> parameter_literal(const syntax::ExprPtr& source, const Parameter& parameter);
    void check_range(const syntax::Parameter& source, Parameter& parameter);
    /// Whether a parameter has a range, which `what` needs. Of a live one, or one whose range is wrong, it is said
    /// already.
    bool has_range(const Expression& named, std::string_view what, std::string_view example);

    // places.cpp: what stands within what
    void declare(const std::vector<syntax::Clause>& clauses, const Place& place);
    void read_at(const Place& place, const std::vector<syntax::Clause>& clauses);
    bool may_stand_here(const syntax::Clause& clause);
    void read(const syntax::Next& source, SourceRange range);
    void read(const syntax::Done& source, SourceRange range);
    void phases_are_entered();
    void read(const syntax::Phase& source, SourceRange range);
    void read(const syntax::Protect& source, SourceRange range);
    void read(const syntax::OneOf& source, SourceRange range);

    // clauses.cpp
    void clause(const syntax::Clause& clause);
    void read(const syntax::Let&, SourceRange) {}  // declared before the others
    void read(const syntax::ErrorClause&, SourceRange) {}
    void read(const syntax::Halt& source, SourceRange range);
    void read(const syntax::Tilt& source, SourceRange range);
    void read(const syntax::Complete& source, SourceRange range);
    void read(const syntax::Risk& source, SourceRange range);
    void read(const syntax::Assume& source, SourceRange range);
    /// What this checker does not know is said to be so: nothing is accepted and ignored.
    template <class Other>
    void read(const Other&, SourceRange range) {
        unsupported(range);
    }
    void unsupported(SourceRange range);
    /// Nothing is in it that could be read, and nothing that could not.
    template <class Block>
    void not_empty(const Block& block, SourceRange range, std::string_view name) {
        if (!block.empty() || !tree_is_whole_) return;
        const std::string_view text = file_.text(range);
        const auto head = static_cast<uint32_t>(std::min(text.find('{'), text.size()));
        const auto end = static_cast<uint32_t>(text.substr(0, head).find_last_not_of(" \t\r\n") + 1);
        const SourceRange place{range.file, range.begin, range.begin + end};
        diagnostics_.report(message::empty_block(place, name).help("say what belongs in it, or remove it"));
    }
    void risk_line(const syntax::RiskLine& source);
    void assume_line(const syntax::AssumeLine& source);
    Expression interval(const syntax::Expr& source, std::string_view what);
    /// Keeps a clause of which a phase has one at most.
    template <class Clause>
    void say_once(std::vector<Clause>& all, Clause one, std::string_view name) {
        for (const Clause& other : all)
            if (meet(other.phase, one.phase)) {
                diagnostics_.report(message::said_twice(one.range, name).label(other.range, "the first"));
                return;
            }
        all.push_back(std::move(one));
    }
    /// Schedules and modes come before the target: what follows from it cannot steer them.
    void must_not_read_target(const Expression& expression, std::string_view clause);

    // policies.cpp
    void obey_policies();
    void must_not_widen(const RiskLine& own, const RiskLine& policy);
    void limits_leave_room();
    void assumptions_meet();

    // pace.cpp
    void read(const syntax::Schedule& source, SourceRange range);
    void read(const syntax::Participate& source, SourceRange range);
    void read(const syntax::Stay& source, SourceRange range);
    void read(const syntax::CatchUp& source, SourceRange range);
    bool is_name_of_algorithm(const syntax::Expr& source);
    void load(const syntax::Schedule& source, Schedule& schedule, SourceRange range);
    Expression share_of_order(const syntax::Expr& source, std::string_view what);
    std::optional<Expression> end_of(const Schedule& schedule, const syntax::Expr& source);

    // shortfall.cpp
    void shortfall(const syntax::Schedule& source, Schedule& schedule, SourceRange range);
    bool shortfall_term(const syntax::Expr& source, ShortfallTerms& terms);
    void shortfall_constant(Expression& term, std::string_view name);
    void shortfall_terms_fit(const ShortfallTerms& terms, SourceRange range);

    // sessions.cpp
    void read(const syntax::Cancel& source, SourceRange range);
    void read(const syntax::Settle& source, SourceRange range);
    void read(const syntax::JoinReopening& source, SourceRange range);
    void read(const syntax::Session& source, SourceRange range);

    // works.cpp
    void read(const syntax::Work& source, SourceRange range);
    void read(const syntax::Would& source, SourceRange range);
    void read(const syntax::Auction& source, SourceRange range);
    Work begin_work(WorkKind kind, std::string name, SourceRange head, const syntax::ExprPtr& when);
    bool read_items(const std::vector<syntax::Item>& items, Work& work);
    void require_complete(const Work& work, const std::vector<syntax::Item>& items);
    void does_not_fit(const syntax::Item& item, std::string_view what, std::string_view help);

    // items.cpp
    void item(const syntax::Item& item, Work& work);
    void read_item(const syntax::Peg& item, SourceRange range, Work& work);
    void read_item(const syntax::At& item, SourceRange range, Work& work);
    void read_item(const syntax::UpTo& item, SourceRange range, Work& work);
    void read_item(const syntax::Limit& item, SourceRange range, Work& work);
    void read_item(const syntax::Ladder& item, SourceRange range, Work& work);
    void read_item(const syntax::LevelSize& item, SourceRange range, Work& work);
    void read_item(const syntax::Refill& item, SourceRange range, Work& work);
    void read_item(const syntax::Take& item, SourceRange range, Work& work);
    void read_item(const syntax::ChildSize& item, SourceRange range, Work& work);
    void read_item(const syntax::Minimum& item, SourceRange range, Work& work);
    void read_item(const syntax::Show& item, SourceRange range, Work& work);
    void read_item(const syntax::Reload& item, SourceRange range, Work& work);
    void read_item(const syntax::Reprice& item, SourceRange range, Work& work);
    void read_item(const syntax::PostOnly& item, SourceRange range, Work& work);
    void read_item(const syntax::Deadline& item, SourceRange range, Work& work);
    void read_item(const syntax::TimeInForce& item, SourceRange range, Work& work);
    template <class Other>
    void read_item(const Other&, SourceRange, Work&) {}  // reported by `read_items`
    Expression level_count(const syntax::Expr& source);
    Expression child_size(const syntax::Expr& source);
    Expression variation(const syntax::Expr& source);

    // routes.cpp
    void read(const syntax::Route& source, SourceRange range);
    Route route(const syntax::Route& source, SourceRange range);
    void route_line(const syntax::RouteLine& line, Route& route);
    void route_to(const syntax::RouteTo& source, SourceRange range, Route& route);
    void route_bar(const syntax::RouteBar& source, SourceRange range, Route& route);
    void scored_by(const syntax::ScoredBy& source, SourceRange range, Route& route);
    std::vector<Target> targets(const std::vector<syntax::Target>& sources);
    std::vector<Score> scores(const std::vector<syntax::Name>& names);
    void routing(const syntax::Item& item, Work& work);
    void shares_within_all(const Route& route);
    void targets_once(const Route& route);
    void bars_against(const Route& route, const std::vector<RouteBar>& bars);
    void routes_agree();

    // legs.cpp
    void declare_legs();
    void read_hedges();
    void read(const syntax::Legs& source, SourceRange range);
    void legs_agree();
    bool leads_in_a_circle(const Expression& amount) const;
    void exposure_line(const RiskLine& line);

    // compose.cpp
    void compose();
    void one_pace();
    void tilts_have_a_pace();
    void keeps_to_a_schedule();
    void ceiling_can_be_raised();
    /// order[i][j]: work i goes before work j, by a `before` of its own or by way of others.
    using Order = std::vector<std::vector<bool>>;
    bool read_order(Order& order);
    bool report_circle(const Order& order);
    void report_overlaps(const Order& order);
    void report_branches();
    void works_in_order();
    void rules_can_fire();
    void ranges_within_risk();
    void bounds_leave_room();

    const syntax::Strategy& source_;
    const SourceFile& file_;
    const bool tree_is_whole_;  // what is missing from a broken one may be what could not be read
    const std::span<const Policy> policies_;
    Diagnostics& diagnostics_;
    Strategy strategy_;
    Scope scope_;
    ExpressionChecker expressions_;
    const syntax::Legs* legs_source_ = nullptr;      // the first of the strategy
    std::vector<const syntax::Leg*> leg_sources_;    // by instrument
    std::vector<const syntax::Work*> work_sources_;  // as strategy_.works, until they are put in order
    PhaseId next_phase_ = 0;                         // phases, groups and works are numbered as they are declared
    GroupId next_group_ = 0;
    uint32_t next_work_ = 0;
};

}  // namespace weir::sema
