#pragma once
// From a node to the lines of Python that made it, each distinct one stored once.

#include <torch/csrc/jit/frontend/source_range.h>

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// "/a/b.py(52): forward\n..." -> {{"/a/b.py", 52, 0, "", "forward"}, ...}; empty if the text is no Python stack.
std::vector<SourceLocation> parse_python_stack(const std::string& text);

class SourceTable {
 public:
  explicit SourceTable(Model& model) : model_(model) {}
  SourceId add(const torch::jit::SourceRange& range);

 private:
  Model& model_;
  std::map<std::tuple<const torch::jit::Source*, std::size_t, std::size_t>, SourceId> known_;
  std::map<std::string, SourceId> by_text_;
  std::vector<std::shared_ptr<torch::jit::Source>> kept_;  // so that no address in known_ is used twice
};

}  // namespace aimet
