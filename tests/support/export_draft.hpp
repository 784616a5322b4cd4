// SPDX-License-Identifier: Apache-2.0
#pragma once
// Builds the exporter's graph of a model by hand.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checks/onnx_unsupported.hpp"
#include "lib/model/export_graph.hpp"
#include "tests/support/model_builder.hpp"

namespace aimet::test {

// Builds an export graph in program order. Its ops belong to the module "head".
class Draft {
 public:
  Draft() {
    graph_.returns = builder_.tensor();
    graph_.observed = true;
    builder_.begin_call(builder_.module("head", "models.Head"), {});
  }

  TypeId tensor() { return builder_.tensor(); }
  TypeId integer_type() { return builder_.integer(); }
  TypeId boolean() { return builder_.boolean(); }
  TypeId string() { return builder_.string(); }
  TypeId none_type() { return builder_.none(); }
  TypeId dict() { return builder_.dict(); }
  TypeId integers() { return builder_.type(TypeKind::list, "List[int]", {builder_.integer()}); }
  TypeId tensors() { return builder_.type(TypeKind::list, "List[Tensor]", {builder_.tensor()}); }

  ValueId input(std::vector<std::int64_t> shape, const std::string& dtype = "float32") {
    const ValueId id = input_of(tensor());
    observe(id, {dtype, std::move(shape)});
    return id;
  }
  ValueId input_of(TypeId type) {
    graph_.input_names.push_back("x" + std::to_string(graph_.input_names.size() + 1));
    return builder_.input(graph_.input_names.back(), type);
  }
  ValueId integer(std::int64_t number) { return builder_.constant(integer_type(), Constant::Kind::integer, number); }
  ValueId none() { return builder_.constant(none_type(), Constant::Kind::none, 0); }
  ValueId text(const std::string& words) { return builder_.key(words); }

  // Adds an op that returns a tensor of `shape`. Its source line is 10 plus the number of earlier op() and op_of()
  // calls.
  ValueId op(const std::string& kind, const std::vector<ValueId>& inputs, std::vector<std::int64_t> shape) {
    const ValueId id = op_of(kind, inputs, tensor());
    observe(id, {"float32", std::move(shape)});
    return id;
  }
  ValueId op_of(const std::string& kind, const std::vector<ValueId>& inputs, TypeId type) {
    return builder_.result(builder_.op(kind, inputs, {type}, next_line_++));
  }
  // Marks the op that was added last as dropped.
  void drop() { graph_.dropped.push_back(builder_.model.ops.last_id()); }

  void observe(ValueId value, Tensor tensor) {
    builder_.model.values[value].observed = {builder_.model.observations.add(std::move(tensor)), 1};
  }
  void forget(ValueId value) { builder_.model.values[value].observed = {}; }

  ModelBuilder& builder() { return builder_; }
  ExportGraph& graph() { return graph_; }  // for the parts of an ExportGraph that ModelBuilder does not build

  std::vector<Finding> check(int opset, const std::string& version) const {
    Model model = builder_.model;
    auto graph = std::make_shared<ExportGraph>(graph_);
    static_cast<Graph&>(*graph) = model;
    model.export_graph = std::move(graph);
    CheckOptions options;
    options.opset = opset;
    options.torch_version = version;
    return onnx_unsupported(model, options);
  }

 private:
  ModelBuilder builder_;
  ExportGraph graph_;
  int next_line_ = 10;
};

}  // namespace aimet::test
