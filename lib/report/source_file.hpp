// SPDX-License-Identifier: Apache-2.0
#pragma once
// Python files of this disk that a finding names.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// A file that SourceFolders found; "" if it is larger than a bound or cannot be read.
std::string read_source_file(const std::string& path);

// A text and where its lines begin: four bytes a line, for a file may be nothing but line ends.
class SourceText {
 public:
  SourceText() = default;
  explicit SourceText(std::string text);
  std::size_t size() const { return starts_.size(); }
  std::string_view operator[](std::size_t line) const;  // without its end
  const std::string& text() const { return text_; }
  std::size_t bytes() const { return text_.size() + starts_.size() * sizeof(std::uint32_t); }

 private:
  std::string text_;
  std::vector<std::uint32_t> starts_;
};

std::vector<std::string> split_lines(const std::string& text);

std::size_t indent_of(std::string_view line);
// The first line that is not blank, without its indent.
std::string_view first_line(std::string_view text);

// Whether the location's line is still the one that the model was made from: it is the line that the model holds, but
// for blanks at its ends, or that is most of it. A trace holds no line: then the function that it names must be around.
// Else a model that claims a letter of each line would have any file printed.
bool is_same_line(const SourceText& lines, const SourceLocation& source);

}  // namespace aimet
