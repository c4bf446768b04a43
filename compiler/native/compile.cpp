#include <fmt/format.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/native/cache.h"
#include "compiler/native/emitter.h"
#include "compiler/native/linked.h"
#include "compiler/native/native.h"
#include "compiler/native/runtime.h"
#include "compiler/native/target.h"
#include "compiler/plan/passes.h"

namespace weir::native {

struct Compiled::Parts {
    explicit Parts(const plan::Plan& plan) : runtime(plan), program(plan::program_of(plan)) {}
    Runtime runtime;
    step::Program program;
    std::unique_ptr<Linked> linked;
    bool from_cache = false;
    std::vector<Phase> phases;
};

Compiled::Compiled(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Compiled::~Compiled() = default;
bool Compiled::from_cache() const {
    return parts_->from_cache;
}
const std::vector<Phase>& Compiled::phases() const {
    return parts_->phases;
}
step::Program Compiled::program() const {
    step::Program program = parts_->program;
    program.function = parts_->linked->function();
    program.self = parts_->runtime.self();
    return program;
}

namespace {

/// Changes whenever the emitter makes other code of the same plan.
constexpr int kEmitterVersion = 11;

std::string identity_of(uint64_t plan_hash, const Options& options) {
    return fmt::format("plan {:016x} emitter {} llvm {} level {} triple {} cpu {} features {}", plan_hash,
                       kEmitterVersion, LLVM_VERSION_STRING, options.opt_level == 0 ? 0 : 2, host().triple, host().cpu,
                       host().features);
}

/// Measures what lies between its calls.
class Stopwatch {
  public:
    explicit Stopwatch(std::vector<Phase>& phases) : phases_(phases) {}
    void lap(std::string_view name) {
        const auto now = std::chrono::steady_clock::now();
        phases_.push_back({name, now - last_});
        last_ = now;
    }

  private:
    std::vector<Phase>& phases_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

plan::Plan with_intervals(plan::Plan plan) {
    plan::infer_intervals(plan);
    return plan;
}

/// The optimised module of a plan.
struct Module {
    std::unique_ptr<llvm::LLVMContext> context = std::make_unique<llvm::LLVMContext>();
    std::unique_ptr<llvm::TargetMachine> machine;
    std::unique_ptr<llvm::Module> module;
};
Module build(const plan::Plan& plan, const Options& options, Stopwatch& watch, std::string& error) {
    Module out;
    out.machine = host_machine(options.opt_level, error);
    if (!out.machine) return out;
    watch.lap("target");
    const plan::Plan ranged = with_intervals(plan);
    out.module = Emitter(*out.context, ranged).run();
#ifndef NDEBUG
    std::string broken;
    llvm::raw_string_ostream stream(broken);
    if (llvm::verifyModule(*out.module, &stream)) {
        error = "the emitter made a broken module: " + broken;
        out.module.reset();
        return out;
    }
#endif
    watch.lap("emit");
    optimise(*out.module, *out.machine, options.opt_level);
    watch.lap("optimise");
    return out;
}

std::unique_ptr<llvm::MemoryBuffer> make_object(const plan::Plan& plan, const Options& options, Stopwatch& watch,
                                                std::string& error) {
    Module built = build(plan, options, watch, error);
    if (!built.module) return nullptr;
    auto object = emit(*built.module, *built.machine, Emit::object);
    if (!object) error = "the target cannot emit objects";
    watch.lap("generate code");
    return object;
}

std::unique_ptr<Compiled::Parts> load(const Cache& cache, Stopwatch& watch, std::unique_ptr<Compiled::Parts> parts) {
    const auto bytes = cache.load();
    watch.lap("read cache");
    if (!bytes) return parts;
    std::string error;
    parts->linked = link(llvm::MemoryBuffer::getMemBufferCopy(*bytes, "weir"), error);
    parts->from_cache = parts->linked != nullptr;
    watch.lap("link");
    return parts;
}

}  // namespace

Result compile(const plan::Plan& plan, const Options& options) {
    std::vector<Phase> phases;
    Stopwatch watch(phases);
    auto parts = std::make_unique<Compiled::Parts>(plan);
    watch.lap("prepare");
    const Cache cache(options.cache_dir, identity_of(parts->program.plan_hash, options));
    if (!options.cache_dir.empty()) parts = load(cache, watch, std::move(parts));
    if (!parts->linked) {
        std::string error;
        auto object = make_object(plan, options, watch, error);
        if (!object) return {nullptr, error};
        cache.store({object->getBufferStart(), object->getBufferSize()});
        if (!options.cache_dir.empty()) watch.lap("write cache");
        parts->linked = link(std::move(object), error);
        if (!parts->linked) return {nullptr, error};
        watch.lap("link");
    }
    parts->phases = std::move(phases);
    return {std::make_unique<Compiled>(std::move(parts)), {}};
}

std::string print_llvm(const plan::Plan& plan, const Options& options) {
    std::vector<Phase> phases;
    Stopwatch watch(phases);
    std::string error;
    const Module built = build(plan, options, watch, error);
    if (!built.module) return error;
    std::string text;
    llvm::raw_string_ostream stream(text);
    stream << *built.module;
    return text;
}

std::string print_asm(const plan::Plan& plan, const Options& options) {
    std::vector<Phase> phases;
    Stopwatch watch(phases);
    std::string error;
    const Module built = build(plan, options, watch, error);
    if (!built.module) return error;
    const auto text = emit(*built.module, *built.machine, Emit::assembly);
    return text ? text->getBuffer().str() : "the target cannot emit assembly";
}

}  // namespace weir::native
