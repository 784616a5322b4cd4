// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/parse_shapes.hpp"

#include <charconv>
#include <utility>

#include "lib/inputs/dtype.hpp"
#include "lib/inputs/limits.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

constexpr const char* kExample = "write it like 1,3,224,224 or image=1,3,224,224:float32, without blanks or brackets";

std::string name_of(const std::string& flag) { return "--input-shape " + printable(flag, 120); }

[[noreturn]] void fail(const std::string& flag, const std::string& what) {
  throw RunError(ErrorKind::usage, name_of(flag) + ": " + what);
}

std::int64_t parse_dimension(std::string_view text, std::size_t position, const std::string& flag) {
  const std::string which = "dimension " + std::to_string(position);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range)
    fail(flag, which + " is " + printable(text, 40) + ", which is too large");
  if (text.empty()) fail(flag, which + " is missing; " + kExample);
  if (error != std::errc() || end != text.data() + text.size()) {
    fail(flag, which + " is " + in_quotes(text, 40) + ", expected a whole number; " + kExample);
  }
  if (value < 0)
    fail(flag,
         which + " is " + std::to_string(value) + "; a dimension cannot be negative, give its size in the sample");
  return value;
}

std::vector<std::int64_t> parse_dimensions(std::string_view text, const std::string& flag) {
  std::vector<std::int64_t> shape;
  if (text == "scalar") return shape;
  if (text.empty()) fail(flag, std::string("no dimensions, expected numbers or the word scalar; ") + kExample);
  std::int64_t elements = 1;
  while (true) {
    const std::size_t comma = text.find(',');
    shape.push_back(parse_dimension(text.substr(0, comma), shape.size() + 1, flag));
    if (shape.size() > kMaxDimensions) fail(flag, "more than " + std::to_string(kMaxDimensions) + " dimensions");
    const std::int64_t size = shape.back() == 0 ? 1 : shape.back();
    if (size > kMaxElements / elements)
      fail(flag, "the tensor would have more than " + std::to_string(kMaxElements) + " elements");
    elements *= size;
    if (comma == std::string_view::npos) return shape;
    text.remove_prefix(comma + 1);
  }
}

InputSpec parse_flag(const std::string& flag) {
  InputSpec input;
  input.where = name_of(flag);
  std::string_view rest = flag;
  if (const std::size_t equals = rest.find('='); equals != std::string_view::npos) {
    input.name = std::string(rest.substr(0, equals));
    if (input.name.empty()) fail(flag, std::string("no name before '='; ") + kExample);
    rest.remove_prefix(equals + 1);
  }
  TensorSpec tensor;
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    const std::string_view dtype = rest.substr(colon + 1);
    if (find_dtype(dtype) == nullptr) {
      fail(flag, "dtype " + in_quotes(dtype, 40) + " is not known, expected one of " + expected_dtypes(dtype));
    }
    tensor.dtype = std::string(dtype);
    rest = rest.substr(0, colon);
  }
  tensor.shape = parse_dimensions(rest, flag);
  input.what = std::move(tensor);
  return input;
}

}  // namespace

SampleSpec parse_input_shapes(const std::vector<std::string>& flags) {
  Sample sample;
  for (const std::string& flag : flags) sample.inputs.push_back(parse_flag(flag));
  SampleSpec spec;
  spec.samples.push_back(std::move(sample));
  return spec;
}

}  // namespace aimet
