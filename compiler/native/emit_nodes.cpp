// The order in which nodes are emitted: each when it is first needed, and what belongs to an arm inside its branch.
//
// A value made in an arm is seen after the branch through a phi, which is nothing on the other side: only code under
// the same condition asks for it.
#include <algorithm>

#include "compiler/native/emitter.h"
#include "compiler/plan/op_table.h"

namespace weir::native {

using llvm::Value;
using plan::kNoNode;
using plan::Node;
using plan::NodeId;

namespace {

constexpr int kMostEarly = 24;  // operations; measured: many more make large plans spill, none makes more branches

}  // namespace

bool Emitter::in_scope(NodeId id) const {
    for (const Scope* scope = scope_; scope; scope = scope->outer)
        if (scope == scope_of_[id]) return true;
    return scope_of_[id] == nullptr;
}

/// Makes a value of a finished arm visible after its branch.
void Emitter::lift(NodeId id) {
    const Scope& from = *scope_of_[id];
    if (regions_.of(id) == kWholeStep) llvm::report_fatal_error("a node of the whole step was emitted in an arm");
    const Scope& other = &from == &from.branch->then ? from.branch->otherwise : from.branch->then;
    llvm::IRBuilder<> at(from.branch->merge, from.branch->merge->begin());
    const auto through = [&](Value* value) -> Value* {
        if (!value || llvm::isa<llvm::Constant>(value)) return value;
        auto* phi = at.CreatePHI(value->getType(), 2);
        phi->addIncoming(value, from.end);
        phi->addIncoming(llvm::PoisonValue::get(value->getType()), other.end);
        return phi;
    };
    lowered_[id] = {through(lowered_[id].value), through(lowered_[id].fault)};
    scope_of_[id] = from.outer;
}

const Lowered& Emitter::lowered(NodeId id) {
    if (!lowered_[id].value) {
        if (regions_.branches(id))
            emit_branch(id);
        else
            emit_node(id);
    }
    while (!in_scope(id)) lift(id);
    return lowered_[id];
}

void Emitter::fault_if(Value* condition) {
    if (const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(condition); constant && constant->isZero()) return;
    if (!strict()) {
        own_fault_ = own_fault_ ? b.CreateOr(own_fault_, condition) : condition;
        return;
    }
    llvm::BasicBlock* go_on = block("sound");
    branch_unlikely(condition, fault_exit_, go_on);
    b.SetInsertPoint(go_on);
}

Value* Emitter::inherited_fault(const Node& node) {
    const auto fault = [&](size_t i) { return node.operand[i] == kNoNode ? nullptr : lowered(node.operand[i]).fault; };
    const auto either = [&](Value* x, Value* y) { return !x ? y : !y ? x : b.CreateOr(x, y); };
    if (!plan::is_select(node.op)) return either(either(fault(0), fault(1)), fault(2));
    Value *first = fault(1), *second = fault(2), *arm = nullptr;
    if (first || second)
        arm = b.CreateSelect(value_of(node.operand[0]), first ? first : b.getFalse(), second ? second : b.getFalse());
    return either(fault(0), arm);
}

void Emitter::emit_node(NodeId id) {
    const Node& node = plan_.nodes[id];
    for_each_operand(plan_, node, [&](NodeId operand) { lowered(operand); });
    current_ = id;
    own_fault_ = nullptr;
    if (Value* inherited = inherited_fault(node)) fault_if(inherited);
    Operands operands{};
    for (size_t i = 0; i < operands.size(); ++i)
        if (node.operand[i] != kNoNode) operands[i] = value_of(node.operand[i]);
    lowered_[id].value = lowering_of(node.op)(*this, node, operands);
    lowered_[id].fault = own_fault_;
    scope_of_[id] = scope_;
}

/// What the arms of a branching select need from outside of them.
std::vector<NodeId> Emitter::outside_of(NodeId select) const {
    std::vector<NodeId> outside;
    std::vector<bool> seen(plan_.nodes.size());
    const auto walk = [&](const auto& self, NodeId id, RegionId arm) -> void {
        if (seen[id]) return;
        seen[id] = true;
        if (!regions_.inside(regions_.of(id), arm)) {
            outside.push_back(id);
            return;
        }
        for_each_operand(plan_, plan_.nodes[id], [&](NodeId operand) { self(self, operand, arm); });
    };
    for (const size_t arm : {1, 2}) {
        const NodeId id = plan_.nodes[select].operand[arm];
        if (regions_.owns_arm(select, arm))
            walk(walk, id, regions_.of(id));
        else
            outside.push_back(id);
    }
    return outside;
}

/// What has to be emitted before a node can be, in operations. False when it cannot: it waits for one of `selects` or
/// for a branch that is under way, or does not belong to the region of `selects`, and so would be nothing to those
/// outside.
bool Emitter::count_missing(NodeId id, const std::vector<NodeId>& selects, std::vector<bool>& seen, int& count) const {
    if (seen[id] || lowered_[id].value) return true;
    seen[id] = true;
    if (!regions_.inside(regions_.of(id), regions_.of(selects.front()))) return false;
    if (under_way_[id] || std::ranges::find(selects, id) != selects.end()) return false;
    const Node& node = plan_.nodes[id];
    count += node.operand[0] != kNoNode;
    bool possible = true;
    for_each_operand(plan_, node,
                     [&](NodeId operand) { possible = possible && count_missing(operand, selects, seen, count); });
    return possible;
}

/// The selects that can share the branch of one: those that need nothing which comes out of it, and little that is not
/// there yet. What is emitted early waits in a register for its own place.
std::vector<NodeId> Emitter::ready_siblings(NodeId select) {
    std::vector<NodeId> ready;
    const std::vector<NodeId>& siblings = regions_.siblings(select);
    for (const NodeId sibling : siblings) {
        if (under_way_[sibling] || lowered_[sibling].value) continue;
        int count = 0;
        std::vector<bool> seen(plan_.nodes.size());
        const bool possible = std::ranges::all_of(outside_of(sibling),
                                                  [&](NodeId id) { return count_missing(id, siblings, seen, count); });
        if (possible && count <= kMostEarly) ready.push_back(sibling);
    }
    return ready;
}

void Emitter::emit_outside(NodeId select) {
    under_way_[select] = true;
    lowered(plan_.nodes[select].operand[0]);
    for (const NodeId id : outside_of(select)) lowered(id);
}

void Emitter::emit_branch(NodeId select) {
    emit_outside(select);
    Branch& branch = *branches_.emplace_back(std::make_unique<Branch>());
    branch.selects = ready_siblings(select);
    for (const NodeId sibling : branch.selects) emit_outside(sibling);
    branch.selects.push_back(select);

    llvm::BasicBlock *then = block("then"), *otherwise = block("otherwise");
    branch.merge = block("merge");
    b.CreateCondBr(value_of(plan_.nodes[select].operand[0]), then, otherwise);
    emit_arm(branch, branch.then, 1, then);
    emit_arm(branch, branch.otherwise, 2, otherwise);
    b.SetInsertPoint(branch.merge);
    join(branch);
}

void Emitter::emit_arm(Branch& branch, Scope& arm, size_t operand, llvm::BasicBlock* entry) {
    arm.outer = scope_;
    arm.branch = &branch;
    scope_ = &arm;
    b.SetInsertPoint(entry);
    for (const NodeId select : branch.selects) arm.results.push_back(lowered(plan_.nodes[select].operand[operand]));
    arm.end = b.GetInsertBlock();
    b.CreateBr(branch.merge);
    scope_ = arm.outer;
}

/// The results of the arms become the selects' values; then their faults count.
void Emitter::join(const Branch& branch) {
    const auto either = [&](Value* then, Value* otherwise) -> Value* {
        if (then == otherwise) return then;
        auto* phi = b.CreatePHI(then->getType(), 2);
        phi->addIncoming(then, branch.then.end);
        phi->addIncoming(otherwise, branch.otherwise.end);
        return phi;
    };
    const auto or_sound = [&](Value* fault) -> Value* { return fault ? fault : b.getFalse(); };
    std::vector<Value*> faults;
    for (size_t i = 0; i < branch.selects.size(); ++i) {
        const Lowered &then = branch.then.results[i], &otherwise = branch.otherwise.results[i];
        lowered_[branch.selects[i]].value = either(then.value, otherwise.value);
        faults.push_back(either(or_sound(then.fault), or_sound(otherwise.fault)));
    }
    for (size_t i = 0; i < branch.selects.size(); ++i) {
        const NodeId select = branch.selects[i];
        scope_of_[select] = scope_;
        current_ = select;
        own_fault_ = nullptr;
        if (Value* fault = lowered(plan_.nodes[select].operand[0]).fault) fault_if(fault);
        fault_if(faults[i]);
        lowered_[select].fault = own_fault_;
    }
}

}  // namespace weir::native
