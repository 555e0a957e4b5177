# What is installed, and what goes into the package for Debian. src/cmake/packaging/build.py makes the packages of a release; pip
# comes here through pyproject.toml. All dates are that of the commit, or SOURCE_DATE_EPOCH: two builds of it are equal.
include(GNUInstallDirs)

# Components: the program alone (wheel, image), its documents (archives), what Debian wants besides (.deb).
if(SKBUILD)
  install(TARGETS pillarlint RUNTIME DESTINATION ${SKBUILD_SCRIPTS_DIR} COMPONENT program)
else()
  install(TARGETS pillarlint RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
endif()

set(pl_documents ${CMAKE_CURRENT_BINARY_DIR}/documents)
set(pl_copyrights libfmt-dev libyaml-cpp-dev libre2-dev nlohmann-json3-dev libcli11-dev libexpected-dev libpugixml-dev
  libtree-sitter-dev libc6-dev libstdc++-${CMAKE_CXX_COMPILER_VERSION})
configure_file(${CMAKE_CURRENT_LIST_DIR}/write_documents.cmake.in ${CMAKE_BINARY_DIR}/write_documents.cmake @ONLY)
if(SKBUILD)
  install(SCRIPT ${CMAKE_BINARY_DIR}/write_documents.cmake COMPONENT program)
  install(FILES ${pl_documents}/copyright DESTINATION ${SKBUILD_METADATA_DIR}/licenses RENAME THIRD-PARTY COMPONENT program)
  return()
endif()
install(SCRIPT ${CMAKE_BINARY_DIR}/write_documents.cmake COMPONENT documents)
install(FILES ${pl_documents}/pillarlint.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME pillarlint COMPONENT documents)
install(FILES ${pl_documents}/pillarlint.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _pillarlint COMPONENT documents)
install(FILES ${pl_documents}/pillarlint.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT documents)
install(FILES ${pl_documents}/pillarlint.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT documents)
install(FILES ${pl_documents}/copyright ${pl_documents}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/pillarlint COMPONENT documents)
install(FILES ${pl_documents}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/pillarlint COMPONENT debian)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME pillarlint COMPONENT debian)

set(CPACK_PACKAGE_NAME pillarlint)
set(CPACK_PACKAGE_CONTACT "pillarlint maintainers <pillarlint@users.noreply.github.com>")
set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/cpack_options.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/set_dates.cmake)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS git)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "static analysis of Azure infrastructure as code for AI workloads")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "pillarlint reads Bicep, ARM templates and Terraform and says where they
depart from the Azure Well-Architected Framework. It works on the code
alone: no deployment, no Azure account, no network, no other compiler.")
include(CPack)
