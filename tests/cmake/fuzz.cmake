# SPDX-License-Identifier: Apache-2.0
add_subdirectory(fuzz)
aimet_test(fuzz_corpus aimet_fuzz_targets aimet_tools)
