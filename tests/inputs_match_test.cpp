// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/match.hpp"

#include "lib/inputs/fill.hpp"
#include "lib/inputs/parse_spec.hpp"
#include "lib/model/did_you_mean.hpp"
#include "lib/model/error.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

const IdVector<TypeId, Type> kTypes = {
    {TypeKind::tensor, "Tensor", {}, ""},                                 // 0
    {TypeKind::floating, "float", {}, ""},                                // 1
    {TypeKind::integer, "int", {}, ""},                                   // 2
    {TypeKind::list, "List[Tensor]", {TypeId(0)}, ""},                    // 3
    {TypeKind::tuple, "Tuple[Tensor, int]", {TypeId(0), TypeId(2)}, ""},  // 4
    {TypeKind::string, "str", {}, ""},                                    // 5
    {TypeKind::dict, "Dict[str, Tensor]", {TypeId(5), TypeId(0)}, ""},    // 6
    {TypeKind::optional, "Optional[Tensor]", {TypeId(0)}, ""},            // 7
    {TypeKind::boolean, "bool", {}, ""},                                  // 8
    {TypeKind::dict, "Dict[int, Tensor]", {TypeId(2), TypeId(0)}, ""},    // 9
    {TypeKind::module, "Head", {}, ""},                                   // 10
    {TypeKind::other, "Any", {}, ""},                                     // 11
    {TypeKind::dict, "Dict[bool, Tensor]", {TypeId(8), TypeId(0)}, ""},   // 12
};

const std::vector<Argument> kDetector = {
    {"image", TypeId(0), false}, {"scale", TypeId(1), false}, {"mask", TypeId(7), true}};

Sample sample_of(const std::string& inputs) {
  return parse_input_spec("{\"inputs\": [" + inputs + "]}", "inputs.json").samples[0];
}

std::vector<std::int32_t> match(const std::string& inputs, const std::vector<Argument>& arguments = kDetector) {
  return match_inputs(sample_of(inputs), arguments, kTypes).input_of;
}

std::string mismatch(const std::string& inputs, const std::vector<Argument>& arguments = kDetector) {
  try {
    match(inputs, arguments);
  } catch (const RunError& error) {
    CHECK(error.kind() == ErrorKind::inputs);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("inputs are matched by order, then by name, and defaults fill the rest") {
  using Indices = std::vector<std::int32_t>;
  CHECK(match(R"({"shape": [1]}, {"value": 2})") == Indices{0, 1, kNone});
  CHECK(match(R"({"shape": [1]}, {"value": 0.5}, {"value": null})") == Indices{0, 1, 2});
  CHECK(match(R"({"name": "scale", "value": 2}, {"name": "image", "shape": [1]})") == Indices{1, 0, kNone});
  CHECK(match(R"({"shape": [1]}, {"name": "mask", "shape": [1]}, {"name": "scale", "value": 1})") == Indices{0, 2, 1});
  CHECK(match("", {}) == Indices{});
}

TEST_CASE("inputs that cannot be assigned are reported with the schema") {
  const std::string schema = "the model takes forward(image: Tensor, scale: float, mask: Optional[Tensor] = <default>)";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"shape": [1]})", R"(1 input given, but nothing for "scale", which has no default)"},
      {"", R"(0 inputs given, but nothing for "image", "scale", which have no default)"},
      {R"({"shape": [1]}, {"value": 1}, {"value": null}, {"value": 1})",
       "/inputs/3: 4 inputs given, but forward has only 3 parameters"},
      {R"({"name": "imgae", "shape": [1]})", R"(forward has no parameter "imgae"; did you mean "image"?)"},
      {R"({"shape": [1]}, {"name": "image", "shape": [1]})",
       R"(the parameter "image" was given before, by inputs.json: /inputs/0)"},
      {R"({"name": "image", "shape": [1]}, {"value": 1})", "an input without a name follows one with a name"},
  };
  for (const auto& [inputs, expected] : cases) {
    INFO(inputs);
    CHECK_THAT(mismatch(inputs), ContainsSubstring(expected));
    CHECK_THAT(mismatch(inputs), ContainsSubstring(schema));
  }
}

TEST_CASE("an input of the wrong kind is reported with what was given and how to write the right one") {
  struct Case {
    int type;                     // in kTypes
    std::string input, expected;  // expected is "" if the input matches
  };
  const std::vector<Case> cases = {
      {0, R"({"shape": [1, 3]})", ""},
      {0, R"({"file": "x.pt"})", ""},
      {0, R"({"value": 3})",
       R"(the number 3 was given for x, expected Tensor: for a tensor of one number write {"shape": [], "fill": {"constant": 1}})"},
      {0, R"({"value": null})", "None was given for x, expected Tensor"},
      {0, R"({"list": []})", "a list of 0 elements was given for x, expected Tensor"},
      {1, R"({"value": 3})", ""},
      {1, R"({"value": true})", "True was given for x, expected float"},
      {1, R"({"shape": [1, 3]})", "a float32 tensor of shape [1, 3] was given for x, expected float"},
      {2, R"({"value": 3})", ""},
      {2, R"({"value": 3.5})", "the number 3.5 was given for x, expected int"},
      {3, R"({"list": [{"shape": []}, {"shape": [1]}]})", ""},
      {3, R"({"list": [{"shape": []}, {"value": "a"}]})",
       R"(/inputs/0/list/1: the string "a" was given for x[1], expected Tensor)"},
      {3, R"({"shape": [1]})", R"(expected List[Tensor]: write {"list": [...]})"},
      {4, R"({"tuple": [{"shape": []}, {"value": 1}]})", ""},
      {4, R"({"tuple": [{"shape": []}]})",
       R"(a tuple of 1 element was given for x, expected Tuple[Tensor, int]: write {"tuple": [...]} with 2 elements)"},
      {4, R"({"tuple": [{"shape": []}, {"value": 1.5}]})", "was given for x[1], expected int"},
      {6, R"({"dict": {"a": {"shape": []}}})", ""},
      {6, R"({"dict": {"a": {"value": 1}}})", R"(was given for x["a"], expected Tensor)"},
      {6, R"({"tuple": []})", R"(expected Dict[str, Tensor]: write {"dict": {...}})"},
      {7, R"({"value": null})", ""},
      {7, R"({"shape": [1]})", ""},
      {7, R"({"value": 1})", "the number 1 was given for x, expected Tensor"},
      {8, R"({"value": false})", ""},
      {8, R"({"value": 0})", "expected bool"},
      {9, R"({"dict": {"-7": {"shape": []}}})", ""},
      {9, R"({"dict": {"a": {"shape": []}}})", "the key must be a whole number"},
      {10, R"({"value": 1})", "expected Head: a module, which cannot be given"},
      {11, R"({"tuple": []})", ""},
      {12, R"({"dict": {}})", "cannot be written in JSON"},
  };
  for (const Case& c : cases) {
    INFO(c.input << " for " << kTypes[TypeId(c.type)].text);
    const std::string message = mismatch(c.input, {{"x", TypeId(c.type), false}});
    if (c.expected.empty()) {
      CHECK(message.empty());
    } else {
      CHECK_THAT(message, ContainsSubstring(c.expected));
    }
  }
}

TEST_CASE("a schema of a thousand parameters is cut") {
  const std::string text = format_schema(std::vector<Argument>(1000, {"x", TypeId(0), false}), kTypes);
  CHECK(text.size() < 700);
  CHECK_THAT(text, ContainsSubstring("more)"));
}

TEST_CASE("inputs larger than the machine's memory are refused before anything is made") {
  CHECK_NOTHROW(expect_enough_memory(sample_of(R"({"shape": [1, 3, 224, 224]})")));
  CHECK_THROWS_WITH(expect_enough_memory(
                        sample_of(R"({"shape": [1]}, {"list": [{"shape": [1099511627776], "dtype": "complex128"}]})")),
                    ContainsSubstring("inputs.json: /inputs/1: the sample inputs need 16777216 MiB"));
}

TEST_CASE("a near word is suggested, a far one is not") {
  const std::vector<std::string> ids = {"reused-module", "missing-module", "onnx-unsupported"};
  CHECK(did_you_mean("reused-modul", ids) == "reused-module");
  CHECK(did_you_mean("Missing_Module", ids) == "missing-module");
  CHECK(did_you_mean("onnx-unsuported", ids) == "onnx-unsupported");
  CHECK_FALSE(did_you_mean("frobnicate", ids));
  CHECK_FALSE(did_you_mean("", ids));
  CHECK_FALSE(did_you_mean(std::string(100'000, 'a'), ids));
}
