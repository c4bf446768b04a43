// The host machine, as the code generator sees it, and what it makes of a module.
#pragma once

#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>
#include <string>

namespace weir::native {

/// CPU and features of this machine: part of the cache's key.
struct Host {
    std::string triple, cpu, features;
};
const Host& host();

/// Null with `error` set when LLVM has no target for this machine.
std::unique_ptr<llvm::TargetMachine> host_machine(int opt_level, std::string& error);

/// The passes that pay for themselves on straight-line code; nothing at level 0.
void optimise(llvm::Module& module, llvm::TargetMachine& machine, int opt_level);

enum class Emit { object, assembly };
/// Null when the target cannot emit such a file.
std::unique_ptr<llvm::MemoryBuffer> emit(llvm::Module& module, llvm::TargetMachine& machine, Emit kind);

}  // namespace weir::native
