# SPDX-License-Identifier: Apache-2.0
aimet_test(onnx_unsupported aimet_checks)
aimet_python_test(fork_export fork_export_test.py $<TARGET_FILE:aimet-validate>)

# Makes the table of the installed PyTorch again and compares it. Skipped if that PyTorch is not one of the three known
# versions, or if torchvision is missing.
add_test(NAME onnx_symbolics
  COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/onnx_symbolics_test.py" "${PROJECT_SOURCE_DIR}")
set_tests_properties(onnx_symbolics PROPERTIES SKIP_RETURN_CODE 77)
