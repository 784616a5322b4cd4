// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes strings that come from a model or a file system safe to show.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

// The code point of `text` at `at`. Invalid bytes are returned one by one with valid == false.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;  // in bytes
  bool valid = true;
};
CodePoint code_point_at(std::string_view text, std::size_t at);

// Whether it is a control character or a format character that hides or reorders text: bidi, zero-width, tags, line
// separators.
bool is_unsafe(char32_t code_point);

// Returns the text as one line: unsafe characters and invalid bytes are replaced by \n, \t, \x1b, \u202e and so on, and
// so is the # that starts a command for a build log.
std::string escape(std::string_view text);

// The same, but splits the text at its line ends.
std::vector<std::string> escape_lines(std::string_view text);

// Azure Pipelines and GitHub Actions execute ##[ and ##vso[ anywhere in a log. Replaces their first # by `instead`.
std::string without_log_commands(std::string text, std::string_view instead);

// Replaces bytes that are not UTF-8 by \xNN, and nothing else.
std::string valid_utf8(std::string_view text);
bool is_valid_utf8(std::string_view text);

}  // namespace aimet
