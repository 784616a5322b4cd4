// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/higher_order.hpp"

#include <algorithm>

namespace aimet {

struct HigherOrderReader::Call {
  std::string name;
  OpMetadata metadata;
  std::vector<Json> graphs;      // each with inputs, nodes, outputs
  std::vector<Json> arguments;   // all that are not graphs, in order
  std::size_t before_graph = 0;  // number of arguments before the first graph
  Json outputs;
};

namespace {

std::vector<std::string_view> input_names(const Json& graph) { return Values::names_in(graph["inputs"]); }

bool names_modules(const Json& graph) {
  for (const Json node : graph["nodes"]) {
    if (node["metadata"]["nn_module_stack"].is_text()) return true;
  }
  return graph["nodes"].first().is_null();
}

// Whether the op is a region or wrapper that runs its only graph once and unchanged.
bool runs_in_place(const std::string& name) {
  return name.rfind("wrap", 0) == 0 || name == "tag_activation_checkpoint" || name == "hints_wrapper" ||
         name == "strict_mode" || name == "invoke_subgraph";
}

}  // namespace

void HigherOrderReader::read(const Json& node, const std::string& name, Scope& scope, const Place& place, int depth) {
  Call call;
  call.name = name == "map_impl" ? "map" : name;
  const Json metadata = node["metadata"];
  call.metadata = {metadata["nn_module_stack"], metadata["stack_trace"], metadata["torch_fn"]};
  call.outputs = node["outputs"];
  for (const Json input : node["inputs"]) {
    const Json graph = input["arg"]["as_graph"]["graph"];
    if (graph.is_object()) {
      call.graphs.push_back(graph);
    } else {
      if (call.graphs.empty()) ++call.before_graph;
      call.arguments.push_back(input["arg"]);
    }
  }
  if (call.name == "cond" && call.graphs.size() == 2 && call.arguments.size() == 2)
    return branch(call, scope, place, depth);
  if (call.name == "while_loop" && call.graphs.size() == 2 && !call.arguments.empty())
    return loop(call, scope, place, depth);
  if (call.name == "map" && call.graphs.size() == 1 && !call.arguments.empty()) return map(call, scope, place, depth);
  if (runs_in_place(call.name) && call.graphs.size() == 1) return in_place(call, scope, place, depth);
  opaque(call, scope, place);
}

OpDraft HigherOrderReader::started(const Call& call, const std::string& kind) {
  OpDraft op;
  op.kind = tables_.symbol(kind);
  op.name = tables_.symbol("torch." + call.name);
  op.source = places_.user_source(call.metadata);
  return op;
}

// Reads a graph and returns its results for these inputs. A graph whose ops name no modules, as in a non-strict export,
// becomes one op.
std::vector<ValueId> HigherOrderReader::inside(const Json& graph, const std::vector<ValueId>& inputs,
                                               const Place& place, int depth) {
  std::vector<ValueId> results;
  Scope scope(graph);
  if (!names_modules(graph)) {
    OpDraft op;
    op.kind = tables_.symbol("higher_order::graph");
    op.inputs = inputs;
    values_.define_all(scope, graph["outputs"], op.outputs);
    results = op.outputs;
    draft_.add(place.body, std::move(op));
    return results;
  }
  const auto names = input_names(graph);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i < inputs.size()) {
      Values::define(scope, names[i], inputs[i]);
    } else {
      values_.define_tensor(scope, names[i]);
    }
  }
  read_(graph, scope, place, depth + 1);
  for (const Json output : graph["outputs"]) values_.flatten(output, scope, place, results);
  return results;
}

void HigherOrderReader::in_place(const Call& call, Scope& scope, const Place& place, int depth) {
  std::vector<ValueId> operands;
  for (std::size_t i = call.before_graph; i < call.arguments.size(); ++i) {
    if (!call.arguments[i]["as_string"].is_null()) continue;  // the identifier of invoke_subgraph's graph
    values_.flatten(call.arguments[i], scope, place, operands);
  }
  const bool sets_grad = call.name == "wrap_with_set_grad_enabled";
  grad_regions_ += sets_grad ? 1 : 0;
  const std::vector<ValueId> results = inside(call.graphs.front(), operands, place, depth);
  grad_regions_ -= sets_grad ? 1 : 0;
  const auto names = Values::names_in(call.outputs);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i < results.size()) {
      Values::define(scope, names[i], results[i]);
    } else {
      values_.define_tensor(scope, names[i]);
    }
  }
}

// Defines the results of the call by one more op. A condition that decides about them is one of its inputs, so that it
// is needed for them too.
void HigherOrderReader::give(const Call& call, std::vector<ValueId> inputs, Scope& scope, const Place& place) {
  OpDraft op;
  op.kind = tables_.symbol("higher_order::results");
  op.inputs = std::move(inputs);
  values_.define_all(scope, call.outputs, op.outputs);
  draft_.add(place.body, std::move(op));
}

void HigherOrderReader::branch(const Call& call, Scope& scope, const Place& place, int depth) {
  OpDraft op = started(call, "prim::If");
  op.inputs = {values_.argument(call.arguments[0], scope, place)};
  std::vector<ValueId> operands;
  values_.flatten(call.arguments[1], scope, place, operands);
  for (std::size_t i = Values::names_in(call.outputs).size(); i > 0; --i) op.outputs.push_back(tables_.tensor(nullptr));
  for (const Json graph : call.graphs) {
    BlockDraft block;
    block.body = draft_.add_body();
    block.outputs = inside(graph, operands, {block.body, place.frames}, depth);
    while (block.outputs.size() < op.outputs.size()) block.outputs.push_back(tables_.tensor(nullptr));
    block.outputs.resize(op.outputs.size());
    op.blocks.push_back(std::move(block));
  }
  if (!names_modules(call.graphs[0]) || !names_modules(call.graphs[1])) unnamed_.emplace_back("torch.cond");
  std::vector<ValueId> results = op.outputs;
  results.push_back(op.inputs.front());
  draft_.add(place.body, std::move(op));
  give(call, std::move(results), scope, place);
}

// Written like a TorchScript loop. Its inputs are the number of iterations, the first condition and the carried values.
// Its block takes a counter and the carried values, and returns the next condition and the carried values.
void HigherOrderReader::loop(const Call& call, Scope& scope, const Place& place, int depth) {
  OpDraft op = started(call, "prim::Loop");
  std::vector<ValueId> carried;
  std::vector<ValueId> further;
  values_.flatten(call.arguments[0], scope, place, carried);
  for (std::size_t i = 1; i < call.arguments.size(); ++i) values_.flatten(call.arguments[i], scope, place, further);
  op.inputs = {tables_.constant({Constant::Kind::integer, INT64_MAX, 0, "", {}, {}}),
               tables_.constant({Constant::Kind::boolean, 1, 0, "", {}, {}})};
  op.inputs.insert(op.inputs.end(), carried.begin(), carried.end());
  for (std::size_t i = 0; i < carried.size(); ++i) op.outputs.push_back(tables_.tensor(nullptr));
  BlockDraft block;
  block.body = draft_.add_body();
  const Place inner{block.body, place.frames};
  block.inputs = {tables_.value(tables_.type(TypeKind::integer, "int"))};
  for (std::size_t i = 0; i < carried.size(); ++i) block.inputs.push_back(tables_.tensor(nullptr));
  std::vector<ValueId> taken(block.inputs.begin() + 1, block.inputs.end());
  taken.insert(taken.end(), further.begin(), further.end());
  std::vector<ValueId> given = inside(call.graphs[1], taken, inner, depth);
  while (given.size() < carried.size()) given.push_back(tables_.tensor(nullptr));
  given.resize(carried.size());
  std::vector<ValueId> tested = given;
  tested.insert(tested.end(), further.begin(), further.end());
  const std::vector<ValueId> condition = inside(call.graphs[0], tested, inner, depth);
  block.outputs = {condition.empty() ? tables_.tensor(nullptr) : condition.front()};
  block.outputs.insert(block.outputs.end(), given.begin(), given.end());
  op.blocks.push_back(std::move(block));
  if (!names_modules(call.graphs[0]) || !names_modules(call.graphs[1])) unnamed_.emplace_back("torch.while_loop");
  std::vector<ValueId> results = op.outputs;
  results.push_back(op.blocks.front().outputs.front());
  draft_.add(place.body, std::move(op));
  give(call, std::move(results), scope, place);
}

// A loop over the first dimension of tensors. The results of the iterations are stacked afterwards.
void HigherOrderReader::map(const Call& call, Scope& scope, const Place& place, int depth) {
  OpDraft op = started(call, "prim::Loop");
  op.inputs = {tables_.constant({Constant::Kind::integer, INT64_MAX, 0, "", {}, {}}),
               tables_.constant({Constant::Kind::boolean, 1, 0, "", {}, {}})};
  std::vector<ValueId> mapped;
  std::vector<ValueId> further;
  values_.flatten(call.arguments[0], scope, place, mapped);
  for (std::size_t i = 1; i < call.arguments.size(); ++i) values_.flatten(call.arguments[i], scope, place, further);
  BlockDraft block;
  block.body = draft_.add_body();
  block.inputs = {tables_.value(tables_.type(TypeKind::integer, "int"))};
  OpDraft slices;
  slices.kind = tables_.symbol("higher_order::slices");
  slices.inputs = mapped;
  for (std::size_t i = 0; i < mapped.size(); ++i) slices.outputs.push_back(tables_.tensor(nullptr));
  std::vector<ValueId> taken = slices.outputs;
  taken.insert(taken.end(), further.begin(), further.end());
  draft_.add(block.body, std::move(slices));
  std::vector<ValueId> iterations = inside(call.graphs.front(), taken, {block.body, place.frames}, depth);
  block.outputs = {op.inputs[1]};
  op.blocks.push_back(std::move(block));
  if (!names_modules(call.graphs.front())) unnamed_.emplace_back("torch.map");
  draft_.add(place.body, std::move(op));
  give(call, std::move(iterations), scope, place);
}

void HigherOrderReader::opaque(const Call& call, Scope& scope, const Place& place) {
  OpDraft op = started(call, "higher_order::" + call.name);
  for (const Json& argument : call.arguments) values_.flatten(argument, scope, place, op.inputs);
  values_.define_all(scope, call.outputs, op.outputs);
  if (!call.graphs.empty()) unnamed_.emplace_back("torch.ops.higher_order." + call.name);
  draft_.add(place.body, std::move(op));
}

}  // namespace aimet
