aimet_python_test(parity parity_test.py $<TARGET_FILE:aimet-validate>)
