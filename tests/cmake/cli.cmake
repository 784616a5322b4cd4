foreach(part cli cli_config cli_files cli_baseline cli_reports)
  aimet_python_test(${part} ${part}_test.py $<TARGET_FILE:aimet-validate>)
endforeach()
