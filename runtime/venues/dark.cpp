#include "runtime/venues/dark.h"

#include "runtime/venues/midpoint.h"
#include "runtime/venues/simulation.h"

namespace weir::venues {

struct Dark::State : Simulation<Midpoint> {
    using Simulation::Simulation;
};

Dark::Dark(const market::Tape& reference, const Model& model, const Interest& interest)
    : state_(std::make_unique<State>(reference, model, reference.info(), model, interest)) {}
Dark::~Dark() = default;

void Dark::skip_to(Time time) {
    state_->skip_to(time);
}

Time Dark::next_time() const {
    return state_->next_time();
}

std::optional<Event> Dark::advance() {
    return state_->advance();
}

void Dark::send(const OrderCommand& command, Time now) {
    state_->send(command, now);
}

uint64_t Dark::records() const {
    return state_->records();
}

bool Dark::tape_over() const {
    return state_->tape_over();
}

}  // namespace weir::venues
