// SPDX-License-Identifier: Apache-2.0
#include "checks/non_tensor_io.hpp"

#include <algorithm>
#include <string>

#include "checks/dict_keys.hpp"
#include "checks/wrapper/wrapper.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/tensor_values.hpp"
#include "lib/model/text.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

// Whether the type is of the wanted kind, or contains such a type, as a tuple, list or optional may.
bool contains_kind(const Model& model, TypeId id, TypeKind wanted) {
  if (id == kNone) return false;
  const Type& type = model.type(id);
  if (type.kind == wanted) return true;
  if (type.kind == TypeKind::module) return false;
  return std::any_of(type.elements.begin(), type.elements.end(),
                     [&](TypeId element) { return contains_kind(model, element, wanted); });
}

bool breaks_guideline(const Model& model, TypeId type) {
  return contains_kind(model, type, TypeKind::dict) || contains_kind(model, type, TypeKind::other);
}

bool is_dict(const Model& model, TypeId type) { return type != kNone && model.type(type).kind == TypeKind::dict; }

// One module's forward, as it was called. Finds what breaks the guideline.
class Signature {
 public:
  Signature(const Model& model, const IdVector<ValueId, bool>& frozen, CallId call)
      : model_(model), frozen_(frozen), call_(model.call(call)), id_(call), module_(model.module(call_.module)) {
    const auto method = std::find_if(module_.methods.begin(), module_.methods.end(),
                                     [&](const Method& m) { return m.name == call_.name; });
    if (method != module_.methods.end()) method_ = &*method;
  }

  // At most one finding for the types of the arguments and one for that of the result; one for each frozen number.
  std::vector<Finding> run() const {
    if (method_ == nullptr) return {};
    std::vector<Finding> findings = arguments();
    for (Finding& finding : frozen_numbers()) findings.push_back(std::move(finding));
    if (breaks_guideline(model_, method_->returns)) findings.push_back(result());
    return findings;
  }

 private:
  Finding start(const std::string& message) const {
    Finding finding;
    finding.severity = Severity::warning;
    finding.module = module_.path;
    finding.module_type = module_.type;
    finding.message =
        message + "; AIMET asks for tensors and tuples of tensors as inputs and outputs of a model and its modules";
    return finding;
  }

  // Whether the export fixed the argument: in a program of torch.export, all arguments except tensors are fixed.
  bool is_fixed(std::size_t i) const {
    if (model_.form != SourceForm::exported || i >= static_cast<std::size_t>(call_.arguments.count)) return false;
    const Value& value = model_.value(model_.operand(call_.arguments, static_cast<std::int32_t>(i)));
    return value.constant != kNone && model_.constant(value.constant).kind != Constant::Kind::none;
  }

  std::vector<Finding> arguments() const {
    std::vector<std::string> types;
    std::vector<std::string> signature = {"self"};
    std::vector<SourceLocation> lines;
    bool keys_known = true, all_fixed = true;
    for (std::size_t i = 0; i < method_->arguments.size(); ++i) {
      const Argument& argument = method_->arguments[i];
      if (!is_fixed(i) && (!breaks_guideline(model_, argument.type) || may_be_left_out(i))) {
        signature.push_back(argument.name);
        continue;
      }
      all_fixed = all_fixed && is_fixed(i);
      types.push_back(argument.name + " of type " + model_.type(argument.type).text);
      const std::vector<std::string> keys =
          is_dict(model_, argument.type) ? keys_of(i, lines) : std::vector<std::string>{};
      if (keys.empty()) keys_known = false;
      for (const std::string& key : keys) {
        const std::string name = key_identifier(argument.name, key);
        if (std::find(signature.begin(), signature.end(), name) == signature.end()) signature.push_back(name);
      }
    }
    if (types.empty()) return {};
    Finding finding = start(module_place(module_) + " takes " + listed(types));
    finding.sources = lines.empty() ? lines_of_call() : lines;
    if (all_fixed) {
      finding.help = types.size() == 1 ? "set it in __init__" : "set them in __init__";
    } else if (keys_known) {
      finding.suggestion.emplace().text = "def forward(" + joined(signature) + "):";
      finding.help = "take each tensor as an argument of its own: def forward(" + joined(signature) + ")";
    } else {
      finding.help =
          "take each tensor as an argument of its own, one per key or field: def forward(self, first, second, ...)";
    }
    return {finding};
  }

  // Whether the argument is optional and nothing is passed, so that it is not judged. Example, for training only:
  // targets: Optional[List[Dict[str, Tensor]]] = None.
  bool may_be_left_out(std::size_t i) const {
    const Argument& argument = method_->arguments[i];
    if (!argument.has_default || model_.type(argument.type).kind != TypeKind::optional) return false;
    if (call_.caller == kNone || i >= static_cast<std::size_t>(call_.arguments.count)) return true;
    const ValueId value = model_.operand(call_.arguments, static_cast<std::int32_t>(i));
    const TypeKind passed = model_.type(model_.value(value).type).kind;
    return passed == TypeKind::optional || passed == TypeKind::none;
  }

  // Tracing fixes a number. That does not matter for a number that is the same in each run.
  std::vector<Finding> frozen_numbers() const {
    std::vector<Finding> findings;
    const auto count = std::min(static_cast<std::size_t>(call_.arguments.count), method_->arguments.size());
    for (std::size_t i = 0; i < count; ++i) {
      const ValueId value = model_.operand(call_.arguments, static_cast<std::int32_t>(i));
      const Argument& argument = method_->arguments[i];
      if (call_.caller == kNone || !frozen_[value] || contains_tensor(model_, model_.value(value).type)) continue;
      Finding finding =
          start(module_place(module_) + " takes " + argument.name + " of type " + model_.type(argument.type).text +
                ", which depends on the values of a tensor; tracing fixes it at the value for its one input");
      finding.help = "pass the tensor itself to " + module_.path + ", or set " + argument.name + " in __init__";
      finding.sources = lines_of_call();
      findings.push_back(std::move(finding));
    }
    return findings;
  }

  Finding result() const {
    Finding finding = start(module_place(module_) + " returns " + model_.type(method_->returns).text);
    std::vector<std::string> names;
    if (call_.results.count == 1 && is_dict(model_, method_->returns)) {
      const ValueId dict = model_.operand(call_.results, 0);
      for (const std::string& key : keys_written(model_, id_, dict)) names.push_back(key_identifier("out", key));
    }
    if (call_.results.count > 0) finding.sources = lines_of_value(model_, model_.operand(call_.results, 0));
    if (finding.sources.empty()) finding.sources = lines_of_call();
    if (names.empty()) {
      finding.help = "return the tensors as a tuple, one per key or field, and name them outside of the model";
    } else {
      finding.help = "return the tensors as a tuple: return " + joined(names);
      finding.suggestion.emplace().text = "return " + joined(names);
    }
    return finding;
  }

  // The keys in the order in which the code reads them. Adds the lines that read them to `lines`.
  std::vector<std::string> keys_of(std::size_t argument, std::vector<SourceLocation>& lines) const {
    std::vector<std::string> keys;
    if (argument >= static_cast<std::size_t>(call_.arguments.count)) return keys;
    const ValueId dict = model_.operand(call_.arguments, static_cast<std::int32_t>(argument));
    for (const KeyRead& read : keys_read(model_, id_, dict)) {
      keys.push_back(read.key);
      if (module_.traced) continue;
      for (const OpId op : read.ops) add_lines(lines, user_lines(model_, op));
    }
    return keys;
  }

  std::vector<SourceLocation> lines_of_call() const {
    if (call_.caller != kNone) return call_site(model_, id_);
    for (std::int32_t i = 0; i < call_.ops.count; ++i) {
      const IdRange<OperandId> outputs = model_.op(call_.ops[i]).outputs;
      if (outputs.count == 0) continue;
      auto lines = lines_of_value(model_, model_.operand(outputs, 0));
      if (!lines.empty()) return lines;
    }
    return {};
  }

  const Model& model_;
  const IdVector<ValueId, bool>& frozen_;
  const Call& call_;
  CallId id_;
  const Module& module_;
  const Method* method_ = nullptr;
};

// Excludes the modules of torch.nn and AIMET, which break the guideline: LSTM has a nested tuple, MultiheadAttention
// optional outputs.
bool is_users_own(const Module& module) {
  return module.origin == ClassOrigin::user || module.origin == ClassOrigin::torchvision;
}

// The model's own inputs and outputs can be fixed outside of it, and must be if the model is a library's.
void add_wrapper(std::vector<Finding>& of_root, const Model& model) {
  if (of_root.empty()) return;
  const auto wrapper = tensor_wrapper(model);
  if (!wrapper) return;
  for (Finding& finding : of_root) finding.help += "; or give AIMET the model in the wrapper that is shown";
  of_root.front().snippet = *wrapper;
}

}  // namespace

std::vector<Finding> non_tensor_io(const Model& model, const CheckOptions& /*options*/) {
  const IdVector<ValueId, bool> frozen = from_tensor_values(model);
  std::vector<Finding> findings = Signature(model, frozen, kRootCall).run();
  add_wrapper(findings, model);
  for (const std::vector<CallId>& calls : calls_that_ran(model)) {
    if (calls.empty() || !is_users_own(model.module(model.call(calls.front()).module))) continue;
    for (Finding& finding : Signature(model, frozen, calls.front()).run()) findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace aimet
