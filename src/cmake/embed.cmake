# Packs rules, tables, checklists, Azure data and azurerm mappings into the program, in a form that loads without reading YAML (design
# decision 5): a small program reads the YAML files once, at build time, and writes their values as bytes.
add_executable(pl_pack ${CMAKE_CURRENT_SOURCE_DIR}/cmake/pack_data.cpp)
target_link_libraries(pl_pack PRIVATE pl_value)

file(GLOB_RECURSE embedded_files CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/rules/*.yaml ${CMAKE_SOURCE_DIR}/rules/*.json ${CMAKE_SOURCE_DIR}/src/azure/data/*.yaml
  ${CMAKE_SOURCE_DIR}/parsers/terraform/azurerm/*.yaml)
set(embedded_source ${CMAKE_BINARY_DIR}/embedded_data.cpp)
string(REPLACE ";" "\n" embedded_list "${embedded_files}")
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/embedded_files.txt CONTENT "${embedded_list}\n")
add_custom_command(OUTPUT ${embedded_source}
  COMMAND pl_pack ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/embedded_files.txt ${embedded_source}
  DEPENDS pl_pack ${embedded_files} ${CMAKE_BINARY_DIR}/embedded_files.txt
  COMMENT "Packing rules and data")
add_library(pl_embedded STATIC ${embedded_source})
target_link_libraries(pl_embedded PUBLIC pl_value)
