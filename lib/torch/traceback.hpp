// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses LibTorch's exceptions: the cause as one line, and the Python line where the model's code raised it.

#include <string>

namespace aimet {

// The message up to its first empty line, as one line without the C++ backtrace. A long message loses its middle.
std::string first_sentence(const std::string& what);

// Whether code of the file raised the error, as opposed to LibTorch when it read the file.
bool is_traceback(const std::string& what);

// The raised exception, which is the end of a traceback: "ValueError: no licence". Without a traceback, the same as
// first_sentence.
std::string raised(const std::string& what);

struct PythonPlace {
  std::string text;  // "File "net.py", line 114, in forward"
  std::string file;
  int line = 0;
};

// The place of the innermost Python frame. Empty if the file has no debug information: then the frames are only in the
// code inside the zip.
PythonPlace python_place(const std::string& traceback);

}  // namespace aimet
