// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/dtype.hpp"

#include <utility>
#include <vector>

#include "lib/model/did_you_mean.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

// Names in other tools, in C and in torch's own aliases. An edit distance would not find these.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kAliases = {{
    {"float", "float32"}, {"fp32", "float32"}, {"f32", "float32"},  {"double", "float64"},   {"fp64", "float64"},
    {"f64", "float64"},   {"half", "float16"}, {"fp16", "float16"}, {"f16", "float16"},      {"bf16", "bfloat16"},
    {"char", "int8"},     {"short", "int16"},  {"int", "int32"},    {"i32", "int32"},        {"long", "int64"},
    {"i64", "int64"},     {"byte", "uint8"},   {"boolean", "bool"}, {"cfloat", "complex64"}, {"cdouble", "complex128"},
}};

std::optional<std::string> nearest_dtype(std::string_view name) {
  constexpr std::string_view kPrefix = "torch.";
  if (name.substr(0, kPrefix.size()) == kPrefix) name.remove_prefix(kPrefix.size());
  for (const auto& [alias, real] : kAliases) {
    if (name == alias) return std::string(real);
  }
  std::vector<std::string_view> names;
  for (const Dtype& dtype : kDtypes) names.push_back(dtype.name);
  return did_you_mean(name, names);
}

}  // namespace

const Dtype* find_dtype(std::string_view name) {
  for (const Dtype& dtype : kDtypes) {
    if (dtype.name == name) return &dtype;
  }
  return nullptr;
}

std::string expected_dtypes(std::string_view mistyped) {
  std::string text = joined(kDtypes, ", ", [](const Dtype& dtype) { return dtype.name; });
  if (const auto near = nearest_dtype(mistyped)) text += "; did you mean " + *near + "?";
  return text;
}

}  // namespace aimet
