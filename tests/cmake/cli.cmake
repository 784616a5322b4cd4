foreach(part cli cli_baseline cli_config cli_files cli_reports)
  aimet_python_test(${part} ${part}_test.py $<TARGET_FILE:aimet-validate>)
endforeach()
aimet_python_test(cli_shell cli_shell_test.py $<TARGET_FILE:aimet-validate> $<TARGET_FILE:aimet_generate>)
