#include "checks/non_tensor_io.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>

#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/tensor_values.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

std::size_t at(std::int32_t id) { return static_cast<std::size_t>(id); }

// A tuple or list is as good as what is in it, and an optional as what it may hold.
bool holds_kind(const Model& model, TypeId id, TypeKind wanted) {
  if (id == kNone) return false;
  const Type& type = model.type(id);
  if (type.kind == wanted) return true;
  if (type.kind == TypeKind::module) return false;
  return std::any_of(type.elements.begin(), type.elements.end(),
                     [&](TypeId element) { return holds_kind(model, element, wanted); });
}

bool breaks_guideline(const Model& model, TypeId type) {
  return holds_kind(model, type, TypeKind::dict) || holds_kind(model, type, TypeKind::other);
}

bool is_dict(const Model& model, TypeId type) { return type != kNone && model.type(type).kind == TypeKind::dict; }

std::string identifier(const std::string& argument, const std::string& key) {
  std::string name;
  for (const char c : key) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) name = argument + "_" + name;
  return name;
}

const Constant* string_constant(const Model& model, ValueId value) {
  const ConstantId id = model.value(value).constant;
  const bool is_string = id != kNone && model.constant(id).kind == Constant::Kind::string;
  return is_string ? &model.constant(id) : nullptr;
}

// One module's forward, as it was called.
class Signature {
 public:
  Signature(const Model& model, const std::vector<bool>& frozen, CallId call)
      : model_(model), frozen_(frozen), call_(model.call(call)), id_(call), module_(model.module(call_.module)) {
    const auto method = std::find_if(module_.methods.begin(), module_.methods.end(),
                                     [&](const Method& m) { return m.name == call_.name; });
    if (method != module_.methods.end()) method_ = &*method;
  }

  // At most one for what goes in and one for what comes out.
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

  // What a program of torch.export was given besides tensors is fixed in it.
  bool is_fixed(std::size_t i) const {
    if (model_.form != SourceForm::exported || i >= at(call_.arguments.count)) return false;
    const Value& value = model_.value(model_.operand(call_.arguments, static_cast<std::int32_t>(i)));
    return value.constant != kNone && model_.constant(value.constant).kind != Constant::Kind::none;
  }

  std::vector<Finding> arguments() const {
    std::vector<std::string> types;
    std::vector<std::string> signature = {"self"};
    std::vector<SourceLocation> lines;
    bool keys_known = true;
    for (std::size_t i = 0; i < method_->arguments.size(); ++i) {
      const Argument& argument = method_->arguments[i];
      if (!is_fixed(i) && (!breaks_guideline(model_, argument.type) || may_be_left_out(i))) {
        signature.push_back(argument.name);
        continue;
      }
      types.push_back(argument.name + " of type " + model_.type(argument.type).text);
      const std::vector<std::string> keys =
          is_dict(model_, argument.type) ? keys_read(i, lines) : std::vector<std::string>{};
      if (keys.empty()) keys_known = false;
      for (const std::string& key : keys) {
        const std::string name = identifier(argument.name, key);
        if (std::find(signature.begin(), signature.end(), name) == signature.end()) signature.push_back(name);
      }
    }
    if (types.empty()) return {};
    Finding finding = start(module_place(module_) + " takes " + listed(types));
    finding.sources = lines.empty() ? lines_of_call() : lines;
    if (keys_known) {
      finding.suggestion.emplace().text = "def forward(" + joined(signature) + "):";
      finding.help = "take each tensor as an argument of its own: def forward(" + joined(signature) + ")";
    } else {
      finding.help =
          "take each tensor as an argument of its own, one per key or field: def forward(self, first, second, ...)";
    }
    return {finding};
  }

  // targets: Optional[List[Dict[str, Tensor]]] = None, which serves training: judged only where something is passed.
  bool may_be_left_out(std::size_t i) const {
    const Argument& argument = method_->arguments[i];
    if (!argument.has_default || model_.type(argument.type).kind != TypeKind::optional) return false;
    if (call_.caller == kNone || i >= at(call_.arguments.count)) return true;
    const ValueId value = model_.operand(call_.arguments, static_cast<std::int32_t>(i));
    const TypeKind passed = model_.type(model_.value(value).type).kind;
    return passed == TypeKind::optional || passed == TypeKind::none;
  }

  // A number is fixed while tracing. One that is the same in each run loses nothing by that.
  std::vector<Finding> frozen_numbers() const {
    std::vector<Finding> findings;
    const auto count = std::min(at(call_.arguments.count), method_->arguments.size());
    for (std::size_t i = 0; i < count; ++i) {
      const ValueId value = model_.operand(call_.arguments, static_cast<std::int32_t>(i));
      const Argument& argument = method_->arguments[i];
      if (call_.caller == kNone || !frozen_[at(value)] || holds_tensor(model_, model_.value(value).type)) continue;
      Finding finding =
          start(module_place(module_) + " takes " + argument.name + " of type " + model_.type(argument.type).text +
                ", which depends on the values of a tensor, and which "
                "tracing fixes at the value of its one input");
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
      for (const std::string& key : keys_written(dict)) names.push_back(identifier("out", key));
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

  // In the order in which the code reads them.
  std::vector<std::string> keys_read(std::size_t argument, std::vector<SourceLocation>& lines) const {
    std::vector<std::string> keys;
    if (argument >= at(call_.arguments.count)) return keys;
    const ValueId dict = model_.operand(call_.arguments, static_cast<std::int32_t>(argument));
    for (std::int32_t i = 0; i < call_.ops.count; ++i) {
      const OpId id = call_.ops.first + i;
      const Op& op = model_.op(id);
      const std::string& kind = model_.kind(id);
      const bool reads = kind == "aten::__getitem__" || kind == "aten::get" || kind == "aten::pop";
      if (!reads || op.inputs.count < 2 || model_.operand(op.inputs, 0) != dict) continue;
      const Constant* key = string_constant(model_, model_.operand(op.inputs, 1));
      if (key == nullptr) continue;
      if (std::find(keys.begin(), keys.end(), key->string) == keys.end()) keys.push_back(key->string);
      if (!module_.traced) add_lines(lines, user_lines(model_, id));
    }
    return keys;
  }

  std::vector<std::string> keys_written(ValueId dict) const {
    std::vector<std::string> keys;
    const auto add = [&](ValueId value) {
      const Constant* key = string_constant(model_, value);
      if (key != nullptr && std::find(keys.begin(), keys.end(), key->string) == keys.end()) keys.push_back(key->string);
    };
    const OpId producer = model_.value(dict).producer;
    if (producer != kNone && model_.kind(producer) == "prim::DictConstruct") {
      const Op& construct = model_.op(producer);
      for (std::int32_t i = 0; i + 1 < construct.inputs.count; i += 2) add(model_.operand(construct.inputs, i));
    }
    for (std::int32_t i = 0; i < call_.ops.count; ++i) {
      const Op& op = model_.op(call_.ops.first + i);
      const bool writes = model_.kind(call_.ops.first + i) == "aten::_set_item" && runs(model_, op.block) > 0;
      if (writes && op.inputs.count > 1 && model_.operand(op.inputs, 0) == dict) add(model_.operand(op.inputs, 1));
    }
    return keys;
  }

  std::vector<SourceLocation> lines_of_call() const {
    if (call_.caller != kNone) return call_site(model_, id_);
    for (std::int32_t i = 0; i < call_.ops.count; ++i) {
      const IdRange outputs = model_.op(call_.ops.first + i).outputs;
      if (outputs.count == 0) continue;
      auto lines = lines_of_value(model_, model_.operand(outputs, 0));
      if (!lines.empty()) return lines;
    }
    return {};
  }

  static std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  }

  const Model& model_;
  const std::vector<bool>& frozen_;
  const Call& call_;
  CallId id_;
  const Module& module_;
  const Method* method_ = nullptr;
};

// torch.nn's and AIMET's own modules: LSTM's nested tuple, MultiheadAttention's optional outputs.
bool is_users_own(const Module& module) {
  return module.origin == ClassOrigin::user || module.origin == ClassOrigin::torchvision;
}

}  // namespace

std::vector<Finding> non_tensor_io(const Model& model, const CheckOptions& /*options*/) {
  const std::vector<bool> frozen = from_tensor_values(model);
  std::vector<Finding> findings = Signature(model, frozen, 0).run();
  for (const std::vector<CallId>& calls : calls_that_ran(model)) {
    if (calls.empty() || !is_users_own(model.module(model.call(calls.front()).module))) continue;
    for (Finding& finding : Signature(model, frozen, calls.front()).run()) findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace aimet
