// Risk lines and assumptions as conditions that hold at every step. Risk asserts and never clips: a strategy that would
// break it is stopped.
#pragma once

#include <vector>

#include "compiler/lower/expressions.h"
#include "compiler/lower/pace.h"
#include "compiler/lower/slots.h"

namespace weir::lower {

class GuardBuilder {
  public:
    GuardBuilder(Builder& builder, Expressions& expressions, const sema::Strategy& strategy, plan::Plan& plan)
        : b_(builder), e_(expressions), strategy_(strategy), plan_(plan) {}

    /// Whether every line can be judged. While one cannot, for want of data, the strategy stands still, so that a line
    /// whose operands are absent holds. An absent `order.limit` is a choice, and needs no judging.
    NodeId judged();
    void build(const std::vector<Emission>& emissions);

  private:
    void limit_messages(int64_t messages, int64_t per_ns);
    void risk(const sema::RiskLine& line, const std::vector<Emission>& emissions);
    void assumption(const sema::AssumeLine& line);
    NodeId any_new(const std::vector<Emission>& emissions);
    NodeId any_larger(const std::vector<Emission>& emissions);
    NodeId child_within(const sema::RiskLine& line, const Emission& child);
    NodeId exposure_within(const sema::RiskLine& line, const std::vector<Emission>& emissions);
    void side_of_lead();
    std::vector<Emission> of_lead(const std::vector<Emission>& emissions) const;
    sema::InstrumentId instrument_of(const Emission& child) const {
        return plan_.ledgers[static_cast<size_t>(child.ledger)].instrument;
    }
    NodeId participation_within(const sema::RiskLine& line, const std::vector<Emission>& emissions);
    void add(bool assumption, NodeId holds, const std::string& text, SourceRange range);

    Builder& b_;
    Expressions& e_;
    const sema::Strategy& strategy_;
    plan::Plan& plan_;
};

}  // namespace weir::lower
