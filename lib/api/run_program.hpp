// SPDX-License-Identifier: Apache-2.0
#pragma once
// Runs a program to completion from a process that may have its own threads, signal handlers and open files.

#include <string>
#include <vector>

namespace aimet_validate {

struct Ended {
  int exit_status = 0;
  std::string output;
  std::string errors;
};

// `input` is the program's standard input. Throws Error if the program cannot be started or was ended by a signal.
Ended run_program(const std::string& program, const std::vector<std::string>& arguments, const std::string& input);

}  // namespace aimet_validate
