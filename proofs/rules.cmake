# Writes a C++ source with one hash of all files.
#   cmake -DOUTPUT=rules.cpp -DFILES=path;path -P rules.cmake
set(all "")
foreach(file IN LISTS FILES)
  file(SHA256 "${file}" hash)
  get_filename_component(name "${file}" NAME)
  string(APPEND all "${name} ${hash}\n")
endforeach()
string(SHA256 all "${all}")
string(SUBSTRING "${all}" 0 16 all)
file(WRITE "${OUTPUT}" "// Made by rules.cmake.
#include \"proofs/rules.h\"

namespace weir::proofs {
const std::string_view kRules = \"${all}\";
}  // namespace weir::proofs
")
