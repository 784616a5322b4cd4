# SPDX-License-Identifier: Apache-2.0
find_package(Threads REQUIRED)
aimet_test(worker aimet_worker Threads::Threads)
aimet_test(worker_sandbox aimet_worker Threads::Threads)
add_test(NAME sandbox COMMAND worker_sandbox_test [.sandbox])
set_tests_properties(sandbox PROPERTIES SKIP_RETURN_CODE 77)
aimet_test(parent_memory aimet_tools)
aimet_use_allocator(parent_memory_test)  # the program's allocator
set_tests_properties(parent_memory PROPERTIES SKIP_RETURN_CODE 77)
if(AIMET_SANITIZE)
  target_compile_definitions(parent_memory_test PRIVATE AIMET_SANITIZED)
endif()
aimet_test(worker_bounds aimet_worker Threads::Threads ${CMAKE_DL_LIBS})
aimet_test(worker_pool aimet_worker Threads::Threads)
aimet_python_test(hostile hostile_test.py $<TARGET_FILE:aimet-validate>)
set_property(TEST hostile APPEND PROPERTY ENVIRONMENT "AIMET_SANITIZE=${AIMET_SANITIZE}")
add_test(NAME mutants COMMAND "${AIMET_PYTHON}" -B "${PROJECT_SOURCE_DIR}/scripts/mutate.py" --count 300 --jobs 2
  --program $<TARGET_FILE:aimet-validate> --keep "${CMAKE_CURRENT_BINARY_DIR}/mutants")
