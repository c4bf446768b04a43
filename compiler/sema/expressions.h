// Checks expressions: gives each its unit, and says where units do not fit.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/sema/program.h"
#include "compiler/sema/scope.h"
#include "compiler/sema/sema.h"
#include "compiler/syntax/tree.h"

namespace weir::sema {

/// What is renewed or looked at by the clock is so at most once a millisecond: finer than that no market data and no
/// venue answers, and an hour would take billions of steps.
inline constexpr int64_t kShortestBeatNs = 1'000'000;
inline constexpr int64_t kWindowBuckets = 64;
/// Each bucket is such a beat.
inline constexpr int64_t kShortestWindowNs = kWindowBuckets * kShortestBeatNs;

/// Whether a condition is true, or false, whatever the market does and for every value of the parameters. Nothing: it
/// depends.
std::optional<bool> known_truth(const Expression& condition, const Strategy& strategy);
/// Whether two expressions say the same, wherever they stand.
bool same(const Expression& a, const Expression& b);

class ExpressionChecker {
  public:
    ExpressionChecker(Scope& scope, const Strategy& strategy, Diagnostics& diagnostics)
        : scope_(scope), strategy_(strategy), diagnostics_(diagnostics) {}

    Expression check(const syntax::Expr& expression);
    /// Checks and wants one of these units; the first that a literal can take is taken. `what` completes "found a price
    /// where … belongs".
    /// It is of the order's own instrument, or of the one that `Home` says; money is brought into its currency.
    Expression expect(const syntax::Expr& expression, std::initializer_list<Unit> units, std::string_view what);
    /// Like `expect`, of whichever instrument.
    Expression want(const syntax::Expr& expression, std::initializer_list<Unit> units, std::string_view what);
    /// While it lives, what is expected is of this instrument.
    class Home {
      public:
        Home(ExpressionChecker& checker, InstrumentId instrument)
            : checker_(checker), outer_(std::exchange(checker.home_, instrument)) {}
        ~Home() { checker_.home_ = outer_; }
        Home(const Home&) = delete;
        Home& operator=(const Home&) = delete;

      private:
        ExpressionChecker& checker_;
        InstrumentId outer_;
    };
    /// Makes it one of an instrument; false: it is another's, which has been reported.
    bool settle(Expression& expression, InstrumentId home);
    /// A length of time known when the script is read, at least `least_ns`; 0 when it was reported.
    int64_t constant_duration(const syntax::Expr& expression, int64_t least_ns);
    /// A ratio (or other number) that must stay within bounds for every value of its parameters.
    void require_within(const Expression& expression, syntax::Decimal low, syntax::Decimal high, std::string_view what);
    void require_positive(const Expression& expression, std::string_view what);
    /// The time between two looks at the clock.
    void require_beat(const Expression& every);

    /// The value of a function, where its parameters stand for the arguments of the scope's innermost frame.
    Expression body_of(const syntax::Function& function);

    bool coerce(Expression& expression, Unit unit) const;

  private:
    Expression check(const syntax::Number& number, SourceRange range);
    Expression check(const syntax::TimeOfDay& time, SourceRange range);
    Expression check(const syntax::NameRef& name, SourceRange range);
    Expression check(const syntax::Member& member, SourceRange range);
    Expression check(const syntax::Call& call, SourceRange range);
    Expression check(const syntax::Since& since, SourceRange range);
    Expression check(const syntax::Unary& unary, SourceRange range);
    Expression check(const syntax::Binary& binary, SourceRange range);
    Expression check(const syntax::Relative& relative, SourceRange range);
    Expression check(const syntax::For& sustained, SourceRange range);
    Expression check(const syntax::Ago& ago, SourceRange range);
    Expression check(const syntax::ErrorExpr&, SourceRange range);

    Expression check(const syntax::Named& argument, SourceRange) {
        return unsupported(argument.name.range, argument.name.text);
    }
    Expression check(const syntax::Settled& settled, SourceRange range);
    Expression check(const syntax::Curve& curve, SourceRange range);
    Expression check(const syntax::Sampled& sampled, SourceRange range);
    Expression check(const syntax::Seen& seen, SourceRange range);
    /// What this checker does not know is said to be so: nothing is accepted and ignored.
    Expression unsupported(SourceRange range, std::string_view what);

    // legs.cpp
    Expression of_leg(InstrumentId instrument, const syntax::Name& member, SourceRange range);
    /// Whether two values may be held against each other; money is brought into one currency.
    bool meet(Expression& a, Expression& b);
    std::string_view leg_name(InstrumentId instrument) const;

    Expression word(Word word, SourceRange range);
    Expression share_of(const syntax::Binary& binary, SourceRange range);
    Expression arithmetic(const syntax::Binary& binary, SourceRange range);
    Expression comparison(const syntax::Binary& binary, SourceRange range);
    Expression logic(const syntax::Binary& binary, SourceRange range);
    Expression with_default(const syntax::Binary& binary, SourceRange range);
    Expression average(const syntax::Call& call, SourceRange range);
    Expression windowed(Operation operation, const syntax::Call& call, SourceRange range);
    Expression extreme(Operation operation, const syntax::Call& call, SourceRange range);
    Expression gain(const syntax::Call& call, SourceRange range);
    Expression normal(const syntax::Call& call, SourceRange range);
    Expression became(const syntax::Call& call, SourceRange range);
    Expression pressure(const syntax::Call& call, SourceRange range);
    Expression declared(const syntax::Function& function, const syntax::Call& call, SourceRange range);
    bool has_arguments(const syntax::Call& call, SourceRange range, size_t count);
    Expression unknown_function(const syntax::Call& call);
    bool point(Expression& end, Expression& like, bool may_be_parameter);
    bool after(const Expression& at, const Expression& before);
    bool starts_with_order(const syntax::Expr& source);
    Expression event_as_value(SourceRange range);

    /// Gives both the same unit where a literal or a count can change its own.
    bool unify(Expression& a, Expression& b) const;
    int64_t window_or_since(const syntax::Expr& source);
    int64_t window(const syntax::Expr& expression) { return constant_duration(expression, kShortestWindowNs); }

    Scope& scope_;
    const Strategy& strategy_;
    Diagnostics& diagnostics_;
    InstrumentId home_ = kOrderInstrument;
};

/// Units of which each value is some instrument's.
bool has_instrument(Unit unit);
/// The unit that a type names; what is no type is reported.
std::optional<Unit> named_unit(const syntax::Name& type, Diagnostics& diagnostics);
/// Moves all of it to one place of the script.
void place_at(Expression& expression, SourceRange range);
/// Stands for what could not be understood and has been reported.
Expression poison(SourceRange range);
/// An expression of an operation over operands: absence and the target's influence come from them.
Expression make(Operation operation, Unit unit, SourceRange range, std::vector<Expression> operands);

}  // namespace weir::sema
