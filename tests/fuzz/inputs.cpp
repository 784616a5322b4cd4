// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/limits.hpp"
#include "lib/inputs/parse_shapes.hpp"
#include "lib/inputs/parse_spec.hpp"
#include "lib/model/error.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace aimet::fuzz {
namespace {

void check_usage_error(const RunError& error) {
  promise(error.kind() == ErrorKind::usage, "a spec that is wrong is a usage error");
  const std::string message = error.what();
  promise(message.find_first_of("\n\r\x1b") == std::string::npos, "a message is one printable line");
}

void check_tensor(const TensorSpec& tensor) {
  promise(tensor.shape.size() <= kMaxDimensions, "the number of dimensions is bounded");
  std::int64_t elements = 1;
  for (const std::int64_t size : tensor.shape) {
    promise(size >= 0, "no dimension is negative");
    if (size > 0) elements *= size;
    promise(elements <= kMaxElements, "the number of elements is bounded");
  }
}

void check_input(const InputSpec& input) {
  if (const auto* tensor = std::get_if<TensorSpec>(&input.what)) check_tensor(*tensor);
  if (const auto* tuple = std::get_if<TupleSpec>(&input.what))
    for (const InputSpec& element : tuple->elements) check_input(element);
  if (const auto* list = std::get_if<ListSpec>(&input.what))
    for (const InputSpec& element : list->elements) check_input(element);
  if (const auto* dict = std::get_if<DictSpec>(&input.what))
    for (const auto& entry : dict->entries) check_input(entry.second);
}

template <typename Parse>
void check_parse(Parse parse) {
  try {
    const SampleSpec spec = parse();
    for (const Sample& sample : spec.samples)
      for (const InputSpec& input : sample.inputs) check_input(input);
  } catch (const RunError& error) {
    check_usage_error(error);
  }
}

}  // namespace

void input_shape(std::string_view bytes) {
  std::vector<std::string> flags;
  for (std::size_t at = 0; at <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    flags.emplace_back(bytes.substr(at, end - at));
    at = end + 1;
  }
  check_parse([&] { return parse_input_shapes(flags); });
}

void input_spec(std::string_view bytes) {
  check_parse([&] { return parse_input_spec(bytes, "inputs.json"); });
}

}  // namespace aimet::fuzz
