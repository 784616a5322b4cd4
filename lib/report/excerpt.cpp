// SPDX-License-Identifier: Apache-2.0
#include "lib/report/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/width.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMaxNames = 1024;
constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxLineBytes = 2000;

// Returns the length of the dotted name at the start of `code`, including its call if one follows. Used if a location
// has a column but no end.
std::size_t extent_of(std::string_view code) {
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; };
  std::size_t size = 0;
  while (size < code.size() && is_name(code[size])) ++size;
  if (size == 0 || size == code.size() || code[size] != '(') return std::max<std::size_t>(size, 1);
  int open = 0;
  for (std::size_t i = size; i < code.size(); ++i) {
    open += code[i] == '(' ? 1 : code[i] == ')' ? -1 : 0;
    if (open == 0) return i + 1;
  }
  return size;
}

// Sets the excerpt's line, without its indent, and its caret: at the column or at the .pt's text within the line.
void place(Excerpt& excerpt, std::string_view line, const SourceLocation& source) {
  const std::size_t indent = indent_of(line);
  const std::string_view shown = trimmed(line);
  const std::string_view meant = first_line(source.text);
  std::size_t begin = std::string_view::npos;
  if (source.column > 0 && static_cast<std::size_t>(source.column) - 1 >= indent)
    begin = static_cast<std::size_t>(source.column) - 1 - indent;
  else if (meant.size() < shown.size())
    begin = shown.find(meant);
  excerpt.line = escape(shown);
  if (meant.empty() && source.column == 0) return;
  if (begin == std::string_view::npos || begin >= shown.size()) return;
  const bool is_part = !meant.empty() && meant.size() < shown.size() && shown.substr(begin, meant.size()) == meant;
  excerpt.caret = columns(escape(shown.substr(0, begin)));
  const std::size_t size = is_part ? meant.size() : extent_of(shown.substr(begin));
  excerpt.length = std::max<std::size_t>(1, columns(escape(shown.substr(begin, size))));
}

// Shows the text in the .pt. It is a whole line with its indent, to which the column applies, or an expression that
// starts at the column.
void place_text(Excerpt& excerpt, const SourceLocation& source) {
  const std::string line = source.text.substr(0, std::min(source.text.find('\n'), kMaxLineBytes));
  SourceLocation alone = source;
  alone.text.clear();
  if (indent_of(line) == 0) alone.column = 0;
  place(excerpt, line, alone);
}

std::string where_of(const SourceLocation& source, const RenderOptions& options) {
  std::string where = escape(path_from(mapped_path(source.file, options.path_maps), options.working_folder));
  if (source.line > 0) where += fmt::format(":{}", source.line);
  if (source.line > 0 && source.column > 0) where += fmt::format(":{}", source.column);
  return where;
}

std::vector<std::string> folders_of(const RenderOptions& options) {
  std::vector<std::string> folders;
  if (!options.working_folder.empty()) folders.push_back(options.working_folder);
  for (const PathMap& map : options.path_maps) folders.push_back(absolute_path(map.to, options.working_folder));
  return folders;
}

}  // namespace

SourceFiles::SourceFiles(const RenderOptions& options) : options_(options), folders_(folders_of(options)) {}

// Caches each file under its path without links. Only hard links give a file several such paths, and these are rare for
// source files.
const SourceText& SourceFiles::lines(const std::string& path) {
  static const SourceText none;
  const auto name = real_paths_.find(path);
  if (name == real_paths_.end() && real_paths_.size() >= kMaxNames) return none;
  const std::string& real = name != real_paths_.end() ? name->second : real_paths_[path] = folders_.find(path).path;
  if (real.empty()) return none;
  const auto known = files_.find(real);
  if (known != files_.end()) return known->second;
  if (bytes_ >= kMaxBytes) return none;
  const SourceText& text = files_.emplace(real, SourceText(read_source_file(real))).first->second;
  bytes_ += text.bytes();
  return text;
}

Excerpt SourceFiles::excerpt(const SourceLocation& source) {
  Excerpt excerpt;
  excerpt.where = where_of(source, options_);
  const std::string path = absolute_path(mapped_path(source.file, options_.path_maps), options_.working_folder);
  const SourceText& on_disk = lines(path);
  if (is_same_line(on_disk, source))
    place(excerpt, on_disk[static_cast<std::size_t>(source.line) - 1], source);
  else
    place_text(excerpt, source);
  return excerpt;
}

void SourceFiles::keep_line(SourceLocation& source) {
  constexpr std::size_t kLongest = 400;  // bytes: a model may name a long line many times
  if (!source.text.empty()) return;
  const std::string path = absolute_path(mapped_path(source.file, options_.path_maps), options_.working_folder);
  const SourceText& on_disk = lines(path);
  if (!is_same_line(on_disk, source)) return;
  const std::string_view line = trimmed(on_disk[static_cast<std::size_t>(source.line) - 1]);
  if (line.size() <= kLongest) source.text = line;
}

}  // namespace aimet
