// SPDX-License-Identifier: Apache-2.0
#include "lib/file/debug_info.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "lib/file/flat_pickle.hpp"

namespace aimet {

// Converts the values of the pickle into a DebugInfo. run() returns false if they have neither of the two forms.
class DebugInfoReader {
 public:
  DebugInfoReader(const FlatPickle& pickle, DebugInfo& out) : pickle_(pickle), out_(out) {}

  bool run() {
    const auto root = pickle_.elements(pickle_.root());
    has_table_ = root.size() == 3 && pickle_.text(root[0]) == "FORMAT_WITH_STRING_TABLE";
    if (has_table_ && !read_table(root[1])) return false;
    const FlatValue& all = has_table_ ? root[2] : pickle_.root();
    if (!is_list(all)) return false;
    const auto ranges = pickle_.elements(all);
    out_.ranges_.reserve(ranges.size());
    return std::all_of(ranges.begin(), ranges.end(), [this](const FlatValue& range) { return add(range); });
  }

 private:
  bool read_table(const FlatValue& table) {
    if (!is_list(table)) return false;
    for (const FlatValue& text : pickle_.elements(table)) {
      if (!is_text(text)) return false;
      out_.texts_.emplace_back(pickle_.text(text));
    }
    return true;
  }

  static bool is_text(const FlatValue& value) { return value.kind == FlatValue::Kind::text; }
  static bool is_list(const FlatValue& value) { return value.kind == FlatValue::Kind::list; }
  static bool is_number(const FlatValue& value) { return value.kind == FlatValue::Kind::number; }

  // (offset, (source, start, end), tag); older files have no tag
  bool add(const FlatValue& value) {
    const auto record = pickle_.elements(value);
    if (record.size() < 2 || !is_number(record[0])) return false;
    const auto range = pickle_.elements(record[1]);
    if (range.size() != 3 || !is_list(range[0]) || !is_number(range[1])) return false;
    const std::optional<std::size_t> source = source_of(range[0]);
    if (!source) return false;
    out_.ranges_.push_back({static_cast<std::uint64_t>(record[0].number), *source, range[1].number});
    return true;
  }

  std::optional<std::size_t> source_of(const FlatValue& value) {
    const auto [entry, is_new] = by_place_.emplace(value.number, std::nullopt);
    if (is_new) entry->second = read_source(value);
    return entry->second;
  }

  // (text, file, number of the first line)
  std::optional<std::size_t> read_source(const FlatValue& value) {
    const auto parts = pickle_.elements(value);
    if (parts.size() != 3 || !is_number(parts[2])) return std::nullopt;
    DebugSource source;
    source.first_line = parts[2].number;
    if (!(has_table_ ? read_numbers(parts[0], parts[1], source) : read_texts(parts[0], parts[1], source)))
      return std::nullopt;
    const auto [entry, is_new] = by_content_.emplace(key_of(source), out_.sources_.size());
    if (is_new) out_.sources_.push_back(std::move(source));
    return entry->second;
  }

  // With a table of texts: the lines and the file name are indices into it.
  bool read_numbers(const FlatValue& lines, const FlatValue& file, DebugSource& source) const {
    if (!is_list(lines) || !is_text_number(file)) return false;
    source.file = static_cast<std::size_t>(file.number);
    for (const FlatValue& line : pickle_.elements(lines)) {
      if (!is_text_number(line)) return false;
      source.lines.push_back(static_cast<std::size_t>(line.number));
    }
    return true;
  }

  // Without a table: the whole text, and the file name or None.
  bool read_texts(const FlatValue& whole, const FlatValue& file, DebugSource& source) {
    if (!is_text(whole) || !(is_text(file) || file.kind == FlatValue::Kind::none)) return false;
    source.file = number_of(pickle_.text(file));
    const std::string_view text = pickle_.text(whole);
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
      source.lines.push_back(number_of(text.substr(from, end - from)));
      from = end;
    }
    return true;
  }

  std::size_t number_of(std::string_view text) {
    const auto [entry, is_new] = numbers_.emplace(text, out_.texts_.size());
    if (is_new) out_.texts_.emplace_back(text);
    return entry->second;
  }

  bool is_text_number(const FlatValue& value) const {
    return is_number(value) && value.number >= 0 && static_cast<std::uint64_t>(value.number) < out_.texts_.size();
  }

  static std::string key_of(const DebugSource& source) {
    std::string key(reinterpret_cast<const char*>(source.lines.data()), source.lines.size() * sizeof(std::size_t));
    key.append(reinterpret_cast<const char*>(&source.file), sizeof source.file);
    key.append(reinterpret_cast<const char*>(&source.first_line), sizeof source.first_line);
    return key;
  }

  const FlatPickle& pickle_;
  DebugInfo& out_;
  bool has_table_ = false;
  std::unordered_map<std::string_view, std::size_t> numbers_;              // text ids if there is no table
  std::unordered_map<std::int64_t, std::optional<std::size_t>> by_place_;  // by index of the first element
  std::unordered_map<std::string, std::size_t> by_content_;
};

std::optional<DebugInfo> DebugInfo::read(std::string_view pickle) {
  const std::optional<FlatPickle> values = FlatPickle::read(pickle);
  DebugInfo info;
  if (!values || !DebugInfoReader(*values, info).run()) return std::nullopt;
  return info;
}

const DebugRange* DebugInfo::find_last(std::uint64_t first, std::uint64_t last,
                                       const std::function<bool(const DebugSource&)>& wanted) const {
  const auto begins_before = [](const DebugRange& range, std::uint64_t offset) { return range.offset < offset; };
  auto range = std::lower_bound(ranges_.begin(), ranges_.end(), last, begins_before);
  while (range != ranges_.begin() && (--range)->offset >= first) {
    if (wanted(sources_[range->source])) return &*range;
  }
  return nullptr;
}

const DebugRange* DebugInfo::find(std::uint64_t offset) const {
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), offset,
                                      [](std::uint64_t at, const DebugRange& range) { return at < range.offset; });
  return after == ranges_.begin() ? nullptr : &*std::prev(after);
}

std::string DebugInfo::text_of(const DebugSource& source, std::size_t most) const {
  std::string text;
  for (const std::size_t line : source.lines) {
    text += texts_[line];
    if (text.size() > most) {
      text.resize(most);
      break;
    }
  }
  return text;
}

}  // namespace aimet
