// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/weights.hpp"

#include <ATen/Context.h>
#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <caffe2/serialize/inline_container.h>
#include <torch/csrc/jit/serialization/import_read.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "lib/file/zip_directory.hpp"
#include "lib/torch/cpu_only.hpp"
#include "lib/torch/read_adapter.hpp"
#include "lib/torch/tuple_of_type.hpp"

namespace aimet {
namespace {

// "TOP/data/17" is a tensor of the module itself; "TOP/constants/3" is one that the code uses as a literal.
bool is_weight(const ZipEntry& entry) {
  const std::size_t slash = entry.name.find('/');
  return slash != std::string::npos && entry.name.compare(slash, 6, "/data/") == 0 && entry.method == ZipMethod::stored;
}

bool has_no_data(const at::Tensor& tensor) {
  return tensor.defined() && tensor.numel() > 0 && tensor.has_storage() && tensor.storage().data_ptr().get() == nullptr;
}

// Fills the tensor like an input without a fill: floats in [0, 1), integers 0 or 1.
at::Tensor made_up(const at::Tensor& like) {
  const at::ScalarType type = like.scalar_type();
  const bool is_random = at::isFloatingType(type) || at::isComplexType(type);
  const at::ScalarType made = type == at::kHalf || type == at::kBFloat16 ? at::kFloat : type;
  return is_random ? at::rand(like.sizes(), at::dtype(made)).to(type)
                   : at::randint(0, 2, like.sizes(), at::dtype(type));
}

// PyTorch 2.x stores the inputs of every trace with their shapes and without their data (seen in files of 2.6
// and 2.14).
c10::IValue with_data(const c10::IValue& value) {
  if (value.isTensor()) return has_no_data(value.toTensor()) ? made_up(value.toTensor()) : value;
  if (value.isDevice()) return on_cpu(value);
  if (value.isTuple()) {
    std::vector<c10::IValue> elements;
    for (const c10::IValue& element : value.toTupleRef().elements()) elements.push_back(with_data(element));
    return tuple_of_type(value.type(), std::move(elements));
  }
  if (value.isList()) {
    auto list = value.toList().copy();
    for (std::size_t i = 0; i < list.size(); ++i) list.set(i, with_data(list.get(i)));
    return list;
  }
  if (value.isGenericDict()) {
    auto dict = value.toGenericDict().copy();
    for (const auto& entry : value.toGenericDict()) dict.insert_or_assign(entry.key(), with_data(entry.value()));
    return dict;
  }
  return value;
}

std::vector<c10::IValue> with_data(c10::ArrayRef<c10::IValue> inputs) {
  at::manual_seed(0);
  std::vector<c10::IValue> sample;
  for (const c10::IValue& input : inputs) sample.push_back(with_data(input));
  return sample;
}

}  // namespace

std::vector<ByteRange> weight_ranges(int fd) {
  std::vector<ByteRange> ranges;
  for (const ZipEntry& entry : read_zip_directory(file_bytes(fd)).entries) {
    if (is_weight(entry) && entry.stored_size > 0) ranges.push_back({entry.offset, entry.offset + entry.stored_size});
  }
  std::sort(ranges.begin(), ranges.end(), [](const ByteRange& a, const ByteRange& b) { return a.first < b.first; });
  return ranges;
}

std::vector<std::vector<c10::IValue>> stored_inputs(const std::string& method, int fd) {
  caffe2::serialize::PyTorchStreamReader reader(std::make_shared<FdReadAdapter>(fd));
  if (!reader.hasRecord("traced_inputs.pkl")) return {};
  const c10::IValue stored =
      torch::jit::readArchiveAndTensors("traced_inputs", "", "traced_inputs/", {}, {}, c10::Device(c10::kCPU), reader);
  if (!stored.isGenericDict()) return {};
  for (const auto& entry : stored.toGenericDict()) {
    if (!entry.key().isString() || entry.key().toStringRef() != method) continue;
    if (entry.value().isList()) return {with_data(entry.value().toListRef())};
    if (entry.value().isTuple()) return {with_data(entry.value().toTupleRef().elements())};
  }
  return {};
}

}  // namespace aimet
