// SPDX-License-Identifier: Apache-2.0
#include "checks/replacements.hpp"

#include <fstream>
#include <string_view>
#include <vector>

#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

constexpr std::string_view kTorchNnClasses[] = {
#include "lib/model/torch_nn_classes.inc"
};

std::vector<std::string> op_types() {
  std::ifstream file(AIMET_TESTDATA "/op_types.txt");
  REQUIRE(file);
  std::vector<std::string> types;
  for (std::string type; std::getline(file, type);) types.push_back(type);
  return types;
}

// Whether `name` (such as torch.nn.ReLU) is a class of torch.nn (whose full name is torch.nn.modules.activation.ReLU).
bool is_class_of_torch_nn(const std::string& name) {
  const std::string ending = name.substr(name.rfind('.'));
  for (const std::string_view known : kTorchNnClasses) {
    if (known.size() > ending.size() && known.substr(known.size() - ending.size()) == ending) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("each op type that torchvision's models and AIMET's verdicts hold has a row") {
  const std::vector<std::string> types = op_types();
  CHECK(types.size() > 100);
  for (const std::string& type : types) {
    INFO("no row in checks/replacement_rows.hpp for " << type);
    CHECK(has_replacement_row(type));
  }
}

TEST_CASE("a class of torch.nn that is named exists") {
  for (const std::string& type : op_types()) {
    const Replacement replacement = replacement_for(type, aimet_rules(""));
    if (replacement.kind != ReplacementKind::torch_nn) continue;
    INFO(type << ": " << replacement.module);
    CHECK(is_class_of_torch_nn(replacement.module));
  }
}

TEST_CASE("an op is replaced by a class of torch.nn, by one of AIMET's, by nothing, or by other code") {
  const AimetRules& rules = aimet_rules("");
  CHECK(replacement_for("relu", rules).module == "torch.nn.ReLU");
  CHECK(replacement_for("Add", rules).module == std::string(rules.elementwise_module) + ".Add");
  CHECK(replacement_for("roll", rules).kind == ReplacementKind::harmless);
  CHECK_THAT(replacement_for("roll", rules).help, ContainsSubstring("--allow-op roll"));
  CHECK(replacement_for("einsum", rules).kind == ReplacementKind::none);
}

TEST_CASE("a type without a row is said to be unknown, and how to go on all the same") {
  const Replacement replacement = replacement_for("fancy_op", aimet_rules(""));
  CHECK_FALSE(has_replacement_row("fancy_op"));
  CHECK(replacement.kind == ReplacementKind::none);
  CHECK_THAT(replacement.reason, ContainsSubstring("not known to AIMET"));
  CHECK_THAT(replacement.help, ContainsSubstring("--allow-op fancy_op"));
}
