// Plans as native code: LLVM, specialised on the host CPU, with an object cache on disk.
//
// The code takes the same steps as the interpreter, bit for bit: outputs and state words. `Output::where` of a fault is
// found by the interpreter, on the way out.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/plan/plan.h"
#include "step/step.h"

namespace weir::native {

struct Options {
    int opt_level = 2;                     // 0: no optimisation; else the passes that pay, and the full code generator
    std::filesystem::path cache_dir = {};  // empty: no cache. Entries that are damaged or foreign are compiled anew.
};

/// One phase of a compile, for `--time-passes`.
struct Phase {
    std::string_view name;
    std::chrono::nanoseconds time;
};

/// Code that stays loaded as long as this lives; programs must not outlive it.
class Compiled {
  public:
    struct Parts;
    explicit Compiled(std::unique_ptr<Parts> parts);
    ~Compiled();

    /// As `plan::Interpreter::program`, but it may be stepped by several threads, each with its own state, as long as
    /// none of them faults.
    step::Program program() const;
    bool from_cache() const;
    const std::vector<Phase>& phases() const;

  private:
    std::unique_ptr<Parts> parts_;
};

struct Result {
    std::unique_ptr<Compiled> compiled;  // null on error
    std::string error;
};

/// Compiles a valid plan, or loads it from the cache.
Result compile(const plan::Plan& plan, const Options& options = {});

/// What `--print=llvm` and `--print=asm` show.
std::string print_llvm(const plan::Plan& plan, const Options& options = {});
std::string print_asm(const plan::Plan& plan, const Options& options = {});

}  // namespace weir::native
