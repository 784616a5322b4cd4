aimet_python_test(suggest_diff suggest_diff_test.py $<TARGET_FILE:aimet-validate>)
set_tests_properties(suggest_diff PROPERTIES SKIP_RETURN_CODE 77)
aimet_test(edit aimet_edit)
