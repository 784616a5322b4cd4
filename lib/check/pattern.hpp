// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a rule of the user's own looks for: ops, modules and tensors, by kind, class, argument values, dtype and rank.

#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct NumberRange {
  std::optional<double> least, most;  // none: no bound

  bool holds(double number) const { return (!least || number >= *least) && (!most || number <= *most); }
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

// Empty lists ask for nothing. Each list is of alternatives, but for `where`, of which all must hold.
struct Pattern {
  std::vector<std::string> ops;      // globs: with "::" of op kinds, without of AIMET's op types, in any case
  std::vector<std::string> classes;  // globs: with a dot of the qualified Python class, without of its last part
  std::vector<ArgumentPattern> where;
  std::vector<std::string> dtypes;   // globs of PyTorch's names
  std::vector<NumberRange> ranks;    // numbers of dimensions
  std::vector<NumberRange> uses;     // how often it runs in one forward pass
  std::vector<std::string> modules;  // globs of paths: in those modules and below; none: everywhere

  bool asks_for_tensors() const { return !dtypes.empty() || !ranks.empty(); }
};

bool is_kind_glob(const std::string& glob);  // "aten::gelu", not "gelu"
// An op that writes into its input is the same op: "aten::add" also matches aten::add_.
bool kind_matches(const std::vector<std::string>& globs, const std::string& kind);
bool type_matches(const std::vector<std::string>& globs, const std::string& aimet_type);
bool class_matches(const std::vector<std::string>& globs, const std::string& python_class);
bool in_range(const std::vector<NumberRange>& ranges, double number);

enum class Verdict { no, unknown, yes };

// Of a list, one element is enough for `some`; `every` wants all. A rule asks for some, what a target can do for every.
enum class Quantifier { some, every };

// `detail` is for people: "dilation is 2", "its output is float64 of shape [1, 3]".
struct Match {
  Verdict verdict = Verdict::yes;
  std::string detail;  // what matched, or for Quantifier::every what did not
};

bool tensor_matches(const Pattern& pattern, const Tensor& tensor);
// The tensors that the op reads and makes.
Match tensors_match(const Model& model, OpId op, const Pattern& pattern, Quantifier quantifier);

std::string printed(const Tensor& tensor);  // "float64 of shape [1, 3]"

}  // namespace aimet
