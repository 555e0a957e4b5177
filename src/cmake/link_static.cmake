# PILLARLINT_STATIC: the libraries become part of the program. Finding and joining five shared libraries takes longer than
# all that `--version` does, and the program is then one file to copy. A library without an archive stays shared.

# Debian has no archive of fmt, but the source of one.
if(fmt_VERSION VERSION_GREATER_EQUAL 9 AND fmt_VERSION VERSION_LESS 10)
  add_library(pl_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
  get_target_property(fmt_include fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(pl_fmt SYSTEM PUBLIC ${fmt_include})
  set(pl_fmt pl_fmt)
endif()

function(pl_archive result archive)
  find_library(pl_archive_${archive} ${archive})
  if(pl_archive_${archive})
    set(${result} ${pl_archive_${archive}} PARENT_SCOPE)
  endif()
endfunction()
pl_archive(pl_re2 libre2.a)
pl_archive(pl_yaml libyaml-cpp.a)
pl_archive(pl_pugixml libpugixml.a)

add_link_options(-static-libstdc++ -static-libgcc)
