// What compiled code calls: the seldom taken paths. The code finds these through `self`, so that an object has no
// addresses in it and can be loaded by any process.
#pragma once

#include <cstdint>

#include "compiler/plan/cells.h"
#include "compiler/plan/interpreter.h"

namespace weir::native {

/// Returned in two registers.
struct Quotient {
    int64_t value;
    int64_t fault;
};

/// The `self` of a compiled step.
struct Helpers {
    const void* owner;
    void (*advance)(const Helpers*, int64_t* state, int64_t time);
    void (*commit)(const Helpers*, int64_t* state, int64_t time, int64_t cell, int64_t value);
    void (*clear)(const Helpers*, int64_t* state, int64_t time, int64_t cell);
    int64_t (*fault_of)(const Helpers*, const int64_t* inputs, const int64_t* const* tables, int64_t* state);
    Quotient (*muldiv_floor)(int64_t a, int64_t b, int64_t c);  // c is positive
    Quotient (*muldiv_ceil)(int64_t a, int64_t b, int64_t c);
};

class Runtime {
  public:
    explicit Runtime(const plan::Plan& plan);
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    const Helpers* self() const { return &helpers_; }
    const plan::Interpreter& interpreter() const { return interpreter_; }
    const plan::Cells& cells() const { return cells_; }

  private:
    plan::Cells cells_;
    plan::Interpreter interpreter_;
    Helpers helpers_;
};

}  // namespace weir::native
