#include "lib/check/aimet_graph.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "lib/check/exported_ops.hpp"
#include "lib/model/flow.hpp"

namespace aimet {
namespace {

std::size_t at(std::int32_t id) { return static_cast<std::size_t>(id); }

bool holds_tensor(const Model& model, TypeId id) {
  const Type& type = model.type(id);
  if (type.kind == TypeKind::tensor) return true;
  if (type.kind == TypeKind::dict || type.kind == TypeKind::module) return false;
  return std::any_of(type.elements.begin(), type.elements.end(), [&](TypeId e) { return holds_tensor(model, e); });
}

// Ops on Python's own containers, and constructors that a tracer stores as a constant: no trace has a node for them.
bool is_python_only(const std::string& kind) {
  static const std::unordered_set<std::string> kKinds = {
      "aten::list",      "aten::append",    "aten::keys", "aten::items",     "aten::get",    "aten::pop",
      "aten::insert",    "aten::extend",    "aten::dict", "aten::copy",      "aten::Delete", "aten::tensor",
      "aten::as_tensor", "aten::_set_item", "aten::len",  "aten::range_len", "aten::sorted", "aten::index_list"};
  return kKinds.count(kind) != 0;
}

class Walker {
 public:
  Walker(const Model& model, const AimetRules& rules)
      : model_(model), rules_(rules), model_inputs_(model.inputs.begin(), model.inputs.end()) {
    for (std::size_t i = 0; i < model.calls.size(); ++i) {
      const Call& call = model.calls[i];
      if (call.kind == CallKind::forward && call.name == "forward")
        first_call_.emplace(call.module, static_cast<CallId>(i));
    }
    for (std::size_t i = 0; i < model.ops.size(); ++i) {
      if (is_reversed_subtraction(model.ops[i], model.kind(static_cast<OpId>(i)))) {
        negated_operands_.insert(model.operand(model.ops[i].inputs, 0));
      }
    }
  }

  std::vector<AimetOp> run() {
    walk(0, 0);
    return std::move(ops_);
  }

  CallId graph_read_for(CallId call) const {
    const auto first = first_call_.find(model_.module(model_.call(call).module).object);
    const bool usable = first != first_call_.end() && reading_.count(first->second) == 0;
    return usable ? first->second : call;
  }

 private:
  // Ops and calls in program order; `module` is the one whose forward is being read.
  void walk(CallId id, ModuleId module) {
    const Call& call = model_.call(id);
    reading_.insert(id);
    OpId next = call.ops.first;
    for (const CallId child : call.children) {
      functionals(next, model_.call(child).ops.first, module);
      enter(child, module);
      next = model_.call(child).ops.first + model_.call(child).ops.count;
    }
    functionals(next, call.ops.first + call.ops.count, module);
    reading_.erase(id);
  }

  void enter(CallId id, ModuleId above) {
    const Call& call = model_.call(id);
    if (runs(model_, call.block) == 0) return;
    if (call.kind != CallKind::forward) {
      walk(id, above);  // a tracer sees no call here, only what it does
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
    if (module.origin == ClassOrigin::torch_nn || rules_.leaf == LeafRule::every_leaf) return true;
    const Call& call = model_.call(read);
    std::int64_t aten = 0;
    for (std::int32_t i = 0; i < call.ops.count; ++i) {
      const OpId op = call.ops.first + i;
      const auto type = traced_type(op);
      if (type && model_.kind(op).rfind("aten::", 0) == 0 && !is_passthrough(rules_, *type))
        aten += runs(model_, model_.op(op).block);
    }
    return aten <= 1;
  }

  // An empty Sequential is false in Python, and AIMET asks `if not op.get_module()`.
  static bool is_falsy(const Module& module) {
    return module.is_leaf() && module.type.rfind("torch.nn.modules.container.", 0) == 0;
  }

  void add_leaf(CallId call, ModuleId above) {
    const Module& module = model_.module(model_.call(call).module);
    AimetOp op;
    op.type = module.type.substr(module.type.rfind('.') + 1);
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
        ++counter_;  // its NumToTensor
    }
  }

  // A tracer unrolls loops. Rounds are listed as it lists them; after more than these nobody counts.
  void add(AimetOp op, BlockId block) {
    constexpr std::int64_t kMostRounds = 1000;
    const std::int64_t times = std::max<std::int64_t>(1, runs(model_, block));
    const std::int64_t listed = times > kMostRounds ? 1 : times;
    op.times = times / listed;
    for (std::int64_t i = 1; i < listed; ++i) {
      op.name = next_name(op);
      ops_.push_back(op);
    }
    op.name = next_name(op);
    ops_.push_back(std::move(op));
  }

  // What AIMET would count an exported program does not hold: sizes and defaults are folded. Its ops have own names.
  std::string next_name(const AimetOp& op) {
    const SymbolId own = op.op == kNone ? kNone : model_.op(op.op).name;
    if (own != kNone) return exported_name(op.type, model_.symbols[at(own)]);
    return op.type + "_" + std::to_string(counter_++);
  }

  // The type of the node that a tracer records for this op; none if it records nothing.
  std::optional<std::string> traced_type(OpId id) const {
    const OpFate& fate = model_.fates[at(id)];
    if (!fate.executed || !fate.live) return std::nullopt;
    const Op& op = model_.op(id);
    const std::string& kind = model_.kind(id);
    if (model_.form == SourceForm::exported) return type_in_export(op, kind);
    return model_.module(model_.call(op.call).module).traced ? type_in_trace(op, kind) : type_in_script(op, kind, fate);
  }

  // The un-inlined graph of a trace is what AIMET reads, but for constants and construction of lists and tuples.
  std::optional<std::string> type_in_trace(const Op& op, const std::string& kind) const {
    static const std::unordered_set<std::string> kLeftOut = {
        "prim::Constant",    "prim::GetAttr",    "prim::TupleConstruct", "prim::ListConstruct",
        "prim::TupleUnpack", "prim::ListUnpack", "prim::unchecked_cast", "prim::SetAttr"};
    if (kLeftOut.count(kind) != 0 || op.outputs.count == 0) return std::nullopt;
    return op_type(rules_, kind);
  }

  std::optional<std::string> type_in_export(const Op& op, const std::string& kind) const {
    const auto traced = traced_kind(kind);
    if (!traced || op.outputs.count == 0) return std::nullopt;
    return op_type(rules_, *traced);
  }

  std::optional<std::string> type_in_script(const Op& op, const std::string& kind, const OpFate& fate) const {
    if (kind.rfind("prim::", 0) == 0 || op.outputs.count == 0 || is_python_only(kind)) return std::nullopt;
    if (kind == "aten::__getitem__")
      return reads_model_input(op) ? std::optional<std::string>("getitem") : std::nullopt;
    const ValueId output = model_.operand(op.outputs, 0);
    if (holds_tensor(model_, model_.value(output).type)) return type_of_tensor_op(op, kind);
    return fate.from_shape ? type_of_number(op, kind) : std::nullopt;
  }

  // Where the compiler and the tracer make different ops of one line of Python (torch/jit/frontend.py, and
  // torch/csrc/jit/frontend/builtin_functions.cpp for numbers on the left of an operator).
  std::optional<std::string> type_of_tensor_op(const Op& op, const std::string& kind) const {
    if (kind == "aten::copy_" && made_by(model_.operand(op.inputs, 1)) == "aten::tensor") return "fill";  // y[i] = 0.0
    if (kind == "aten::split" && model_.type(model_.value(model_.operand(op.inputs, 1)).type).kind == TypeKind::list) {
      return "split_with_sizes";
    }
    if (kind == "aten::neg" && negated_operands_.count(model_.operand(op.outputs, 0)) != 0) return std::nullopt;
    if (kind == "aten::add" && negated_operands_.count(model_.operand(op.inputs, 0)) != 0) return "rsub";
    return op_type(rules_, kind);
  }

  // `1 - x` is compiled to add(neg(x), 1), both from one place in a builtin.
  bool is_reversed_subtraction(const Op& add, const std::string& kind) const {
    if (kind != "aten::add" || add.inputs.count < 2) return false;
    const OpId negation = model_.value(model_.operand(add.inputs, 0)).producer;
    return negation != kNone && model_.kind(negation) == "aten::neg" && model_.op(negation).source == add.source &&
           !holds_tensor(model_, model_.value(model_.operand(add.inputs, 1)).type);
  }

  std::string made_by(ValueId value) const {
    const OpId producer = model_.value(value).producer;
    return producer == kNone ? "" : model_.kind(producer);
  }

  bool is_from_shape(ValueId value) const {
    const OpId producer = model_.value(value).producer;
    return producer != kNone && model_.fates[at(producer)].from_shape;
  }

  // A number that comes from a size is a tensor in a trace, so `h * w` is aten::mul there.
  std::optional<std::string> type_of_number(const Op& op, const std::string& kind) const {
    static const std::map<std::string, std::string> kTensorOp = {{"aten::size", "size"},
                                                                 {"aten::numel", "numel"},
                                                                 {"aten::floordiv", "floor_divide"},
                                                                 {"aten::sub", "sub"},
                                                                 {"aten::add", "Add"},
                                                                 {"aten::mul", "Mul"},
                                                                 {"aten::div", "Div"},
                                                                 {"aten::remainder", "remainder"},
                                                                 {"aten::neg", "neg"},
                                                                 {"aten::pow", "pow"}};
    const auto known = kTensorOp.find(kind);
    if (known == kTensorOp.end()) return std::nullopt;  // math.sqrt and its like hand a plain number on
    // torch.nn.functional.multi_head_attention_forward divides a traced size with Tensor.div instead of //.
    if (kind == "aten::floordiv" && model_.call(op.call).name == "torch.nn.functional.multi_head_attention_forward") {
      return op_type(rules_, "aten::div");
    }
    if (kind == "aten::sub" && !is_from_shape(model_.operand(op.inputs, 0))) return "rsub";
    if (kind == "aten::size" || kind == "aten::numel") return known->second;
    const std::string type = known->second;
    return rules_.renames_functionals ? type : op_type(rules_, kind == "aten::floordiv" ? "floor_divide" : kind);
  }

  // A tracer reads each entry of a dict that is an input with an op of its own, and takes a list apart with ListUnpack,
  // which AIMET leaves out (1.13).
  bool reads_model_input(const Op& op) const {
    const ValueId container = model_.operand(op.inputs, 0);
    return model_inputs_.count(container) != 0 && model_.type(model_.value(container).type).kind == TypeKind::dict;
  }

  const Model& model_;
  const AimetRules& rules_;
  std::unordered_set<ValueId> model_inputs_;
  std::unordered_map<ModuleId, CallId> first_call_;
  std::unordered_set<CallId> reading_;            // a module whose forward calls itself must not be read within itself
  std::unordered_set<ValueId> negated_operands_;  // x's negation in `1 - x`
  std::vector<AimetOp> ops_;
  std::int64_t counter_ = 0;
};

}  // namespace

std::vector<AimetOp> aimet_ops(const Model& model, const AimetRules& rules) { return Walker(model, rules).run(); }

CallId graph_read_for(const Model& model, CallId call) { return Walker(model, aimet_rules("")).graph_read_for(call); }

}  // namespace aimet
