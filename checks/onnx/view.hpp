// SPDX-License-Identifier: Apache-2.0
#pragma once
// The export graph as the exporter's conversion functions see it: number types are erased, and operators that return
// their input are skipped. Each value is a constant, a list that was constructed in place, or computed.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checks/onnx/fold.hpp"
#include "checks/onnx/node.hpp"
#include "checks/onnx/symbolics.hpp"
#include "lib/model/export_graph.hpp"

namespace aimet::onnx {

class View {
 public:
  View(const ExportGraph& graph, const Exporter& exporter, int opset)
      : graph_(graph), exporter_(exporter), opset_(opset), folding_(graph, opset) {}

  const ExportGraph& graph() const { return graph_; }
  Node node(OpId op) const { return node_of(graph_, op); }
  IdRange<OpId> ops() const { return graph_.ops.ids(); }  // in program order
  const Type& type(Handle value) const { return graph_.type(graph_.value(value).type); }
  const Exporter& exporter() const { return exporter_; }
  int opset() const { return opset_; }
  bool before(int release) const { return exporter_.release < release; }  // 206 is PyTorch 2.6

  bool is_none(Handle value) const;
  bool is_constant(Handle value) const;  // an onnx::Constant: a number, a string, a tensor or a list of numbers
  bool is_list(Handle value) const;      // a list whose elements() are known
  ValueSpan elements(Handle list) const;

  std::optional<std::int64_t> integer(Handle value) const;
  std::optional<double> number(Handle value) const;
  std::optional<std::string> text(Handle value) const;
  std::optional<std::vector<std::int64_t>> integers(Handle value) const;  // a constant list, or a list of constants
  bool is_text(Handle value) const { return text(value).has_value(); }

  // As the exporter knows them. An entry of the shape is nullopt if it does not know that size, for example because it
  // depends on data.
  const std::optional<Folding::Sizes>& shape(Handle value) const;
  std::optional<std::int64_t> rank(Handle value) const;
  std::optional<std::string> dtype(Handle value) const;
  bool is_bool(Handle value) const { return dtype(value) == "bool"; }
  bool is_floating(Handle value) const;

  TypeKind kind(Handle value) const;
  TypeKind element_kind(Handle value) const;  // of a list or an optional
  // The operator that computed the value, "aten::relu"; "" for an input.
  const std::string& maker(Handle value) const;

 private:
  Handle root(Handle value) const;
  std::optional<Node> producer(Handle value) const;
  const Constant* constant(Handle value) const;  // of root(value); null if it is none

  const ExportGraph& graph_;
  const Exporter& exporter_;
  int opset_;
  Folding folding_;
};

// Whether the exporter replaces the operator by its first input, before or while it converts.
bool passes_through(const std::string& kind);

}  // namespace aimet::onnx
