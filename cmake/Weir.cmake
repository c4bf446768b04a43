# One library target per folder, dependencies one way only: the linker keeps the borders.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(weir_options INTERFACE)
target_include_directories(weir_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(weir_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-gnu-zero-variadic-macro-arguments -Wno-pedantic -Werror
  -ffp-contract=off)
if(WEIR_SANITIZE)
  # Compiled strategies carry no signature before their code, which -fsanitize=function would read.
  target_compile_options(weir_options INTERFACE -fsanitize=${WEIR_SANITIZE} -fno-sanitize=function -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(weir_options INTERFACE -fsanitize=${WEIR_SANITIZE})
endif()
if(WEIR_FUZZ)
  target_compile_options(weir_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
add_link_options(-fuse-ld=lld)

# weir_library(NAME [PUBLIC libs…] [PRIVATE libs…]): every .cpp of the current folder.
function(weir_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC weir_options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE weir_options ${ARG_PUBLIC} ${ARG_PRIVATE})
  endif()
endfunction()

# weir_test(FOLDER libs…): every .cpp of tests/FOLDER as one GoogleTest program `test_FOLDER`.
function(weir_test folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${folder} ${sources})
  target_link_libraries(test_${folder} PRIVATE weir_options ${ARGN} GTest::gtest_main)
  target_compile_definitions(test_${folder} PRIVATE
    WEIR_SOURCE_DIR="${CMAKE_SOURCE_DIR}" WEIR_BINARY="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/weir")
  add_test(NAME ${folder} COMMAND test_${folder} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()

# weir_embed(TARGET NAME files…): `#include "NAME"` in a source of the target gives each file as {"name", "text"}.
function(weir_embed target name)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name})
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded)
endfunction()
