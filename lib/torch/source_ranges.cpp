// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/source_ranges.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "lib/edit/python_branch.hpp"
#include "lib/file/debug_info.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

using torch::jit::SourceRange;

// Parses `file(12): function`, which torch.jit.trace writes for each frame of the Python stack.
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
constexpr std::string_view kBuiltin = "<string>";  // the file of LibTorch's own functions

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

// The origins of one record of code, and the ranges that were looked up in it.
struct SourceTable::Code {
  // A piece of Python, or a stack of a trace.
  struct Origin {
    bool is_read = false;
    SourceId stack = kNone;
    const std::vector<PythonCall>* python_calls = nullptr;
    std::vector<std::size_t> line_starts;
  };

  std::shared_ptr<torch::jit::Source> source;       // keeps its address from being reused
  std::optional<DebugInfo> info;                    // nullopt: stripped or damaged
  std::vector<Origin> origins;                      // indexed like the sources of `info`
  std::unordered_map<std::size_t, SourceId> known;  // by the start of a range
};

namespace {

// In bytes of text: no function and no stack is longer.
constexpr std::size_t kLongestOrigin = std::size_t{1} << 20;

// A line of the code in the zip. LibTorch prints a call on one line, and a literal too.
struct CodeLine {
  std::size_t first;  // offset in the code
  std::string text;
};

CodeLine line_of(const SourceRange& range) {
  const auto& code = *range.source();
  const std::size_t line = code.lineno_for_offset(range.start());
  return {code.offset_for_line(line), code.get_line(line).str()};
}

// The compiler prints the name of a free function without a place, and the parenthesis of its call with one (1.13.1):
// the start of the range `__torch__.torch.nn.functional.relu(` has no place in Python. Returns the offset of the
// parenthesis; nullopt if the range does not begin with such a name.
std::optional<std::size_t> parenthesis_of(const SourceRange& range) {
  const auto [first, text] = line_of(range);
  std::size_t at = range.start() - first;
  while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) || text[at] == '_' || text[at] == '.'))
    ++at;
  if (at >= text.size() || text[at] != '(') return std::nullopt;
  return first + at;
}

// The offset that closes the first parenthesis at or after `from`; the end of the range if nothing closes it.
std::size_t end_of_parenthesis(const SourceRange& range, std::size_t from) {
  const auto [first, text] = line_of(range);
  int depth = 0;
  char quote = 0;
  for (std::size_t at = from - first; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == '\\') ++at;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth <= 0) {
      return first + at;
    }
  }
  return range.end();
}

bool is_users(const DebugInfo& info, const DebugSource& source) {
  const std::string& file = info.text(source.file);
  return !file.empty() && file != kBuiltin;
}

std::vector<std::size_t> line_starts_of(const DebugInfo& info, const DebugSource& source) {
  std::vector<std::size_t> starts;
  std::size_t at = 0;
  for (const std::size_t line : source.lines) {
    starts.push_back(at);
    at += info.text(line).size();
  }
  return starts;
}

// `start` counts bytes from the first line's start.
std::vector<SourceLocation> locate(const DebugInfo& info, const DebugSource& source,
                                   const std::vector<std::size_t>& line_starts, std::size_t start) {
  const std::string& file = info.text(source.file);
  if (file.empty() || line_starts.empty()) return {};
  const auto line = static_cast<std::size_t>(std::upper_bound(line_starts.begin(), line_starts.end(), start) -
                                             line_starts.begin() - 1);
  return {{file, static_cast<int>(static_cast<std::size_t>(source.first_line) + line),
           static_cast<int>(start - line_starts[line]) + 1, std::string(trimmed(info.text(source.lines[line]))), ""}};
}

}  // namespace

SourceTable::SourceTable(Model& model, ReadRecord read) : model_(model), read_(std::move(read)) {}
SourceTable::~SourceTable() = default;

SourceId SourceTable::add(const SourceRange& range) {
  if (!range.source()) return kNone;
  Code& code = code_of(range);
  if (!code.info) return kNone;
  const auto [entry, is_new] = code.known.emplace(range.start(), kNone);
  if (is_new) entry->second = find(code, range);
  return entry->second;
}

SourceTable::Code& SourceTable::code_of(const SourceRange& range) {
  const auto& source = range.source();
  if (last_ != nullptr && last_->source == source) return *last_;
  std::unique_ptr<Code>& code = codes_[source.get()];
  if (code == nullptr) {
    code = std::make_unique<Code>();
    code->source = source;
    const auto pickle = source->filename() ? read_(*source->filename() + ".debug_pkl") : std::nullopt;
    if (pickle) code->info = DebugInfo::read(*pickle);
    if (code->info) code->origins.resize(code->info->sources());
  }
  last_ = code.get();
  return *code;
}

SourceId SourceTable::find(Code& code, const SourceRange& range) {
  const SourceId id = find(code, range.start());
  if (id != kNone && model_.sources[id].front().file == kBuiltin) {
    const SourceId operand = operand_of_builtin(code, range);
    return operand == kNone ? id : operand;
  }
  if (id != kNone) return id;
  const auto parenthesis = parenthesis_of(range);
  return parenthesis ? find(code, *parenthesis) : kNone;
}

// LibTorch compiles `2 + y` with a function of its own, so the op's range is in the text of that function
// (builtin_functions.cpp). The number, which is printed last, keeps its place in the user's line.
SourceId SourceTable::operand_of_builtin(Code& code, const SourceRange& range) {
  const DebugInfo& info = *code.info;
  const DebugRange* operand = info.find_last(range.start(), end_of_parenthesis(range, range.end()),
                                             [&](const DebugSource& source) { return is_users(info, source); });
  return operand == nullptr ? kNone : find(code, *operand);
}

SourceId SourceTable::find(Code& code, std::size_t start) {
  const DebugRange* range = code.info->find(start);
  return range == nullptr ? kNone : find(code, *range);
}

SourceId SourceTable::find(Code& code, const DebugRange& range) {
  const DebugSource& source = code.info->source(range.source);
  Code::Origin& origin = code.origins[range.source];
  if (!origin.is_read) {
    origin.is_read = true;
    const std::string text = code.info->text_of(source, kLongestOrigin);
    origin.stack = keep(parse_python_stack(text));
    origin.line_starts = line_starts_of(*code.info, source);
    if (origin.stack == kNone) origin.python_calls = keep_python_calls(*code.info, source, text);
  }
  if (origin.stack != kNone || range.start < 0) return origin.stack;
  const SourceId id = keep(locate(*code.info, source, origin.line_starts, static_cast<std::size_t>(range.start)));
  if (origin.python_calls != nullptr) of_line_.emplace(id, origin.python_calls);
  return id;
}

// Skips PyTorch's own code, which uses is_scripting() for other purposes.
const std::vector<PythonCall>* SourceTable::keep_python_calls(const DebugInfo& info, const DebugSource& source,
                                                              const std::string& text) {
  const std::string& file = info.text(source.file);
  if (file.empty() || is_library_file(file, true)) return nullptr;
  std::vector<PythonCall> calls;
  for (BranchCall& call : calls_in_python_alone(text)) {
    const int line = static_cast<int>(source.first_line) + call.line - 1;
    calls.push_back({kNone, std::move(call.function), {file, line, 0, std::move(call.text), ""}});
  }
  if (calls.empty()) return nullptr;
  python_calls_.push_back(std::move(calls));
  return &python_calls_.back();
}

const std::vector<PythonCall>& SourceTable::python_calls(SourceId line) const {
  static const std::vector<PythonCall> kEmpty;
  const auto known = of_line_.find(line);
  return known == of_line_.end() ? kEmpty : *known->second;
}

SourceId SourceTable::keep(std::vector<SourceLocation> stack) {
  if (stack.empty()) return kNone;
  const auto [same, is_new] = by_text_.emplace(key_of(stack), model_.sources.next_id());
  if (is_new) model_.sources.push_back(std::move(stack));
  return same->second;
}

}  // namespace aimet
