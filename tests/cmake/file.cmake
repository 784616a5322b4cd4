find_package(ZLIB REQUIRED)
aimet_test(file aimet_file ZLIB::ZLIB)
