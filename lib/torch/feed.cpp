#include "lib/torch/feed.hpp"

#include <ATen/Context.h>
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
#include <charconv>
#include <cstring>
#include <utility>

#include "lib/inputs/fill.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/model/error.hpp"
#include "lib/torch/dtype.hpp"
#include "lib/torch/value_text.hpp"

namespace aimet {
namespace {

// One line, without the C++ backtrace that c10::Error::what() carries.
std::string reason(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  const std::string text = torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
  const std::size_t first = std::min(text.find_first_not_of(" \n"), text.size());
  return printable(text.substr(first, text.find('\n', first) - first), 300);
}

[[noreturn]] void fail(const InputSpec& input, const std::string& what) {
  throw RunError(ErrorKind::inputs, input.where + ": " + what);
}

// ---- tensors

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

// ---- files

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
    // On the CPU wherever it was saved; torch::pickle_load would ask for the GPU back.
    return torch::jit::readArchiveAndTensors("data", "", "", {}, {}, at::Device(at::kCPU), reader);
  } catch (const RunError&) {
    throw;
  } catch (const std::exception& error) {
    fail(input, name + " could not be read as a tensor or a nest of tensors: " + reason(error) +
                    "; save plain tensors, lists, tuples and dicts of them with torch.save");
  }
}

// ---- values as the spec says them, before the schema has its say

c10::TypePtr common_type(const std::vector<c10::IValue>& values) {
  c10::TypePtr type = values.empty()         ? c10::TypePtr(c10::AnyType::get())
                      : values[0].isTensor() ? c10::TypePtr(c10::TensorType::get())
                                             : values[0].type();
  for (const c10::IValue& value : values) {
    if (!value.type()->isSubtypeOf(*type)) return c10::AnyType::get();
  }
  return type;
}

c10::IValue natural_value(const InputSpec& input);

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
      fail(input, describe_input(input) + " could not be made: " + reason(error));
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

c10::IValue natural_value(const InputSpec& input) { return std::visit(Natural{input}, input.what); }

// ---- values as the schema wants them: typed containers, named tuples, numbers of the right kind

struct Coercion {
  const std::string& where;

  c10::IValue run(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    switch (type->kind()) {
      case c10::TypeKind::AnyType:
        return value;
      case c10::TypeKind::OptionalType:
        return value.isNone() ? value : run(value, type->expectRef<c10::OptionalType>().getElementType(), target);
      case c10::TypeKind::ListType:
        return to_list(value, type, target);
      case c10::TypeKind::TupleType:
        return to_tuple(value, type, target);
      case c10::TypeKind::DictType:
        return to_dict(value, type, target);
      case c10::TypeKind::UnionType:
        return to_one_of(value, type, target);
      case c10::TypeKind::DeviceObjType:
        return to_device(value, type, target);
      case c10::TypeKind::TensorType:
        if (value.isTensor()) return value;
        break;
      case c10::TypeKind::FloatType:
        if (value.isInt()) return static_cast<double>(value.toInt());
        break;
      case c10::TypeKind::ComplexType:
        if (value.isInt()) return c10::complex<double>(static_cast<double>(value.toInt()), 0);
        if (value.isDouble()) return c10::complex<double>(value.toDouble(), 0);
        break;
      default:
        break;
    }
    if (!value.type()->isSubtypeOf(*type)) misfit(value, type, target);
    return value;
  }

 private:
  [[noreturn]] void misfit(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    throw RunError(ErrorKind::inputs, where + ": " + value_text(value) + " was given for " + target + ", expected " +
                                          printable(type->annotation_str(), 200));
  }

  c10::IValue to_list(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    if (!value.isList()) misfit(value, type, target);
    const c10::TypePtr element = type->expectRef<c10::ListType>().getElementType();
    const c10::List<c10::IValue> given = value.toList();
    c10::impl::GenericList list(element);
    list.reserve(given.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
      list.push_back(run(given.get(i), element, target + "[" + std::to_string(i) + "]"));
    }
    return list;
  }

  c10::IValue to_tuple(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    const auto& tuple = type->expectRef<c10::TupleType>();
    const auto types = tuple.elements();
    if (!value.isTuple() || value.toTupleRef().elements().size() != types.size()) misfit(value, type, target);
    std::vector<c10::IValue> elements;
    for (std::size_t i = 0; i < types.size(); ++i) {
      elements.push_back(run(value.toTupleRef().elements()[i], types[i], target + "[" + std::to_string(i) + "]"));
    }
    if (tuple.schema() == nullptr) return c10::ivalue::Tuple::create(std::move(elements));
    return c10::ivalue::Tuple::createNamed(std::move(elements), c10::TypePtr(type));
  }

  c10::IValue to_dict(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    if (!value.isGenericDict()) misfit(value, type, target);
    const auto& dict_type = type->expectRef<c10::DictType>();
    c10::impl::GenericDict dict(dict_type.getKeyType(), dict_type.getValueType());
    for (const auto& entry : value.toGenericDict()) {
      const std::string inner = target + "[" + value_text(entry.key()) + "]";
      const c10::IValue key = run(key_of(entry.key(), dict_type.getKeyType()), dict_type.getKeyType(), inner);
      if (dict.contains(key)) throw RunError(ErrorKind::inputs, where + ": " + inner + " was given twice");
      dict.insert(key, run(entry.value(), dict_type.getValueType(), inner));
    }
    return dict;
  }

  // The keys of a JSON object are strings.
  static c10::IValue key_of(const c10::IValue& key, const c10::TypePtr& type) {
    if (!key.isString() || type->kind() != c10::TypeKind::IntType) return key;
    const std::string& text = key.toStringRef();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? c10::IValue(number) : key;
  }

  c10::IValue to_one_of(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    for (const c10::TypePtr& choice : type->containedTypes()) {
      if (value.type()->isSubtypeOf(*choice)) return value;
    }
    for (const c10::TypePtr& choice : type->containedTypes()) {
      try {
        return run(value, choice, target);
      } catch (const RunError&) {  // not this one
      }
    }
    misfit(value, type, target);
  }

  c10::IValue to_device(const c10::IValue& value, const c10::TypePtr& type, const std::string& target) const {
    if (value.isDevice()) return value;
    if (!value.isString() || value.toStringRef() != "cpu") misfit(value, type, target + R"( (models run on "cpu"))");
    return c10::Device(c10::kCPU);
  }
};

}  // namespace

std::vector<c10::IValue> make_inputs(const Sample& sample, const InputMatch& match, const c10::FunctionSchema& schema,
                                     std::uint64_t seed) {
  expect_enough_memory(sample);
  at::manual_seed(seed);
  const std::vector<c10::Argument>& arguments = schema.arguments();
  if (arguments.size() < match.input_of.size())
    throw RunError(ErrorKind::internal, "more inputs were matched than forward has parameters");
  const std::size_t self = arguments.size() - match.input_of.size();
  std::vector<c10::IValue> values;
  for (std::size_t i = 0; i < match.input_of.size(); ++i) {
    const c10::Argument& argument = arguments[self + i];
    if (match.input_of[i] == kNone) {
      if (!argument.default_value())
        throw RunError(ErrorKind::internal, "a parameter of forward without a default was not matched");
      values.push_back(*argument.default_value());
      continue;
    }
    const InputSpec& input = sample.inputs[static_cast<std::size_t>(match.input_of[i])];
    values.push_back(Coercion{input.where}.run(natural_value(input), argument.type(), printable(argument.name())));
  }
  return values;
}

}  // namespace aimet
