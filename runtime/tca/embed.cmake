# Writes a C++ source that holds files as string constants, so that the binary needs none of them at run time.
#   cmake -DOUTPUT=assets.cpp -DNAMES=a;b -DFILES=path;path -P embed.cmake
set(text "// Made by embed.cmake.\n#include \"runtime/tca/assets.h\"\n\nnamespace weir::tca {\n")
foreach(name file IN ZIP_LISTS NAMES FILES)
  file(READ "${file}" content)
  string(APPEND text "\nconst std::string_view ${name} = R\"weir_asset(${content})weir_asset\";\n")
endforeach()
string(APPEND text "\n}  // namespace weir::tca\n")
file(WRITE "${OUTPUT}" "${text}")
