// Verdicts that were reached before, beside the compiled strategies. What is not whole, of another verifier or of
// another plan is as good as absent.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "proofs/proofs.h"

namespace weir::proofs {

class Kept {
  public:
    /// `identity`: what the verdicts depend on. Without a directory nothing is kept.
    Kept(std::filesystem::path directory, std::string identity);

    /// `with_texts`: of the questions, which have an entry of their own for their size.
    std::optional<Verified> load(bool with_texts) const;
    /// What cannot be written is worked out again.
    void store(const Verified& verified) const;

  private:
    std::filesystem::path directory_;
    std::string identity_;
};

}  // namespace weir::proofs
