// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/parse_spec.hpp"

#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include "lib/inputs/dtype.hpp"
#include "lib/inputs/limits.hpp"
#include "lib/inputs/parse_tensor.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/inputs/strict_json.hpp"
#include "lib/model/did_you_mean.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 6> kForms = {"shape", "tuple", "list", "dict", "value", "file"};
constexpr const char* kExpectedForm =
    R"(expected one of {"shape": [...]}, {"tuple": [...]}, {"list": [...]}, {"dict": {...}}, {"value": ...}, {"file": "..."})";

void expect_object(const Json& json, const JsonPlace& place, const std::string& expected) {
  if (!json.is_object()) place.fail("found " + describe_json(json) + ", " + expected);
}

void expect_array(const Json& json, const JsonPlace& place, const std::string& expected) {
  if (!json.is_array()) place.fail("found " + describe_json(json) + ", " + expected);
}

void refuse_other_keys(const Json& object, const JsonPlace& place, const std::vector<std::string_view>& known) {
  for (const auto& [key, value] : object.items()) {
    bool found = false;
    for (const std::string_view name : known) found = found || key == name;
    if (found) continue;
    std::string text = "found the key " + in_quotes(key) + ", expected " + (known.size() > 1 ? "one of" : "only");
    for (std::size_t i = 0; i < known.size(); ++i) text += (i == 0 ? " " : ", ") + in_quotes(known[i]);
    if (const auto near = did_you_mean(key, known)) text += "; did you mean " + in_quotes(*near) + "?";
    place.fail(text);
  }
}

class SpecReader {
 public:
  Sample read_sample(const Json& inputs, const JsonPlace& place) {
    expect_array(inputs, place, "expected an array with one entry per input of the model");
    Sample sample;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      sample.inputs.push_back(read_input(inputs[i], place / i, Level::input));
    return sample;
  }

 private:
  enum class Level { input, element };  // only an input of the model has a name

  InputSpec read_input(const Json& json, const JsonPlace& place, Level level) {
    if (++inputs_ > kMaxSpecInputs) place.fail("more than " + std::to_string(kMaxSpecInputs) + " inputs");
    expect_object(json, place, kExpectedForm);
    const std::string_view form = form_of(json, place);
    std::vector<std::string_view> known;
    if (level == Level::input) known.emplace_back("name");
    known.push_back(form);
    if (form == "shape") known.insert(known.end(), {"dtype", "fill"});
    refuse_other_keys(json, place, known);

    InputSpec input;
    input.where = place.text();
    if (level == Level::input && json.contains("name")) input.name = read_name(json["name"], place / "name");
    read_form(form, json, place, input);
    return input;
  }

  static std::string_view form_of(const Json& json, const JsonPlace& place) {
    std::optional<std::string_view> form;
    for (const std::string_view key : kForms) {
      if (!json.contains(std::string(key))) continue;
      if (form) place.fail("found both " + in_quotes(*form) + " and " + in_quotes(key) + ", expected one of them");
      form = key;
    }
    if (form) return *form;
    if (json.contains("dtype") || json.contains("fill"))
      place.fail(R"(found a tensor without "shape", expected {"shape": [1, 3, 224, 224], ...})");
    for (const auto& [key, value] : json.items()) {
      if (key == "name") continue;
      const auto near = did_you_mean(key, kForms);
      place.fail("found the key " + in_quotes(key) + ", " + kExpectedForm +
                 (near ? "; did you mean " + in_quotes(*near) + "?" : ""));
    }
    place.fail(std::string("found nothing that says what the input is, ") + kExpectedForm);
  }

  static std::string read_name(const Json& json, const JsonPlace& place) {
    if (!json.is_string() || json.get_ref<const std::string&>().empty()) {
      place.fail("found " + describe_json(json) + ", expected the name of a parameter of forward");
    }
    return json.get<std::string>();
  }

  void read_form(std::string_view form, const Json& json, const JsonPlace& place, InputSpec& input) {
    const Json& content = json[std::string(form)];
    const JsonPlace inside = place / form;
    if (form == "shape") {
      input.what = read_tensor(json, place);
    } else if (form == "tuple") {
      input.what = TupleSpec{read_elements(content, inside)};
    } else if (form == "list") {
      input.what = ListSpec{read_elements(content, inside)};
    } else if (form == "dict") {
      input.what = read_dict(content, inside);
    } else if (form == "value") {
      input.what = read_value(content, inside);
    } else {
      input.what = read_file(content, inside);
    }
  }

  std::vector<InputSpec> read_elements(const Json& json, const JsonPlace& place) {
    expect_array(json, place, "expected an array of inputs");
    std::vector<InputSpec> elements;
    for (std::size_t i = 0; i < json.size(); ++i) elements.push_back(read_input(json[i], place / i, Level::element));
    return elements;
  }

  DictSpec read_dict(const Json& json, const JsonPlace& place) {
    expect_object(json, place, "expected an object of inputs");
    DictSpec dict;
    for (const auto& [key, value] : json.items()) {
      dict.entries.emplace_back(key, read_input(value, place / std::string_view(key), Level::element));
    }
    return dict;
  }

  static ScalarValue read_value(const Json& json, const JsonPlace& place) {
    switch (json.type()) {
      case Json::value_t::null:
        return std::monostate();
      case Json::value_t::boolean:
        return json.get<bool>();
      case Json::value_t::string:
        return json.get<std::string>();
      case Json::value_t::number_float:
        return json.get<double>();
      case Json::value_t::number_integer:
        return json.get<std::int64_t>();
      case Json::value_t::number_unsigned:
        if (json.get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX)) return json.get<std::int64_t>();
        place.fail("found " + json.dump() + ", which is too large for a 64-bit integer");
      default:
        place.fail(
            "found " + describe_json(json) +
            R"(, expected a number, a string, true, false or null; for more use {"tuple": ...}, {"list": ...} or {"dict": ...})");
    }
  }

  static FileSpec read_file(const Json& json, const JsonPlace& place) {
    if (!json.is_string() || json.get_ref<const std::string&>().empty()) {
      place.fail("found " + describe_json(json) + ", expected the path of a file written by torch.save");
    }
    FileSpec file;
    file.path = json.get<std::string>();
    if (file.path.find('\0') != std::string::npos) place.fail("found a path with a zero byte");
    return file;
  }

  std::size_t inputs_ = 0;
};

}  // namespace

SampleSpec parse_input_spec(std::string_view json, const std::string& where) {
  const JsonPlace top{printable(where, 240)};
  if (json.size() > kMaxSpecBytes) {
    top.fail("the spec is larger than " + std::to_string(kMaxSpecBytes >> 20) +
             R"( MiB; put large values into a file from torch.save: {"file": "batch.pt"})");
  }
  const Json spec = parse_strict_json(json, printable(where, 240));
  expect_object(spec, top, R"(expected {"inputs": [...]} or {"samples": [{"inputs": [...]}]})");
  refuse_other_keys(spec, top, {"seed", "inputs", "samples", "$schema"});
  SampleSpec result;
  if (spec.contains("$schema") && !spec["$schema"].is_string())
    (top / "$schema").fail("found " + describe_json(spec["$schema"]) + ", expected a string");
  if (spec.contains("seed")) result.seed = read_seed(spec["seed"], top / "seed");
  if (spec.contains("inputs") == spec.contains("samples")) {
    top.fail(
        spec.contains("inputs")
            ? R"(found both "inputs" and "samples", expected one of them)"
            : R"(found neither "inputs" nor "samples", expected {"inputs": [...]} or {"samples": [{"inputs": [...]}]})");
  }
  SpecReader reader;
  if (spec.contains("inputs")) {
    result.samples.push_back(reader.read_sample(spec["inputs"], top / "inputs"));
    return result;
  }
  const Json& samples = spec["samples"];
  const JsonPlace place = top / "samples";
  if (!samples.is_array() || samples.empty())
    place.fail("found " + describe_json(samples) +
               R"(, expected an array of {"inputs": [...]} with at least one entry)");
  for (std::size_t i = 0; i < samples.size(); ++i) {
    expect_object(samples[i], place / i, R"(expected {"inputs": [...]})");
    refuse_other_keys(samples[i], place / i, {"inputs"});
    if (!samples[i].contains("inputs")) (place / i).fail(R"(found an empty object, expected {"inputs": [...]})");
    result.samples.push_back(reader.read_sample(samples[i]["inputs"], place / i / "inputs"));
  }
  return result;
}

}  // namespace aimet
