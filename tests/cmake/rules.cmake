# SPDX-License-Identifier: Apache-2.0
# Tests of lib/model's flow and of lib/check on models built by hand, in one program.
aimet_test(aimet_rules aimet_check aimet_model)
target_sources(aimet_rules_test PRIVATE aimet_graph_test.cpp constant_folder_test.cpp model_evaluate_test.cpp model_flow_test.cpp own_rule_test.cpp run_checks_test.cpp)
