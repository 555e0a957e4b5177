# PILLARLINT_STATIC: the libraries become part of the program. Finding and joining five shared libraries takes longer than
# all that `--version` does. All or none: a shared library would bring a second C++ runtime along. None where one
# has no archive, where RE2 stands on Abseil (its archives are dozens), or where fmt is not the one of fmt.cpp.
find_library(PILLARLINT_RE2_ARCHIVE libre2.a)
find_library(PILLARLINT_YAML_ARCHIVE libyaml-cpp.a)
find_library(PILLARLINT_PUGIXML_ARCHIVE libpugixml.a)
find_library(PILLARLINT_TREE_SITTER_ARCHIVE libtree-sitter.a)
mark_as_advanced(PILLARLINT_RE2_ARCHIVE PILLARLINT_YAML_ARCHIVE PILLARLINT_PUGIXML_ARCHIVE PILLARLINT_TREE_SITTER_ARCHIVE)

if(NOT (PILLARLINT_RE2_ARCHIVE AND PILLARLINT_YAML_ARCHIVE AND PILLARLINT_PUGIXML_ARCHIVE AND PILLARLINT_TREE_SITTER_ARCHIVE)
   OR RE2_LINK_LIBRARIES MATCHES "absl" OR APPLE OR NOT fmt_VERSION VERSION_GREATER_EQUAL 9 OR NOT fmt_VERSION VERSION_LESS 10)
  message(STATUS "Not all libraries can be linked in: they stay shared")
  return()
endif()

# Debian has no archive of fmt, but its source as a header.
add_library(pl_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
get_target_property(fmt_include fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(pl_fmt SYSTEM PUBLIC ${fmt_include})

set(pl_fmt pl_fmt)
set(pl_re2 ${PILLARLINT_RE2_ARCHIVE})
set(pl_yaml ${PILLARLINT_YAML_ARCHIVE})
set(pl_pugixml ${PILLARLINT_PUGIXML_ARCHIVE})
set(pl_tree_sitter ${PILLARLINT_TREE_SITTER_ARCHIVE})

# Where the C library has an archive too, programs take nothing from the machine they run on: one file for every Linux, an
# empty container included. They still are placed at random (static-pie).
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie)
check_cxx_source_compiles("#include <thread>\nint main() { std::thread([] {}).join(); }" PILLARLINT_STANDALONE)
unset(CMAKE_REQUIRED_LINK_OPTIONS)
if(PILLARLINT_STANDALONE)
  add_link_options(-static-pie -Wl,-z,relro,-z,now,--build-id=none)
else()
  add_link_options(-static-libstdc++ -static-libgcc)
endif()
