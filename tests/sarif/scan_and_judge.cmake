# cmake -D PILLARLINT= -D PROFILE= -D SERVICE= -D TOOLS= -D FIXTURES= -D OUTPUT= -P scan_and_judge.cmake
# Scans three projects to SARIF and hands the files to gate.mjs.
set(node "${TOOLS}/venv/bin/node")
if(NOT EXISTS "${node}")
  message(FATAL_ERROR "no node in ${TOOLS}: ./setup.sh test installs the tools of this test")
endif()

file(REMOVE_RECURSE "${OUTPUT}")
file(MAKE_DIRECTORY "${OUTPUT}")
set(files "")
foreach(project chat-public chat-private empty)
  set(file "${OUTPUT}/${project}.sarif")
  execute_process(
    COMMAND "${PILLARLINT}" scan "${FIXTURES}/${project}" --format "sarif=${file}" --sarif-profile "${PROFILE}"
    RESULT_VARIABLE status
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(NOT status MATCHES "^[01]$") # 0: nothing found, 1: findings
    message(FATAL_ERROR "scan of ${project} ended with ${status}:\n${output}")
  endif()
  list(APPEND files "${file}")
endforeach()

execute_process(
  COMMAND "${node}" "${CMAKE_CURRENT_LIST_DIR}/gate.mjs" --tools "${TOOLS}" --rule-kind "Sarif;${SERVICE}" ${files}
  RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "the SARIF gate ended with ${status}")
endif()
