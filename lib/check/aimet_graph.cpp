// SPDX-License-Identifier: Apache-2.0
#include "lib/check/aimet_graph.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "lib/check/exported_ops.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/op_name.hpp"
#include "lib/model/python_number.hpp"
#include "lib/model/tensor_values.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

class Walker {
 public:
  Walker(const Model& model, const AimetRules& rules)
      : model_(model),
        rules_(rules),
        model_inputs_(model.inputs.begin(), model.inputs.end()),
        first_call_(first_calls(model)) {
    for (const OpId id : model.ops.ids()) {
      if (is_reversed_subtraction(model.op(id), model.kind(id))) {
        negated_operands_.insert(model.operand(model.op(id).inputs, 0));
      }
    }
  }

  std::vector<AimetOp> run() {
    walk(kRootCall, kRootModule);
    return std::move(ops_);
  }

  std::vector<AimetOp> inside(CallId id) {
    const IdRange<OpId> ops = model_.call(id).ops;
    functionals(ops.first, ops.past_last(), model_.call(id).module);
    return std::move(ops_);
  }

  CallId graph_read_for(CallId call) const {
    const CallId first = first_call_[model_.module(model_.call(call).module).object];
    return first != kNone && reading_.count(first) == 0 ? first : call;
  }

 private:
  // Lists the call's ops and calls in program order. `module` is the module whose forward is being read.
  void walk(CallId id, ModuleId module) {
    const Call& call = model_.call(id);
    reading_.insert(id);
    OpId next = call.ops.first;
    for (const CallId child : call.children) {
      functionals(next, model_.call(child).ops.first, module);
      enter(child, module);
      next = model_.call(child).ops.past_last();
    }
    functionals(next, call.ops.past_last(), module);
    reading_.erase(id);
  }

  void enter(CallId id, ModuleId above) {
    const Call& call = model_.call(id);
    if (runs(model_, call.block) == 0) return;
    if (call.kind != CallKind::forward) {
      walk(id, above);  // a tracer does not record this call, only its ops
      return;
    }
    const CallId read = graph_read_for(id);
    if (is_one_op(call.module, read)) {
      add_leaf(id, above);
    } else {
      walk(read, call.module);
    }
  }

  bool is_one_op(ModuleId id, CallId read) {
    const Module& module = model_.module(id);
    if (rules_.own_modules_are_ops && module.origin == ClassOrigin::aimet) return true;
    if (!module.is_leaf()) return false;
    if (is_one_op_by_class(rules_, module)) return true;
    const Call& call = model_.call(read);
    std::int64_t aten = 0;
    for (std::int32_t i = 0; i < call.ops.count; ++i) {
      const OpId op = call.ops[i];
      const auto type = traced_type(op);
      if (type && is_aten(model_.kind(op)) && !is_passthrough(rules_, *type)) aten += runs(model_, model_.op(op).block);
    }
    return aten <= 1;
  }

  // Whether bool(module) is False in Python, as for an empty Sequential: AIMET tests `if not op.get_module()`.
  static bool is_falsy(const Module& module) {
    return module.is_leaf() && module.type.rfind("torch.nn.modules.container.", 0) == 0;
  }

  void add_leaf(CallId call, ModuleId above) {
    const Module& module = model_.module(model_.call(call).module);
    AimetOp op;
    op.type = class_name(module);
    op.has_module = !is_falsy(module);
    op.module = op.has_module ? model_.call(call).module : above;
    op.call = call;
    add(std::move(op), model_.call(call).block);
  }

  void functionals(OpId first, OpId last, ModuleId module) {
    for (OpId id = first; id < last; ++id) {
      const auto type = traced_type(id);
      if (!type || is_passthrough(rules_, *type)) continue;
      AimetOp op;
      op.type = *type;
      op.module = module;
      op.op = id;
      add(std::move(op), model_.op(id).block);
      if (*type == "size" && !model_.module(model_.call(model_.op(id).call).module).traced)
        ++counter_;  // for the NumToTensor that a tracer records after it
    }
  }

  // A tracer unrolls loops, so each iteration is an entry. Above kMostIterations, one entry represents all iterations.
  void add(AimetOp op, BlockId block) {
    constexpr std::int64_t kMostIterations = 1000;
    const std::int64_t times = std::max<std::int64_t>(1, runs(model_, block));
    const std::int64_t listed = times > kMostIterations ? 1 : times;
    op.times = times / listed;
    for (std::int64_t i = 1; i < listed; ++i) {
      op.name = next_name(op);
      ops_.push_back(op);
    }
    op.name = next_name(op);
    ops_.push_back(std::move(op));
  }

  // An op of an exported program keeps the export's own name: the program lacks some ops that AIMET would count,
  // because sizes and defaults are folded.
  std::string next_name(const AimetOp& op) {
    const SymbolId own = op.op == kNone ? kNone : model_.op(op.op).name;
    if (own != kNone) return exported_name(op.type, model_.symbols[own]);
    return op.type + "_" + std::to_string(counter_++);
  }

  // The type of the node that a tracer records for this op; nullopt if it records nothing.
  std::optional<std::string> traced_type(OpId id) const {
    const OpLiveness& liveness = model_.liveness[id];
    if (!liveness.executed || !liveness.live) return std::nullopt;
    const Op& op = model_.op(id);
    const std::string& kind = model_.kind(id);
    if (model_.form == SourceForm::exported)
      return liveness.from_shape ? type_of_number(op, kind) : type_in_export(op, kind);
    return model_.module(model_.call(op.call).module).traced ? type_in_trace(op, kind)
                                                             : type_in_script(id, kind, liveness);
  }

  // AIMET reads the un-inlined graph of a trace, but ignores constants, attributes, and lists and tuples.
  std::optional<std::string> type_in_trace(const Op& op, const std::string& kind) const {
    static const std::unordered_set<std::string> kLeftOut = {
        "prim::Constant",    "prim::GetAttr",    "prim::TupleConstruct", "prim::ListConstruct",
        "prim::TupleUnpack", "prim::ListUnpack", "prim::unchecked_cast", "prim::SetAttr"};
    if (kLeftOut.count(kind) != 0) return std::nullopt;
    // AIMET does list profiler::_record_function_exit, which torch.nn.DataParallel leaves and which returns nothing.
    if (op.outputs.count == 0 && is_builtin(kind)) return std::nullopt;
    return op_type(rules_, kind);
  }

  std::optional<std::string> type_in_export(const Op& op, const std::string& kind) const {
    const auto traced = traced_kind(kind);
    const bool is_record = kind.rfind("profiler::", 0) == 0;
    if (!traced || (op.outputs.count == 0 && !is_record)) return std::nullopt;
    return op_type(rules_, *traced);
  }

  std::optional<std::string> type_in_script(OpId id, const std::string& kind, const OpLiveness& liveness) const {
    const Op& op = model_.op(id);
    if (is_prim(kind) || op.outputs.count == 0) return std::nullopt;
    if (kind == "aten::__getitem__")
      return reads_model_input(op) ? std::optional<std::string>("getitem") : std::nullopt;
    const OpSchema* schema = model_.schema(id);
    const TypeId output = model_.value(model_.operand(op.outputs, 0)).type;
    const bool makes_tensor = contains_tensor(model_, output);
    if (schema != nullptr && (schema->is_generic || (makes_tensor && !schema->is_recorded))) return std::nullopt;
    if (makes_tensor) return type_of_tensor_op(op, kind);
    return liveness.from_shape ? type_of_number(op, kind) : std::nullopt;
  }

  // Translates the compiler's op into the tracer's: for some Python the two differ (torch/jit/frontend.py, and
  // torch/csrc/jit/frontend/builtin_functions.cpp for numbers on the left of an operator).
  std::optional<std::string> type_of_tensor_op(const Op& op, const std::string& kind) const {
    if (kind == "aten::copy_" && made_by(model_.operand(op.inputs, 1)) == "aten::tensor") return "fill";  // y[i] = 0.0
    if (kind == "aten::split" && model_.type(model_.value(model_.operand(op.inputs, 1)).type).kind == TypeKind::list) {
      return "split_with_sizes";
    }
    if (kind == "aten::neg" && negated_operands_.count(model_.operand(op.outputs, 0)) != 0) return std::nullopt;
    if (kind == "aten::add" && negated_operands_.count(model_.operand(op.inputs, 0)) != 0) return "rsub";
    if (is_convolution(kind)) return op_type(rules_, "aten::_convolution");
    return op_type(rules_, augmented(op, kind));
  }

  // A tracer does not record torch.conv2d and similar ops but the op that they call, aten::_convolution
  // (gen_trace_type.py: DONT_RECORD_TRACE).
  static bool is_convolution(const std::string& kind) {
    static const std::unordered_set<std::string> kKinds = {
        "aten::conv1d",           "aten::conv2d",           "aten::conv3d",     "aten::conv_transpose1d",
        "aten::conv_transpose2d", "aten::conv_transpose3d", "aten::convolution"};
    return kKinds.count(kind) != 0;
  }

  // `m &= x` is aten::bitwise_and in a script and aten::__iand__ in a trace.
  std::string augmented(const Op& op, const std::string& kind) const {
    constexpr std::array<std::array<std::string_view, 3>, 3> kForms = {{{"aten::bitwise_and", "&=", "aten::__iand__"},
                                                                        {"aten::bitwise_or", "|=", "aten::__ior__"},
                                                                        {"aten::bitwise_xor", "^=", "aten::__ixor__"}}};
    for (const auto& [spelled, sign, in_trace] : kForms) {
      if (kind != spelled || op.source == kNone) continue;
      for (const SourceLocation& line : model_.sources[op.source]) {
        if (line.text.find(sign) != std::string::npos) return std::string(in_trace);
      }
    }
    return kind;
  }

  // `1 - x` is compiled to add(neg(x), 1); both ops come from the same builtin.
  bool is_reversed_subtraction(const Op& add, const std::string& kind) const {
    if (kind != "aten::add" || add.inputs.count < 2) return false;
    const OpId negation = model_.value(model_.operand(add.inputs, 0)).producer;
    return negation != kNone && model_.kind(negation) == "aten::neg" && is_of_builtin(negation, add) &&
           !contains_tensor(model_, model_.value(model_.operand(add.inputs, 1)).type);
  }

  // Whether the op has the source line of `other`, or is in one of LibTorch's own functions.
  bool is_of_builtin(OpId id, const Op& other) const {
    const SourceId source = model_.op(id).source;
    return source == other.source || (source != kNone && model_.sources[source].front().file == "<string>");
  }

  std::string made_by(ValueId value) const {
    const OpId producer = model_.value(value).producer;
    return producer == kNone ? "" : model_.kind(producer);
  }

  bool is_from_shape(ValueId value) const {
    const OpId producer = model_.value(value).producer;
    return producer != kNone && model_.liveness[producer].from_shape;
  }

  // A number that comes from a size is a tensor in a trace, so `h * w` is aten::mul there.
  std::optional<std::string> type_of_number(const Op& op, const std::string& kind) const {
    const auto known = overloaded_operator(kind);
    if (!known) return std::nullopt;  // min, max and comparisons
    // torch.nn.functional.multi_head_attention_forward divides a traced size with Tensor.div instead of //.
    if (kind == "aten::floordiv" && model_.call(op.call).name == "torch.nn.functional.multi_head_attention_forward") {
      return op_type(rules_, "aten::div");
    }
    if (kind == "aten::sub" && !is_from_shape(model_.operand(op.inputs, 0))) return "rsub";
    return op_type(rules_, "aten::" + std::string(*known));
  }

  // A tracer records one op for each entry of a dict that is a model input. It unpacks a list with ListUnpack, which
  // AIMET ignores (1.13).
  bool reads_model_input(const Op& op) const {
    const ValueId container = model_.operand(op.inputs, 0);
    return model_inputs_.count(container) != 0 && model_.type(model_.value(container).type).kind == TypeKind::dict;
  }

  const Model& model_;
  const AimetRules& rules_;
  std::unordered_set<ValueId> model_inputs_;
  IdVector<ModuleId, CallId> first_call_;  // by object
  std::unordered_set<CallId> reading_;     // calls being read; prevents recursion if a module's forward calls itself
  std::unordered_set<ValueId> negated_operands_;  // x's negation in `1 - x`
  std::vector<AimetOp> ops_;
  std::int64_t counter_ = 0;
};

}  // namespace

std::vector<AimetOp> aimet_ops(const Model& model, const AimetRules& rules) { return Walker(model, rules).run(); }

std::vector<AimetOp> aimet_ops_inside(const Model& model, const AimetRules& rules, CallId call) {
  return Walker(model, rules).inside(call);
}

CallId graph_read_for(const Model& model, CallId call) { return Walker(model, aimet_rules("")).graph_read_for(call); }

}  // namespace aimet
