// SPDX-License-Identifier: Apache-2.0
#include "checks/wrapper/inputs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "checks/dict_keys.hpp"
#include "lib/check/python_constant.hpp"
#include "lib/model/text.hpp"

namespace aimet::wrapper {
namespace {

constexpr int kDeepest = 16;

class Reader {
 public:
  explicit Reader(const Model& model) : model_(model) {}

  Inputs of(const Method& forward) {
    const IdRange<OperandId> passed = model_.calls.front().arguments;
    // A trace may have its own names for arguments.
    const bool by_name = model_.form == SourceForm::exported || !model_.modules.front().traced;
    for (std::size_t i = 0; i < forward.arguments.size(); ++i) {
      const Argument& argument = forward.arguments[i];
      const auto place = static_cast<std::int32_t>(i);
      const ValueId value = place < passed.count ? model_.operand(passed, place) : kNone;
      const bool is_name = !argument.name.empty() && key_identifier("x", argument.name) == argument.name;
      const std::string name = is_name ? argument.name : "x" + std::to_string(i + 1);
      const auto text = expression(value, argument, name);
      if (text) made_.arguments.push_back((by_name && is_name ? name + "=" : "") + *text);
    }
    return std::move(made_);
  }

 private:
  const Type* type_of(TypeId id) const { return id == kNone ? nullptr : &model_.type(id); }
  bool is_tensor(TypeId id) const { return id != kNone && model_.type(id).kind == TypeKind::tensor; }
  bool was_seen(ValueId id) const { return id != kNone && model_.value(id).observed.count > 0; }

  // Adds a parameter and returns its name, which is unique: two dicts may have a key in common.
  std::string parameter(const std::string& argument, const std::string& wanted) {
    std::vector<std::string>& names = made_.parameters;
    std::string name = key_identifier(argument, wanted);
    while (std::find(names.begin(), names.end(), name) != names.end()) name = argument + "_" + name;
    names.push_back(name);
    return name;
  }

  // nullopt if the argument is left out.
  std::optional<std::string> expression(ValueId value, const Argument& argument, const std::string& name) {
    const ConstantId constant = value == kNone ? kNone : model_.value(value).constant;
    if (constant != kNone) return fixed(model_.constant(constant), name);
    const Type* type = type_of(argument.type);
    switch (type == nullptr ? TypeKind::tensor : type->kind) {
      case TypeKind::tensor:
      case TypeKind::list:
      case TypeKind::tuple:
        return parameter(name, name);
      case TypeKind::optional:
        if (was_seen(value)) return parameter(name, name);
        return argument.has_default ? std::nullopt : std::optional<std::string>("None");
      case TypeKind::dict:
        return dict(value, name, 0);
      case TypeKind::none:
        return "None";
      case TypeKind::module:
      case TypeKind::other:
        return object(value, *type, name);
      default:
        if (argument.has_default) return std::nullopt;
        return keep(made_.kept, name + "_value", "what the model was run with");
    }
  }

  // An argument that is not a tensor, which torch.export fixed.
  std::string fixed(const Constant& constant, const std::string& name) {
    const bool has_literal = constant.kind != Constant::Kind::floating || std::isfinite(constant.floating);
    const auto literal = has_literal ? python(constant, false) : std::nullopt;
    return literal ? *literal : keep(made_.kept, name + "_value", "what the model was exported with");
  }

  std::string dict(ValueId value, const std::string& name, int depth) {
    const auto reads = value == kNone ? std::vector<KeyRead>{} : keys_read(model_, kRootCall, value);
    const bool printable =
        std::all_of(reads.begin(), reads.end(), [](const KeyRead& read) { return is_printable(read.key); });
    if (reads.empty() || !printable || depth > kDeepest) {
      const std::string keys = keep(made_.kept, name + "_keys", "the keys of the dict " + name + ", in order");
      return "dict(zip(" + keys + ", " + parameter(name, name) + "))";
    }
    std::vector<std::string> items;
    for (const KeyRead& read : reads) {
      const Type* type = type_of(model_.value(read.value).type);
      const TypeKind kind = type == nullptr ? TypeKind::tensor : type->kind;
      // Read with dict.get, and missing in the run.
      if (kind == TypeKind::optional && model_.mode == Mode::observed && !was_seen(read.value)) continue;
      const std::string item = kind == TypeKind::dict ? dict(read.value, key_identifier(name, read.key), depth + 1)
                                                      : parameter(name, read.key);
      items.push_back(quoted(read.key) + ": " + item);
    }
    return "{" + joined(items) + "}";
  }

  // Only its class knows how an object is made from tensors: the user must provide a function.
  std::string object(ValueId value, const Type& type, const std::string& name) {
    const std::string class_of = last_part(type.name.empty() ? type.text : type.name);
    const std::string make =
        keep(made_.kept, "make_" + snake_case(class_of), "a function that creates a " + class_of + " from its tensors");
    std::vector<std::string> tensors;
    if (value != kNone) add_tensors_in(value, name, tensors, 0);
    return make + "(" + (tensors.empty() ? "*" + parameter(name, name) : joined(tensors)) + ")";
  }

  // Adds the tensors that an exported program reads from an object and from the objects in it.
  void add_tensors_in(ValueId container, const std::string& name, std::vector<std::string>& tensors, int depth) {
    const IdRange<OpId> ops = model_.calls.front().ops;
    for (OpId id = ops.first; id < ops.past_last() && depth < kDeepest; ++id) {
      const Op& op = model_.op(id);
      const std::string& kind = model_.kind(id);
      if (kind != "prim::TupleIndex" && kind != "aten::__getitem__") continue;
      if (op.inputs.count == 0 || op.outputs.count == 0 || model_.operand(op.inputs, 0) != container) continue;
      const ValueId part = model_.operand(op.outputs, 0);
      if (is_tensor(model_.value(part).type))
        tensors.push_back(parameter(name, name + "_" + std::to_string(tensors.size() + 1)));
      else
        add_tensors_in(part, name, tensors, depth + 1);
    }
  }

  const Model& model_;
  Inputs made_;
};

}  // namespace

Inputs inputs_of(const Model& model, const Method& forward) { return Reader(model).of(forward); }

}  // namespace aimet::wrapper
