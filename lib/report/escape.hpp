// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes strings that come from a model or a file system safe to show.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

// One code point of `text` at `at`. Invalid bytes come one by one with valid == false.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;  // in bytes
  bool valid = true;
};
CodePoint code_point_at(std::string_view text, std::size_t at);

// Control characters, and the format characters that hide or reorder text: bidi, zero-width, tags, line separators.
bool is_unsafe(char32_t code_point);

// One line: unsafe characters and invalid bytes become \n, \t, \x1b, \u202e and the like; so does what would make a
// command of a line in the log of a build.
std::string escape(std::string_view text);

// The same, but line ends of the text split it instead.
std::vector<std::string> escape_lines(std::string_view text);

// A log of Azure Pipelines, and of GitHub Actions, acts on ##[ and ##vso[ wherever they stand. Their first # becomes
// `instead`.
std::string without_log_commands(std::string text, std::string_view instead);

// Only what is not UTF-8 becomes \xNN; all else stays.
std::string valid_utf8(std::string_view text);
bool is_valid_utf8(std::string_view text);

}  // namespace aimet
