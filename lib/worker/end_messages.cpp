// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/end_messages.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "lib/model/error.hpp"
#include "lib/worker/message.hpp"

namespace aimet {
namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3g", value);
  return text.data();
}

std::string amount(std::uint64_t bytes) {
  constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
  const auto value = static_cast<double>(bytes);
  return bytes >= kGiB ? number(value / static_cast<double>(kGiB)) + " GiB" : number(value / (1 << 20)) + " MiB";
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

std::string at_phase(Phase phase) { return std::string(" ") + while_in(phase); }

// How to make the step that reached a limit smaller. Inputs do not matter before the model runs.
std::string advice(Phase phase) {
  switch (phase) {
    case Phase::running:
      return ". Give smaller inputs or --static, or raise the limit.";
    case Phase::checking:
      return ". Leave out what takes most (--ignore onnx-unsupported), or raise the limit.";
    default:
      return ". Raise the limit if you trust the file.";
  }
}

}  // namespace

std::string memory_exhausted(const WorkerOptions& options, Phase phase) {
  return "The memory limit of " + amount(options.memory_limit) + " (--memory-limit) was reached" + at_phase(phase) +
         advice(phase);
}

std::string unexpected(const std::string& what, Phase phase) {
  const std::size_t first = std::min(what.find_first_not_of(" \n"), what.size());
  const std::string line = what.substr(first, what.find('\n', first) - first);
  return "Unexpected" + at_phase(phase) + ": " + (line.empty() ? "no reason was given" : line) + ".";
}

std::string no_descriptor_left() {
  return "A worker cannot be started: there are too few file descriptors. Raise their number (ulimit -n 256).";
}

ReportError timed_out(const WorkerOptions& options, Phase phase) {
  const std::string seconds = number(static_cast<double>(options.timeout.count()) / 1000.0);
  return {ErrorKind::limit, "Stopped after " + seconds + " s (--timeout)" + at_phase(phase) + advice(phase)};
}

ReportError too_many_threads(std::int64_t most, Phase phase) {
  return {ErrorKind::limit, "Stopped because it started more than " + std::to_string(most) + " threads" +
                                at_phase(phase) + ", which no model needs. Treat the file as hostile."};
}

ReportError report_too_long(const WorkerOptions& options) {
  return {ErrorKind::limit,
          "The report grew beyond " + amount(options.max_report) + ". Select fewer checks with --check."};
}

ReportError died(int status, Phase phase) {
  if (WIFEXITED(status)) {
    return {ErrorKind::crash, "The worker ended by itself (exit status " + std::to_string(WEXITSTATUS(status)) + ")" +
                                  at_phase(phase) + " and left no report. Treat the file as hostile or damaged."};
  }
  const int signal = WTERMSIG(status);
  const std::string by = signal_name(signal) + at_phase(phase);
  if (signal == SIGXCPU) {
    return {ErrorKind::limit, "Stopped for the processor time that it used, by " + by + advice(phase)};
  }
  if (signal == SIGKILL) {
    return {ErrorKind::crash, "Killed from outside by " + by +
                                  ", as the system does when memory runs out. "
                                  "Lower --memory-limit or --jobs, or give smaller inputs."};
  }
  if (signal == SIGBUS) {  // the weights are memory-mapped, so a failed read raises it
    return {ErrorKind::unreadable, "The file was cut short or could not be read to its end: " + by +
                                       ". Validate it again when nothing writes to it."};
  }
  return {ErrorKind::crash, "LibTorch crashed with " + by + " (" + ::strsignal(signal) +
                                "). The file is damaged, hostile or nested too deeply; save the model again."};
}

}  // namespace aimet
