# SPDX-License-Identifier: Apache-2.0
find_package(Threads REQUIRED)
aimet_test(api aimet_validate Threads::Threads)
target_compile_definitions(api_test PRIVATE AIMET_VERSION="${PROJECT_VERSION}")
set_tests_properties(api PROPERTIES ENVIRONMENT "AIMET_PROGRAM=$<TARGET_FILE:aimet-validate>")
add_dependencies(api_test aimet-validate)
aimet_python_test(api_install api_install_test.py $<TARGET_FILE:aimet-validate> "${CMAKE_BINARY_DIR}")
aimet_python_test(package package_test.py $<TARGET_FILE:aimet-validate> "${CMAKE_BINARY_DIR}")
if(AIMET_SANITIZE)
  # The example is built without ASan, and ASan cannot be loaded with a library alone.
  set_tests_properties(api_install package PROPERTIES DISABLED TRUE)
endif()
aimet_python_test(check_library check_library_test.py $<TARGET_FILE:aimet-validate> "${CMAKE_BINARY_DIR}")
if(AIMET_SANITIZE)
  set_tests_properties(check_library PROPERTIES DISABLED TRUE)  # for the same reason
endif()
