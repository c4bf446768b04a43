// Expressions as nodes: numbers with their presence, conditions in strong Kleene logic. Sides are resolved here:
// "better" means a lower price for a buyer and a higher one for a seller.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lower/builder.h"
#include "compiler/lower/lower.h"

namespace weir::lower {

inline constexpr int32_t kBuckets = 64;  // of every window

enum class Rounding : uint8_t { down, up };

class Expressions {
  public:
    Expressions(Builder& builder, const sema::Strategy& strategy, const Market& market, Diagnostics& diagnostics);

    /// Whose side and rest is read, and how long what is remembered lasts.
    struct Frame {
        int ledger = sema::kOrderLedger;
        Builder::Lifetime lifetime = Builder::kForever;
    };
    Frame frame_of(const sema::Place& place) const;
    Frame frame_of(const sema::Let& let) const;
    Builder::Lifetime lifetime_of(sema::PhaseId phase) const;
    int ledger() const { return ledger_; }
    const Market& market() const { return market_; }
    /// While it lives, expressions are read as they stand at a place.
    class At {
      public:
        At(Expressions& expressions, Frame frame) : expressions_(expressions), outer_(expressions.enter(frame)) {}
        At(Expressions& expressions, const sema::Place& place) : At(expressions, expressions.frame_of(place)) {}
        At(Expressions& expressions, sema::PhaseId phase) : At(expressions, sema::Place{.phase = phase}) {}
        ~At() { expressions_.enter(outer_); }
        At(const At&) = delete;
        At& operator=(const At&) = delete;

      private:
        Expressions& expressions_;
        Frame outer_;
    };

    Number number(const sema::Expression& expression);
    Truth truth(const sema::Expression& expression);

    /// As a permissive clause reads it: absent is false. As a restrictive one does: absent is true.
    NodeId permissive(const sema::Expression& expression) { return truth(expression).yes; }
    NodeId restrictive(const sema::Expression& expression) { return b_.negate(truth(expression).no); }

    /// A size as a quantity: money is divided by `price` (half units), which must then be present.
    Number quantity(const sema::Expression& size, Number price);
    /// The money that a quantity is worth at a price in half units.
    NodeId value_at(NodeId quantity, NodeId price, Rounding rounding, sema::InstrumentId of = sema::kOrderInstrument);
    /// The quantity that money buys at a price in half units, which must be positive.
    NodeId quantity_for(NodeId money, NodeId price, sema::InstrumentId of = sema::kOrderInstrument);

    // legs.cpp: a hedge has the ledger of its instrument's number
    /// What a leg has still to hedge; negative when it has hedged too much.
    Number unhedged(sema::InstrumentId leg);
    /// The same, were so much more of the lead executed at a price in half units.
    Number unhedged_if(sema::InstrumentId leg, NodeId more, NodeId price);
    /// A limit of the legs as one of this leg.
    Number limit_of_leg(const sema::Expression& limit, sema::InstrumentId leg);
    const sema::Leg& leg(sema::InstrumentId leg) const { return strategy_.legs[leg]; }

    // Prices along the side: the larger the number, the more aggressive the price, for a buyer and for a seller.
    NodeId is_buy() { return b_.positive(side()); }
    NodeId side() { return b_.input(step::Input::order_side, ledger_); }
    NodeId along_side(NodeId price) { return b_.mul(side(), price); }
    /// A distance from `base`: a share of it (rounded as said) or a difference of prices.
    Number distance(const sema::Expression& amount, Number base, bool up);

    Number mid(sema::InstrumentId of = sema::kOrderInstrument);
    Number touch(step::Input price, sema::InstrumentId of = sema::kOrderInstrument);  // in half units
    Number near_touch();
    Number far_touch();

    /// Set once the schedule is lowered; `behind` and `ahead` follow from it.
    void set_target(NodeId target) { target_ = target; }
    NodeId target() const { return *target_; }
    NodeId leaves();

    /// A literal at the plan's scale; what does not fit is reported at `range`.
    int64_t constant_value(const sema::Literal& literal, sema::Unit unit, SourceRange range,
                           sema::InstrumentId of = sema::kOrderInstrument);

    /// What `settled` has to remember of a work; made when it is first asked for.
    struct Settling {
        CellId had;    // something was at the venue
        CellId since;  // nothing is wanted nor working since; kNever: something is
    };
    /// Of the works that are asked about, by their id.
    const std::map<uint32_t, Settling>& settling() const { return settling_; }

    // windows
    /// Change of a counter over the window so far, the bucket under way included.
    NodeId change_in(step::Input counter, int64_t window_ns);

    /// Whose line is being read: that it is of another market is said of the policy. Empty: the strategy's own.
    void speaks_for(std::string policy) { policy_ = std::move(policy); }

  private:
    Diagnostic of_another(Diagnostic otherwise, SourceRange range, const std::string& said, const std::string& traded);
    Number literal(const sema::Expression& expression);
    void report_once(Diagnostic diagnostic);
    bool symbol_fits(const sema::Literal& literal, SourceRange range, const Market& market);
    const plan::Scales& scales(const sema::Expression& expression) const;
    NodeId of_market(step::Input input, sema::InstrumentId of) { return b_.market(input, 0, of); }
    Number exchange(const sema::Expression& expression);
    Number word_of_leg(const sema::Expression& expression);
    bool reads_executed(const sema::Expression& expression) const;
    Number word(const sema::Expression& expression);
    Number mark(SourceRange range);
    Number arithmetic(const sema::Expression& expression);
    Number multiply(const sema::Expression& expression);
    Number divide(const sema::Expression& expression);
    Number relative_price(const sema::Expression& expression);
    Number gain(const sema::Expression& expression);
    Number curve(const sema::Expression& expression);
    Number pressure(int depth);
    Number memory(const sema::Expression& expression);
    Number normal(step::TableKind baseline);
    Number vwap(NodeId volume, NodeId turnover);
    Number average_trade_size(NodeId volume, NodeId trades);
    // since.cpp
    Number since_start(const sema::Expression& expression);
    NodeId change_since_start(step::Input counter);
    Number average_since_start(const sema::Expression& operand);
    Number extreme_since_start(const sema::Expression& operand, bool highest);
    // moments.cpp
    Number at_start(const sema::Expression& expression);
    Number seen(const sema::Expression& expression);
    Truth became(const sema::Expression& expression);
    NodeId started();
    /// While it is true the best and the worst seen are kept: in `protect`, while there is something to protect.
    NodeId seen_since() { return ledger_ == sema::kOrderLedger ? started() : b_.positive(leaves()); }
    std::string cell_path(std::string_view what);

    Truth comparison(const sema::Expression& expression);
    Number related_price(const sema::Expression& expression);
    Truth relation(const sema::Expression& expression);
    Truth sustained(const sema::Expression& expression);
    Truth with_default(const sema::Expression& expression);
    Truth settled(const sema::Expression& expression);
    Frame enter(Frame frame);

    Truth known(NodeId present, NodeId holds) { return {b_.both(present, holds), b_.both(present, b_.negate(holds))}; }
    NodeId all_present(Number a, Number b) { return b_.both(a.present, b.present); }
    NodeId raw(Number number);

    /// More of the lead than is executed, for as long as it is asked what would be.
    struct Supposed {
        NodeId quantity, value;
    };
    /// Memory is of what was: while it lives, nothing is supposed.
    class AsItIs {
      public:
        explicit AsItIs(Expressions& expressions)
            : expressions_(expressions), outer_(std::exchange(expressions.supposed_, std::nullopt)) {}
        ~AsItIs() { expressions_.supposed_ = outer_; }
        AsItIs(const AsItIs&) = delete;
        AsItIs& operator=(const AsItIs&) = delete;

      private:
        Expressions& expressions_;
        std::optional<Supposed> outer_;
    };

    Builder& b_;
    const sema::Strategy& strategy_;
    const Market& market_;
    Diagnostics& diagnostics_;
    std::optional<Supposed> supposed_;
    std::vector<std::array<std::optional<Number>, step::kMaxLedgers>> let_numbers_;  // by let and ledger
    std::vector<std::array<std::optional<Truth>, step::kMaxLedgers>> let_truths_;
    std::optional<NodeId> target_;
    std::vector<Builder::Lifetime> phases_;  // lifetimes
    std::map<uint32_t, Settling> settling_;
    int ledger_ = sema::kOrderLedger;
    Builder::Lifetime lifetime_ = Builder::kForever;
    int moments_ = 0;  // cells of moments.cpp and since.cpp so far
    bool said_no_mark_ = false;
    std::string policy_;  // whose line is being read
};

}  // namespace weir::lower
