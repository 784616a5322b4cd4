// SPDX-License-Identifier: Apache-2.0

// Tests which ops each version of AIMET tolerates, and how it names ops.

#include "lib/check/aimet_rules.hpp"

#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

struct Row {
  std::string version;
  std::size_t tolerated;
  LeafRule leaf;
  std::vector<std::string> may_stay;
  std::vector<std::string> may_not;
};

const std::vector<Row> kRows = {
    {"1.13",
     16,
     LeafRule::every_leaf,
     {"aten::add", "aten::cat", "aten::mul", "aten::div", "aten::sub", "aten::view"},
     {"aten::randn", "aten::flatten", "aten::matmul"}},
    {"1.14", 16, LeafRule::every_leaf, {"aten::add", "aten::slice"}, {"aten::randn", "aten::permute"}},
    {"1.16", 17, LeafRule::every_leaf, {"aten::add", "aten::randn"}, {"aten::flatten"}},
    {"1.18",
     17,
     LeafRule::every_leaf,
     {"aten::sub", "aten::randn"},
     {"aten::add", "aten::cat", "aten::mul", "aten::div"}},
    {"1.22", 17, LeafRule::every_leaf, {"aten::sub", "aten::view"}, {"aten::add_", "aten::linear"}},
    {"1.23",
     14,
     LeafRule::torch_nn_in_path,
     {"aten::flatten", "aten::permute", "aten::squeeze"},
     {"aten::sub", "aten::cat", "aten::contiguous"}},
    {"1.24",
     19,
     LeafRule::torch_nn_in_path,
     {"aten::contiguous", "aten::copy_", "aten::clone", "aten::index", "aten::ScalarImplicit"},
     {"aten::transpose", "aten::eq"}},
    {"1.25", 19, LeafRule::torch_nn_in_path, {"aten::clone"}, {"aten::expand", "aten::chunk"}},
    {"1.26",
     28,
     LeafRule::torch_nn_in_path,
     {"aten::reshape_as", "aten::transpose", "aten::expand", "aten::expand_as", "prim::DictConstruct", "aten::eq",
      "aten::ne", "aten::split", "aten::chunk"},
     {"aten::add", "aten::relu", "aten::bmm", "aten::stack"}},
    {"1.34.0", 28, LeafRule::exactly_torch_nn, {"aten::chunk"}, {"aten::add"}},
    {"2.1.0", 28, LeafRule::exactly_torch_nn, {"aten::chunk"}, {"aten::add"}},
    {"", 28, LeafRule::exactly_torch_nn, {"aten::size", "prim::NumToTensor", "aten::mean"}, {"aten::add", "aten::sum"}},
};

}  // namespace

TEST_CASE("each version of AIMET has its list of tolerated ops and its rule for leaves") {
  for (const Row& row : kRows) {
    CAPTURE(row.version);
    const AimetRules& rules = aimet_rules(row.version);
    CHECK(rules.tolerated.size() == row.tolerated);
    CHECK(rules.leaf == row.leaf);
    for (const std::string& kind : row.may_stay) {
      CAPTURE(kind);
      CHECK(is_tolerated(rules, op_type(rules, kind)));
    }
    for (const std::string& kind : row.may_not) {
      CAPTURE(kind);
      CHECK_FALSE(is_tolerated(rules, op_type(rules, kind)));
    }
  }
}

TEST_CASE("versions are compared as numbers, and one between two rows follows the older") {
  CHECK(aimet_rules("1.9").since == "1.13");
  CHECK(aimet_rules("1.15").since == "1.14");
  CHECK(aimet_rules("1.17.2").since == "1.16");
  CHECK(aimet_rules("1.33").since == "1.26");
  CHECK(aimet_rules("1.100").since == "1.34");
  CHECK(aimet_rules("2").since == "2.0");
  CHECK(aimet_rules("2.0.0").since == aimet_rules("2.32.1").since);
  CHECK(aimet_rules("1.34.0+torch-cpu").since == "1.34");
  CHECK(aimet_rules("3.0").since == aimet_rules("").since);
}

TEST_CASE("a version is at least another by its numbers, and the newest is at least any") {
  CHECK(is_at_least("2.29.0", "2.29"));
  CHECK(is_at_least("2.100", "2.29"));
  CHECK(is_at_least("3.0", "2.29"));
  CHECK(is_at_least("", "2.29"));
  CHECK_FALSE(is_at_least("2.9", "2.29"));
  CHECK_FALSE(is_at_least("1.34.0", "2.29"));
}

TEST_CASE("an op's type is its name without underscores, and four have AIMET's own name from 1.18 on") {
  const AimetRules& newest = aimet_rules("");
  const AimetRules& oldest = aimet_rules("1.13");
  CHECK(op_type(newest, "aten::relu_") == "relu");
  CHECK(op_type(newest, "aten::_convolution") == "convolution");
  CHECK(op_type(newest, "aten::__getitem__") == "getitem");
  CHECK(op_type(newest, "aten::__and__") == "and");
  CHECK(op_type(newest, "prim::NumToTensor") == "NumToTensor");
  CHECK(op_type(newest, "aten::add_") == "Add");
  CHECK(op_type(newest, "aten::cat") == "Concat");
  CHECK(op_type(newest, "aten::mul") == "Mul");
  CHECK(op_type(newest, "aten::div") == "Div");
  CHECK(op_type(newest, "aten::addmm") == "addmm");
  CHECK(op_type(oldest, "aten::add_") == "add");
  CHECK(op_type(oldest, "aten::cat") == "cat");
}

TEST_CASE("ops that AIMET takes out of its graph grew with its versions") {
  for (const char* type : {"Int", "t", "to", "detach"}) CHECK(is_passthrough(aimet_rules("1.13"), type));
  CHECK_FALSE(is_passthrough(aimet_rules("1.13"), "values"));
  CHECK(is_passthrough(aimet_rules("1.14"), "values"));
  CHECK_FALSE(is_passthrough(aimet_rules("1.22"), "Identity"));
  CHECK(is_passthrough(aimet_rules("1.23"), "Identity"));
  CHECK_FALSE(is_passthrough(aimet_rules(""), "view"));
}

TEST_CASE("AIMET's elementwise modules are imported from where that version has them") {
  CHECK(aimet_rules("1.13").elementwise_module == "aimet_torch.elementwise_ops");
  CHECK(aimet_rules("1.33").elementwise_module == "aimet_torch.elementwise_ops");
  CHECK(aimet_rules("1.34").elementwise_module == "aimet_torch.nn.modules.custom");
  CHECK(aimet_rules("2.0").elementwise_module == "aimet_torch.nn.modules.custom");
  CHECK(aimet_rules("").elementwise_module == "aimet_torch.nn.modules.custom");
}

TEST_CASE("a leaf is one op by its class: any, then one with torch.nn in its path, then exactly one of torch.nn") {
  const auto leaf = [](const std::string& type, ClassOrigin origin) {
    Module module;
    module.type = type;
    module.origin = origin;
    return module;
  };
  const Module relu = leaf("torch.nn.modules.activation.ReLU", ClassOrigin::torch_nn);
  const Module norm = leaf("torch.nn.utils.parametrizations._SpectralNorm", ClassOrigin::torch_other);
  const Module gate = leaf("mytorch.nn_layers.Gate", ClassOrigin::user);
  const Module own = leaf("models.Gate", ClassOrigin::user);
  for (const char* version : {"1.13", "1.22.0", "1.23.0", "1.33", "1.34.0", "2.0.0", "2.32.1"}) {
    CAPTURE(version);
    const AimetRules& rules = aimet_rules(version);
    CHECK(is_one_op_by_class(rules, relu));
    CHECK(is_one_op_by_class(rules, norm) == (rules.leaf != LeafRule::exactly_torch_nn));
    CHECK(is_one_op_by_class(rules, gate) == (rules.leaf != LeafRule::exactly_torch_nn));
    CHECK(is_one_op_by_class(rules, own) == (rules.leaf == LeafRule::every_leaf));
  }
}

TEST_CASE("AIMET's own modules are one op from 2.0 on: there is one row for all of 2.x") {
  CHECK_FALSE(aimet_rules("1.34").own_modules_are_ops);
  for (const char* version : {"2.0", "2.1.0", "2.32.1", ""}) CHECK(aimet_rules(version).own_modules_are_ops);
}
