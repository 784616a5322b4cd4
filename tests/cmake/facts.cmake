# SPDX-License-Identifier: Apache-2.0
# What lib/torch writes down about the files of testdata. One program: starting LibTorch takes half a second.
aimet_test(facts aimet_torch aimet_inputs aimet_model)
target_sources(facts_test PRIVATE
  facts_files_test.cpp facts_flow_test.cpp facts_run_test.cpp facts_source_test.cpp)
aimet_python_test(weights weights_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(static_run static_run_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(shortcuts shortcuts_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(threads threads_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(loading loading_test.py $<TARGET_FILE:aimet-validate>)
