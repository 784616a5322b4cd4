# SPDX-License-Identifier: Apache-2.0
add_library(aimet_report_sample STATIC "${CMAKE_CURRENT_SOURCE_DIR}/report_sample.cpp")
target_compile_definitions(aimet_report_sample PRIVATE AIMET_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(aimet_report_sample PUBLIC aimet_report PRIVATE aimet_warnings)

find_package(Threads REQUIRED)
aimet_test(report_approved aimet_report_sample)
aimet_test(report_escape aimet_report nlohmann_json::nlohmann_json)
aimet_test(report_html_bytes aimet_report_sample)
aimet_test(picture aimet_report)
aimet_test(report_status aimet_report)
aimet_test(report_parse aimet_report_sample)
aimet_test(report_source aimet_report)
aimet_test(report_text aimet_report_sample)
aimet_test(report_wire aimet_report_sample)
aimet_test(report_write_file aimet_report Threads::Threads)

# Tests that other programs can read the approved renderings. Debian's Python has the readers; another python3 may not.
foreach(name report_json report_junit report_sarif)
  add_test(NAME ${name}_readers COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/${name}_test.py" -v)
endforeach()
add_test(NAME report_sarif_official
  COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/report_sarif_test.py" --official -v)
add_test(NAME report_xunit_viewer COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/report_xunit_viewer_test.py")
set_tests_properties(report_sarif_official report_xunit_viewer PROPERTIES SKIP_RETURN_CODE 77)

# The program as built without a layout library: this html.cpp replaces the one in aimet_report.
set(no_layout "${CMAKE_CURRENT_BINARY_DIR}/no_layout/html_assets.inc")
file(GLOB html_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/lib/report/html/*")
add_custom_command(
  OUTPUT "${no_layout}"
  COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${PROJECT_SOURCE_DIR}/lib/report/html" -DLAYOUT= "-DOUTPUT=${no_layout}"
          -P "${PROJECT_SOURCE_DIR}/scripts/cmake/html_assets.cmake"
  DEPENDS ${html_sources} "${PROJECT_SOURCE_DIR}/scripts/cmake/html_assets.cmake"
  VERBATIM)
set_source_files_properties("${PROJECT_SOURCE_DIR}/lib/report/html.cpp" PROPERTIES
  INCLUDE_DIRECTORIES "${CMAKE_CURRENT_BINARY_DIR}/no_layout" OBJECT_DEPENDS "${no_layout}")
add_executable(aimet_validate_no_layout "${PROJECT_SOURCE_DIR}/tools/main.cpp" "${PROJECT_SOURCE_DIR}/lib/report/html.cpp")
target_link_libraries(aimet_validate_no_layout PRIVATE aimet_tools fmt::fmt aimet_warnings)
aimet_python_test(report_html report_html_test.py $<TARGET_FILE:aimet-validate> $<TARGET_FILE:aimet_validate_no_layout>)

# Tests of the page in a browser, and lint of its script.
find_program(AIMET_NODE node)
if(AIMET_NODE)
  add_test(NAME report_html_browser COMMAND "${AIMET_NODE}" "${CMAKE_CURRENT_SOURCE_DIR}/browser/pages.mjs"
    $<TARGET_FILE:aimet-validate> $<TARGET_FILE:aimet_validate_no_layout>)
  add_test(NAME report_html_lint COMMAND "${PROJECT_SOURCE_DIR}/scripts/lint_page.sh")
  set_tests_properties(report_html_browser report_html_lint PROPERTIES SKIP_RETURN_CODE 77)
endif()
