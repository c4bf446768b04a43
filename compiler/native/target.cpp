#include "compiler/native/target.h"

#include <llvm/CodeGen/MachineModuleInfo.h>
#include <llvm/CodeGen/Passes.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Host.h>

namespace weir::native {

const Host& host() {
    static const Host kHost = [] {
        Host out{llvm::sys::getProcessTriple(), llvm::sys::getHostCPUName().str(), {}};
        for (const auto& feature : llvm::sys::getHostCPUFeatures()) {
            if (!out.features.empty()) out.features += ',';
            out.features += (feature.second ? "+" : "-") + feature.first().str();
        }
        // Steps have no vectors, and passes that look for a use of wide ones take an eighth of the time.
        if (llvm::Triple(out.triple).isX86()) out.features += ",-avx512f";
        return out;
    }();
    return kHost;
}

std::unique_ptr<llvm::TargetMachine> host_machine(int opt_level, std::string& error) {
    static const bool kNoTarget = llvm::InitializeNativeTarget() || llvm::InitializeNativeTargetAsmPrinter() ||
                                  llvm::InitializeNativeTargetAsmParser();  // for the one inline instruction
    if (kNoTarget) {
        error = "this build has no code generator for the host";
        return nullptr;
    }
    const llvm::Target* target = llvm::TargetRegistry::lookupTarget(host().triple, error);
    if (!target) return nullptr;
    llvm::TargetOptions options;
    options.AllowFPOpFusion = llvm::FPOpFusion::Strict;
    return std::unique_ptr<llvm::TargetMachine>(target->createTargetMachine(
        host().triple, host().cpu, host().features, options, llvm::Reloc::PIC_, llvm::CodeModel::Small,
        opt_level == 0 ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Default, true));
}

namespace {

/// Machine passes that take a quarter of the time and gain nothing measurable on a step: no loops, no tail to share
/// between blocks, hardly any stack but spills, and an order that the processor changes anyway.
void leave_out(llvm::TargetPassConfig& config) {
    for (char* pass :
         {&llvm::MachineSchedulerID, &llvm::MachineCombinerID, &llvm::EarlyIfConverterID, &llvm::EarlyMachineLICMID,
          &llvm::MachineLICMID, &llvm::EarlyTailDuplicateID, &llvm::TailDuplicateID, &llvm::OptimizePHIsID,
          &llvm::StackColoringID, &llvm::LocalStackSlotAllocationID, &llvm::StackSlotColoringID,
          &llvm::PostRAMachineSinkingID, &llvm::PostRASchedulerID, &llvm::ShrinkWrapID,
          &llvm::MachineLateInstrsCleanupID, &llvm::RemoveRedundantDebugValuesID, &llvm::LiveDebugValuesID})
        config.disablePass(pass);
}

/// `addPassesToEmitFile`, without the passes over LLVM's IR that only loops, vectors, exceptions and wide atomics need.
bool add_passes(llvm::legacy::PassManager& passes, llvm::LLVMTargetMachine& machine, llvm::raw_pwrite_stream& stream,
                llvm::CodeGenFileType type) {
    auto* config = machine.createPassConfig(passes);
    auto* info = new llvm::MachineModuleInfoWrapperPass(&machine);
    config->setDisableVerify(true);
    passes.add(config);
    passes.add(info);
    if (machine.getOptLevel() == llvm::CodeGenOptLevel::None) {
        if (config->addISelPasses()) return true;
    } else {
        leave_out(*config);
        config->addISelPrepare();
        if (config->addInstSelector()) return true;
        passes.add(llvm::Pass::createPass(&llvm::FinalizeISelID));
    }
    config->addMachinePasses();
    config->setInitialized();
    if (machine.addAsmPrinter(passes, stream, nullptr, type, info->getMMI().getContext())) return true;
    passes.add(llvm::createFreeMachineFunctionPass());
    return false;
}

}  // namespace

std::unique_ptr<llvm::MemoryBuffer> emit(llvm::Module& module, llvm::TargetMachine& machine, Emit kind) {
    llvm::SmallVector<char, 0> bytes;
    llvm::raw_svector_ostream stream(bytes);
    llvm::legacy::PassManager passes;
    const auto type = kind == Emit::object ? llvm::CodeGenFileType::ObjectFile : llvm::CodeGenFileType::AssemblyFile;
    if (add_passes(passes, static_cast<llvm::LLVMTargetMachine&>(machine), stream, type)) return nullptr;
    passes.run(module);
    return std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(bytes), "weir");
}

}  // namespace weir::native
