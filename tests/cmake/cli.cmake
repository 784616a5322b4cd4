# SPDX-License-Identifier: Apache-2.0
foreach(part cli cli_baseline cli_config cli_endings cli_files cli_reports cli_rules cli_terminal)
  aimet_python_test(${part} ${part}_test.py $<TARGET_FILE:aimet-validate>)
endforeach()
aimet_python_test(cli_shell cli_shell_test.py $<TARGET_FILE:aimet-validate> $<TARGET_FILE:aimet_generate>)
aimet_python_test(cli_install cli_install_test.py $<TARGET_FILE:aimet-validate> "${CMAKE_BINARY_DIR}")
aimet_python_test(stub_libraries stub_libraries_test.py $<TARGET_FILE:aimet-validate> "${CMAKE_BINARY_DIR}")
