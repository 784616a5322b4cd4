#include "lib/file/debug_info.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "lib/file/flat_pickle.hpp"

namespace aimet {

// Turns the values of the pickle into a DebugInfo; false: they are not of that form.
class DebugInfoReader {
 public:
  DebugInfoReader(const FlatPickle& pickle, DebugInfo& out) : pickle_(pickle), out_(out) {}

  bool run() {
    const auto root = pickle_.elements(pickle_.root());
    if (root.size() != 3 || pickle_.text(root[0]) != "FORMAT_WITH_STRING_TABLE") return false;
    if (!is_list(root[1]) || !is_list(root[2])) return false;
    for (const FlatValue& text : pickle_.elements(root[1])) {
      if (text.kind != FlatValue::Kind::text) return false;
      out_.texts_.emplace_back(pickle_.text(text));
    }
    const auto ranges = pickle_.elements(root[2]);
    out_.ranges_.reserve(ranges.size());
    return std::all_of(ranges.begin(), ranges.end(), [this](const FlatValue& range) { return add(range); });
  }

 private:
  static bool is_list(const FlatValue& value) { return value.kind == FlatValue::Kind::list; }
  static bool is_number(const FlatValue& value) { return value.kind == FlatValue::Kind::number; }

  // (offset, (source, start, end), tag); files from before tags have two elements
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

  // (the numbers of the lines' texts, the number of the file name's text, the first line's number)
  std::optional<std::size_t> read_source(const FlatValue& value) {
    const auto parts = pickle_.elements(value);
    if (parts.size() != 3 || !is_list(parts[0]) || !is_text_number(parts[1]) || !is_number(parts[2]))
      return std::nullopt;
    DebugSource source;
    source.file = static_cast<std::size_t>(parts[1].number);
    source.first_line = parts[2].number;
    for (const FlatValue& line : pickle_.elements(parts[0])) {
      if (!is_text_number(line)) return std::nullopt;
      source.lines.push_back(static_cast<std::size_t>(line.number));
    }
    const auto [entry, is_new] = by_content_.emplace(key_of(source), out_.sources_.size());
    if (is_new) out_.sources_.push_back(std::move(source));
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
  std::unordered_map<std::int64_t, std::optional<std::size_t>> by_place_;  // in the pickle
  std::unordered_map<std::string, std::size_t> by_content_;
};

std::optional<DebugInfo> DebugInfo::read(std::string_view pickle) {
  const std::optional<FlatPickle> values = FlatPickle::read(pickle);
  DebugInfo info;
  if (!values || !DebugInfoReader(*values, info).run()) return std::nullopt;
  return info;
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
