find_package(Threads REQUIRED)
aimet_test(worker aimet_worker Threads::Threads)
aimet_test(worker_pool aimet_worker Threads::Threads)
