// SPDX-License-Identifier: Apache-2.0
#pragma once
// Error messages for the ways in which a worker can end other than with its own report.

#include <chrono>
#include <cstdint>
#include <string>

#include "lib/report/report.hpp"
#include "lib/worker/worker.hpp"

namespace aimet {

std::string memory_exhausted(const WorkerOptions& options, Phase phase);
// Contains only the first line of `what`: in LibTorch's exceptions the following lines are a backtrace.
std::string unexpected(const std::string& what, Phase phase);

std::string no_descriptor_left();

ReportError timed_out(const WorkerOptions& options, Phase phase);
ReportError too_many_threads(std::int64_t most, Phase phase);
ReportError report_too_long(const WorkerOptions& options);
// `status` is from waitpid, for a worker that the parent did not stop and that left no report.
ReportError died(int status, Phase phase);

}  // namespace aimet
