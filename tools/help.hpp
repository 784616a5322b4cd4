// SPDX-License-Identifier: Apache-2.0
#pragma once
// The text of --help. The man page uses the same description and examples.

#include <string>
#include <vector>

namespace aimet {

// What the program does, in a few sentences.
std::string description();

struct Example {
  const char* command;
  const char* what;
};
const std::vector<Example>& examples();

// The text of --help, wrapped at `width` columns.
std::string help_text(int width);

}  // namespace aimet
