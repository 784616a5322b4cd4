// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/natural_value.hpp"

#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/jit_type.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>
#include <caffe2/serialize/inline_container.h>
#include <caffe2/serialize/read_adapter_interface.h>
#include <torch/csrc/jit/serialization/import_read.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/inputs/fill.hpp"
#include "lib/inputs/match.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/model/error.hpp"
#include "lib/torch/dtype.hpp"

namespace aimet {
namespace {

// The first line of the error, without the C++ backtrace that c10::Error::what() contains.
std::string reason(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  const std::string text = torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
  const std::size_t first = std::min(text.find_first_not_of(" \n"), text.size());
  return printable(text.substr(first, text.find('\n', first) - first), 300);
}

[[noreturn]] void fail(const InputSpec& input, const std::string& what) {
  throw RunError(ErrorKind::inputs, input.where + ": " + what);
}

// Random floats of two bytes are made as float32: LibTorch 1.13 has no uniform_ for them on the CPU.
at::ScalarType random_type(at::ScalarType type) {
  return type == at::kHalf || type == at::kBFloat16 ? at::kFloat : type;
}

at::Scalar constant_of(double value, at::ScalarType type) {
  if (type == at::kBool) return at::Scalar(value != 0);
  if (at::isIntegralType(type, /*includeBool=*/false)) return at::Scalar(static_cast<std::int64_t>(value));
  return at::Scalar(value);
}

at::Tensor make_tensor(const TensorSpec& spec) {
  const at::ScalarType type = scalar_type(spec.dtype);
  const at::IntArrayRef shape = spec.shape;
  switch (fill_kind(spec)) {
    case Fill::Kind::randn:
      return at::randn(shape, at::dtype(random_type(type))).to(type);
    case Fill::Kind::zeros:
      return at::zeros(shape, at::dtype(type));
    case Fill::Kind::ones:
      return at::ones(shape, at::dtype(type));
    case Fill::Kind::randint:
      return at::randint(spec.fill.low, spec.fill.high, shape, at::dtype(type));
    case Fill::Kind::constant:
      return at::full(shape, constant_of(spec.fill.constant, type), at::dtype(type));
    case Fill::Kind::arange: {
      std::int64_t elements = 1;
      for (const std::int64_t size : spec.shape) elements *= size;
      return at::arange(elements, at::dtype(at::kLong)).to(type).reshape(shape);
    }
    default:
      return at::rand(shape, at::dtype(random_type(type))).to(type);
  }
}

class BytesAdapter final : public caffe2::serialize::ReadAdapterInterface {
 public:
  explicit BytesAdapter(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
  size_t size() const override { return bytes_->size(); }
  size_t read(uint64_t position, void* buffer, size_t count, const char*) const override {
    if (position >= bytes_->size()) return 0;
    const size_t available = std::min<size_t>(count, bytes_->size() - position);
    std::memcpy(buffer, bytes_->data() + position, available);
    return available;
  }

 private:
  std::shared_ptr<const std::string> bytes_;
};

c10::IValue load_file(const FileSpec& file, const InputSpec& input) {
  if (file.bytes == nullptr)
    throw RunError(ErrorKind::internal, "the input file " + in_quotes(file.path) + " was not read");
  const std::string name = "the input file " + in_quotes(file.path, 160);
  try {
    caffe2::serialize::PyTorchStreamReader reader(std::make_shared<BytesAdapter>(file.bytes));
    if (reader.hasRecord("constants.pkl"))
      fail(input, name + " is a TorchScript model, expected a tensor or a nest of tensors");
    if (!reader.hasRecord("data.pkl")) fail(input, name + " is a zip archive, but not one from torch.save");
    // Loads onto the CPU, whatever device it was saved from; torch::pickle_load would require the GPU.
    return torch::jit::readArchiveAndTensors("data", "", "", {}, {}, at::Device(at::kCPU), reader);
  } catch (const RunError&) {
    throw;
  } catch (const std::exception& error) {
    fail(input, name + " could not be read as a tensor or a nest of tensors: " + reason(error) +
                    "; save plain tensors, lists, tuples and dicts of them with torch.save");
  }
}

c10::TypePtr common_type(const std::vector<c10::IValue>& values) {
  c10::TypePtr type = values.empty()         ? c10::TypePtr(c10::AnyType::get())
                      : values[0].isTensor() ? c10::TypePtr(c10::TensorType::get())
                                             : values[0].type();
  for (const c10::IValue& value : values) {
    if (!value.type()->isSubtypeOf(*type)) return c10::AnyType::get();
  }
  return type;
}

std::vector<c10::IValue> natural_values(const std::vector<InputSpec>& inputs) {
  std::vector<c10::IValue> values;
  for (const InputSpec& input : inputs) values.push_back(natural_value(input));
  return values;
}

struct NaturalScalar {
  c10::IValue operator()(std::monostate) const { return {}; }
  c10::IValue operator()(bool value) const { return value; }
  c10::IValue operator()(std::int64_t value) const { return value; }
  c10::IValue operator()(double value) const { return value; }
  c10::IValue operator()(const std::string& value) const { return value; }
};

struct Natural {
  const InputSpec& input;

  c10::IValue operator()(const TensorSpec& tensor) const {
    try {
      return make_tensor(tensor);
    } catch (const std::exception& error) {
      fail(input, describe_input(input) + " could not be created: " + reason(error));
    }
  }
  c10::IValue operator()(const TupleSpec& tuple) const {
    return c10::ivalue::Tuple::create(natural_values(tuple.elements));
  }
  c10::IValue operator()(const ListSpec& list) const {
    const std::vector<c10::IValue> values = natural_values(list.elements);
    c10::impl::GenericList result(common_type(values));
    for (const c10::IValue& value : values) result.push_back(value);
    return result;
  }
  c10::IValue operator()(const DictSpec& dict) const {
    std::vector<c10::IValue> values;
    for (const auto& [key, value] : dict.entries) values.push_back(natural_value(value));
    c10::impl::GenericDict result(c10::StringType::get(), common_type(values));
    for (std::size_t i = 0; i < values.size(); ++i) result.insert(dict.entries[i].first, values[i]);
    return result;
  }
  c10::IValue operator()(const ScalarValue& value) const { return std::visit(NaturalScalar(), value); }
  c10::IValue operator()(const FileSpec& file) const { return load_file(file, input); }
};

}  // namespace

c10::IValue natural_value(const InputSpec& input) { return std::visit(Natural{input}, input.what); }

}  // namespace aimet
