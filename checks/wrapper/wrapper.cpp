// SPDX-License-Identifier: Apache-2.0
#include "checks/wrapper/wrapper.hpp"

#include <algorithm>
#include <vector>

#include "checks/wrapper/inputs.hpp"
#include "checks/wrapper/results.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

const Method* forward_of_root(const Model& model) {
  const auto& methods = model.modules.front().methods;
  const auto found = std::find_if(methods.begin(), methods.end(),
                                  [&](const Method& method) { return method.name == model.calls.front().name; });
  return found == methods.end() ? nullptr : &*found;
}

std::string init(const std::vector<wrapper::Kept>& kept) {
  std::string given = "self, model";
  std::string body = "        super().__init__()\n        self.model = model\n";
  for (const wrapper::Kept& one : kept) {
    given += ", " + one.name;
    body += "        self." + one.name + " = " + one.name + "  # " + one.comment + "\n";
  }
  return "    def __init__(" + given + "):\n" + body;
}

std::string returned(const std::vector<std::string>& results) {
  if (results.size() > 1) return "(" + joined(results) + ")";
  const std::string& only = results.front();
  return only.front() == '*' ? "(" + only + ",)" : only;
}

}  // namespace

std::optional<std::string> tensor_wrapper(const Model& model) {
  const Method* forward = forward_of_root(model);
  if (forward == nullptr) return std::nullopt;
  wrapper::Inputs inputs = wrapper::inputs_of(model, *forward);
  const auto results = wrapper::results_of(model, *forward, inputs.kept);
  if (!results || results->empty()) return std::nullopt;
  const Module& root = model.modules.front();
  const std::string name = (root.type.empty() ? "Model" : class_name(root)) + "OnTensors";
  const std::string taken = inputs.parameters.empty() ? "self" : "self, " + joined(inputs.parameters);
  const std::string call = "self.model(" + joined(inputs.arguments) + ")";
  const bool is_tensor = *results == std::vector<std::string>{"out"};
  const std::string body = is_tensor ? "        return " + call + "\n"
                                     : "        out = " + call + "\n        return " + returned(*results) + "\n";
  return "import torch\n\n\nclass " + name + "(torch.nn.Module):\n" + init(inputs.kept) + "\n    def forward(" + taken +
         "):\n" + body;
}

}  // namespace aimet
