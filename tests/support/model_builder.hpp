// SPDX-License-Identifier: Apache-2.0
#pragma once
// Builds models by hand, with modules, calls and ops in the order in which they are added. Code outside of If and Loop
// runs once.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "lib/model/flow.hpp"
#include "lib/model/model.hpp"

namespace aimet::test {

class ModelBuilder {
 public:
  explicit ModelBuilder(const std::string& root_class = "models.Net") {
    model.form = SourceForm::scripted;
    model.mode = Mode::observed;
    model.samples = 1;
    model.blocks.push_back({});
    model.block_runs.assign(1, {1});
    module("", root_class);
    model.modules[kRootModule].methods.push_back({"forward", {}, kNone, kNone});
    Call root;
    root.module = kRootModule;
    root.name = "forward";
    root.block = kRootBlock;
    model.calls.push_back(root);
  }

  // --- Types and values ---

  TypeId type(TypeKind kind, const std::string& text, std::vector<TypeId> elements = {}) {
    for (const TypeId id : model.types.ids()) {
      if (model.types[id].text == text) return id;
    }
    return model.types.add({kind, text, std::move(elements), ""});
  }
  TypeId tensor() { return type(TypeKind::tensor, "Tensor"); }
  TypeId boolean() { return type(TypeKind::boolean, "bool"); }
  TypeId integer() { return type(TypeKind::integer, "int"); }
  TypeId string() { return type(TypeKind::string, "str"); }
  TypeId none() { return type(TypeKind::none, "NoneType"); }
  TypeId dict() { return type(TypeKind::dict, "Dict[str, Tensor]", {string(), tensor()}); }

  ValueId value(TypeId of, OpId producer = kNone) {
    Value fact;
    fact.type = of;
    fact.producer = producer;
    return model.values.add(fact);
  }

  // An argument of the model's forward.
  ValueId input(const std::string& name, TypeId of, bool has_default = false) {
    model.modules[kRootModule].methods[0].arguments.push_back({name, of, has_default});
    const ValueId id = value(of);
    model.inputs.push_back(id);
    return id;
  }

  void output(ValueId id) {
    model.outputs.push_back(id);
    model.modules[kRootModule].methods[0].returns = model.value(id).type;
  }

  // --- Modules ---

  ModuleId module(const std::string& path, const std::string& type_name, ModuleId parent = kRootModule) {
    Module fact;
    fact.path = path;
    fact.name = path.substr(path.rfind('.') + 1);
    fact.type = type_name;
    fact.origin = type_name.rfind("torch.nn.", 0) == 0 ? ClassOrigin::torch_nn : ClassOrigin::user;
    const ModuleId id = model.modules.next_id();
    fact.object = id;
    fact.training = false;
    if (id != kRootModule) {
      fact.parent = parent;
      model.modules[parent].children.push_back(id);
    }
    model.modules.push_back(std::move(fact));
    return id;
  }
  Module& at(ModuleId id) { return model.modules[id]; }

  void parameter(ModuleId owner, const std::string& name, std::int32_t storage, bool is_buffer = false) {
    at(owner).parameters.push_back({name, {"float32", {4, 4}}, is_buffer, storage});
  }
  void attribute(ModuleId owner, const std::string& name, double number) {
    Constant constant;
    constant.kind = Constant::Kind::floating;
    constant.floating = number;
    at(owner).attributes.push_back({name, constant});
  }

  // --- Code: ops and calls are added to the innermost open call and block ---

  OpId op(const std::string& kind, const std::vector<ValueId>& inputs, const std::vector<TypeId>& outputs,
          int line = 0) {
    const OpId id = model.ops.next_id();
    Op fact;
    fact.kind = symbol(kind);
    fact.call = open_calls_.back();
    fact.block = open_blocks_.back();
    fact.inputs = range(inputs);
    if (line > 0) fact.source = source(line);
    fact.schema = schema(kind);
    model.ops.push_back(fact);
    std::vector<ValueId> made;
    for (const TypeId of : outputs) made.push_back(value(of, id));
    model.ops[id].outputs = range(made);
    return id;
  }
  ValueId result(OpId id, std::int32_t i = 0) const { return model.operand(model.op(id).outputs, i); }
  ValueId tensor_op(const std::string& kind, const std::vector<ValueId>& inputs, int line = 0) {
    const TypeId of = tensor();
    return result(op(kind, inputs, {of}, line));
  }

  ValueId constant(TypeId of, Constant::Kind kind, std::int64_t number, const std::string& text = "") {
    const OpId id = op("prim::Constant", {}, {of});
    Constant fact;
    fact.kind = kind;
    fact.integer = number;
    fact.floating = static_cast<double>(number);
    fact.string = text;
    const ConstantId place = model.constants.add(fact);
    model.ops[id].constant = place;
    model.values[result(id)].constant = place;
    return result(id);
  }
  ValueId key(const std::string& text) { return constant(string(), Constant::Kind::string, 0, text); }

  // Adds a call whose body is one op on `inputs`. The method's signature is derived from `inputs`.
  ValueId call(ModuleId callee, const std::vector<ValueId>& inputs, const std::string& body = "aten::linear",
               const std::string& method = "forward") {
    begin_call(callee, inputs, method);
    const ValueId made = tensor_op(body, inputs);
    end_call({made});
    return made;
  }
  CallId begin_call(ModuleId callee, const std::vector<ValueId>& inputs, const std::string& method = "forward") {
    const CallId id = model.calls.next_id();
    Call fact;
    fact.kind = method.rfind("forward", 0) == 0 ? CallKind::forward : CallKind::method;
    fact.module = callee;
    fact.name = method;
    fact.caller = open_calls_.back();
    fact.block = open_blocks_.back();
    fact.ops.first = model.ops.next_id();
    fact.arguments = range(inputs);
    model.calls[fact.caller].children.push_back(id);
    Method signature{method, {}, kNone, kNone};
    for (const ValueId argument : inputs) {
      signature.arguments.push_back(
          {"x" + std::to_string(signature.arguments.size()), model.value(argument).type, false});
    }
    at(callee).methods.push_back(std::move(signature));
    model.calls.push_back(fact);
    open_calls_.push_back(id);
    return id;
  }
  void end_call(const std::vector<ValueId>& results) {
    Call& call = model.calls[open_calls_.back()];
    call.ops.count = model.ops.next_id() - call.ops.first;
    call.results = range(results);
    if (results.size() == 1) at(call.module).methods.back().returns = model.value(results.front()).type;
    open_calls_.pop_back();
  }

  // Adds an If. Add the ops of each branch between begin_block and end_block. `ran` is how often the branch ran in the
  // sample.
  OpId branch(ValueId condition, const std::vector<TypeId>& outputs, int line = 0) {
    const OpId id = op("prim::If", {condition}, outputs, line);
    add_blocks(id, 2);
    return id;
  }
  OpId loop(ValueId trips, ValueId condition, int line = 0) {
    const OpId id = op("prim::Loop", {trips, condition}, {}, line);
    add_blocks(id, 1);
    return id;
  }
  void begin_block(OpId owner, std::int32_t index, std::int64_t ran) {
    const BlockId id = model.op(owner).blocks[index];
    open_blocks_.push_back(id);
    model.block_runs[0][id] = ran;
  }
  void end_block(const std::vector<ValueId>& returned) {
    model.blocks[open_blocks_.back()].outputs = range(returned);
    open_blocks_.pop_back();
  }

  const Model& build() {
    model.calls[kRootCall].ops = model.ops.ids();
    model.calls[kRootCall].arguments = range(model.inputs);
    model.calls[kRootCall].results = range(model.outputs);
    find_liveness(model);
    return model;
  }

  Model model;  // public for the facts that the functions above do not set

 private:
  IdRange<OperandId> range(const std::vector<ValueId>& ids) {
    const IdRange<OperandId> made{model.operands.next_id(), static_cast<std::int32_t>(ids.size())};
    model.operands.insert(model.operands.end(), ids.begin(), ids.end());
    return made;
  }

  SymbolId symbol(const std::string& text) {
    const auto known = std::find(model.symbols.begin(), model.symbols.end(), text);
    if (known != model.symbols.end()) return SymbolId(known - model.symbols.begin());
    return model.symbols.add(text);
  }

  // The schema of an op kind, as far as the tests need LibTorch's schemas.
  SchemaId schema(const std::string& kind) {
    if (kind.rfind("prim::", 0) == 0) return kNone;
    const auto is_one_of = [&](const std::vector<std::string>& kinds) {
      return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    };
    OpSchema fact;
    const bool of_list =
        is_one_of({"aten::append", "aten::_set_item", "aten::__getitem__", "aten::list", "aten::keys"});
    const bool in_place = kind.back() == '_' && kind[kind.size() - 2] != '_';
    if (in_place || is_one_of({"aten::append", "aten::_set_item"})) fact.writes = {0};
    if (in_place || is_one_of({"aten::view", "aten::select", "aten::slice", "aten::__getitem__", "aten::append"})) {
      fact.aliases = {{0, 0}};
    }
    if (kind == "aten::append") fact.stores = {{0, 1}};
    if (kind == "aten::_set_item") fact.stores = {{0, 2}};
    fact.is_generic = of_list;
    fact.is_recorded = !of_list && !is_one_of({"aten::tensor", "aten::sqrt", "aten::ceil", "aten::Float", "aten::len"});
    fact.is_random = is_one_of({"aten::rand", "aten::randn", "aten::bernoulli"});
    return model.schemas.add(fact);
  }

  SourceId source(int line) { return model.sources.add({{"net.py", line, 5, "", ""}}); }

  void add_blocks(OpId owner, std::int32_t count) {
    const BlockId first = model.blocks.next_id();
    for (std::int32_t i = 0; i < count; ++i) {
      model.blocks.push_back({owner, open_blocks_.back(), i, {}, {}});
      model.block_runs[0].push_back(0);
    }
    model.ops[owner].blocks = {first, count};
  }

  std::vector<CallId> open_calls_ = {kRootCall};
  std::vector<BlockId> open_blocks_ = {kRootBlock};
};

}  // namespace aimet::test
