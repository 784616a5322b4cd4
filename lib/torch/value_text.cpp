// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/value_text.hpp"

#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/jit_type.h>

#include <cstdio>
#include <variant>

#include "lib/inputs/fill.hpp"
#include "lib/inputs/printable.hpp"
#include "lib/model/text.hpp"
#include "lib/torch/dtype.hpp"

namespace aimet {
namespace {

// Stops writing at a bounded length: a file may contain values of any size.
class Line {
 public:
  void write(const c10::IValue& value, const InputSpec* spec, int depth = 0) {
    if (full()) return;
    if (value.isTensor()) {
      write_tensor(value.toTensor(), spec);
    } else if (depth < 8 && value.isTuple()) {
      const auto& elements = value.toTupleRef().elements();
      write_all(elements.size(), "()", spec, depth, [&](std::size_t i) { return elements[i]; });
    } else if (depth < 8 && value.isList()) {
      const c10::List<c10::IValue> list = value.toList();
      write_all(list.size(), "[]", spec, depth, [&](std::size_t i) { return list.get(i); });
    } else if (depth < 8 && value.isGenericDict()) {
      write_dict(value.toGenericDict(), spec, depth);
    } else {
      write_plain(value);
    }
  }

  void text(const std::string& more) {
    if (!full()) text_ += more;
  }
  std::string str() const { return printable(text_, kLongest); }

 private:
  static constexpr std::size_t kLongest = 600;
  static constexpr std::size_t kMostElements = 8;

  bool full() const { return text_.size() > kLongest; }

  void write_tensor(const at::Tensor& tensor, const InputSpec* spec) {
    if (!tensor.defined()) return text("an undefined tensor");
    text(dtype_name(tensor.scalar_type()) + " [" + joined_sizes(tensor.sizes()) + "]");
    const auto* described = spec == nullptr ? nullptr : std::get_if<TensorSpec>(&spec->what);
    if (described != nullptr) text(" " + describe_fill(*described));
  }

  static const InputSpec* child(const InputSpec* spec, std::size_t i) {
    if (spec == nullptr) return nullptr;
    const auto* list = std::get_if<ListSpec>(&spec->what);
    const auto* tuple = std::get_if<TupleSpec>(&spec->what);
    const std::vector<InputSpec>* elements = list != nullptr    ? &list->elements
                                             : tuple != nullptr ? &tuple->elements
                                                                : nullptr;
    return elements != nullptr && i < elements->size() ? &(*elements)[i] : nullptr;
  }

  template <typename ElementAt>
  void write_all(std::size_t count, const char* brackets, const InputSpec* spec, int depth, const ElementAt& element) {
    text(std::string(1, brackets[0]));
    for (std::size_t i = 0; i < count && !full(); ++i) {
      if (i == kMostElements) {
        text(", ... " + std::to_string(count - i) + " more");
        break;
      }
      if (i > 0) text(", ");
      write(element(i), child(spec, i), depth + 1);
    }
    text(std::string(1, brackets[1]));
  }

  void write_dict(const c10::impl::GenericDict& dict, const InputSpec* spec, int depth) {
    const auto* described = spec == nullptr ? nullptr : std::get_if<DictSpec>(&spec->what);
    std::size_t i = 0;
    text("{");
    for (const auto& entry : dict) {
      if (i == kMostElements || full()) {
        text(", ... " + std::to_string(dict.size() - i) + " more");
        break;
      }
      if (i > 0) text(", ");
      write(entry.key(), nullptr, depth + 1);
      text(": ");
      const bool has_spec = described != nullptr && i < described->entries.size();
      write(entry.value(), has_spec ? &described->entries[i].second : nullptr, depth + 1);
      ++i;
    }
    text("}");
  }

  void write_plain(const c10::IValue& value) {
    if (value.isNone()) return text("None");
    if (value.isBool()) return text(value.toBool() ? "True" : "False");
    if (value.isInt()) return text(std::to_string(value.toInt()));
    if (value.isString()) return text(in_quotes(value.toStringRef(), 60));
    if (value.isDouble()) {
      char number[32];
      std::snprintf(number, sizeof number, "%.12g", value.toDouble());
      return text(number);
    }
    text("a value of type " + value.type()->annotation_str());
  }

  std::string text_;
};

}  // namespace

std::string value_text(const c10::IValue& value) {
  Line line;
  line.write(value, nullptr);
  return line.str();
}

std::string describe_fed(const std::vector<c10::IValue>& inputs, const c10::FunctionSchema& schema,
                         const Sample* sample, const InputMatch* match) {
  const std::vector<c10::Argument>& arguments = schema.arguments();
  const std::size_t self = arguments.size() > inputs.size() ? arguments.size() - inputs.size() : 0;
  Line line;
  line.text(inputs.empty() ? "inputs fed: none" : "inputs fed: ");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (i > 0) line.text(", ");
    if (self + i < arguments.size()) line.text(arguments[self + i].name() + ": ");
    const bool matched = sample != nullptr && match != nullptr && i < match->input_of.size();
    const std::int32_t source = matched ? match->input_of[i] : kNone;
    const InputSpec* spec = source == kNone ? nullptr : &sample->inputs[static_cast<std::size_t>(source)];
    line.write(inputs[i], spec);
    if (matched && spec == nullptr) line.text(" (default)");
    const auto* file = spec == nullptr ? nullptr : std::get_if<FileSpec>(&spec->what);
    if (file != nullptr) line.text(" from " + printable(file->path));
  }
  return line.str();
}

}  // namespace aimet
