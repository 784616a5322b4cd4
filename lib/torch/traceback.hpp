// SPDX-License-Identifier: Apache-2.0
#pragma once
// What LibTorch's exceptions say: one line of the cause, and the Python line where the model's code stood.

#include <string>

namespace aimet {

// The message as one line, without the C++ backtrace: up to its first empty line. A long one loses its middle.
std::string first_sentence(const std::string& what);

// Whether it was thrown by code of the file, as opposed to LibTorch's reading of it.
bool is_traceback(const std::string& what);

// What was raised, which is the end of a traceback: "ValueError: no licence". Without one, the same as first_sentence.
std::string raised(const std::string& what);

struct PythonPlace {
  std::string text;  // "File "net.py", line 114, in forward"
  std::string file;
  int line = 0;
};

// Of the innermost frame in Python; empty where the file has no debug information: its frames are those of the code
// inside the zip alone.
PythonPlace python_place(const std::string& traceback);

}  // namespace aimet
