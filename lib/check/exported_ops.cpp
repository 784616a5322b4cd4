// SPDX-License-Identifier: Apache-2.0
#include "lib/check/exported_ops.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "lib/check/wording.hpp"
#include "lib/model/op_name.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

// torch/_export and torch/_functorch insert these (2.6, 2.14).
bool is_inserted(std::string_view name) {
  constexpr std::string_view kNames[] = {
      "lift_fresh", "lift_fresh_copy",    "alias",          "sym_size",      "sym_stride",
      "sym_numel",  "sym_storage_offset", "_assert_scalar", "_assert_async", "_assert_tensor_metadata"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) ||
         starts_with(name, "sym_constrain_range");
}

}  // namespace

std::optional<std::string> traced_kind(const std::string& kind) {
  if (kind == "prim::PythonOp") return kind;  // a call of an autograd.Function
  for (const std::string_view space : {"prim::", "python::", "higher_order::"}) {
    if (starts_with(kind, space)) return std::nullopt;
  }
  if (!is_aten(kind)) return kind;
  const std::string name = unqualified(kind);
  if (is_inserted(name)) return std::nullopt;
  constexpr std::pair<std::string_view, const char*> kTraced[] = {{"conv1d", "aten::_convolution"},
                                                                  {"conv2d", "aten::_convolution"},
                                                                  {"conv3d", "aten::_convolution"},
                                                                  {"_to_copy", "aten::to"}};
  for (const auto& [exported, traced] : kTraced) {
    if (name == exported) return traced;
  }
  if (starts_with(name, "conv_transpose")) return "aten::_convolution";
  return kind;
}

std::string exported_name(const std::string& type, const std::string& own) {
  const std::size_t underscore = own.rfind('_');
  const std::string start = own.substr(0, underscore);
  if (start == lower(type)) return own;
  const std::string number = underscore == std::string::npos ? "" : own.substr(underscore + 1);
  const bool is_number = !number.empty() && number.find_first_not_of("0123456789") == std::string::npos;
  return lower(type) + "_" + (is_number ? number : "0");
}

}  // namespace aimet
