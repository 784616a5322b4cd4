// SPDX-License-Identifier: Apache-2.0
#include "checks/wrapper/results.hpp"

#include <algorithm>
#include <cstdint>

#include "checks/dict_keys.hpp"
#include "lib/model/text.hpp"

namespace aimet::wrapper {
namespace {

constexpr int kDeepest = 16;

class Results {
 public:
  Results(const Model& model, std::vector<Kept>& kept) : model_(model), kept_(kept) {}

  std::optional<std::vector<std::string>> of(const Method& forward) {
    const ValueId whole = model_.outputs.size() == 1 ? model_.outputs.front() : kNone;
    add(whole, forward.returns, "out", 0);
    return is_known_ ? std::optional(std::move(made_)) : std::nullopt;
  }

 private:
  bool is_tensor(TypeId id) const { return id != kNone && model_.type(id).kind == TypeKind::tensor; }

  // Adds the tensors in `access`, by the type alone if the value is kNone.
  void add(ValueId value, TypeId id, const std::string& access, int depth) {
    if (id == kNone || depth > kDeepest) {
      is_known_ = false;
      return;
    }
    const Type& type = model_.type(id);
    switch (type.kind) {
      case TypeKind::tensor:
        made_.push_back(access);
        break;
      case TypeKind::optional:
        if (model_.mode != Mode::observed || (value != kNone && model_.value(value).observed.count > 0))
          made_.push_back(access);
        break;
      case TypeKind::dict:
        add_dict(value, type, access, depth);
        break;
      case TypeKind::list:
      case TypeKind::tuple:
        add_sequence(value, type, access, depth);
        break;
      case TypeKind::other:
      case TypeKind::module:
        add_object(value, type, access, depth);
        break;
      default:
        break;  // None, a number, a text: tracing would fix it
    }
  }

  const Op* constructed(ValueId value) const {
    const OpId producer = value == kNone ? kNone : model_.value(value).producer;
    if (producer == kNone) return nullptr;
    const std::string& kind = model_.kind(producer);
    const bool is_construct =
        kind == "prim::TupleConstruct" || kind == "prim::ListConstruct" || kind == "prim::DictConstruct";
    return is_construct ? &model_.op(producer) : nullptr;
  }

  void add_dict(ValueId value, const Type& type, const std::string& access, int depth) {
    const auto keys = value == kNone ? std::vector<std::string>{} : keys_written(model_, kRootCall, value);
    const Op* dict = constructed(value);
    const bool of_tensors = type.elements.size() == 2 && is_tensor(type.elements[1]);
    const bool is_whole = dict != nullptr && keys.size() * 2 == static_cast<std::size_t>(dict->inputs.count);
    const bool named = !keys.empty() && std::all_of(keys.begin(), keys.end(), is_printable);
    if (named && (is_whole || of_tensors)) {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const ValueId item = is_whole ? model_.operand(dict->inputs, static_cast<std::int32_t>(2 * i + 1)) : kNone;
        const TypeId of_item = is_whole ? model_.value(item).type : type.elements[1];
        add(item, of_item, access + "[" + quoted(keys[i]) + "]", depth + 1);
      }
    } else if (of_tensors) {
      made_.push_back("*" + access + ".values()");
    } else {
      is_known_ = false;
    }
  }

  void add_sequence(ValueId value, const Type& type, const std::string& access, int depth) {
    const auto at = [&](std::size_t i) { return access + "[" + std::to_string(i) + "]"; };
    if (const Op* sequence = constructed(value)) {
      for (std::int32_t i = 0; i < sequence->inputs.count; ++i) {
        const ValueId item = model_.operand(sequence->inputs, i);
        add(item, model_.value(item).type, at(static_cast<std::size_t>(i)), depth + 1);
      }
    } else if (type.kind == TypeKind::tuple) {
      for (std::size_t i = 0; i < type.elements.size(); ++i) add(kNone, type.elements[i], at(i), depth + 1);
    } else if (type.elements.size() == 1 && is_tensor(type.elements.front())) {
      made_.push_back("*" + access);
    } else {
      is_known_ = false;
    }
  }

  // A ModelOutput of transformers is indexed like the tuple of its elements. For other classes, the user must provide a
  // function.
  void add_object(ValueId value, const Type& type, const std::string& access, int depth) {
    const std::string class_of = last_part(type.name.empty() ? type.text : type.name);
    const bool is_model_output =
        type.name.rfind("transformers.", 0) == 0 && class_of.find("Output") != std::string::npos;
    if (is_model_output && constructed(value) != nullptr) {
      add_sequence(value, type, access, depth);
      return;
    }
    const std::string read =
        keep(kept_, "tensors_of_" + snake_case(class_of), "a function that returns the tensors of a " + class_of);
    made_.push_back("*" + read + "(" + access + ")");
  }

  const Model& model_;
  std::vector<Kept>& kept_;
  std::vector<std::string> made_;
  bool is_known_ = true;
};

}  // namespace

std::optional<std::vector<std::string>> results_of(const Model& model, const Method& forward, std::vector<Kept>& kept) {
  return Results(model, kept).of(forward);
}

}  // namespace aimet::wrapper
