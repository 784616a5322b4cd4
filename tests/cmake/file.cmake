# SPDX-License-Identifier: Apache-2.0
find_package(ZLIB REQUIRED)
aimet_test(file aimet_file ZLIB::ZLIB)
target_sources(file_test PRIVATE bombs_test.cpp zip_directory_test.cpp)
aimet_test(debug_info aimet_file)
