add_library(aimet_report_sample STATIC "${CMAKE_CURRENT_SOURCE_DIR}/report_sample.cpp")
target_compile_definitions(aimet_report_sample PRIVATE AIMET_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(aimet_report_sample PUBLIC aimet_report PRIVATE aimet_warnings)

aimet_test(report_approved aimet_report_sample)
