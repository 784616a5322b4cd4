# SPDX-License-Identifier: Apache-2.0
# Every target of ours links to this. LibTorch's headers are included as SYSTEM, so these warnings do not apply to them.
add_library(aimet_warnings INTERFACE)
target_compile_options(aimet_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(AIMET_WERROR)
  target_compile_options(aimet_warnings INTERFACE -Werror)
endif()
