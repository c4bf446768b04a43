// orders_proof FOLDER: writes each question of the order manager's proof into a file of its own, for any solver, and
// says what each claim is. Files of `unsat/` are proofs when a solver says so; those of `sat/` show that the claims are
// not empty.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "proofs/orders/orders_proof.h"

namespace {

bool write(const std::filesystem::path& folder, const std::vector<weir::order_proof::Script>& scripts) {
    for (const weir::order_proof::Script& script : scripts) {
        std::ofstream file(folder / (script.name + ".smt2"));
        if (!(file << script.text)) {
            std::fprintf(stderr, "error: %s cannot be written\n", (folder / (script.name + ".smt2")).c_str());
            return false;
        }
    }
    return true;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) {
        std::fprintf(stderr, "usage: orders_proof FOLDER\n");
        return 2;
    }
    const std::filesystem::path folder = words[1];
    std::error_code failed;
    for (const char* part : {"unsat", "sat"}) std::filesystem::create_directories(folder / part, failed);
    if (failed) {
        std::fprintf(stderr, "error: %s cannot be made: %s\n", folder.c_str(), failed.message().c_str());
        return 1;
    }
    for (const weir::order_proof::Claim& claim : weir::order_proof::order_manager_claims()) {
        if (!write(folder / "unsat", claim.scripts) || !write(folder / "sat", claim.witnesses)) return 1;
        std::printf("%s (%zu): %s\n", claim.name.c_str(), claim.scripts.size(), claim.says.c_str());
    }
    return 0;
}
