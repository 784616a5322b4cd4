// SPDX-License-Identifier: Apache-2.0
#pragma once
// Encodes the numbers, texts and lists of a report for the pipe. Numbers are little endian; each text and list begins
// with a length of 4 bytes. The reader does not trust the bytes: it throws RunError(ErrorKind::internal) if they end
// too early, if a word is unknown, or if the report exceeds the limits of lib/check/limits.hpp.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/check/limits.hpp"
#include "lib/model/error.hpp"
#include "lib/model/little_endian.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/identifier.hpp"
#include "lib/report/model_graph.hpp"
#include "lib/report/names.hpp"

namespace aimet {

inline constexpr std::size_t kNumberBytes = 8;
inline constexpr std::size_t kLengthBytes = 4;

// WireWriter and WireReader have the same members, so that wire.cpp names the fields of each struct once.
class WireWriter {
 public:
  void text(const std::string& value) {
    std::string valid = valid_utf8(value);
    if (valid.size() > kLongestText) cut(valid);
    put(valid.size(), kLengthBytes);
    bytes_ += valid;
  }
  void identifier(const std::string& value) { text(value); }
  void number(std::int64_t value) { put(static_cast<std::uint64_t>(value), kNumberBytes); }

  void index(std::int32_t value) { number(std::int64_t{value} + 1); }  // kNone is written as 0

  template <typename Enum, std::size_t Size>
  void one_of(Enum value, const Names<Enum, Size>& names) {
    std::size_t at = 0;
    while (at < Size && names[at].first != value) ++at;
    put(at, 1);
  }

  template <typename T, typename Pass>
  void optional(const std::optional<T>& value, Pass pass) {
    put(value ? 1 : 0, 1);
    if (value) pass(*value);
  }

  template <typename T, typename Pass>
  void list(const std::vector<T>& values, std::size_t, Pass pass) {
    put(values.size(), kLengthBytes);
    for (const T& value : values) pass(value);
  }
  void count_hint() {}
  void count_finding() {}
  void end_finding() {}
  void count_source() {}
  void count_part() {}
  void count_covered() {}
  void count_graph(std::size_t) {}

  std::string take() { return std::move(bytes_); }

 private:
  static void cut(std::string& text) {
    constexpr std::string_view kMore = "...";
    std::size_t end = kLongestText - kMore.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // don't cut within a code point
    text.replace(end, std::string::npos, kMore);
  }
  void put(std::uint64_t value, std::size_t width) { append_little_endian(bytes_, value, width); }

  std::string bytes_;
};

class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : all_(bytes.size()), rest_(bytes) {}

  void text(std::string& value) {
    const std::uint64_t size = get(kLengthBytes);
    if (size > rest_.size()) refuse("it ends within a text");
    if (size > kLongestText) refuse("a text is too long");
    value = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(value.size());
    if (!is_valid_utf8(value)) refuse("a text is not UTF-8");
  }

  void identifier(std::string& value) {
    text(value);
    if (!is_identifier(value)) refuse("an id is empty, too long, or not of a-z, 0-9 and -");
  }

  template <typename Integer>
  void number(Integer& value) {
    const std::uint64_t number = get(kNumberBytes);
    if (number > static_cast<std::uint64_t>(std::numeric_limits<Integer>::max())) refuse("a number is out of range");
    value = static_cast<Integer>(number);
  }

  void index(std::int32_t& value) {
    number(value);
    --value;
  }

  template <typename Enum, std::size_t Size>
  void one_of(Enum& value, const Names<Enum, Size>& names) {
    const std::uint64_t at = get(1);
    if (at >= Size) refuse("a word is unknown");
    value = names[static_cast<std::size_t>(at)].first;
  }

  template <typename T, typename Pass>
  void optional(std::optional<T>& value, Pass pass) {
    const std::uint64_t is_there = get(1);
    if (is_there > 1) refuse("neither present nor absent");
    if (is_there == 1) pass(value.emplace());
  }

  // Reserves the elements, because a growing vector takes up to three times its size. Each element has at least one
  // byte, so a false count reserves at most `most` elements, and is refused when the bytes end.
  template <typename T, typename Pass>
  void list(std::vector<T>& values, std::size_t most, Pass pass) {
    const std::uint64_t size = get(kLengthBytes);
    if (size > most) refuse("a list is too long");
    values.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(size, rest_.size())));
    for (std::uint64_t count = size; count > 0; --count) pass(values.emplace_back());
  }
  void count_hint() {
    if (++hints_ > kMostHints) refuse("there are too many hints");
  }
  void count_finding() {
    if (++findings_ > kMostFindings + kMostChecks) refuse("there are too many findings");
    finding_from_ = rest_.size();
  }
  void end_finding() {
    if (finding_from_ - rest_.size() > kLongestFinding) refuse("a finding is too long");
  }
  void count_part() {
    if (++parts_ > kMostParts) refuse("the suggestions are too long");
  }
  void count_graph(std::size_t bytes) {
    graph_bytes_ += bytes;
    if (graph_bytes_ > kMostGraphBytes) refuse("its graphs are too large");
  }
  void count_covered() {
    if (++covered_ > kMostCoveredInAll) refuse("too many ops are covered");
  }
  void count_source() {
    if (++sources_ > kMostSources) refuse("there are too many source lines");
  }

  void expect_end() const {
    if (!rest_.empty()) refuse("more follows");
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw RunError(ErrorKind::internal,
                   fmt::format("The result of the file could not be read: {} at byte {}.", what, all_ - rest_.size()));
  }

  std::uint64_t get(std::size_t width) {
    if (rest_.size() < width) refuse("it ends too early");
    const std::uint64_t value = little_endian(rest_.substr(0, width));
    rest_.remove_prefix(width);
    return value;
  }

  std::size_t all_;
  std::string_view rest_;
  std::size_t hints_ = 0;
  std::size_t findings_ = 0;
  std::size_t finding_from_ = 0;
  std::size_t sources_ = 0;
  std::size_t parts_ = 0;
  std::size_t covered_ = 0;
  std::size_t graph_bytes_ = 0;
};

}  // namespace aimet
