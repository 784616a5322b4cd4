# SPDX-License-Identifier: Apache-2.0
# Every target of ours links this; LibTorch's headers come in as SYSTEM and are not held to it.
add_library(aimet_warnings INTERFACE)
target_compile_options(aimet_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(AIMET_WERROR)
  target_compile_options(aimet_warnings INTERFACE -Werror)
endif()
