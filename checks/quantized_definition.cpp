// SPDX-License-Identifier: Apache-2.0
#include "checks/quantized_definition.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

#include "lib/check/wording.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

struct Input {
  std::string name;
  bool is_tensor = false;
  std::int32_t list_of = 0;  // how many tensors it has, if it is a list or tuple of tensors
};

struct Signature {
  std::vector<Input> inputs;
  bool has_more = false;  // forward takes more arguments than listed, or the file does not show all
  std::int32_t outputs = 1;
  bool returns_tuple = false;
};

bool is_tensor(const Model& model, TypeId type) { return type != kNone && model.type(type).kind == TypeKind::tensor; }

// Whether the value is a tensor. An Optional counts if a tensor was observed, not if it was None.
bool brings_tensor(const Model& model, ValueId id) {
  const Value& value = model.value(id);
  if (is_tensor(model, value.type)) return true;
  const Type& type = model.type(value.type);
  return type.kind == TypeKind::optional && !type.elements.empty() && is_tensor(model, type.elements.front()) &&
         value.observed.count > 0;
}

std::int32_t tensors_in_list(const Model& model, ValueId id) {
  const OpId producer = model.value(id).producer;
  if (producer == kNone) return 0;
  const std::string& kind = model.kind(producer);
  if (kind != "prim::ListConstruct" && kind != "prim::TupleConstruct") return 0;
  const IdRange<OperandId> elements = model.op(producer).inputs;
  for (std::int32_t i = 0; i < elements.count; ++i) {
    if (!is_tensor(model, model.value(model.operand(elements, i)).type)) return 0;
  }
  return elements.count;
}

std::string plain_name(std::size_t i) {
  constexpr const char* kNames[] = {"x", "y", "z"};
  return i < 3 ? kNames[i] : "x" + std::to_string(i + 1);
}

// A trace has its own names for arguments, and leaves out those that are not tensors.
std::string input_name(const Module& module, const Method& method, std::size_t i) {
  const std::string& name = method.arguments[i].name;
  return module.traced || name == "self" ? plain_name(i) : name;
}

void read_outputs(const Model& model, const Method& method, Signature& signature) {
  if (method.returns == kNone) return;
  const Type& type = model.type(method.returns);
  if (type.kind != TypeKind::tuple) return;
  const bool tensors =
      std::all_of(type.elements.begin(), type.elements.end(), [&](TypeId e) { return is_tensor(model, e); });
  signature.returns_tuple = tensors && !type.elements.empty();
  if (signature.returns_tuple) signature.outputs = static_cast<std::int32_t>(type.elements.size());
}

Signature signature_of(const Model& model, ModuleId leaf, CallId id) {
  const Module& module = model.module(leaf);
  const std::string name = id == kNone ? "forward" : model.call(id).name;
  const auto method = std::find_if(module.methods.begin(), module.methods.end(),
                                   [&](const Method& candidate) { return candidate.name == name; });
  Signature signature;
  signature.has_more = module.traced;
  if (method == module.methods.end()) {
    signature.inputs = {{"x", true, 0}};
    signature.has_more = true;
    return signature;
  }
  std::size_t last_tensor = 0;  // how many arguments must be named: up to the last tensor
  for (std::size_t i = 0; i < method->arguments.size(); ++i) {
    Input input{input_name(module, *method, i), is_tensor(model, method->arguments[i].type), 0};
    if (id != kNone && i < static_cast<std::size_t>(model.call(id).arguments.count)) {
      const ValueId value = model.operand(model.call(id).arguments, static_cast<std::int32_t>(i));
      input.is_tensor = brings_tensor(model, value);
      input.list_of = tensors_in_list(model, value);
    }
    if (input.is_tensor || input.list_of > 0) last_tensor = i + 1;
    signature.inputs.push_back(std::move(input));
  }
  signature.has_more = signature.has_more || last_tensor < signature.inputs.size();
  signature.inputs.resize(last_tensor);
  read_outputs(model, *method, signature);
  return signature;
}

std::string nones(std::int32_t count) {
  std::string text;
  for (std::int32_t i = 0; i < count; ++i) text += i == 0 ? "None" : ", None";
  return "torch.nn.ModuleList([" + text + "])";
}

std::string parameters(const Signature& signature) {
  std::string text = joined(signature.inputs, ", ", [](const Input& input) { return input.name; });
  if (signature.has_more) text += (text.empty() ? "" : ", ") + std::string("*args, **kwargs");
  return text;
}

std::int32_t quantizers(const Signature& signature) {
  std::int32_t count = 0;
  for (const Input& input : signature.inputs) count += input.is_tensor ? 1 : input.list_of;
  return count;
}

std::string quantize_inputs(const Signature& signature) {
  std::string text;
  std::int32_t next = 0;
  for (const Input& input : signature.inputs) {
    const std::string quantizer = "self.input_quantizers[" + std::to_string(next) + "]";
    if (input.is_tensor) {
      text += "        if " + quantizer + " is not None:\n            " + input.name + " = " + quantizer + "(" +
              input.name + ")\n";
      ++next;
    } else if (input.list_of > 0) {
      const std::string slice =
          "self.input_quantizers[" + std::to_string(next) + ":" + std::to_string(next + input.list_of) + "]";
      text += "        " + input.name + " = [quantize(t) if quantize is not None else t for quantize, t in zip(" +
              slice + ", " + input.name + ")]\n";
      next += input.list_of;
    }
  }
  return text;
}

std::string quantize_outputs(const Signature& signature) {
  if (signature.returns_tuple) {
    return "        return tuple(quantize(t) if quantize is not None else t for quantize, t in "
           "zip(self.output_quantizers, out))\n";
  }
  return "        if self.output_quantizers[0] is not None:\n"
         "            out = self.output_quantizers[0](out)\n"
         "        return out\n";
}

}  // namespace

std::string quantized_definition(const Model& model, ModuleId leaf, CallId call) {
  const Module& module = model.module(leaf);
  const std::string name = class_name(module);
  const Signature signature = signature_of(model, leaf, call);
  const std::size_t dot = module.type.rfind('.');
  std::string text = "import torch\nfrom aimet_torch.nn import QuantizationMixin\n";
  const bool is_local = module.type.find('<') != std::string::npos;  // models.make.<locals>.Add cannot be imported
  if (dot != std::string::npos && !is_local) text += "from " + module.type.substr(0, dot) + " import " + name + "\n";
  const std::string given = parameters(signature);
  return text + "\n\n@QuantizationMixin.implements(" + name + ")\nclass Quantized" + name + "(QuantizationMixin, " +
         name +
         "):\n    def __quant_init__(self):\n        super().__quant_init__()\n        self.input_quantizers = " +
         nones(quantizers(signature)) + "\n        self.output_quantizers = " + nones(signature.outputs) +
         "\n\n    def forward(self" + (given.empty() ? "" : ", " + given) + "):\n" + quantize_inputs(signature) +
         "        with self._patch_quantized_parameters():\n            out = super().forward(" + given + ")\n" +
         quantize_outputs(signature);
}

}  // namespace aimet
