#include "runtime/venues/exchange.h"

#include "runtime/venues/matching.h"
#include "runtime/venues/simulation.h"

namespace weir::venues {

struct Exchange::State : Simulation<Matching> {
    using Simulation::Simulation;
};

Exchange::Exchange(const market::Tape& tape, const Model& model)
    : state_(std::make_unique<State>(tape, model, tape.info(), model)) {}
Exchange::~Exchange() = default;
Exchange::Exchange(Exchange&&) noexcept = default;

void Exchange::skip_to(Time time) {
    state_->skip_to(time);
}

Time Exchange::next_time() const {
    return state_->next_time();
}

std::optional<Event> Exchange::advance() {
    return state_->advance();
}

void Exchange::send(const OrderCommand& command, Time now) {
    state_->send(command, now);
}

uint64_t Exchange::records() const {
    return state_->records();
}

bool Exchange::tape_over() const {
    return state_->tape_over();
}

}  // namespace weir::venues
