// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/feed.hpp"
#include "lib/inputs/parse_spec.hpp"

#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/jit_type.h>
#include <ATen/ops/ones.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <memory>

#include "lib/model/error.hpp"
#include "lib/torch/value_text.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

c10::FunctionSchema schema_of(const std::vector<c10::TypePtr>& types) {
  std::vector<c10::Argument> arguments = {c10::Argument("self", c10::AnyType::get())};
  for (std::size_t i = 0; i < types.size(); ++i)
    arguments.emplace_back(std::string(1, static_cast<char>('a' + i)), types[i]);
  return {"forward", "", arguments, {}};
}

Sample sample_of(const std::string& inputs) {
  return parse_input_spec("{\"inputs\": [" + inputs + "]}", "inputs.json").samples[0];
}

InputMatch by_order(const Sample& sample) {
  InputMatch match;
  for (std::size_t i = 0; i < sample.inputs.size(); ++i) match.input_of.push_back(static_cast<std::int32_t>(i));
  return match;
}

c10::IValue feed(const Sample& sample, const c10::TypePtr& type, std::uint64_t seed = 0) {
  return make_inputs(sample, by_order(sample), schema_of({type}), seed).at(0);
}

c10::IValue feed(const std::string& input, const c10::TypePtr& type, std::uint64_t seed = 0) {
  return feed(sample_of(input), type, seed);
}

at::Tensor feed_tensor(const std::string& input, std::uint64_t seed = 0) {
  return feed(input, c10::TensorType::get(), seed).toTensor();
}

std::string input_error(const Sample& sample, const c10::TypePtr& type) {
  try {
    feed(sample, type);
  } catch (const RunError& error) {
    CHECK(error.kind() == ErrorKind::inputs);
    return error.what();
  }
  return "";
}

Sample file_sample(const c10::IValue& content) {
  const std::vector<char> bytes = torch::jit::pickle_save(content);
  Sample sample = sample_of(R"({"file": "batch.pt"})");
  std::get<FileSpec>(sample.inputs[0].what).bytes = std::make_shared<const std::string>(bytes.begin(), bytes.end());
  return sample;
}

}  // namespace

TEST_CASE("a tensor has the shape, the dtype and the fill that were asked for") {
  CHECK(feed_tensor(R"({"shape": [2, 3]})").sizes() == at::IntArrayRef({2, 3}));
  CHECK(feed_tensor(R"({"shape": []})").dim() == 0);
  CHECK(feed_tensor(R"({"shape": [0, 3]})").numel() == 0);
  CHECK(feed_tensor(R"({"shape": [3], "fill": "ones"})").sum().item<double>() == 3);
  CHECK(feed_tensor(R"({"shape": [3], "fill": "zeros"})").sum().item<double>() == 0);
  CHECK(feed_tensor(R"({"shape": [2, 2], "dtype": "int8", "fill": "arange"})").sum().item<int>() == 6);
  CHECK(feed_tensor(R"({"shape": [2], "dtype": "float64", "fill": {"constant": 0.25}})").sum().item<double>() == 0.5);
  CHECK(feed_tensor(R"({"shape": [2], "dtype": "bool", "fill": {"constant": true}})").all().item<bool>());
  const at::Tensor integers = feed_tensor(R"({"shape": [1000], "dtype": "int64", "fill": {"randint": [-3, 5]}})");
  CHECK(integers.min().item<int>() == -3);
  CHECK(integers.max().item<int>() == 4);
  CHECK(feed_tensor(R"({"shape": [1000], "dtype": "uint8"})").max().item<int>() == 1);
  const at::Tensor floats = feed_tensor(R"({"shape": [1000]})");
  CHECK(floats.min().item<double>() >= 0);
  CHECK(floats.max().item<double>() < 1);
  CHECK(feed_tensor(R"({"shape": [1000], "fill": "randn"})").min().item<double>() < 0);
}

TEST_CASE("every dtype can be made with every fill that the parser lets pass") {
  const std::vector<std::string> fills = {"",
                                          R"("rand")",
                                          R"("randn")",
                                          R"("zeros")",
                                          R"("ones")",
                                          R"("arange")",
                                          R"({"randint": [0, 2]})",
                                          R"({"constant": 1})"};
  int made = 0;
  for (const char* dtype : {"float32", "float64", "float16", "bfloat16", "int8", "int16", "int32", "int64", "uint8",
                            "bool", "complex64", "complex128"}) {
    for (const std::string& fill : fills) {
      const std::string input = std::string(R"({"shape": [2, 3], "dtype": ")") + dtype + "\"" +
                                (fill.empty() ? "" : ", \"fill\": " + fill) + "}";
      INFO(input);
      Sample sample;
      try {
        sample = sample_of(input);
      } catch (const RunError&) {
        continue;
      }
      const at::Tensor tensor = feed(sample, c10::TensorType::get()).toTensor();
      CHECK(tensor.numel() == 6);
      CHECK_THAT(describe_fed({tensor}, schema_of({c10::TensorType::get()})), ContainsSubstring(dtype));
      ++made;
    }
  }
  // Not possible: rand and randn of integer types, arange of bool, randint of complex types.
  CHECK(made == 12 * 8 - 6 * 2 - 1 - 2);
}

TEST_CASE("the widest int64 range can be drawn from") {
  CHECK_NOTHROW(feed_tensor(
      R"({"shape": [4], "dtype": "int64", "fill": {"randint": [-9223372036854775808, 9223372036854775807]}})"));
}

TEST_CASE("equal seeds give equal values, others do not") {
  const std::string input = R"({"shape": [16]})";
  CHECK(feed_tensor(input, 1).equal(feed_tensor(input, 1)));
  CHECK_FALSE(feed_tensor(input, 1).equal(feed_tensor(input, 2)));
}

TEST_CASE("containers get the types of the schema") {
  const auto tensors = c10::ListType::create(c10::TensorType::get());
  const c10::IValue list = feed(R"({"list": [{"shape": [1]}, {"shape": [2]}]})", tensors);
  CHECK(list.isTensorList());
  CHECK(list.toTensorList().size() == 2);
  CHECK(feed(R"({"list": []})", tensors).isTensorList());
  CHECK(feed(R"({"list": [{"value": 1}, {"value": 2}]})", c10::ListType::create(c10::FloatType::get())).isDoubleList());

  const auto dict_type = c10::DictType::create(c10::StringType::get(), tensors);
  const c10::IValue dict = feed(R"({"dict": {"k": {"list": [{"shape": [1]}]}}})", dict_type);
  CHECK(*dict.type() == *dict_type);
  const auto by_number = c10::DictType::create(c10::IntType::get(), c10::TensorType::get());
  CHECK(feed(R"({"dict": {"-7": {"shape": [1]}}})", by_number).toGenericDict().contains(c10::IValue(-7)));

  const auto pair = c10::TupleType::create({c10::TensorType::get(), c10::FloatType::get()});
  CHECK(feed(R"({"tuple": [{"shape": [1]}, {"value": 3}]})", pair).toTupleRef().elements()[1].toDouble() == 3.0);
}

TEST_CASE("a NamedTuple parameter gets a named tuple") {
  const auto point =
      c10::TupleType::createNamed(c10::QualifiedName("__torch__.Point"), std::vector<std::string>{"x", "y"},
                                  std::vector<c10::TypePtr>{c10::TensorType::get(), c10::IntType::get()});
  const c10::IValue value = feed(R"({"tuple": [{"shape": [1]}, {"value": 3}]})", point);
  REQUIRE(value.type()->cast<c10::TupleType>() != nullptr);
  CHECK(value.type()->cast<c10::TupleType>()->schema() != nullptr);
}

TEST_CASE("plain values take the kind of number that the schema wants") {
  CHECK(feed(R"({"value": 3})", c10::FloatType::get()).toDouble() == 3.0);
  CHECK(feed(R"({"value": 3})", c10::IntType::get()).toInt() == 3);
  CHECK(feed(R"({"value": 3})", c10::ComplexType::get()).isComplexDouble());
  CHECK(feed(R"({"value": true})", c10::BoolType::get()).toBool());
  CHECK(feed(R"({"value": "a"})", c10::StringType::get()).toStringRef() == "a");
  CHECK(feed(R"({"value": "cpu"})", c10::DeviceObjType::get()).toDevice().is_cpu());
  const auto maybe = c10::OptionalType::create(c10::FloatType::get());
  CHECK(feed(R"({"value": null})", maybe).isNone());
  CHECK(feed(R"({"value": 2})", maybe).isDouble());
  CHECK_THAT(input_error(sample_of(R"({"value": "cuda"})"), c10::DeviceObjType::get()),
             ContainsSubstring("expected Device"));
}

TEST_CASE("what torch.save wrote is fed as the schema wants it") {
  const auto tensors = c10::ListType::create(c10::TensorType::get());
  CHECK(feed(file_sample(at::ones({2, 3})), c10::TensorType::get()).toTensor().sum().item<double>() == 6);
  const c10::IValue list =
      feed(file_sample(c10::IValue(std::vector<at::Tensor>{at::ones({2}), at::ones({3})})), tensors);
  CHECK(list.toTensorVector().at(1).numel() == 3);
  const std::string wrong = input_error(file_sample(at::ones({2, 3})), tensors);
  CHECK_THAT(wrong, ContainsSubstring("inputs.json: /inputs/0: float32 [2, 3] was given for a, expected List[Tensor]"));
}

TEST_CASE("a damaged input file is one sentence, not a crash or a backtrace") {
  Sample sample = file_sample(at::ones({2, 3}));
  auto& file = std::get<FileSpec>(sample.inputs[0].what);
  const std::string whole = *file.bytes;
  for (const std::size_t size : {std::size_t{4}, whole.size() / 2, whole.size() - 1}) {
    file.bytes = std::make_shared<const std::string>(whole.substr(0, size));
    const std::string message = input_error(sample, c10::TensorType::get());
    CHECK_THAT(message, ContainsSubstring("the input file \"batch.pt\" could not be read"));
    CHECK(message.find('\n') == std::string::npos);
    CHECK(message.find("frame #") == std::string::npos);
  }
}

TEST_CASE("defaults fill what was not given, and the fed inputs are described in one line") {
  const c10::FunctionSchema schema(
      "forward", "",
      {c10::Argument("self", c10::AnyType::get()), c10::Argument("image", c10::TensorType::get()),
       c10::Argument("sizes", c10::ListType::create(c10::IntType::get())),
       c10::Argument("scale", c10::FloatType::get(), {}, c10::IValue(0.5))},
      {});
  const Sample sample = sample_of(R"({"shape": [1, 3, 224, 224]}, {"list": [{"value": 1}, {"value": 2}]})");
  const InputMatch match{{0, 1, kNone}};
  const std::vector<c10::IValue> inputs = make_inputs(sample, match, schema, 0);
  REQUIRE(inputs.size() == 3);
  CHECK(inputs[2].toDouble() == 0.5);
  CHECK(describe_fed(inputs, schema, &sample, &match) ==
        "inputs fed: image: float32 [1, 3, 224, 224] rand, sizes: [1, 2], scale: 0.5 (default)");
  CHECK(describe_fed(inputs, schema) == "inputs fed: image: float32 [1, 3, 224, 224], sizes: [1, 2], scale: 0.5");
}

TEST_CASE("a model runs on what it is fed") {
  torch::jit::Module module("Net");
  module.define(R"(
def forward(self, x, parts: Dict[str, List[Tensor]], scale: float = 2.0):
    total = x.sum() * scale
    for part in parts["more"]:
        total = total + part.sum()
    return total
)");
  const auto method = module.get_method("forward");
  const Sample sample =
      sample_of(R"({"shape": [3], "fill": "ones"}, {"dict": {"more": {"list": [{"shape": [2], "fill": "ones"}]}}})");
  std::vector<c10::IValue> inputs = make_inputs(sample, {{0, 1, kNone}}, method.function().getSchema(), 0);
  CHECK(method(inputs).toTensor().item<double>() == 8);
}
