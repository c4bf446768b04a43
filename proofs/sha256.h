// SHA-256 (FIPS 180-4), as the certificate names its questions: anyone can compute it of a file.
#pragma once

#include <string>
#include <string_view>

namespace weir::proofs {

/// In hexadecimal digits.
std::string sha256(std::string_view text);

}  // namespace weir::proofs
