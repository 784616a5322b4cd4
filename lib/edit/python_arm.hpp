// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a method does in Python alone: `if torch.jit.is_scripting(): ... else: ...`. The compiler keeps one arm of it,
// and AIMET, which runs Python, sees the other one.

#include <string>
#include <vector>

namespace aimet {

struct ArmCall {
  int line = 0;          // of the text, from 1
  std::string text;      // of that line, without blanks at its ends
  std::string function;  // "torch.relu", as it is written
};

// The functions of dotted names that Python is sure to call and a script does not: in an arm of such an `if`, or behind
// it where the script returns. Calls behind another condition, in a loop or in a nested function are left out.
std::vector<ArmCall> calls_in_python_alone(const std::string& text);

}  // namespace aimet
