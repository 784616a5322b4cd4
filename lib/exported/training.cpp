// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/training.hpp"

namespace aimet {
namespace {

Json argument(const Json& node, std::string_view name) {
  for (const Json input : node["inputs"]) {
    if (input["name"].text() == name) return input["arg"];
  }
  return {};
}

bool is_zero(const Json& argument) {
  const auto number = argument["as_float"].number();
  return number && *number == 0;
}

bool is_tensor(const Json& argument) {
  return argument["as_tensor"].is_object() || argument["as_optional_tensor"]["as_tensor"].is_object();
}

}  // namespace

// Argument names are from native_functions.yaml: dropout's `train` and `p`, batch_norm's `training` and `running_mean`,
// instance_norm's `use_input_stats`, lstm's `train` and `dropout`. Without running statistics both modes compute the
// same.
bool is_training_op(const Json& node) {
  const bool by_statistics = argument(node, "use_input_stats")["as_bool"].is_true();
  const bool trains = argument(node, "train")["as_bool"].is_true() || argument(node, "training")["as_bool"].is_true();
  if (by_statistics || node["target"].text().find("batch_norm") != std::string_view::npos)
    return (by_statistics || trains) && is_tensor(argument(node, "running_mean"));
  return trains && !is_zero(argument(node, "p")) && !is_zero(argument(node, "dropout"));
}

}  // namespace aimet
