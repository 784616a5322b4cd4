// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the lines of Python that made a node. Each distinct location is stored once.

#include <torch/csrc/jit/frontend/source_range.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

class DebugInfo;  // lib/file/debug_info.hpp
struct DebugRange;
struct DebugSource;

// "/a/b.py(52): forward\n..." -> {{"/a/b.py", 52, 0, "", "forward"}, ...}; empty if the text is not a Python stack.
std::vector<SourceLocation> parse_python_stack(const std::string& text);

class SourceTable {
 public:
  // Reads a record of the file by its name below the archive's top folder; nullopt if there is no such record.
  using ReadRecord = std::function<std::optional<std::string>(const std::string& name)>;

  SourceTable(Model& model, ReadRecord read);
  ~SourceTable();
  SourceTable(const SourceTable&) = delete;
  SourceTable& operator=(const SourceTable&) = delete;

  SourceId add(const torch::jit::SourceRange& range);

  // What the method that contains the line calls only in Python; `module` is not set. Empty for most lines.
  const std::vector<PythonCall>& python_calls(SourceId line) const;

 private:
  struct Code;

  Code& code_of(const torch::jit::SourceRange& range);
  SourceId find(Code& code, const torch::jit::SourceRange& range);
  SourceId find(Code& code, std::size_t start);
  SourceId find(Code& code, const DebugRange& range);
  SourceId operand_of_builtin(Code& code, const torch::jit::SourceRange& range);
  const std::vector<PythonCall>* keep_python_calls(const DebugInfo& info, const DebugSource& source,
                                                   const std::string& text);
  SourceId keep(std::vector<SourceLocation> stack);

  Model& model_;
  ReadRecord read_;
  std::unordered_map<const torch::jit::Source*, std::unique_ptr<Code>> codes_;
  Code* last_ = nullptr;  // the code of the previous range: most often also of the next one
  std::unordered_map<std::string, SourceId> by_text_;
  std::deque<std::vector<PythonCall>> python_calls_;  // of each method that has any
  std::unordered_map<SourceId, const std::vector<PythonCall>*> of_line_;
};

}  // namespace aimet
