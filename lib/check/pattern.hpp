// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a user's rule matches: ops, modules and tensors, by kind, class, argument values, dtype and rank.

#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct NumberRange {
  std::optional<double> least, most;  // nullopt: no bound

  bool contains(double number) const { return (!least || number >= *least) && (!most || number <= *most); }
};

// One value that an argument may have.
struct ValuePattern {
  enum class Kind { none, boolean, number, text };
  Kind kind = Kind::none;
  bool boolean = false;
  NumberRange number;
  std::string glob;
  bool negated = false;  // any value but this
};

struct ArgumentPattern {
  std::string name;
  std::vector<ValuePattern> any_of;
};

// An empty list is no condition. The elements of a list are alternatives, except in `where`, whose elements must all
// match.
struct Pattern {
  std::vector<std::string> ops;      // globs: with "::" of op kinds, else of AIMET's op types, ignoring case
  std::vector<std::string> classes;  // globs: with a dot of the qualified Python class, else of its last part
  std::vector<ArgumentPattern> where;
  std::vector<std::string> dtypes;   // globs of PyTorch's names
  std::vector<NumberRange> ranks;    // numbers of dimensions
  std::vector<NumberRange> uses;     // how often it runs in one forward pass
  std::vector<std::string> modules;  // globs of paths: in these modules and below; empty: everywhere

  bool asks_for_tensors() const { return !dtypes.empty() || !ranks.empty(); }
};

bool is_kind_glob(const std::string& glob);  // "aten::gelu", not "gelu"
// The in-place form counts as the same op: "aten::add" also matches aten::add_.
bool kind_matches(const std::vector<std::string>& globs, const std::string& kind);
bool type_matches(const std::vector<std::string>& globs, const std::string& aimet_type);
bool class_matches(const std::vector<std::string>& globs, const std::string& python_class);
bool in_range(const std::vector<NumberRange>& ranges, double number);

enum class Verdict { no, unknown, yes };

// How many elements of a list, and how many of an op's tensors, must match: one for `some`, all for `every`. Rules use
// `some`, "allow" uses `every`.
enum class Quantifier { some, every };

// `detail` is for messages: "dilation is 2", "its output is float64 of shape [1, 3]".
struct Match {
  Verdict verdict = Verdict::yes;
  std::string detail;  // what matched, or what did not (Quantifier::every)
};

bool tensor_matches(const Pattern& pattern, const Tensor& tensor);
// Matches the tensors that the op reads and computes. Verdict::unknown if none of them is known.
Match tensors_match(const Model& model, OpId op, const Pattern& pattern, Quantifier quantifier);

std::string printed(const Tensor& tensor);  // "float64 of shape [1, 3]"

}  // namespace aimet
