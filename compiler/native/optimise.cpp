// The pass pipeline, put together by hand: the whole of LLVM's -O2 would cost more than it gives on one function
// without loops, and linking it would cost every start of the program.
#include <llvm/Analysis/AssumptionCache.h>
#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/PassInstrumentation.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "compiler/native/target.h"

namespace weir::native {
namespace {

/// The analyses that the pass below asks for.
void register_analyses(llvm::FunctionAnalysisManager& functions, llvm::TargetMachine& machine) {
    functions.registerPass([] { return llvm::PassInstrumentationAnalysis(); });
    functions.registerPass([] { return llvm::AssumptionAnalysis(); });
    functions.registerPass([] { return llvm::DominatorTreeAnalysis(); });
    functions.registerPass([&] { return machine.getTargetIRAnalysis(); });
}

}  // namespace

void optimise(llvm::Module& module, llvm::TargetMachine& machine, int opt_level) {
    module.setDataLayout(machine.createDataLayout());
    module.setTargetTriple(machine.getTargetTriple().str());
    if (opt_level == 0) return;
    llvm::FunctionAnalysisManager functions;
    register_analyses(functions, machine);
    llvm::FunctionPassManager passes;
    // InstCombine would take most of the time, and even EarlyCSE more than it gains: plans share what is common, and
    // the code generator finds the rest.
    passes.addPass(llvm::SimplifyCFGPass());
    for (llvm::Function& function : module)
        if (!function.isDeclaration()) passes.run(function, functions);
}

}  // namespace weir::native
