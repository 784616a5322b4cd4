// SPDX-License-Identifier: Apache-2.0
#include "lib/model/op_schemas.hpp"

#include <algorithm>
#include <unordered_set>

namespace aimet {

const std::vector<KnownOperator>& known_operators() {
  static const std::vector<KnownOperator> kTable = {
#include "lib/model/op_schemas.inc"
  };
  return kTable;
}

const KnownOperator* find_operator(std::string_view name) {
  const auto& table = known_operators();
  const auto found = std::lower_bound(table.begin(), table.end(), name,
                                      [](const KnownOperator& row, std::string_view key) { return row.name < key; });
  return found == table.end() || found->name != name ? nullptr : &*found;
}

bool may_return_input(std::string_view name) {
  static const std::unordered_set<std::string_view> kNames = {
      "aten::dropout",    "aten::feature_dropout", "aten::alpha_dropout", "aten::feature_alpha_dropout",
      "aten::type_as",    "aten::sum_to_size",     "aten::atleast_1d",    "aten::atleast_2d",
      "aten::atleast_3d", "aten::as_tensor"};
  return kNames.count(name) != 0;
}

bool views_input(std::string_view name) {
  static const std::unordered_set<std::string_view> kNames = {"aten::unsafe_chunk", "aten::unsafe_split",
                                                              "aten::unsafe_split_with_sizes", "aten::meshgrid",
                                                              "aten::broadcast_tensors"};
  return kNames.count(name) != 0;
}

}  // namespace aimet
