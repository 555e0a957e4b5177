# Read by cpack: which parts of the installation go into the package, and the date of its files.
list(GET CPACK_INSTALL_CMAKE_PROJECTS 0 build)
set(CPACK_INSTALL_CMAKE_PROJECTS)
foreach(part IN ITEMS program documents debian)
  list(APPEND CPACK_INSTALL_CMAKE_PROJECTS ${build} pillarlint ${part} /)
endforeach()

if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR} OUTPUT_VARIABLE date
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT date)
    message(FATAL_ERROR "This is no git work tree: give the date of the files as SOURCE_DATE_EPOCH")
  endif()
  set(ENV{SOURCE_DATE_EPOCH} ${date})
endif()
