// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/stack_trace.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMostFrames = 1000;

// File "PATH", line N, in FUNCTION
std::optional<SourceLocation> frame_of(std::string_view line) {
  constexpr std::string_view kFile = "File \"";
  constexpr std::string_view kLine = "\", line ";
  constexpr std::string_view kIn = ", in ";
  if (line.substr(0, kFile.size()) != kFile) return std::nullopt;
  const std::size_t path_end = line.rfind(kLine);
  if (path_end == std::string_view::npos || path_end < kFile.size()) return std::nullopt;
  SourceLocation frame;
  frame.file = line.substr(kFile.size(), path_end - kFile.size());
  std::size_t at = path_end + kLine.size();
  constexpr int kMostLines = 100'000'000;
  while (at < line.size() && line[at] >= '0' && line[at] <= '9' && frame.line < kMostLines) {
    frame.line = frame.line * 10 + (line[at++] - '0');
  }
  if (line.substr(at, kIn.size()) == kIn) frame.function = line.substr(at + kIn.size());
  return frame;
}

// Python 3.11 and later mark the part of the line: "    ~~~~^^^"
bool is_marker(std::string_view line) { return line.find_first_not_of("~^") == std::string_view::npos; }

}  // namespace

std::vector<SourceLocation> parse_stack_trace(std::string_view text) {
  std::vector<SourceLocation> frames;
  while (!text.empty() && frames.size() < kMostFrames) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (auto frame = frame_of(line)) {
      frames.push_back(std::move(*frame));
    } else if (!frames.empty() && frames.back().text.empty() && !is_marker(line)) {
      frames.back().text = line;
    }
  }
  std::reverse(frames.begin(), frames.end());
  return frames;
}

}  // namespace aimet
