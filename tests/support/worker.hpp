// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs an action of a test in a worker, with limits that are short enough for a test.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/worker/worker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace aimet::test {

inline constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

inline WorkerOptions quick() {
  WorkerOptions options;
  options.timeout = std::chrono::seconds(60);
  options.memory_limit = 512 * kMiB;
  return options;
}

inline ModelReport run(const std::function<void(const Progress&)>& action, const WorkerOptions& options = quick()) {
  const TemporaryFolder folder;
  return validate_confined(folder.file("m.pt"), options, [&](int, const std::string&, const Progress& progress) {
    action(progress);
    return ModelReport{};
  });
}

inline void check_error(const ModelReport& report, ErrorKind kind, const std::vector<std::string>& parts) {
  REQUIRE(report.error.has_value());
  CHECK(report.status == ModelStatus::error);
  CHECK(report.error->kind == kind);
  for (const std::string& part : parts) CHECK_THAT(report.error->message, ContainsSubstring(part));
}

}  // namespace aimet::test
