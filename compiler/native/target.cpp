#include "compiler/native/target.h"

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

std::unique_ptr<llvm::MemoryBuffer> emit(llvm::Module& module, llvm::TargetMachine& machine, Emit kind) {
    llvm::SmallVector<char, 0> bytes;
    llvm::raw_svector_ostream stream(bytes);
    llvm::legacy::PassManager passes;
    const auto type = kind == Emit::object ? llvm::CodeGenFileType::ObjectFile : llvm::CodeGenFileType::AssemblyFile;
    if (machine.addPassesToEmitFile(passes, stream, nullptr, type)) return nullptr;
    passes.run(module);
    return std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(bytes), "weir");
}

}  // namespace weir::native
