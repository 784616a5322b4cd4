#include "lib/check/aimet_graph.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

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
  }

  std::vector<AimetOp> run() {
    walk(0, 0);
    return std::move(ops_);
  }

  CallId graph_read_for(CallId call) const {
    const auto first = first_call_.find(model_.call(call).module);
    return model_.call(call).name != "forward" && first != first_call_.end() ? first->second : call;
  }

 private:
  // Ops and calls in program order; `module` is the one whose forward is being read.
  void walk(CallId id, ModuleId module) {
    const Call& call = model_.call(id);
    OpId next = call.ops.first;
    for (const CallId child : call.children) {
      functionals(next, model_.call(child).ops.first, module);
      enter(child, module);
      next = model_.call(child).ops.first + model_.call(child).ops.count;
    }
    functionals(next, call.ops.first + call.ops.count, module);
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

  void add(AimetOp op, BlockId block) {
    op.name = op.type + "_" + std::to_string(counter_++);
    op.times = std::max<std::int64_t>(1, runs(model_, block));
    ops_.push_back(std::move(op));
  }

  // The type of the node that a tracer records for this op; none if it records nothing.
  std::optional<std::string> traced_type(OpId id) const {
    const OpFate& fate = model_.fates[at(id)];
    if (!fate.executed || !fate.live) return std::nullopt;
    const Op& op = model_.op(id);
    const std::string& kind = model_.kind(id);
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

  std::optional<std::string> type_in_script(const Op& op, const std::string& kind, const OpFate& fate) const {
    if (kind.rfind("prim::", 0) == 0 || op.outputs.count == 0 || is_python_only(kind)) return std::nullopt;
    if (kind == "aten::__getitem__")
      return reads_model_input(op) ? std::optional<std::string>("getitem") : std::nullopt;
    const ValueId output = model_.operand(op.outputs, 0);
    if (holds_tensor(model_, model_.value(output).type)) return op_type(rules_, kind);
    return fate.from_shape ? type_of_number(output, kind) : std::nullopt;
  }

  // A number that comes from a size is a tensor in a trace, so `h * w` is aten::mul there.
  std::optional<std::string> type_of_number(ValueId output, const std::string& kind) const {
    const TypeKind type = model_.type(model_.value(output).type).kind;
    if (kind == "aten::size") return "size";
    if (type != TypeKind::integer && type != TypeKind::floating) return std::nullopt;
    static const std::map<std::string, std::string> kTensorOp = {{"aten::floordiv", "floor_divide"},
                                                                 {"aten::__round_to_zero_floordiv", "floor_divide"}};
    const auto other = kTensorOp.find(kind);
    return other == kTensorOp.end() ? op_type(rules_, kind) : other->second;
  }

  bool reads_model_input(const Op& op) const { return model_inputs_.count(model_.operand(op.inputs, 0)) != 0; }

  const Model& model_;
  const AimetRules& rules_;
  std::unordered_set<ValueId> model_inputs_;
  std::unordered_map<ModuleId, CallId> first_call_;
  std::vector<AimetOp> ops_;
  std::int64_t counter_ = 0;
};

}  // namespace

std::vector<AimetOp> aimet_ops(const Model& model, const AimetRules& rules) { return Walker(model, rules).run(); }

CallId graph_read_for(const Model& model, CallId call) { return Walker(model, aimet_rules("")).graph_read_for(call); }

}  // namespace aimet
