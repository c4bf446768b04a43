#include "testing/observer.h"

#include <algorithm>

namespace weir::testing {

Observer::Observer(plan::Plan watch)
    : plan_(std::move(watch)),
      interpreter_(plan_),
      program_(interpreter_.program()),
      inputs_(static_cast<size_t>(plan_.layout.size()), 0),
      state_(static_cast<size_t>(program_.state_words), 0) {
    for (size_t i = 0; i < plan_.tables.size(); ++i)
        tables_.emplace_back(step::kTableIntervals + 1, step::kAbsent);  // a test has no history
    for (const auto& table : tables_) table_pointers_.push_back(table.data());
}

void Observer::see(const step::Layout& layout, const int64_t* inputs) {
    std::copy_n(inputs, layout.slot_base(), inputs_.begin());
    std::copy_n(inputs + layout.parameter_base(), layout.parameters, inputs_.begin() + plan_.layout.parameter_base());
}

void Observer::set(sema::Observed what, int64_t value) {
    const int own = plan_.layout.parameters - sema::kObserved;
    inputs_[static_cast<size_t>(plan_.layout.parameter(own + static_cast<int>(what)))] = value;
}

void Observer::ask(Time now) {
    inputs_[static_cast<size_t>(plan_.layout.offset(step::Input::now))] = now.value;
    program_.function(program_.self, inputs_.data(), table_pointers_.data(), state_.data(), &output_);
}

}  // namespace weir::testing
