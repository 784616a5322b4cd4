// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a program to its end from a process that may have threads, handlers of signals and open files of its own.

#include <string>
#include <vector>

namespace aimet_validate {

struct Ended {
  int exit_status = 0;
  std::string output;
  std::string errors;
};

// `input` is its standard input. Throws Error when it cannot be started, or a signal ended it.
Ended run_program(const std::string& program, const std::vector<std::string>& arguments, const std::string& input);

}  // namespace aimet_validate
