#include "compiler/native/emitter.h"

#include <llvm/IR/MDBuilder.h>

#include <cstddef>

#include "compiler/native/runtime.h"
#include "compiler/native/target.h"
#include "compiler/plan/op_table.h"
#include "compiler/plan/roots.h"

namespace weir::native {

using llvm::Value;
using plan::kNoNode;
using plan::Node;
using plan::NodeId;

Emitter::Emitter(llvm::LLVMContext& context, const plan::Plan& plan)
    : b(context),
      plan_(plan),
      has_wide_divide_(llvm::Triple(host().triple).getArch() == llvm::Triple::x86_64),
      cells_(plan),
      module_(std::make_unique<llvm::Module>("weir", context)),
      regions_(plan),
      lowered_(plan.nodes.size()),
      scope_of_(plan.nodes.size()),
      under_way_(plan.nodes.size()),
      unlikely_(llvm::MDBuilder(context).createBranchWeights(1, 1 << 20)),
      empty_(llvm::MDNode::get(context, {})) {}

std::unique_ptr<llvm::Module> Emitter::run() {
    create_function();
    advance();
    outputs();
    for (const plan::Guard& guard : plan_.guards) lowered(guard.holds);
    for (const plan::Cell& cell : plan_.cells) {
        lowered(cell.value);
        if (cell.active != kNoNode) lowered(cell.active);
    }
    check_wake();
    check_guards();
    commit();
    succeed();
    fault_exit();
    return std::move(module_);
}

void Emitter::create_function() {
    llvm::Type* pointer = b.getPtrTy();
    auto* type = llvm::FunctionType::get(b.getVoidTy(), {pointer, pointer, pointer, pointer, pointer}, false);
    function_ = llvm::Function::Create(type, llvm::Function::ExternalLinkage, kStepName, *module_);
    function_->addFnAttr(llvm::Attribute::NoUnwind);
    for (llvm::Argument& argument : function_->args()) {
        argument.addAttr(llvm::Attribute::NoAlias);
        argument.addAttr(llvm::Attribute::NoUndef);
        argument.addAttr(llvm::Attribute::getWithAlignment(b.getContext(), llvm::Align(8)));
    }
    self_ = function_->getArg(0);
    inputs_ = function_->getArg(1);
    tables_ = function_->getArg(2);
    state_ = function_->getArg(3);
    out_ = function_->getArg(4);
    b.SetInsertPoint(block("entry"));
    fault_exit_ = block("fault");
}

llvm::BasicBlock* Emitter::block(const char* name) {
    return llvm::BasicBlock::Create(b.getContext(), name, function_);
}

void Emitter::branch_unlikely(Value* condition, llvm::BasicBlock* then, llvm::BasicBlock* otherwise) {
    b.CreateCondBr(condition, then, otherwise, unlikely_);
}

void Emitter::advance() {
    Value* now = input(plan_.layout.offset(step::Input::now));
    time_ = smin(smax(now, integer(0)), integer(plan::kTimeMax));
    if (plan_.cells.empty()) return;
    llvm::BasicBlock *crossed = block("advance"), *go_on = block("evaluate");
    branch_unlikely(b.CreateICmpSGE(time_, b.CreateLoad(b.getInt64Ty(), state_)), crossed, go_on);
    b.SetInsertPoint(crossed);
    call_helper(offsetof(Helpers, advance), b.getVoidTy(), {self_, state_, time_});
    b.CreateBr(go_on);
    b.SetInsertPoint(go_on);
}

Value* Emitter::call_helper(size_t offset, llvm::Type* result, std::vector<Value*> arguments) {
    std::vector<llvm::Type*> types;
    for (const Value* argument : arguments) types.push_back(argument->getType());
    auto* address = b.CreateLoad(b.getPtrTy(), b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), self_, offset));
    auto* call = b.CreateCall(llvm::FunctionType::get(result, types, false), address, arguments);
    call->addFnAttr(llvm::Attribute::NoUnwind);
    call->addFnAttr(llvm::Attribute::Cold);
    return call;
}

Value* Emitter::input(int64_t offset) {
    auto* load = b.CreateLoad(b.getInt64Ty(),
                              b.CreateConstInBoundsGEP1_64(b.getInt64Ty(), inputs_, static_cast<uint64_t>(offset)));
    load->setMetadata(llvm::LLVMContext::MD_invariant_load, empty_);
    return load;
}

Value* Emitter::table(int64_t index) {
    auto* load =
        b.CreateLoad(b.getPtrTy(), b.CreateConstInBoundsGEP1_64(b.getPtrTy(), tables_, static_cast<uint64_t>(index)));
    load->setMetadata(llvm::LLVMContext::MD_invariant_load, empty_);
    return load;
}

Value* Emitter::word(size_t cell, int32_t word) {
    return b.CreateConstInBoundsGEP1_64(b.getInt64Ty(), state_, static_cast<uint64_t>(cells_.first(cell) + word));
}

void Emitter::check_wake() {
    if (plan_.wake == kNoNode) return;
    current_ = plan_.wake;
    fault_if(b.CreateICmpSLE(value_of(plan_.wake), time_));
}

void Emitter::check_guards() {
    if (plan_.guards.empty()) return;
    llvm::BasicBlock* broken = block("guard");
    llvm::BasicBlock* here = b.GetInsertBlock();
    b.SetInsertPoint(broken);
    auto* status = b.CreatePHI(b.getInt64Ty(), static_cast<unsigned>(plan_.guards.size()));
    auto* where = b.CreatePHI(b.getInt64Ty(), static_cast<unsigned>(plan_.guards.size()));
    store_out(offsetof(step::Output, status), status);
    store_out(offsetof(step::Output, where), where);
    store_out(offsetof(step::Output, wake), integer(step::kNever));
    b.CreateRetVoid();
    b.SetInsertPoint(here);
    for (const bool assumption : {true, false})
        for (size_t i = 0; i < plan_.guards.size(); ++i) {
            if (plan_.guards[i].assumption != assumption) continue;
            const auto stop = assumption ? step::Status::assumption : step::Status::guard;
            status->addIncoming(integer(static_cast<int64_t>(stop)), b.GetInsertBlock());
            where->addIncoming(integer(static_cast<int64_t>(i)), b.GetInsertBlock());
            llvm::BasicBlock* go_on = block("kept");
            branch_unlikely(b.CreateNot(value_of(plan_.guards[i].holds)), broken, go_on);
            b.SetInsertPoint(go_on);
        }
}

/// A scalar that holds already what it is to hold: its own value, or for ever the one it begins with.
bool Emitter::stands(size_t cell) const {
    const plan::Cell& memory = plan_.cells[cell];
    const Node& value = plan_.nodes[memory.value];
    if (memory.kind != plan::CellKind::scalar || memory.active != kNoNode) return false;
    if (value.op == plan::Op::read) return value.immediate == static_cast<int64_t>(cell);
    return value.op == plan::Op::constant && value.immediate == memory.immediate;
}

void Emitter::commit() {
    for (size_t i = 0; i < plan_.cells.size(); ++i) {
        const plan::Cell& cell = plan_.cells[i];
        if (stands(i)) continue;
        if (cell.active == kNoNode) {
            lower_commit(*this, i, value_of(cell.value));
            continue;
        }
        llvm::BasicBlock *active = block("active"), *inactive = block("inactive"), *done = block("committed");
        b.CreateCondBr(value_of(cell.active), active, inactive);
        b.SetInsertPoint(active);
        lower_commit(*this, i, value_of(cell.value));
        b.CreateBr(done);
        b.SetInsertPoint(inactive);
        call_helper(offsetof(Helpers, clear), b.getVoidTy(), {self_, state_, time_, integer(static_cast<int64_t>(i))});
        b.CreateBr(done);
        b.SetInsertPoint(done);
    }
}

void Emitter::store_out(size_t offset, Value* value) {
    if (value->getType()->isIntegerTy(1)) value = b.CreateZExt(value, b.getInt64Ty());
    b.CreateStore(value, b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), out_, offset));
}

Value* Emitter::value_or(NodeId id, int64_t otherwise) {
    return id == kNoNode ? integer(otherwise) : value_of(id);
}

/// Written as soon as they are known: what a step that stops has written counts for nothing.
void Emitter::outputs() {
    using step::Desired;
    using step::Output;
    using step::Trace;
    for (size_t i = 0; i < plan_.slots.size(); ++i) {
        const plan::Slot& slot = plan_.slots[i];
        const size_t at = offsetof(Output, desired) + i * sizeof(Desired);
        const NodeId display = slot.display == kNoNode ? slot.quantity : slot.display;
        store_out(at + offsetof(Desired, quantity), value_of(slot.quantity));
        store_out(at + offsetof(Desired, price), value_of(slot.price));
        store_out(at + offsetof(Desired, display), value_of(display));
        store_out(at + offsetof(Desired, crossing), integer(slot.crossing));
        store_out(at + offsetof(Desired, bound), value_or(slot.bound, 0));
        store_out(at + offsetof(Desired, minimum), value_or(slot.minimum, 0));
    }
    for (size_t i = 0; i < plan_.targets.size(); ++i)
        if (plan_.targets[i] != kNoNode)
            store_out(offsetof(Output, targets) + i * sizeof(int64_t), value_of(plan_.targets[i]));
    for (size_t i = 0; i < plan_.exposures.size(); ++i)
        if (plan_.exposures[i] != kNoNode)
            store_out(offsetof(Output, exposures) + i * sizeof(int64_t), value_of(plan_.exposures[i]));
    constexpr size_t kTrace = offsetof(Output, trace);
    store_out(kTrace + offsetof(Trace, target), value_or(plan_.target, 0));
    store_out(kTrace + offsetof(Trace, due), value_or(plan_.due, 0));
    store_out(kTrace + offsetof(Trace, ceiling), value_or(plan_.ceiling, step::kAbsent));
    store_out(kTrace + offsetof(Trace, paused), value_or(plan_.paused, 0));
    store_out(kTrace + offsetof(Trace, held), value_or(plan_.held, 0));
    store_out(offsetof(Output, wake), value_or(plan_.wake, step::kNever));
}

void Emitter::succeed() {
    store_out(offsetof(step::Output, status), integer(static_cast<int64_t>(step::Status::ok)));
    store_out(offsetof(step::Output, where), integer(0));
    b.CreateRetVoid();
}

void Emitter::fault_exit() {
    b.SetInsertPoint(fault_exit_);
    Value* where = call_helper(offsetof(Helpers, fault_of), b.getInt64Ty(), {self_, inputs_, tables_, state_});
    store_out(offsetof(step::Output, status), integer(static_cast<int64_t>(step::Status::fault)));
    store_out(offsetof(step::Output, where), where);
    store_out(offsetof(step::Output, wake), integer(step::kNever));
    b.CreateRetVoid();
}

}  // namespace weir::native
