// An object file made callable in this process.
#pragma once

#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <string>

#include "step/step.h"

namespace weir::native {

/// Keeps the code loaded.
class Linked {
  public:
    struct Session;
    explicit Linked(std::unique_ptr<Session> session, step::Function function);
    ~Linked();
    step::Function function() const { return function_; }

  private:
    std::unique_ptr<Session> session_;
    step::Function function_;
};

/// Null with `error` set when the object is not one that we made.
std::unique_ptr<Linked> link(std::unique_ptr<llvm::MemoryBuffer> object, std::string& error);

}  // namespace weir::native
