# SPDX-License-Identifier: Apache-2.0
# Tests of the facts that lib/torch reads from the files of testdata. One program, because LibTorch takes half a second
# to start.
aimet_test(facts aimet_torch aimet_inputs aimet_model)
target_sources(facts_test PRIVATE
  facts_files_test.cpp facts_flow_test.cpp facts_run_test.cpp facts_source_test.cpp)
aimet_python_test(weights weights_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(static_run static_run_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(shortcuts shortcuts_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(threads threads_test.py $<TARGET_FILE:aimet-validate>)
aimet_python_test(loading loading_test.py $<TARGET_FILE:aimet-validate>)
