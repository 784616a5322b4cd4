// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/limits.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "lib/inputs/files.hpp"
#include "lib/inputs/parse_shapes.hpp"
#include "lib/inputs/parse_spec.hpp"
#include "lib/model/error.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<fs::path> examples(const std::string& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(AIMET_TESTDATA) / "input-specs" / folder)) {
    paths.push_back(entry.path());
  }
  return paths;
}

// The message of the usage error that `action` throws; "" if it throws none.
template <typename Action>
std::string usage_error(const Action& action) {
  try {
    action();
  } catch (const RunError& error) {
    CHECK(error.kind() == ErrorKind::usage);
    return error.what();
  }
  return "";
}

std::string spec_error(const std::string& json) {
  return usage_error([&] { parse_input_spec(json, "inputs.json"); });
}

TensorSpec tensor_of(const InputSpec& input) { return std::get<TensorSpec>(input.what); }

}  // namespace

TEST_CASE("--input-shape takes dimensions, a name and a dtype") {
  const SampleSpec spec = parse_input_shapes({"1,3,224,224", "scale=1:float64", "scalar:int64", "a=0,2", "x=scalar"});
  REQUIRE(spec.samples.size() == 1);
  const std::vector<InputSpec>& inputs = spec.samples[0].inputs;
  REQUIRE(inputs.size() == 5);
  CHECK(inputs[0].name.empty());
  CHECK(tensor_of(inputs[0]).shape == std::vector<std::int64_t>{1, 3, 224, 224});
  CHECK(tensor_of(inputs[0]).dtype == "float32");
  CHECK(tensor_of(inputs[0]).fill.kind == Fill::Kind::automatic);
  CHECK(inputs[1].name == "scale");
  CHECK(tensor_of(inputs[1]).dtype == "float64");
  CHECK(tensor_of(inputs[2]).shape.empty());
  CHECK(tensor_of(inputs[2]).dtype == "int64");
  CHECK(tensor_of(inputs[3]).shape == std::vector<std::int64_t>{0, 2});
  CHECK(inputs[4].where == "--input-shape x=scalar");
}

TEST_CASE("a malformed --input-shape is named, with what is wrong in it") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "no dimensions"},
      {"x=", "no dimensions"},
      {"=1", "no name before '='"},
      {"1,,2", "dimension 2 is missing"},
      {"1,2,", "dimension 3 is missing"},
      {"1,-3", "dimension 2 is -3; a dimension cannot be negative"},
      {"1, 3", "dimension 2 is \" 3\", expected a whole number"},
      {"1x3", "dimension 1 is \"1x3\""},
      {"[1,3]", "without blanks or brackets"},
      {"99999999999999999999", "which is too large"},
      {"1048576,1048577", "more than 1099511627776 elements"},
      {"0,1048576,1048577", "more than 1099511627776 elements"},
      {"1:flaot32", "did you mean float32?"},
      {"1:double", "did you mean float64?"},
      {"1:torch.int8", "did you mean int8?"},
      {"scalar,1", "dimension 1 is \"scalar\""},
      {"\x01\xff,2", "dimension 1 is \"??\""},
  };
  for (const auto& [flag, expected] : cases) {
    INFO(flag);
    const std::string message = usage_error([&flag = flag] { parse_input_shapes({flag}); });
    CHECK_THAT(message, ContainsSubstring(expected));
    CHECK(message.rfind("--input-shape ", 0) == 0);
  }
}

TEST_CASE("a JSON spec keeps order, names, nesting and values") {
  const fs::path path = fs::path(AIMET_TESTDATA) / "input-specs/good/everything.json";
  const SampleSpec spec = parse_input_spec(read_text(path), "everything.json");
  CHECK(spec.seed == 7);
  REQUIRE(spec.samples.size() == 2);
  const std::vector<InputSpec>& inputs = spec.samples[0].inputs;
  REQUIRE(inputs.size() == 7);
  CHECK(inputs[0].name == "image");
  CHECK(inputs[0].where == "everything.json: /samples/0/inputs/0");
  CHECK(tensor_of(inputs[0]).fill.kind == Fill::Kind::rand);
  const auto& tuple = std::get<TupleSpec>(inputs[1].what);
  REQUIRE(tuple.elements.size() == 2);
  CHECK(tensor_of(tuple.elements[1]).dtype == "int64");
  CHECK(tensor_of(tuple.elements[1]).fill.high == 10);
  CHECK(tuple.elements[1].where == "everything.json: /samples/0/inputs/1/tuple/1");
  const auto& dict = std::get<DictSpec>(inputs[3].what);
  REQUIRE(dict.entries.size() == 2);
  CHECK(dict.entries[0].first == "k");
  CHECK(std::get<ScalarValue>(dict.entries[1].second.what) == ScalarValue(std::string("text")));
  CHECK(std::get<ScalarValue>(inputs[4].what) == ScalarValue(std::int64_t{3}));
  CHECK(std::get<ScalarValue>(inputs[5].what) == ScalarValue());
  CHECK(spec_files(spec) == std::vector<std::string>{"batch.pt"});
  CHECK(std::get<ScalarValue>(spec.samples[1].inputs[0].what) == ScalarValue(true));
  CHECK(std::get<ScalarValue>(spec.samples[1].inputs[1].what) == ScalarValue(-0.5));
}

TEST_CASE("every good example is accepted, every bad one refused with its file name in front") {
  CHECK(examples("good").size() >= 5);
  for (const fs::path& path : examples("good")) {
    INFO(path);
    CHECK(usage_error([&] { parse_input_spec(read_text(path), "inputs.json"); }).empty());
  }
  for (const char* folder : {"bad", "beyond-schema"}) {
    CHECK(examples(folder).size() >= 5);
    for (const fs::path& path : examples(folder)) {
      INFO(path);
      CHECK(spec_error(read_text(path)).rfind("inputs.json", 0) == 0);
    }
  }
}

TEST_CASE("a spec error names the JSON pointer, what was found and what was expected there") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"sed": 1, "inputs": []})", R"(inputs.json: found the key "sed", expected one of "seed", "inputs")"},
      {R"({"inputs": [{"shpae": [1]}]})", R"(inputs.json: /inputs/0: found the key "shpae")"},
      {R"({"inputs": [{"shpae": [1]}]})", R"(did you mean "shape"?)"},
      {R"({"inputs": [{"shape": [1], "dtype": "flaot32"}]})",
       R"(/inputs/0/dtype: found "flaot32", expected one of float32)"},
      {R"({"inputs": [{"shape": [1], "fill": "rnad"}]})", R"(/inputs/0/fill: found "rnad")"},
      {R"({"inputs": [{"shape": [1], "fill": "rnad"}]})", R"(did you mean "rand"?)"},
      {R"({"inputs": [{"shape": [1], "fill": "randint"}]})", R"(did you mean {"randint": [0, 2]}?)"},
      {R"({"inputs": [{"shape": [1, -3]}]})",
       R"(/inputs/0/shape/1: found -3, expected a whole number that is not negative)"},
      {R"({"samples": [{"inputs": [{"list": [{"value": 1}, 3]}]}]})",
       R"(/samples/0/inputs/0/list/1: found 3, expected one of)"},
      {R"({"inputs": [{"dict": {"a/b~c": 3}}]})", R"(/inputs/0/dict/a~1b~0c: found 3)"},
      {R"({"inputs": [{"tuple": [{"name": "x", "value": 1}]}]})",
       R"(/inputs/0/tuple/0: found the key "name", expected only "value")"},
      {R"({"inputs": [{"dict": {"a": {"value": 1}, "a": {"value": 2}}}]})",
       R"(/inputs/0/dict/a: the key "a" is twice)"},
  };
  for (const auto& [json, expected] : cases) {
    INFO(json);
    CHECK_THAT(spec_error(json), ContainsSubstring(expected));
  }
}

TEST_CASE("a JSON syntax error names line and column") {
  CHECK_THAT(spec_error("{\"a\": 1,\n }"), ContainsSubstring("inputs.json:2:2: not valid JSON"));
  CHECK_THAT(spec_error(""), ContainsSubstring("inputs.json: this is not valid JSON: it is empty"));
  CHECK_THAT(spec_error("{\"inputs\": [{\"value\": 1e999}]}"), ContainsSubstring("number overflow parsing '1e999'"));
  CHECK_THAT(spec_error("{\"inputs\": \"\xff\"}"), ContainsSubstring("not valid JSON"));
}

TEST_CASE("nesting, number of inputs and size of a spec are bounded") {
  CHECK_THAT(spec_error("{\"inputs\": " + std::string(100'000, '[')), ContainsSubstring("more than 64 deep"));
  std::string many = R"({"inputs": [{"value": 1})";
  for (std::size_t i = 0; i < kMaxSpecInputs; ++i) many += R"(,{"value": 1})";
  CHECK_THAT(spec_error(many + "]}"), ContainsSubstring("more than 100000 inputs"));
  CHECK_THAT(spec_error(std::string(kMaxSpecBytes + 1, ' ')), ContainsSubstring("larger than 4 MiB"));
}

TEST_CASE("no mutation of a good spec does more than be refused") {
  std::mt19937 random(0);
  const std::string alphabet = "{}[]\",:0123456789-.eE nultrfashpd\\u\x01\xff";
  int refused = 0;
  for (const fs::path& path : examples("good")) {
    const std::string text = read_text(path);
    for (int round = 0; round < 300; ++round) {
      std::string mutant = text;
      for (int edit = 0; edit < 3; ++edit) {
        const std::size_t at = random() % mutant.size();
        if (random() % 2 == 0) {
          mutant[at] = alphabet[random() % alphabet.size()];
        } else {
          mutant.erase(at, random() % 4 + 1);
        }
      }
      refused += spec_error(mutant).empty() ? 0 : 1;
    }
  }
  CHECK(refused > 0);
}

TEST_CASE("input files are read from the folder of the spec, and refused when they cannot be tensors") {
  const fs::path folder = fs::temp_directory_path() / ("aimet-inputs-" + std::to_string(std::random_device()()));
  fs::create_directory(folder);
  std::ofstream(folder / "ok.pt") << "PK\x03\x04 and so on";
  std::ofstream(folder / "old.pt") << "\x80\x02 and so on";
  std::ofstream(folder / "empty.pt");
  const auto read = [&](const std::string& name) {
    SampleSpec spec = parse_input_spec(
        R"({"inputs": [{"file": ")" + name + R"("}, {"tuple": [{"file": ")" + name + R"("}]}]})", "inputs.json");
    read_spec_files(spec, folder.string());
    return spec;
  };
  const SampleSpec spec = read("ok.pt");
  const auto& file = std::get<FileSpec>(spec.samples[0].inputs[0].what);
  REQUIRE(file.bytes != nullptr);
  CHECK(*file.bytes == "PK\x03\x04 and so on");
  const auto& tuple = std::get<TupleSpec>(spec.samples[0].inputs[1].what);
  CHECK(std::get<FileSpec>(tuple.elements[0].what).bytes == file.bytes);

  CHECK_THAT(usage_error([&] { read("none.pt"); }), ContainsSubstring("inputs.json: /inputs/0: the input file"));
  CHECK_THAT(usage_error([&] { read("none.pt"); }), ContainsSubstring("does not exist"));
  CHECK_THAT(usage_error([&] { read("old.pt"); }), ContainsSubstring("old form of torch.save"));
  CHECK_THAT(usage_error([&] { read("empty.pt"); }), ContainsSubstring("is empty"));
  CHECK_THAT(usage_error([&] { read("."); }), ContainsSubstring("is a folder"));
  CHECK_THAT(usage_error([&] { read("/dev/zero"); }), ContainsSubstring("not a regular file"));
  fs::remove_all(folder);
}
