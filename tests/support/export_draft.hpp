// SPDX-License-Identifier: Apache-2.0
#pragma once
// The exporter's graph of a model, made by hand.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checks/onnx_unsupported.hpp"
#include "lib/model/export_graph.hpp"

namespace aimet::test {

// Writes an export graph down in program order.
class Draft {
 public:
  Draft() {
    graph_.blocks.emplace_back();
    graph_.types = {{TypeKind::tensor, "Tensor", {}, ""},      {TypeKind::integer, "int", {}, ""},
                    {TypeKind::list, "List[int]", {1}, ""},    {TypeKind::none, "NoneType", {}, ""},
                    {TypeKind::list, "List[Tensor]", {0}, ""}, {TypeKind::dict, "Dict[str, Tensor]", {}, ""},
                    {TypeKind::string, "str", {}, ""},         {TypeKind::boolean, "bool", {}, ""}};
    graph_.returns = 0;
    graph_.observed = true;
  }

  std::int32_t input(std::vector<std::int64_t> shape, const std::string& dtype = "float32", TypeId type = 0) {
    const std::int32_t id = value(type, kNone);
    if (type == 0) graph_.values.back().tensor = Tensor{dtype, std::move(shape)};
    graph_.inputs.push_back(id);
    graph_.input_names.push_back("x" + std::to_string(graph_.inputs.size()));
    graph_.blocks[0].inputs.push_back(id);
    return id;
  }
  std::int32_t integer(std::int64_t number) {
    Constant constant;
    constant.kind = Constant::Kind::integer;
    constant.integer = number;
    return put_constant(constant, 1);
  }
  std::int32_t none() {
    Constant constant;
    constant.kind = Constant::Kind::none;
    return put_constant(constant, 3);
  }
  std::int32_t text(const std::string& words) {
    Constant constant;
    constant.kind = Constant::Kind::string;
    constant.string = words;
    return put_constant(constant, 6);
  }
  std::int32_t op(const std::string& kind, std::vector<std::int32_t> inputs, TypeId type = 0,
                  std::vector<std::int64_t> shape = {}) {
    ExportOp op;
    op.kind = kind;
    op.inputs = std::move(inputs);
    op.module = "head";
    const std::int32_t id = value(type, static_cast<std::int32_t>(graph_.ops.size()));
    if (type == 0) graph_.values.back().tensor = Tensor{"float32", std::move(shape)};
    op.outputs = {id};
    op.stack = {static_cast<SourceId>(sources_.size())};
    sources_.push_back({{"/home/me/net.py", static_cast<int>(sources_.size()) + 10, 1, "", ""}});
    graph_.blocks[0].ops.push_back(static_cast<std::int32_t>(graph_.ops.size()));
    graph_.ops.push_back(std::move(op));
    return id;
  }
  ExportGraph& graph() { return graph_; }

  std::vector<Finding> check(int opset, const std::string& version) const {
    Model model;
    model.modules.emplace_back();
    model.sources = sources_;
    model.export_graph = std::make_shared<ExportGraph>(graph_);
    CheckOptions options;
    options.opset = opset;
    options.torch_version = version;
    return onnx_unsupported(model, options);
  }

 private:
  std::int32_t value(TypeId type, std::int32_t producer) {
    ExportValue fact;
    fact.type = type;
    fact.producer = producer;
    graph_.values.push_back(std::move(fact));
    return static_cast<std::int32_t>(graph_.values.size() - 1);
  }
  std::int32_t put_constant(const Constant& constant, TypeId type) {
    ExportOp op;
    op.kind = "prim::Constant";
    const std::int32_t id = value(type, static_cast<std::int32_t>(graph_.ops.size()));
    graph_.values.back().constant = constant;
    op.outputs = {id};
    graph_.blocks[0].ops.push_back(static_cast<std::int32_t>(graph_.ops.size()));
    graph_.ops.push_back(std::move(op));
    return id;
  }

  ExportGraph graph_;
  IdVector<std::vector<SourceLocation>> sources_;
};

}  // namespace aimet::test
