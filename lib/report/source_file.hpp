#pragma once
// Python files of this disk that a finding names.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// "" for what is no regular file of a bounded size whose name ends in .py, or cannot be read: the path is the model's
// word, and may name a FIFO that blocks, a device without end, or a file that is nobody's business.
std::string read_source_file(const std::string& path);

std::vector<std::string> split_lines(const std::string& text);

std::size_t indent_of(std::string_view line);
std::string_view trimmed(std::string_view text);
// The first line that is not blank, without its indent.
std::string_view first_line(std::string_view text);

// Whether the location's line is still the one that the model was made from, as far as the model tells.
bool is_same_line(const std::vector<std::string>& lines, const SourceLocation& source);

}  // namespace aimet
