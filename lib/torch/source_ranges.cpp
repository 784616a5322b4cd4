#include "lib/torch/source_ranges.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <exception>
#include <utility>

namespace aimet {
namespace {

using torch::jit::SourceRange;

// `file(12): function`: what torch.jit.trace writes for each frame of the Python stack.
bool parse_frame(const std::string& line, SourceLocation& out) {
  const std::size_t colon = line.rfind("): ");
  if (colon == std::string::npos) return false;
  const std::size_t paren = line.rfind('(', colon);
  if (paren == std::string::npos || paren == 0) return false;
  const std::string number = line.substr(paren + 1, colon - paren - 1);
  if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos || number.size() > 9) return false;
  out = {line.substr(0, paren), std::atoi(number.c_str()), 0, "", line.substr(colon + 3)};
  return true;
}

constexpr std::size_t kLongestFrame = 8192;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string key_of(const std::vector<SourceLocation>& stack) {
  std::string key;
  for (const SourceLocation& frame : stack) {
    key += frame.file + ':' + std::to_string(frame.line) + ':' + std::to_string(frame.column) + '\n';
  }
  return key;
}

}  // namespace

std::vector<SourceLocation> parse_python_stack(const std::string& text) {
  std::vector<SourceLocation> stack;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    SourceLocation frame;
    if (end > at) {
      if (end - at > kLongestFrame || !parse_frame(text.substr(at, end - at), frame)) return {};
      stack.push_back(std::move(frame));
    }
    at = end + 1;
  }
  return stack;
}

namespace {

// The range itself points into the code inside the zip; the Python that it came from is one step further.
std::vector<SourceLocation> python_of(const SourceRange& range) {
  const auto origin = range.findSourceRangeThatGenerated();
  if (!origin || !origin->source()) return {};
  const auto& source = *origin->source();
  // A trace gives the whole stack as the text, and the innermost file and line as the position.
  std::vector<SourceLocation> stack = parse_python_stack(source.text_str().str());
  if (!stack.empty()) return stack;
  const auto position = origin->file_line_col();
  if (!position || std::get<0>(*position).empty()) return {};
  const auto& [file, line, column] = *position;
  const std::string text = source.get_line(source.lineno_for_offset(origin->start())).str();
  return {{file, static_cast<int>(line), static_cast<int>(column) + 1, trimmed(text), ""}};
}

// The compiler prints the name of a free function without a place, and the parenthesis of its call with one (1.13.1):
// `__torch__.torch.nn.functional.relu(` is a range whose start is nowhere in Python.
SourceRange parenthesis_of(const SourceRange& range) {
  const auto& code = *range.source();
  const std::size_t line = code.lineno_for_offset(range.start());
  const std::size_t first = code.offset_for_line(line);
  const std::string text = code.get_line(line).str();
  std::size_t at = range.start() - first;
  while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) || text[at] == '_' || text[at] == '.'))
    ++at;
  const bool found = at < text.size() && text[at] == '(';
  return found ? SourceRange(range.source(), first + at, first + at + 1) : range;
}

// Debug information is unpickled when it is first asked for; damaged, it counts as stripped.
std::vector<SourceLocation> read(const SourceRange& range) try {
  std::vector<SourceLocation> lines = python_of(range);
  return lines.empty() ? python_of(parenthesis_of(range)) : lines;
} catch (const std::exception&) {
  return {};
}

}  // namespace

SourceId SourceTable::add(const SourceRange& range) {
  if (!range.source()) return kNone;
  const auto [entry, is_new] = known_.emplace(std::make_tuple(range.source().get(), range.start(), range.end()), kNone);
  if (!is_new) return entry->second;
  kept_.push_back(range.source());
  std::vector<SourceLocation> stack = read(range);
  if (stack.empty()) return kNone;
  const auto [same, first] = by_text_.emplace(key_of(stack), static_cast<SourceId>(model_.sources.size()));
  if (first) model_.sources.push_back(std::move(stack));
  entry->second = same->second;
  return entry->second;
}

}  // namespace aimet
