// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads local Python files that a finding names.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// Reads a file that SourceFolders found. Returns "" if it is larger than 4 MiB or cannot be read.
std::string read_source_file(const std::string& path);

// A text and the offsets of its lines, in four bytes per line: a file may consist only of line ends.
class SourceText {
 public:
  SourceText() = default;
  explicit SourceText(std::string text);
  std::size_t size() const { return starts_.size(); }
  std::string_view operator[](std::size_t line) const;  // without its line end
  const std::string& text() const { return text_; }
  std::size_t bytes() const { return text_.size() + starts_.size() * sizeof(std::uint32_t); }

 private:
  std::string text_;
  std::vector<std::uint32_t> starts_;
};

std::vector<std::string> split_lines(const std::string& text);

std::size_t indent_of(std::string_view line);
// Returns the first line that is not blank, without its indent.
std::string_view first_line(std::string_view text);

// Whether the location's line is still the line that the model was made from: it equals the text in the model, apart
// from blanks at its ends, or that text is more than half of it. A trace contains no text: then the enclosing function
// must be the one that the location names. Otherwise a model that claims one letter of each line could have any file
// printed.
bool is_same_line(const SourceText& lines, const SourceLocation& source);

}  // namespace aimet
