# SPDX-License-Identifier: Apache-2.0
# Finds the program's dependencies. If one is missing, stops with the name of its Debian package.
function(aimet_require package debian_package)
  find_package(${package} QUIET ${ARGN})
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "${package} was not found. On Debian: apt-get install ${debian_package}")
  endif()
  set(${package}_DIR "${${package}_DIR}" PARENT_SCOPE)
endfunction()

aimet_require(nlohmann_json nlohmann-json3-dev)
aimet_require(CLI11 libcli11-dev)
aimet_require(fmt libfmt-dev)
aimet_require(spdlog libspdlog-dev)

# For libraries without a CMake package.
function(aimet_require_header header debian_package)
  string(MAKE_C_IDENTIFIER "AIMET_${header}" found)
  find_path(${found} "${header}")
  if(NOT ${found})
    message(FATAL_ERROR "${header} was not found. On Debian: apt-get install ${debian_package}")
  endif()
endfunction()
aimet_require_header(dtl/dtl.hpp libdtl-dev)
aimet_require_header(utf8proc.h libutf8proc-dev)
find_library(AIMET_UTF8PROC utf8proc REQUIRED)
aimet_require_header(jemalloc/jemalloc.h libjemalloc-dev)
find_library(AIMET_JEMALLOC jemalloc REQUIRED)

# Debian's TorchConfig warns about kineto, which it does not use (2.6, 2.14), and prints messages about protobuf despite
# QUIET.
set(CMAKE_MESSAGE_LOG_LEVEL ERROR)
find_package(Torch QUIET)
unset(CMAKE_MESSAGE_LOG_LEVEL)
if(NOT Torch_FOUND)
  message(FATAL_ERROR "LibTorch was not found. On Debian: apt-get install libtorch-dev. "
    "For a LibTorch elsewhere, give the folder that holds share/cmake/Torch: cmake -DCMAKE_PREFIX_PATH=/opt/libtorch "
    "(for the one inside a Python environment: the folder that python -c 'import torch; print(torch.utils.cmake_prefix_path)' prints).")
endif()

# TorchConfig searches its own prefix last for c10 (1.13 to 2.14): if the system has a LibTorch too, it finds the
# system's.
set(own_c10 "${TORCH_INSTALL_PREFIX}/lib/libc10.so")
if(EXISTS "${own_c10}" AND NOT c10_LIBRARY STREQUAL own_c10)
  list(TRANSFORM TORCH_LIBRARIES REPLACE "^${c10_LIBRARY}$" "${own_c10}")
endif()

# The LibTorch of older Python wheels uses the std::string of before GCC 5 in its interface. Debian's libraries do not
# link with it.
if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
  message(FATAL_ERROR "The LibTorch in ${TORCH_INSTALL_PREFIX} was built with the old C++ ABI (_GLIBCXX_USE_CXX11_ABI=0). "
    "Take the one that pytorch.org offers as cxx11 ABI, or a wheel of PyTorch 2.7 or later.")
endif()

message(STATUS "LibTorch ${Torch_VERSION} in ${TORCH_INSTALL_PREFIX}")
