// SPDX-License-Identifier: Apache-2.0
#include "checks/quantized_model.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using test::ModelBuilder;

TEST_CASE("quantized-model: modules of quantized classes are one finding that says to save the float model") {
  ModelBuilder b;
  b.module("fc", "torch.ao.nn.quantized.dynamic.modules.linear.Linear");
  b.module("conv", "torch.nn.intrinsic.quantized.modules.conv_relu.ConvReLU2d");
  const auto findings = quantized_model(b.build(), {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::error);
  CHECK_THAT(findings[0].message,
             ContainsSubstring("2 modules of the quantized classes torch.ao.nn.quantized.dynamic"));
  CHECK_THAT(findings[0].help, ContainsSubstring("torch.jit.trace(float_model.eval(), inputs).save(path)"));
}

TEST_CASE("quantized-model: quantized ops and quantized tensors are signs, too") {
  ModelBuilder ops;
  ops.tensor_op("quantized::linear", {});
  REQUIRE(quantized_model(ops.build(), {}).size() == 1);
  CHECK(quantized_model(ops.build(), {})[0].op_kind == "quantized::linear");

  ModelBuilder tensors;
  tensors.model.modules[kRootModule].parameters.push_back({"weight", {"qint8", {4, 4}}, true, kNone});
  CHECK(quantized_model(tensors.build(), {}).size() == 1);
}

TEST_CASE("quantized-model: float models have no quantized part") {
  ModelBuilder b;
  b.module("skip", "torch.nn.quantized.modules.functional_modules.FloatFunctional");
  b.module("stub", "torch.ao.quantization.stubs.QuantStub");
  b.module("mine", "models.quantized.Linear");
  b.tensor_op("aten::dequantize", {});
  CHECK(quantized_model(b.build(), {}).empty());
}
