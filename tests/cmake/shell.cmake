# SPDX-License-Identifier: Apache-2.0
# The program as run by other programs: pre-commit, shells, clusters.
aimet_python_test(pre_commit pre_commit_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(shells shells_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(cluster cluster_test.py $<TARGET_FILE:aimet-validate>)
