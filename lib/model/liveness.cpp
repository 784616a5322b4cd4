#include "lib/model/liveness.hpp"

#include <map>
#include <numeric>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "lib/model/flow.hpp"

namespace aimet {
namespace {

std::size_t at(std::int32_t id) { return static_cast<std::size_t>(id); }

// Ops whose result shares memory with their first input (or is it, or holds it): what is written through one is seen
// through the other. PyTorch: the (a) and (a!) annotations of native_functions.yaml, and containers.
bool shares_memory(const std::string& kind) {
  static const std::unordered_set<std::string> kKinds = {
      "aten::view",
      "aten::view_as",
      "aten::reshape",
      "aten::reshape_as",
      "aten::flatten",
      "aten::select",
      "aten::slice",
      "aten::narrow",
      "aten::squeeze",
      "aten::unsqueeze",
      "aten::transpose",
      "aten::permute",
      "aten::t",
      "aten::expand",
      "aten::expand_as",
      "aten::chunk",
      "aten::split",
      "aten::unbind",
      "aten::split_with_sizes",
      "aten::contiguous",
      "aten::detach",
      "aten::alias",
      "aten::diagonal",
      "aten::unflatten",
      "aten::movedim",
      "aten::swapaxes",
      "aten::unfold",
      "aten::to",
      "aten::type_as",
      "aten::real",
      "aten::tensor_split",
      "aten::numpy_T",
      "aten::values",
      "aten::keys",
      "aten::items",
      "aten::__getitem__",
      "aten::list",
      "aten::get",
      "prim::ListConstruct",
      "prim::ListUnpack",
      "prim::TupleConstruct",
      "prim::TupleUnpack",
      "prim::TupleIndex",
      "prim::DictConstruct",
      "prim::unchecked_cast",
      "prim::TupleSlice",
      "aten::dropout",
      "prim::data",
  };
  return kKinds.count(kind) != 0;
}

class Liveness {
 public:
  Liveness(const Model& model, const std::vector<bool>& executed)
      : model_(model),
        executed_(executed),
        live_op_(model.ops.size(), false),
        live_value_(model.values.size(), false),
        live_class_(model.values.size(), false),
        alias_(model.values.size()) {
    std::iota(alias_.begin(), alias_.end(), 0);
  }

  std::vector<bool> run() {
    join_aliases();
    for (const ValueId output : model_.outputs) mark(output);
    while (!work_.empty()) {
      const ValueId value = work_.back();
      work_.pop_back();
      follow(value);
    }
    return live_op_;
  }

 private:
  void join_aliases() {
    for (std::size_t i = 0; i < model_.ops.size(); ++i) {
      const auto id = static_cast<OpId>(i);
      if (!executed_[i]) continue;
      const Op& op = model_.ops[i];
      const std::string& kind = model_.kind(id);
      const bool writes = is_mutation(kind) && op.inputs.count > 0;
      if (writes || shares_memory(kind)) join_inputs_and_outputs(op);
      if (op.blocks.count > 0) join_arms(op);
    }
    join_written_attributes();
    for (std::size_t i = 0; i < model_.ops.size(); ++i) {
      const auto id = static_cast<OpId>(i);
      if (executed_[i] && is_mutation(model_.kind(id)) && model_.ops[i].inputs.count > 0) {
        const std::int32_t written = model_.kind(id) == "prim::SetAttr" ? 1 : 0;
        writers_[find(model_.operand(model_.ops[i].inputs, written))].push_back(id);
      }
    }
  }

  // What is assigned to self.x and what is read from it later.
  void join_written_attributes() {
    std::map<std::pair<ModuleId, SymbolId>, ValueId> written;
    for (const std::string kind : {"prim::SetAttr", "prim::GetAttr"}) {
      for (std::size_t i = 0; i < model_.ops.size(); ++i) {
        const Op& op = model_.ops[i];
        if (!executed_[i] || op.inputs.count == 0 || model_.symbols[at(op.kind)] != kind) continue;
        const auto slot = std::make_pair(model_.value(model_.operand(op.inputs, 0)).module, op.attribute);
        const bool sets = kind == "prim::SetAttr";
        const ValueId value = sets ? model_.operand(op.inputs, 1) : model_.operand(op.outputs, 0);
        const auto found = sets ? written.emplace(slot, value).first : written.find(slot);
        if (found != written.end()) join(found->second, value);
      }
    }
  }

  bool carries_memory(ValueId value) const {
    const TypeKind kind = model_.type(model_.value(value).type).kind;
    return kind != TypeKind::integer && kind != TypeKind::floating && kind != TypeKind::boolean &&
           kind != TypeKind::string && kind != TypeKind::none && kind != TypeKind::device && kind != TypeKind::module;
  }

  void join_inputs_and_outputs(const Op& op) {
    ValueId first = kNone;
    for (const IdRange range : {op.inputs, op.outputs}) {
      for (std::int32_t i = 0; i < range.count; ++i) {
        const ValueId value = model_.operand(range, i);
        if (!carries_memory(value)) continue;
        if (first == kNone) first = value;
        join(first, value);
        // Of a tensor op only the first input is written or viewed; containers hold all of theirs.
        if (range.first == op.inputs.first && model_.type(model_.value(value).type).kind == TypeKind::tensor &&
            !is_container(op))
          break;
      }
    }
  }

  bool is_container(const Op& op) const {
    const std::string& kind = model_.symbols[at(op.kind)];
    return kind.rfind("prim::", 0) == 0 || kind == "aten::append" || kind == "aten::_set_item" ||
           kind == "aten::insert";
  }

  void join_arms(const Op& op) {
    const bool loop = model_.symbols[at(op.kind)] == "prim::Loop";
    for (std::int32_t b = 0; b < op.blocks.count; ++b) {
      const Block& block = model_.block(op.blocks.first + b);
      for (std::int32_t i = 0; i < op.outputs.count; ++i) {
        const ValueId output = model_.operand(op.outputs, i);
        if (!carries_memory(output)) continue;
        join(output, model_.operand(block.outputs, loop ? i + 1 : i));
        if (!loop) continue;
        join(output, model_.operand(block.inputs, i + 1));
        join(output, model_.operand(op.inputs, i + 2));
      }
    }
  }

  ValueId find(ValueId value) {
    while (alias_[at(value)] != value) value = alias_[at(value)] = alias_[at(alias_[at(value)])];
    return value;
  }
  void join(ValueId a, ValueId b) { alias_[at(find(a))] = find(b); }

  void mark(ValueId value) {
    if (live_value_[at(value)]) return;
    live_value_[at(value)] = true;
    work_.push_back(value);
    const ValueId group = find(value);
    if (live_class_[at(group)]) return;
    live_class_[at(group)] = true;
    const auto writers = writers_.find(group);
    if (writers == writers_.end()) return;
    for (const OpId writer : writers->second) mark_op(writer);
  }

  void mark_op(OpId id) {
    if (live_op_[at(id)] || !executed_[at(id)]) return;
    live_op_[at(id)] = true;
    const Op& op = model_.op(id);
    if (op.blocks.count > 0) return;  // each output is followed on its own
    for (std::int32_t i = 0; i < op.inputs.count; ++i) mark(model_.operand(op.inputs, i));
  }

  void follow(ValueId value) {
    const OpId producer = model_.value(value).producer;
    if (producer == kNone) {
      follow_block_input(value);
      return;
    }
    mark_op(producer);
    const Op& op = model_.op(producer);
    const bool loop = model_.symbols[at(op.kind)] == "prim::Loop";
    for (std::int32_t i = 0; op.blocks.count > 0 && i < op.outputs.count; ++i) {
      if (model_.operand(op.outputs, i) == value) follow_output(op, i, loop);
    }
  }

  void follow_output(const Op& op, std::int32_t output, bool loop) {
    for (std::int32_t b = 0; b < op.blocks.count; ++b) {
      if (!block_ran(op.blocks.first + b)) continue;
      mark(model_.operand(model_.block(op.blocks.first + b).outputs, loop ? output + 1 : output));
    }
    if (loop) mark(model_.operand(op.inputs, output + 2));
  }

  bool block_ran(BlockId block) const { return runs(model_, block) > 0; }

  void follow_block_input(ValueId value) {
    if (block_of_input_.empty()) index_block_inputs();
    const auto found = block_of_input_.find(value);
    if (found == block_of_input_.end()) return;
    const auto [block_id, position] = found->second;
    const Block& block = model_.block(block_id);
    if (block.owner == kNone || position == 0) return;  // a Loop's first input is its counter
    const Op& loop = model_.op(block.owner);
    mark(model_.operand(loop.inputs, position + 1));
    mark(model_.operand(block.outputs, position));
    mark_op(block.owner);
  }

  void index_block_inputs() {
    for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
      for (std::int32_t i = 0; i < model_.blocks[b].inputs.count; ++i) {
        block_of_input_[model_.operand(model_.blocks[b].inputs, i)] = {static_cast<BlockId>(b), i};
      }
    }
  }

  const Model& model_;
  const std::vector<bool>& executed_;
  std::vector<bool> live_op_;
  std::vector<bool> live_value_;
  std::vector<bool> live_class_;
  std::vector<ValueId> alias_;
  std::unordered_map<ValueId, std::vector<OpId>> writers_;
  std::unordered_map<ValueId, std::pair<BlockId, std::int32_t>> block_of_input_;
  std::vector<ValueId> work_;
};

}  // namespace

std::vector<bool> live_ops(const Model& model, const std::vector<bool>& executed) {
  return Liveness(model, executed).run();
}

}  // namespace aimet
