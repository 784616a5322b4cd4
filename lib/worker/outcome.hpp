// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a worker can end other than with its own report, in words.

#include <chrono>
#include <cstdint>
#include <string>

#include "lib/report/report.hpp"
#include "lib/worker/worker.hpp"

namespace aimet {

std::string memory_exhausted(const WorkerOptions& options, Phase phase);
// The first line of `what`: LibTorch's exceptions carry a backtrace in those that follow.
std::string unexpected(const std::string& what, Phase phase);

std::string no_descriptor_left();

ReportError timed_out(const WorkerOptions& options, Phase phase);
ReportError too_many_threads(std::int64_t most, Phase phase);
ReportError report_too_long(const WorkerOptions& options);
// `status` is waitpid's, of a worker that nobody here stopped and that left no report.
ReportError died(int status, Phase phase);

}  // namespace aimet
