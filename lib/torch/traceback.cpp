// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/traceback.hpp"

#include <cstdlib>
#include <string_view>

namespace aimet {
namespace {

// c10 appends "Exception raised from f at file.cpp:12 (most recent call first):" and a C++ backtrace.
std::string without_backtrace(const std::string& what) { return what.substr(0, what.find("\nException raised from")); }

// Returns the text as one line. A long message is cut in the middle: its beginning and its end matter most.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "no reason was given";
  const std::size_t end = text.find_last_not_of(" :");
  if (end == std::string::npos || end < begin) return "no reason was given";
  text = text.substr(begin, end - begin + 1);
  constexpr std::size_t kLongestHalf = 200;
  if (text.size() <= 2 * kLongestHalf) return text;
  return text.substr(0, kLongestHalf) + " ... " + text.substr(text.size() - kLongestHalf);
}

}  // namespace

std::string first_sentence(const std::string& what) {
  std::string text = without_backtrace(what);
  text.erase(0, text.find_first_not_of(" \t\n"));
  return one_line(text.substr(0, text.find("\n\n")));
}

bool is_traceback(const std::string& what) { return what.find("Traceback of TorchScript") != std::string::npos; }

std::string raised(const std::string& what) {
  if (!is_traceback(what)) return first_sentence(what);
  const std::string text = without_backtrace(what);
  constexpr std::string_view kHere = "<--- HERE\n";
  const std::size_t here = text.rfind(kHere);
  std::string cause;
  if (here != std::string::npos) {
    // The lines of code after the marked line follow, indented: skip them.
    std::size_t line = here + kHere.size();
    while (line < text.size() && (text[line] == ' ' || text[line] == '\n')) {
      const std::size_t end = text.find('\n', line);
      line = end == std::string::npos ? text.size() : end + 1;
    }
    cause = text.substr(line);
  } else {
    const std::size_t last = text.find_last_not_of(" \t\n");
    const std::size_t line = text.rfind('\n', last);
    cause = text.substr(line == std::string::npos ? 0 : line + 1);
  }
  // LibTorch's own errors begin with "RuntimeError: ", Python's exceptions with "builtins.ValueError: ".
  for (const std::string_view prefix : {std::string_view("RuntimeError: "), std::string_view("builtins.")}) {
    if (cause.rfind(prefix, 0) == 0) cause.erase(0, prefix.size());
  }
  return one_line(cause);
}

PythonPlace python_place(const std::string& traceback) {
  constexpr std::string_view kFrame = "  File \"";
  constexpr std::string_view kLine = "\", line ";
  const std::size_t at = traceback.rfind(kFrame);
  if (at == std::string::npos || traceback.compare(at + kFrame.size(), 14, "code/__torch__") == 0) return {};
  const std::size_t end = traceback.find('\n', at);
  const std::size_t line = traceback.find(kLine, at);
  PythonPlace place{traceback.substr(at + 2, end - at - 2), "", 0};
  if (line >= end) return place;
  place.file = traceback.substr(at + kFrame.size(), line - at - kFrame.size());
  place.line = std::atoi(traceback.c_str() + line + kLine.size());
  return place;
}

}  // namespace aimet
