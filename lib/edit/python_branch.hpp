// SPDX-License-Identifier: Apache-2.0
#pragma once
// Code that runs only in Python: `if torch.jit.is_scripting(): ... else: ...`. A scripted file contains one branch.
// AIMET runs Python and takes the other branch.

#include <string>
#include <vector>

namespace aimet {

struct BranchCall {
  int line = 0;          // in the text, from 1
  std::string text;      // that line, without its indent and line end
  std::string function;  // "torch.relu", as written
};

// The calls of functions with dotted names that Python always runs and a script never does. They are in a branch of
// such an `if`, or after it if the script's branch returns or raises. Calls under another condition, in a loop or in a
// nested function are left out.
std::vector<BranchCall> calls_in_python_alone(const std::string& text);

}  // namespace aimet
