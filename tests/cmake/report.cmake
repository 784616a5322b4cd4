add_library(aimet_report_sample STATIC "${CMAKE_CURRENT_SOURCE_DIR}/report_sample.cpp")
target_compile_definitions(aimet_report_sample PRIVATE AIMET_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(aimet_report_sample PUBLIC aimet_report PRIVATE aimet_warnings)

find_package(Threads REQUIRED)
aimet_test(report_approved aimet_report_sample)
aimet_test(report_escape aimet_report nlohmann_json::nlohmann_json)
aimet_test(report_judge aimet_report)
aimet_test(report_parse aimet_report_sample)
aimet_test(report_source aimet_report)
aimet_test(report_text aimet_report_sample)
aimet_test(report_wire aimet_report_sample)
aimet_test(report_write_file aimet_report Threads::Threads)

# What other programs make of the approved renderings. Debian's Python has the readers; a python3 from elsewhere may not.
foreach(name report_json report_junit report_sarif)
  add_test(NAME ${name}_readers COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/${name}_test.py")
endforeach()
add_test(NAME report_sarif_official
  COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/report_sarif_test.py" --official)
add_test(NAME report_xunit_viewer COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/report_xunit_viewer_test.py")
set_tests_properties(report_sarif_official report_xunit_viewer PROPERTIES SKIP_RETURN_CODE 77)
