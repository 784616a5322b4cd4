# SPDX-License-Identifier: Apache-2.0
aimet_python_test(suggest_diff suggest_diff_test.py $<TARGET_FILE:aimet-validate>)
set_tests_properties(suggest_diff PROPERTIES SKIP_RETURN_CODE 77)
aimet_test(edit aimet_edit)
aimet_test(python_arm aimet_edit)
aimet_python_test(fix fix_test.py $<TARGET_FILE:aimet-validate>)
set_tests_properties(fix PROPERTIES SKIP_RETURN_CODE 77)
aimet_python_test(library_class library_class_test.py $<TARGET_FILE:aimet-validate>)
set_tests_properties(library_class PROPERTIES SKIP_RETURN_CODE 77)
