#include "lib/file/bombs.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "lib/file/pickle_depth.hpp"
#include "lib/file/quote.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

// LibTorch finds records without regard to case (miniz's default), so do we.
bool ends_with(const std::string& name, std::string_view lower) {
  return name.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), name.end() - static_cast<std::ptrdiff_t>(lower.size()),
                    [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

[[noreturn]] void refuse(const std::string& what) {
  throw RunError(error_kind::kLimit, what + ". No model of PyTorch's looks like that; treat the file as hostile.");
}

void refuse_deep(const ZipEntry& entry, const char* what, std::int64_t depth, std::int64_t limit) {
  if (depth <= limit) return;
  refuse("In the record " + quoted(entry.name) + " " + what + " are nested " + std::to_string(depth) +
         " deep; at most " + std::to_string(limit) + " are followed");
}

// Brackets and blocks of Python, past strings and comments.
class CodeScanner {
 public:
  explicit CodeScanner(std::string_view source) : source_(source) {}

  CodeDepth scan() {
    while (at_ < source_.size()) {
      if (line_start_ && open_ == 0) measure_indentation();
      step();
    }
    return deepest_;
  }

 private:
  void step() {
    if (at_ >= source_.size()) return;
    const char c = source_[at_++];
    line_start_ = c == '\n';
    if (c == '\n') {
      ++line_;
    } else if (c == '#') {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (c == '"' || c == '\'') {
      skip_string(c);
    } else if (c == '(' || c == '[' || c == '{') {
      raise(deepest_.brackets, ++open_);
    } else if ((c == ')' || c == ']' || c == '}') && open_ > 0) {
      --open_;
    }
  }

  void skip_string(char quote) {
    for (; at_ < source_.size() && source_[at_] != quote; ++at_) {
      if (source_[at_] == '\n') ++line_;
      if (source_[at_] == '\\') ++at_;
    }
    ++at_;
  }

  void measure_indentation() {
    line_start_ = false;
    const std::size_t text = std::min(source_.find_first_not_of(" \t", at_), source_.size());
    const std::size_t indent = text - at_;
    at_ = text;
    if (text == source_.size() || source_[text] == '\n' || source_[text] == '#') return;
    while (!indents_.empty() && indents_.back() >= indent) indents_.pop_back();
    if (indent == 0) return;
    indents_.push_back(indent);
    raise(deepest_.blocks, static_cast<std::int64_t>(indents_.size()));
  }

  void raise(std::int64_t& deepest, std::int64_t depth) {
    if (depth <= deepest) return;
    deepest = depth;
    deepest_.line = line_;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::int64_t open_ = 0;
  bool line_start_ = true;
  std::vector<std::size_t> indents_;
  CodeDepth deepest_;
};

}  // namespace

CodeDepth code_depth(std::string_view source) { return CodeScanner(source).scan(); }

void refuse_bombs(const ByteSource& bytes, const TorchScriptFile& file, const BombLimits& limits) {
  std::uint64_t code_bytes = 0;
  for (const ZipEntry& entry : file.directory.entries) {
    if (ends_with(entry.name, "pkl")) {
      refuse_deep(entry, "values", pickle_depth(read_zip_entry(bytes, entry, limits.record_bytes)),
                  limits.pickle_depth);
    } else if (ends_with(entry.name, ".py")) {
      code_bytes += entry.size;
      if (code_bytes > limits.code_bytes) {
        refuse("The code in the file is larger than " + std::to_string(limits.code_bytes >> 20) + " MiB");
      }
      const CodeDepth depth = code_depth(read_zip_entry(bytes, entry, limits.record_bytes));
      refuse_deep(entry, "brackets", depth.brackets, limits.bracket_depth);
      refuse_deep(entry, "blocks", depth.blocks, limits.block_depth);
    }
  }
}

}  // namespace aimet
