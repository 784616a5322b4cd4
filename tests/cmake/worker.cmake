find_package(Threads REQUIRED)
aimet_test(worker aimet_worker Threads::Threads)
aimet_test(worker_pool aimet_worker Threads::Threads)
aimet_python_test(hostile hostile_test.py $<TARGET_FILE:aimet-validate>)
