// The legs that hedge: each has a ledger whose total follows what it should have executed, and one child that crosses
// for what is missing. What it may leave open bounds the lead.
#pragma once

#include <vector>

#include "compiler/lower/expressions.h"
#include "compiler/lower/pace.h"
#include "compiler/lower/slots.h"

namespace weir::lower {

/// One for each hedge, behind those of the works.
std::vector<plan::Slot> slots_of_hedges(const sema::Strategy& strategy, const Market& market);
std::vector<step::LedgerInfo> ledgers_of_hedges(const sema::Strategy& strategy);

class HedgeBuilder {
  public:
    HedgeBuilder(Builder& builder, Expressions& expressions, const sema::Strategy& strategy, plan::Plan& plan)
        : b_(builder), e_(expressions), strategy_(strategy), plan_(plan) {}

    /// What the lead may have working, so that no more is open than `within` says even when all of it fills; nothing
    /// while a hedge cannot trade, or what it has to do is not known.
    Sized room_of_lead(Sized room);

    /// `open`: within the order's time; `judged`: as works have it.
    std::vector<Emission> build(NodeId open, NodeId judged);

  private:
    struct Market {
        NodeId price;  // far touch, 10^-p
        NodeId known;  // there is one, and the venue is open
    };
    Market market_of(sema::InstrumentId leg);
    NodeId room_for(sema::InstrumentId leg, NodeId room);
    Emission hedge(sema::InstrumentId leg, NodeId on);
    NodeId missing(sema::InstrumentId leg, Number unhedged, NodeId price);
    std::string path(sema::InstrumentId leg, std::string_view rest) const;
    size_t slot_of(sema::InstrumentId leg) const { return plan_.slots.size() - strategy_.legs.size() + leg; }
    NodeId code(step::Bound bound) { return b_.constant(static_cast<int64_t>(bound)); }

    Builder& b_;
    Expressions& e_;
    const sema::Strategy& strategy_;
    plan::Plan& plan_;
};

}  // namespace weir::lower
