// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python lines that the stack traces of a program quote. They show what the graph does not: calls of modules that
// run no op, and computations of sizes.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/edit/expression.hpp"
#include "lib/exported/draft.hpp"
#include "lib/exported/places.hpp"
#include "lib/exported/tables.hpp"

namespace aimet {

struct QuotedLine {
  int number = 0;
  std::string_view text;
  SourceId source = kNone;       // the line and its callers
  std::vector<std::size_t> ops;  // op drafts that it runs itself or in PyTorch's layers, in program order
};

// The lines that one call of a user's function ran, as far as ops quote them.
struct QuotedFunction {
  BodyId body = 0;                // of the module's call
  ModuleId module = kNone;        // `self`
  std::vector<QuotedLine> lines;  // in order of their first op
};

inline constexpr std::size_t kMostIterations = 1000;  // the most iterations of a line that are counted

class QuotedCode {
 public:
  explicit QuotedCode(Places& places) : places_(places) {}

  // Must be called for each op after it is in the draft.
  void note(const OpMetadata& metadata, const Place& place, std::size_t op);

  const std::vector<QuotedFunction>& functions() const { return functions_; }

 private:
  using At = std::pair<std::size_t, std::size_t>;  // index of a function, index of a line in it

  At line_of(const CodeLine& code);

  Places& places_;
  std::vector<QuotedFunction> functions_;
  std::map<std::string, std::size_t> by_caller_;
  std::map<std::pair<std::size_t, int>, std::size_t> by_number_;
  std::map<std::pair<std::uint32_t, BodyId>, std::vector<At>> known_;  // by stack trace and body
};

// The unqualified names of the line's ops: "view".
std::vector<std::string> ops_of(const QuotedLine& line, const Draft& draft, Tables& tables);

// How often the line ran, derived from its operators on tensors; at least 1. `ran`: the names of its ops.
std::size_t iterations(const std::vector<PythonExpressions>& statements, const std::vector<std::string>& ran);

// The statements of a line in which an op ran, without those that may not have run. Empty if the line is a part of a
// statement and cannot be parsed on its own.
std::vector<PythonExpressions> read_line(std::string_view text);

}  // namespace aimet
