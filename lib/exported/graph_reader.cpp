// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/graph_reader.hpp"

#include <algorithm>

#include "lib/exported/op_names.hpp"
#include "lib/exported/training.hpp"
#include "lib/model/error.hpp"
#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

constexpr std::string_view kHigherOrder = "higher_order::";

OpMetadata metadata_of(const Json& node) {
  const Json metadata = node["metadata"];
  return {metadata["nn_module_stack"], metadata["stack_trace"], metadata["torch_fn"]};
}

// PyTorch's name for the node: that of its first result; empty if it has none.
std::string_view name_of(const Json& node) {
  const auto names = Values::names_in(node["outputs"]);
  return names.empty() ? std::string_view() : names.front();
}

}  // namespace

void GraphReader::read(const Json& graph, Scope& scope, const Place& place, int depth) {
  if (depth > kDeepestGraph)
    throw RunError(ErrorKind::limit, "its graphs are nested deeper than " + std::to_string(kDeepestGraph) +
                                         " levels. Treat the file as hostile.");
  for (const Json node : graph["nodes"]) places_.survey(metadata_of(node));
  for (const Json node : graph["nodes"]) {
    if (++ops_ > options_.max_ops)
      throw RunError(ErrorKind::limit,
                     "it has more than " + std::to_string(options_.max_ops) + " ops; --max-ops allows for more");
    read_node(node, scope, place, depth);
  }
}

void GraphReader::read_node(const Json& node, Scope& scope, const Place& above, int depth) {
  const std::string kind = kind_of_target(node["target"].text());
  const Place place = places_.of(metadata_of(node), above);
  if (is_training_op(node)) values_.note_training(places_.module_of(place));
  if (kind.rfind(kHigherOrder, 0) == 0) {
    higher_order_.read(node, kind.substr(kHigherOrder.size()), scope, place, depth);
  } else if (const SourceId call = places_.autograd_function(metadata_of(node), higher_order_.in_grad_region());
             call != kNone) {
    OpDraft op;
    op.kind = tables_.symbol("prim::PythonOp");
    op.source = call;
    // Functions are identified by text ids, which are not negative, so the ids of lines are made negative.
    into_group(node, {place.body, metadata_of(node).stack.text_id(), -1 - std::int64_t{call}}, std::move(op), scope,
               place);
  } else if (options_.decomposed && is_aten(kind)) {
    grouped(node, kind, scope, place);
  } else {
    plain(node, kind, scope, place);
  }
}

void GraphReader::plain(const Json& node, const std::string& kind, Scope& scope, const Place& place) {
  OpDraft op;
  op.kind = tables_.symbol(kind);
  op.name = tables_.symbol(std::string(name_of(node)));
  op.source = places_.source(metadata_of(node));
  const ModuleId module = places_.module_of(place);
  for (const Json input : node["inputs"]) {
    const ValueId value = values_.argument(input["arg"], scope, place);
    values_.note_use(value, module, input["name"].text());
    op.inputs.push_back(value);
    op.arguments.emplace_back(input["name"].text());
  }
  values_.define_all(scope, node["outputs"], op.outputs);
  draft_.add(place.body, std::move(op));
  code_.note(metadata_of(node), place, draft_.ops.size() - 1);
}

// After run_decompositions(), a hardswish is four ops. They become one op again, because AIMET would see the function
// that was called.
void GraphReader::grouped(const Json& node, const std::string& kind, Scope& scope, const Place& place) {
  const OpMetadata metadata = metadata_of(node);
  const std::string function = kind_of_function(metadata.function.text());
  if (function.empty()) return plain(node, kind, scope, place);
  OpDraft op;
  op.kind = tables_.symbol(function);
  op.source = places_.source(metadata);
  into_group(node, {place.body, metadata.stack.text_id(), metadata.function.text_id()}, std::move(op), scope, place);
}

void GraphReader::into_group(const Json& node, const Group& group, OpDraft op, Scope& scope, const Place& place) {
  std::vector<ValueId> inputs;
  const ModuleId module = places_.module_of(place);
  for (const Json input : node["inputs"]) {
    const std::size_t before = inputs.size();
    values_.flatten(input["arg"], scope, place, inputs);
    if (inputs.size() == before + 1) values_.note_use(inputs.back(), module, input["name"].text());
  }
  const auto [entry, is_new] = groups_.emplace(group, draft_.ops.size());
  if (is_new) {
    op.name = tables_.symbol(std::string(name_of(node)));
    draft_.add(place.body, std::move(op));
    code_.note(metadata_of(node), place, draft_.ops.size() - 1);
  }
  OpDraft& whole = draft_.ops[entry->second];
  for (const ValueId input : inputs) {
    if (tables_.model().values[input].constant == kNone) whole.inputs.push_back(input);
  }
  values_.define_all(scope, node["outputs"], whole.outputs);
}

}  // namespace aimet
