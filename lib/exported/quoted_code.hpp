// SPDX-License-Identifier: Apache-2.0
#pragma once
// The lines of Python that the stack traces of a program quote. They say what the graph does not: which modules were
// called that run no op, and which sizes were computed.

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
  std::vector<std::size_t> ops;  // drafts that it runs itself, or in layers of PyTorch's, in program order
};

// What one call of a function of the user's ran, as far as an op quotes it.
struct QuotedFunction {
  BodyId body = 0;                // of the module's call
  ModuleId module = kNone;        // `self`
  std::vector<QuotedLine> lines;  // in order of their first op
};

inline constexpr std::size_t kMostRounds = 1000;  // of a line; after these nobody counts

class QuotedCode {
 public:
  explicit QuotedCode(Places& places) : places_(places) {}

  // For each op, after it is in the draft.
  void note(const OpMetadata& metadata, const Place& place, std::size_t op);

  const std::vector<QuotedFunction>& functions() const { return functions_; }

 private:
  using At = std::pair<std::size_t, std::size_t>;  // a function, and a line of it

  At line_of(const CodeLine& code);

  Places& places_;
  std::vector<QuotedFunction> functions_;
  std::map<std::string, std::size_t> by_caller_;
  std::map<std::pair<std::size_t, int>, std::size_t> by_number_;
  std::map<std::pair<std::uint32_t, BodyId>, std::vector<At>> known_;  // by the stack trace
};

// The names of the line's ops, "view".
std::vector<std::string> ops_of(const QuotedLine& line, const Draft& draft, Tables& tables);

// How often the line ran, as its operators on tensors show: at least once. `ran`: the names of its ops.
std::size_t rounds(const std::vector<PythonExpressions>& statements, const std::vector<std::string>& ran);

// The statements of a line that an op ran in, as far as it is sure that they ran too.
// Empty for a line that is a part of a statement and cannot be read by itself.
std::vector<PythonExpressions> read_line(std::string_view text);

}  // namespace aimet
