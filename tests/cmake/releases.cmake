# SPDX-License-Identifier: Apache-2.0
# Tests for all versions of LibTorch: files that each saved, and the operators that each has.
aimet_python_test(generations generations_test.py $<TARGET_FILE:aimet-validate>)
add_test(NAME op_schemas
  COMMAND /usr/bin/python3 -B "${PROJECT_SOURCE_DIR}/scripts/op_schemas.py" --check "${PROJECT_SOURCE_DIR}/lib/model/op_schemas.inc")
set_tests_properties(op_schemas PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME newer_ops
  COMMAND /usr/bin/python3 -B "${PROJECT_SOURCE_DIR}/scripts/newer_ops.py" --check "${PROJECT_SOURCE_DIR}/lib/torch/newer_ops.inc")
set_tests_properties(newer_ops PROPERTIES SKIP_RETURN_CODE 77)
aimet_python_test(other_libtorch other_libtorch_test.py $<TARGET_FILE:aimet-validate> "${CMAKE_BINARY_DIR}" "${Torch_DIR}")
if(AIMET_SANITIZE)
  # The test links objects of this build into a build without sanitizers.
  set_tests_properties(other_libtorch PROPERTIES DISABLED TRUE)
endif()
