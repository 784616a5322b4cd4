// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/fill.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <variant>

#include "lib/inputs/dtype.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

std::uint64_t bytes_of(const InputSpec& input) {
  std::uint64_t bytes = 0;
  if (const auto* tensor = std::get_if<TensorSpec>(&input.what)) {
    const Dtype* dtype = find_dtype(tensor->dtype);
    bytes = dtype == nullptr ? 0 : static_cast<std::uint64_t>(dtype->bytes);
    for (const std::int64_t size : tensor->shape) bytes *= static_cast<std::uint64_t>(size);
  } else if (const auto* tuple = std::get_if<TupleSpec>(&input.what)) {
    for (const InputSpec& element : tuple->elements) bytes += bytes_of(element);
  } else if (const auto* list = std::get_if<ListSpec>(&input.what)) {
    for (const InputSpec& element : list->elements) bytes += bytes_of(element);
  } else if (const auto* dict = std::get_if<DictSpec>(&input.what)) {
    for (const auto& [key, value] : dict->entries) bytes += bytes_of(value);
  }
  return bytes;
}

std::uint64_t memory_at_most() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page = sysconf(_SC_PAGESIZE);
  std::uint64_t most = UINT64_MAX;
  if (pages > 0 && page > 0) most = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page);
  rlimit limit{};
  const bool is_limited = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return is_limited ? std::min<std::uint64_t>(most, limit.rlim_cur) : most;
}

}  // namespace

Fill::Kind fill_kind(const TensorSpec& tensor) {
  if (tensor.fill.kind != Fill::Kind::automatic) return tensor.fill.kind;
  const Dtype* dtype = find_dtype(tensor.dtype);
  const bool is_whole = dtype != nullptr && (dtype->kind == DtypeClass::integer || dtype->kind == DtypeClass::boolean);
  return is_whole ? Fill::Kind::randint : Fill::Kind::rand;
}

std::string describe_fill(const TensorSpec& tensor) {
  switch (fill_kind(tensor)) {
    case Fill::Kind::randn:
      return "randn";
    case Fill::Kind::zeros:
      return "zeros";
    case Fill::Kind::ones:
      return "ones";
    case Fill::Kind::arange:
      return "arange";
    case Fill::Kind::randint:
      return "randint [" + std::to_string(tensor.fill.low) + ", " + std::to_string(tensor.fill.high) + ")";
    case Fill::Kind::constant: {
      char text[32];
      std::snprintf(text, sizeof text, "all %.12g", tensor.fill.constant);
      return text;
    }
    default:
      return "rand";
  }
}

void expect_enough_memory(const Sample& sample) {
  std::uint64_t needed = 0;
  const InputSpec* largest = nullptr;
  std::uint64_t largest_bytes = 0;
  for (const InputSpec& input : sample.inputs) {
    const std::uint64_t bytes = bytes_of(input);
    needed += bytes;
    if (bytes < largest_bytes) continue;
    largest_bytes = bytes;
    largest = &input;
  }
  const std::uint64_t most = memory_at_most();
  if (largest == nullptr || needed <= most) return;
  throw RunError(ErrorKind::inputs, largest->where + ": the sample inputs need " + std::to_string(needed >> 20) +
                                        " MiB, but there are at most " + std::to_string(most >> 20) +
                                        " MiB of memory; use smaller shapes");
}

}  // namespace aimet
