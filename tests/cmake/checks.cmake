# SPDX-License-Identifier: Apache-2.0
# Tests of the checks on models built by hand (one file per check, one program) and on the files of testdata.
aimet_test(checks aimet_checks)
target_sources(checks_test PRIVATE
  connected_graph_test.cpp data_dependent_control_flow_test.cpp frozen_model_test.cpp missing_module_test.cpp
  non_tensor_io_test.cpp quantized_model_test.cpp reused_module_test.cpp
  shared_parameter_test.cpp tensor_values_test.cpp training_mode_test.cpp unregistered_module_test.cpp
  unused_module_test.cpp)
aimet_test(checks_on_files aimet_checks aimet_torch aimet_inputs)
aimet_test(replacements aimet_checks)
