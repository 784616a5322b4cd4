// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/parse_tensor.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "lib/inputs/dtype.hpp"
#include "lib/inputs/limits.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/model/did_you_mean.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 7> kFillNames = {"rand",   "randn",   "zeros",   "ones",
                                                        "arange", "randint", "constant"};
constexpr const char* kExpectedFill =
    R"(expected one of "rand", "randn", "zeros", "ones", "arange", {"randint": [low, high]}, {"constant": x})";

// 3 and 3.0 are the same number in JSON, and an integer in JSON Schema.
std::optional<std::int64_t> integer_of(const Json& json) {
  if (json.is_number_unsigned()) {
    const auto value = json.get<std::uint64_t>();
    return value <= static_cast<std::uint64_t>(INT64_MAX)
               ? std::optional<std::int64_t>(static_cast<std::int64_t>(value))
               : std::nullopt;
  }
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (!json.is_number_float()) return std::nullopt;
  const double value = json.get<double>();
  constexpr double kExact = 9007199254740992.0;
  if (!(std::fabs(value) <= kExact) || value != std::floor(value)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::vector<std::int64_t> read_shape(const Json& json, const JsonPlace& place) {
  if (!json.is_array())
    place.fail("found " + describe_json(json) +
               ", expected an array of sizes such as [1, 3, 224, 224], or [] for a scalar tensor");
  if (json.size() > kMaxDimensions)
    place.fail("found " + std::to_string(json.size()) + " dimensions, expected at most " +
               std::to_string(kMaxDimensions));
  std::vector<std::int64_t> shape;
  std::int64_t elements = 1;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::optional<std::int64_t> size = integer_of(json[i]);
    if (!size || *size < 0)
      (place / i).fail("found " + describe_json(json[i]) + ", expected a whole number that is not negative");
    shape.push_back(*size);
    const std::int64_t factor = *size == 0 ? 1 : *size;
    if (factor > kMaxElements / elements)
      place.fail("the tensor would have more than " + std::to_string(kMaxElements) + " elements");
    elements *= factor;
  }
  return shape;
}

const Dtype& read_dtype(const Json& json, const JsonPlace& place) {
  const Dtype* dtype = json.is_string() ? find_dtype(json.get_ref<const std::string&>()) : nullptr;
  if (dtype != nullptr) return *dtype;
  place.fail("found " + describe_json(json) + ", expected one of " +
             expected_dtypes(json.is_string() ? json.get_ref<const std::string&>() : ""));
}

std::string suggestion(std::string_view word) {
  const auto near = did_you_mean(word, kFillNames);
  if (!near) return "";
  const std::string text = *near == "randint"    ? R"({"randint": [0, 2]})"
                           : *near == "constant" ? R"({"constant": 1})"
                                                 : in_quotes(*near);
  return "; did you mean " + text + "?";
}

Fill read_named_fill(const Json& json, const Dtype& dtype, const JsonPlace& place) {
  constexpr std::array<std::pair<std::string_view, Fill::Kind>, 5> kNamed = {{{"rand", Fill::Kind::rand},
                                                                              {"randn", Fill::Kind::randn},
                                                                              {"zeros", Fill::Kind::zeros},
                                                                              {"ones", Fill::Kind::ones},
                                                                              {"arange", Fill::Kind::arange}}};
  const auto& name = json.get_ref<const std::string&>();
  for (const auto& [known, kind] : kNamed) {
    if (name != known) continue;
    const bool is_random = kind == Fill::Kind::rand || kind == Fill::Kind::randn;
    if (is_random && dtype.kind != DtypeClass::floating && dtype.kind != DtypeClass::complex) {
      place.fail("found " + in_quotes(name) + " for " + std::string(dtype.name) +
                 R"(, expected {"randint": [low, high]}: rand and randn are for floating types)");
    }
    if (kind == Fill::Kind::arange && dtype.kind == DtypeClass::boolean)
      place.fail(R"(found "arange" for bool, expected "zeros", "ones", {"randint": [0, 2]} or {"constant": true})");
    Fill fill;
    fill.kind = kind;
    return fill;
  }
  place.fail("found " + in_quotes(name) + ", " + kExpectedFill + suggestion(name));
}

Fill read_randint(const Json& json, const Dtype& dtype, const JsonPlace& place) {
  if (!json.is_array() || json.size() != 2)
    place.fail("found " + describe_json(json) + ", expected [low, high]: the values are low <= x < high");
  if (dtype.kind == DtypeClass::complex)
    place.fail("found randint for " + std::string(dtype.name) +
               R"(, expected "rand", "randn", "zeros", "ones", "arange" or {"constant": x})");
  const std::optional<std::int64_t> low = integer_of(json[0]);
  const std::optional<std::int64_t> high = integer_of(json[1]);
  if (!low) (place / 0).fail("found " + describe_json(json[0]) + ", expected a whole number");
  if (!high) (place / 1).fail("found " + describe_json(json[1]) + ", expected a whole number");
  if (*low >= *high)
    place.fail("found [" + std::to_string(*low) + ", " + std::to_string(*high) +
               "], expected low < high: the values are low <= x < high");
  if (*low < dtype.lowest || *high - 1 > dtype.highest) {
    place.fail("found [" + std::to_string(*low) + ", " + std::to_string(*high) + "] for " + std::string(dtype.name) +
               ", expected values from " + std::to_string(dtype.lowest) + " to " + std::to_string(dtype.highest));
  }
  Fill fill;
  fill.kind = Fill::Kind::randint;
  fill.low = *low;
  fill.high = *high;
  return fill;
}

Fill read_constant(const Json& json, const Dtype& dtype, const JsonPlace& place) {
  Fill fill;
  fill.kind = Fill::Kind::constant;
  const bool is_boolean = dtype.kind == DtypeClass::boolean;
  if (json.is_boolean() && is_boolean) {
    fill.constant = json.get<bool>() ? 1 : 0;
    return fill;
  }
  if (!json.is_number())
    place.fail("found " + describe_json(json) + ", expected a number" + (is_boolean ? ", true or false" : ""));
  fill.constant = json.get<double>();
  const bool is_whole = is_boolean || dtype.kind == DtypeClass::integer;
  const double lowest = !is_whole ? -dtype.largest : dtype.lowest == 0 ? 0 : -dtype.largest;
  const double highest = is_whole && dtype.name != "int64" ? static_cast<double>(dtype.highest) : dtype.largest;
  const bool fits =
      fill.constant >= lowest && fill.constant <= highest && (!is_whole || fill.constant == std::floor(fill.constant));
  if (!fits)
    place.fail("found " + json.dump() + ", which " + std::string(dtype.name) + " cannot hold" +
               (dtype.name == "int64" ? " exactly as a JSON number" : ""));
  return fill;
}

Fill read_fill(const Json& json, const Dtype& dtype, const JsonPlace& place) {
  if (json.is_string()) return read_named_fill(json, dtype, place);
  if (!json.is_object()) place.fail("found " + describe_json(json) + ", " + kExpectedFill);
  if (json.size() != 1)
    place.fail("found " + describe_json(json) + (json.empty() ? "" : " of " + std::to_string(json.size()) + " keys") +
               ", " + kExpectedFill);
  const std::string& key = json.begin().key();
  if (key == "randint") return read_randint(json.front(), dtype, place / "randint");
  if (key == "constant") return read_constant(json.front(), dtype, place / "constant");
  place.fail("found the key " + in_quotes(key) + ", " + kExpectedFill + suggestion(key));
}

}  // namespace

TensorSpec read_tensor(const Json& json, const JsonPlace& place) {
  TensorSpec tensor;
  tensor.shape = read_shape(json.at("shape"), place / "shape");
  if (json.contains("dtype")) tensor.dtype = std::string(read_dtype(json.at("dtype"), place / "dtype").name);
  if (json.contains("fill")) tensor.fill = read_fill(json.at("fill"), *find_dtype(tensor.dtype), place / "fill");
  return tensor;
}

std::uint64_t read_seed(const Json& json, const JsonPlace& place) {
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  const std::optional<std::int64_t> value = integer_of(json);
  if (!value || *value < 0)
    place.fail("found " + describe_json(json) + ", expected a whole number from 0 to 18446744073709551615");
  return static_cast<std::uint64_t>(*value);
}

}  // namespace aimet
