// SPDX-License-Identifier: Apache-2.0

// Tests the graph that the page draws, as made from the facts of a model.

#include <algorithm>
#include <string>
#include <vector>

#include "lib/check/check.hpp"
#include "lib/report/model_graph.hpp"
#include "lib/report/picture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

using namespace aimet;
using aimet::test::ModelBuilder;

namespace {

std::int32_t node_of(const ModelGraph& graph, const std::string& kind) {
  const auto& nodes = graph.levels.at(0).nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].kind == GraphNode::Kind::op && graph.labels.at(static_cast<std::size_t>(nodes[i].what)) == kind)
      return static_cast<std::int32_t>(i);
  return kNone;
}

bool has_edge(const ModelGraph& graph, const std::string& from, const std::string& to) {
  const auto& edges = graph.levels.at(0).edges;
  return std::any_of(edges.begin(), edges.end(), [&](const GraphEdge& edge) {
    return edge.from == node_of(graph, from) && edge.to == node_of(graph, to);
  });
}

}  // namespace

TEST_CASE("what was appended to a list before an op reads it flows into that op") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const TypeId list = net.type(TypeKind::list, "List[Tensor]", {net.tensor()});
  const ValueId features = net.result(net.op("prim::ListConstruct", {net.tensor_op("aten::neg", {x})}, {list}));
  net.op("aten::append", {features, net.tensor_op("aten::relu", {x})}, {list});
  const ValueId joined = net.tensor_op("aten::cat", {features});
  net.op("aten::append", {features, net.tensor_op("aten::tanh", {joined})}, {list});
  net.output(net.tensor_op("aten::stack", {features}));
  std::vector<CheckResult> checks;
  const ModelGraph graph = picture_of(net.build(), {}, checks);
  REQUIRE(graph.reason.empty());
  CHECK(has_edge(graph, "aten::neg", "aten::cat"));
  CHECK(has_edge(graph, "aten::relu", "aten::cat"));
  CHECK(!has_edge(graph, "aten::tanh", "aten::cat"));
  CHECK(has_edge(graph, "aten::tanh", "aten::stack"));
}

TEST_CASE("an op on sizes is drawn where it has a finding, and only there") {
  ModelBuilder net;
  const ValueId x = net.input("x", net.tensor());
  const ValueId size = net.result(net.op("aten::size", {x}, {net.integer()}));
  const OpId half = net.op("aten::floordiv", {size, size}, {net.integer()});
  net.output(net.tensor_op("aten::view", {x, net.result(half)}));
  std::vector<CheckResult> checks;
  CHECK(node_of(picture_of(net.build(), {}, checks), "aten::floordiv") == kNone);
  checks.emplace_back();
  checks.back().findings.emplace_back();
  checks.back().findings.back().op_id = half;
  const ModelGraph graph = picture_of(net.build(), {}, checks);
  CHECK(node_of(graph, "aten::floordiv") != kNone);
  REQUIRE(checks.back().findings.back().place);
  CHECK(checks.back().findings.back().place->node == node_of(graph, "aten::floordiv"));
}
