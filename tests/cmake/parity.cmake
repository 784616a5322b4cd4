# SPDX-License-Identifier: Apache-2.0
aimet_python_test(parity parity_test.py $<TARGET_FILE:aimet-validate>)
