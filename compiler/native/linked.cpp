#include "compiler/native/linked.h"

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/ExecutionEngine/Orc/RTDyldObjectLinkingLayer.h>
#include <llvm/ExecutionEngine/SectionMemoryManager.h>

#include "compiler/native/emitter.h"
#include "compiler/native/target.h"

namespace weir::native {

struct Linked::Session {
    std::unique_ptr<llvm::orc::LLJIT> jit;
};

Linked::Linked(std::unique_ptr<Session> session, step::Function function)
    : session_(std::move(session)), function_(function) {}
Linked::~Linked() = default;

namespace {

/// A session for finished objects: no compiler, no platform, no symbols of the process, since our code calls none.
llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>> make_session() {
    llvm::orc::LLJITBuilder builder;
    builder.setJITTargetMachineBuilder(llvm::orc::JITTargetMachineBuilder(llvm::Triple(host().triple)));
    builder.setDataLayout(llvm::DataLayout("e-m:e"));
    builder.setPlatformSetUp(llvm::orc::setUpInactivePlatform);
    builder.setLinkProcessSymbolsByDefault(false);
    builder.setCompileFunctionCreator(
        [](llvm::orc::JITTargetMachineBuilder)
            -> llvm::Expected<std::unique_ptr<llvm::orc::IRCompileLayer::IRCompiler>> { return nullptr; });
    builder.setObjectLinkingLayerCreator([](llvm::orc::ExecutionSession& session, const llvm::Triple&) {
        return std::make_unique<llvm::orc::RTDyldObjectLinkingLayer>(
            session, [] { return std::make_unique<llvm::SectionMemoryManager>(); });
    });
    return builder.create();
}

}  // namespace

std::unique_ptr<Linked> link(std::unique_ptr<llvm::MemoryBuffer> object, std::string& error) {
    auto jit = make_session();
    if (!jit) {
        error = llvm::toString(jit.takeError());
        return nullptr;
    }
    if (auto failed = (*jit)->addObjectFile(std::move(object))) {
        error = llvm::toString(std::move(failed));
        return nullptr;
    }
    auto address = (*jit)->lookup(kStepName);
    if (!address) {
        error = llvm::toString(address.takeError());
        return nullptr;
    }
    const auto function = address->toPtr<step::Function>();
    return std::make_unique<Linked>(std::make_unique<Linked::Session>(std::move(*jit)), function);
}

}  // namespace weir::native
