aimet_python_test(cli_exported cli_exported_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(exported_parity exported_parity_test.py $<TARGET_FILE:aimet-validate>)
aimet_test(exported aimet_exported)
