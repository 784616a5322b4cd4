find_package(ZLIB REQUIRED)
aimet_test(file aimet_file ZLIB::ZLIB)
aimet_test(debug_info aimet_file)
