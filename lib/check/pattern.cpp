// SPDX-License-Identifier: Apache-2.0
#include "lib/check/pattern.hpp"

#include <fnmatch.h>

#include <algorithm>

#include "lib/check/wording.hpp"
#include "lib/model/op_name.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

bool matches(const std::string& glob, const std::string& text) { return ::fnmatch(glob.c_str(), text.c_str(), 0) == 0; }

// The tensors observed in the value; if there are none, the tensor that it is as a constant or a parameter.
std::vector<Tensor> tensors_of(const Model& model, ValueId id) {
  const Value& value = model.value(id);
  std::vector<Tensor> tensors;
  for (const ObservationId seen : value.observed) tensors.push_back(model.observations[seen]);
  if (tensors.empty() && value.constant != kNone && model.constant(value.constant).kind == Constant::Kind::tensor)
    tensors.push_back(model.constant(value.constant).tensor);
  return tensors;
}

void compare_tensors(const Model& model, IdRange<OperandId> values, const std::string& side, const Pattern& pattern,
                     Quantifier quantifier, Match& match) {
  for (std::int32_t i = 0; i < values.count; ++i) {
    for (const Tensor& tensor : tensors_of(model, model.operand(values, i))) {
      const bool fits = tensor_matches(pattern, tensor);
      if (match.verdict == Verdict::unknown)
        match.verdict = quantifier == Quantifier::some ? Verdict::no : Verdict::yes;
      if (fits != (quantifier == Quantifier::some) || !match.detail.empty()) continue;
      match = {fits ? Verdict::yes : Verdict::no, "its " + side + " is " + printed(tensor)};
    }
  }
}

}  // namespace

bool is_kind_glob(const std::string& glob) { return glob.find("::") != std::string::npos; }

bool kind_matches(const std::vector<std::string>& globs, const std::string& kind) {
  const std::string plain = has_in_place_name(kind) ? kind.substr(0, kind.size() - 1) : kind;
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return is_kind_glob(glob) && (matches(glob, kind) || matches(glob, plain));
  });
}

bool type_matches(const std::vector<std::string>& globs, const std::string& aimet_type) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return !is_kind_glob(glob) && matches(lower(glob), lower(aimet_type));
  });
}

bool class_matches(const std::vector<std::string>& globs, const std::string& python_class) {
  const std::string last = last_part(python_class);
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return matches(glob, glob.find('.') == std::string::npos ? last : python_class);
  });
}

bool in_range(const std::vector<NumberRange>& ranges, double number) {
  return ranges.empty() ||
         std::any_of(ranges.begin(), ranges.end(), [&](const NumberRange& range) { return range.contains(number); });
}

bool tensor_matches(const Pattern& pattern, const Tensor& tensor) {
  const auto named = [&](const std::string& glob) { return matches(glob, tensor.dtype); };
  const bool dtype = pattern.dtypes.empty() || std::any_of(pattern.dtypes.begin(), pattern.dtypes.end(), named);
  return dtype && in_range(pattern.ranks, static_cast<double>(tensor.shape.size()));
}

Match tensors_match(const Model& model, OpId id, const Pattern& pattern, Quantifier quantifier) {
  if (!pattern.asks_for_tensors()) return {};
  Match match{Verdict::unknown, ""};
  compare_tensors(model, model.op(id).outputs, "output", pattern, quantifier, match);
  compare_tensors(model, model.op(id).inputs, "input", pattern, quantifier, match);
  return match;
}

std::string printed(const Tensor& tensor) {
  if (tensor.shape.empty()) return tensor.dtype + " without dimensions";
  return tensor.dtype + " of shape [" + joined_sizes(tensor.shape) + "]";
}

}  // namespace aimet
