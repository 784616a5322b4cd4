# SPDX-License-Identifier: Apache-2.0
aimet_python_test(cli_exported cli_exported_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(cli_exported_edits cli_exported_edits_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(cli_exported_refused cli_exported_refused_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(make_exported make_exported_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(exported_parity exported_parity_test.py $<TARGET_FILE:aimet-validate>)
aimet_test(exported aimet_exported)
aimet_test(quoted_code aimet_exported)
