// SPDX-License-Identifier: Apache-2.0
#include "checks/unregistered_module.hpp"

#include "lib/check/aimet_registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

namespace {

struct Net : ModelBuilder {
  ValueId x = input("x", tensor());

  ModuleId runnable(const std::string& path, const std::string& type) {
    const ModuleId id = module(path, type);
    at(id).methods.push_back({"forward", {}, kNone, kNone});
    return id;
  }

  std::vector<Finding> findings(const CheckOptions& options = {}) { return unregistered_module(build(), options); }
};

}  // namespace

TEST_CASE("unregistered-module: an own Add is one finding for all its modules, and names AIMET's Add") {
  Net net;
  const ModuleId first = net.module("first", "models.Add");
  const ModuleId second = net.module("second", "models.Add");
  net.output(net.call(second, {net.call(first, {net.x, net.x}, "aten::add"), net.x}, "aten::add"));
  const auto findings = net.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].module == "first");
  CHECK(findings[0].module_type == "models.Add");
  CHECK(findings[0].modules == std::vector<std::string>{"first", "second"});
  CHECK_THAT(findings[0].help, ContainsSubstring("use aimet_torch.nn.modules.custom.Add"));
  CHECK_THAT(findings[0].help, ContainsSubstring("QuantizationMixin.ignore(Add)"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("from models import Add\n"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("@QuantizationMixin.implements(Add)\n"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("self.input_quantizers = torch.nn.ModuleList([None, None])\n"));
}

TEST_CASE("unregistered-module: a class that adds to its op is not replaced by the class of the op") {
  Net net;
  const ModuleId two = net.module("two", "models.Two");
  net.begin_call(two, {net.x});
  const ValueId y = net.tensor_op("aten::mul", {net.x, net.tensor_op("aten::sigmoid", {net.x})});
  net.end_call({y});
  const ModuleId scaled = net.module("scaled", "models.Scaled");
  net.parameter(scaled, "factor", 1);
  const ValueId z = net.call(scaled, {y}, "aten::mul");
  const ModuleId twice = net.module("twice", "models.Twice");
  net.begin_call(twice, {z, net.x});
  const ValueId alpha = net.constant(net.integer(), Constant::Kind::integer, 2);
  const ValueId sum = net.tensor_op("aten::add", {z, net.x, alpha});
  net.end_call({sum});
  net.output(sum);
  const auto findings = net.findings();
  REQUIRE(findings.size() == 3);
  for (const Finding& finding : findings) CHECK_THAT(finding.help, !ContainsSubstring("which does the same"));
}

TEST_CASE("unregistered-module: a module that is never called counts, and so does the model itself") {
  Net net;
  net.runnable("never", "models.Gate");
  CHECK(net.findings().size() == 1);
  Net root;
  root.output(root.tensor_op("aten::tanh", {root.x}));
  const auto findings = root.findings();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].module.empty());
  CHECK_THAT(findings[0].message, ContainsSubstring("the model is of the class models.Net"));
}

TEST_CASE("unregistered-module: what AIMET knows, leaves alone or looks into is silent") {
  Net net;
  for (const char* type : {"torch.nn.modules.activation.ReLU", "torch.nn.modules.batchnorm.SyncBatchNorm",
                           "torch.nn.modules.linear.Identity", "torch.nn.modules.padding.CircularPad2d"})
    net.module(std::string("leaf") + type, type);
  net.at(net.module("list", "torch.nn.modules.container.ModuleList")).origin = ClassOrigin::torch_nn;
  net.at(net.module("own", "aimet_torch.nn.modules.custom.Anything")).origin = ClassOrigin::aimet;
  const ModuleId block = net.module("block", "models.Block");
  net.module("block.relu", "torch.nn.modules.activation.ReLU", block);
  CHECK(net.findings().empty());
}

TEST_CASE("unregistered-module: a class of torch.nn without a definition is a finding") {
  Net net;
  net.module("lazy", "torch.nn.modules.linear.LazyLinear");
  net.build();
  net.model.form = SourceForm::traced;
  CHECK(unregistered_module(net.model, {}).size() == 1);
}

TEST_CASE("unregistered-module: the linear layer inside of attention raises before 2.29") {
  Net net;
  const ModuleId attention = net.module("attention", "torch.nn.modules.activation.MultiheadAttention");
  net.at(net.module("attention.out_proj", "torch.nn.modules.linear.NonDynamicallyQuantizableLinear", attention))
      .origin = ClassOrigin::torch_other;
  net.build();
  net.model.form = SourceForm::traced;
  const auto found = [&](const std::string& version) {
    CheckOptions options;
    options.aimet_version = version;
    return unregistered_module(net.model, options).size();
  };
  CHECK(found("2.0.0") == 1);
  CHECK(found("2.28.1") == 1);
  CHECK(found("2.29.0") == 0);
  CHECK(found("") == 0);
}

TEST_CASE("unregistered-module: a scripted leaf without a forward has nothing to run, and AIMET does not ask for it") {
  Net net;
  net.module("table", "models.Table");
  net.build();
  net.model.form = SourceForm::scripted;
  CHECK(unregistered_module(net.model, {}).empty());
  net.model.form = SourceForm::traced;
  CHECK(unregistered_module(net.model, {}).size() == 1);
}

TEST_CASE("unregistered-module: excluded modules are left out, and with them a class that has no other") {
  Net net;
  net.runnable("head.a", "models.Gate");
  net.runnable("b", "models.Gate");
  CheckOptions options;
  options.exclude_modules = {"head.*"};
  const auto findings = net.findings(options);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].modules == std::vector<std::string>{"b"});
  options.exclude_modules.emplace_back("b");
  CHECK(net.findings(options).empty());
}

TEST_CASE("a class is looked up by its whole name") {
  CHECK(is_registered_torch_nn("GroupNorm"));
  CHECK_FALSE(is_registered_torch_nn("Norm"));
  CHECK_FALSE(is_registered_torch_nn("RMSNorm"));
}

TEST_CASE("unregistered-module: the definition of a class inside of a function does not import it") {
  Net net;
  net.runnable("add", "models.make.<locals>.Add");
  const auto findings = net.findings();
  REQUIRE(findings.size() == 1);
  CHECK_THAT(findings[0].snippet, !ContainsSubstring("from models"));
  CHECK_THAT(findings[0].snippet, ContainsSubstring("class QuantizedAdd(QuantizationMixin, Add):"));
}
