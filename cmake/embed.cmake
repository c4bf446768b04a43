# Writes files as the elements of an array, name and text, so that the binary needs none of them at run time.
#   cmake -DOUTPUT=pages.inc "-DFILES=path;path" -P embed.cmake
set(text "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" content)
  string(APPEND text "{\"${name}\", R\"weir_file(${content})weir_file\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
