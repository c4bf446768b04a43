// Building the step function of a plan in LLVM's terms.
//
// A value has a fault bit unless it cannot fault. Faults of nodes that reach a root through no arm of a select stop the
// step whatever else happens: those branch out at once. Only nodes under an arm carry their faults along.
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <array>
#include <memory>
#include <vector>

#include "compiler/native/regions.h"
#include "compiler/plan/cells.h"
#include "compiler/plan/plan.h"

namespace weir::native {

inline constexpr const char* kStepName = "weir_step";

/// A node as lowered: i64, double or i1, and its fault as i1, null when it cannot fault.
struct Lowered {
    llvm::Value* value = nullptr;
    llvm::Value* fault = nullptr;
};
using Operands = std::array<llvm::Value*, 3>;

class Emitter {
  public:
    /// The plan has its intervals filled.
    Emitter(llvm::LLVMContext& context, const plan::Plan& plan);
    std::unique_ptr<llvm::Module> run();

    // For the lowering of operations and cells.
    llvm::IRBuilder<> b;
    const plan::Plan& plan() const { return plan_; }
    const plan::Interval& range(const plan::Node& node, size_t operand) const {
        return plan_.nodes[node.operand[operand]].interval;
    }
    llvm::Value* value_of(plan::NodeId id) { return lowered(id).value; }

    llvm::ConstantInt* integer(int64_t value) { return b.getInt64(static_cast<uint64_t>(value)); }
    llvm::Value* smin(llvm::Value* x, llvm::Value* y) { return b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, x, y); }
    llvm::Value* smax(llvm::Value* x, llvm::Value* y) { return b.CreateBinaryIntrinsic(llvm::Intrinsic::smax, x, y); }
    llvm::Value* wide(llvm::Value* x) { return b.CreateSExt(x, b.getInt128Ty()); }
    llvm::Value* narrow(llvm::Value* x) { return b.CreateTrunc(x, b.getInt64Ty()); }

    llvm::Value* input(int64_t offset);
    llvm::Value* table(int64_t index);
    llvm::Value* time() const { return time_; }  // clamped

    llvm::Value* word(size_t cell, int32_t word);  // its address
    llvm::Value* load_word(size_t cell, int32_t word) { return b.CreateLoad(b.getInt64Ty(), this->word(cell, word)); }
    void store_word(size_t cell, int32_t word, llvm::Value* value) { b.CreateStore(value, this->word(cell, word)); }

    /// The node under way faults when `condition`. Afterwards `condition` is false if the node is strict.
    void fault_if(llvm::Value* condition);
    bool strict() const { return regions_.strict(current_); }
    /// The code runs on although the node under way may have faulted: its operands may have any value.
    bool faulted() const { return own_fault_ != nullptr; }
    /// The machine divides 128 bits by 64 in one instruction.
    bool has_wide_divide() const { return has_wide_divide_; }

    llvm::Value* call_helper(size_t offset, llvm::Type* result, std::vector<llvm::Value*> arguments);
    llvm::Value* self() const { return self_; }
    llvm::Value* state() const { return state_; }

    llvm::BasicBlock* block(const char* name);
    void branch_unlikely(llvm::Value* condition, llvm::BasicBlock* then, llvm::BasicBlock* otherwise);

  private:
    void create_function();
    void advance();

    // Nodes are emitted when they are first needed (emit_nodes.cpp).
    struct Branch;
    /// One arm of a branch; the step itself is the null scope.
    struct Scope {
        Scope* outer = nullptr;
        Branch* branch = nullptr;
        llvm::BasicBlock* end = nullptr;
        std::vector<Lowered> results;  // by select of the branch
    };
    struct Branch {
        std::vector<plan::NodeId> selects;  // on one condition
        Scope then, otherwise;
        llvm::BasicBlock* merge = nullptr;
    };
    const Lowered& lowered(plan::NodeId id);
    void emit_node(plan::NodeId id);
    llvm::Value* inherited_fault(const plan::Node& node);
    void emit_branch(plan::NodeId select);
    void emit_arm(Branch& branch, Scope& arm, size_t operand, llvm::BasicBlock* entry);
    void join(const Branch& branch);
    void emit_outside(plan::NodeId select);
    std::vector<plan::NodeId> ready_siblings(plan::NodeId select);
    bool count_missing(plan::NodeId id, const std::vector<plan::NodeId>& selects, std::vector<bool>& seen,
                       int& count) const;
    std::vector<plan::NodeId> outside_of(plan::NodeId select) const;
    bool in_scope(plan::NodeId id) const;
    void lift(plan::NodeId id);

    void check_wake();
    void check_guards();
    void commit();
    bool stands(size_t cell) const;
    void outputs();
    void succeed();
    void fault_exit();
    void store_out(size_t offset, llvm::Value* value);
    llvm::Value* value_or(plan::NodeId id, int64_t otherwise);

    const plan::Plan& plan_;
    bool has_wide_divide_;
    plan::Cells cells_;
    std::unique_ptr<llvm::Module> module_;
    llvm::Function* function_ = nullptr;
    llvm::Value *self_ = nullptr, *inputs_ = nullptr, *tables_ = nullptr, *state_ = nullptr, *out_ = nullptr;
    llvm::Value* time_ = nullptr;
    llvm::BasicBlock* fault_exit_ = nullptr;
    Regions regions_;
    std::vector<Lowered> lowered_;
    std::vector<Scope*> scope_of_;  // of emitted nodes
    std::vector<std::unique_ptr<Branch>> branches_;
    Scope* scope_ = nullptr;
    std::vector<bool> under_way_;  // selects whose branch is being emitted
    plan::NodeId current_ = 0;
    llvm::Value* own_fault_ = nullptr;
    llvm::MDNode* unlikely_ = nullptr;
    llvm::MDNode* empty_ = nullptr;
};

/// The lowering of an operation: the value; faults through `Emitter::fault_if`.
using Lowering = llvm::Value* (*)(Emitter&, const plan::Node&, Operands);
Lowering lowering_of(plan::Op op);

/// The lowering of a cell's moments; `Emitter::time` has been reached.
llvm::Value* lower_read(Emitter&, size_t cell);
llvm::Value* lower_read_at(Emitter&, size_t cell, llvm::Value* index);
llvm::Value* lower_read_with(Emitter&, size_t cell, llvm::Value* value);
llvm::Value* lower_wake(Emitter&, size_t cell, llvm::Value* value);
void lower_commit(Emitter&, size_t cell, llvm::Value* value);

}  // namespace weir::native
