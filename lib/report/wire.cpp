// SPDX-License-Identifier: Apache-2.0
#include "lib/report/wire.hpp"

#include "lib/model/error.hpp"
#include "lib/report/wire_codec.hpp"

namespace aimet {
namespace {

constexpr Names<GraphNode::Kind, 2> kGraphNodeKinds = {
    {{GraphNode::Kind::op, "op"}, {GraphNode::Kind::module, "module"}}};

// Each function passes the fields of a struct. The struct is const for a WireWriter, not for a WireReader.
template <typename Io, typename Source>
void pass_source(Io& io, Source& source) {
  io.text(source.file);
  io.number(source.line);
  io.number(source.column);
  io.text(source.text);
  io.text(source.function);
}

template <typename Io, typename Suggested>
void pass_suggestion(Io& io, Suggested& suggestion) {
  const auto part = [&io](auto& value) {
    io.count_part();
    io.text(value);
  };
  io.one_of(suggestion.kind, kSuggestionKindNames);
  io.list(suggestion.attributes, kMostPartsOfSuggestion, part);
  io.optional(suggestion.constructor, [&io](auto& constructor) {
    io.text(constructor.type);
    io.list(constructor.arguments, kMostPartsOfSuggestion, [&io](auto& argument) {
      io.count_part();
      io.text(argument.name);
      io.text(argument.value);
    });
  });
  io.text(suggestion.passing);
  io.list(suggestion.arguments, kMostPartsOfSuggestion, part);
  io.text(suggestion.text);
  io.text(suggestion.caution);
  io.number(suggestion.overwritten_line);
  io.number(suggestion.owner_runs);
  io.optional(suggestion.library_line, [&io](auto& line) {
    io.count_source();
    pass_source(io, line);
  });
}

template <typename Io, typename Found>
void pass_finding(Io& io, Found& finding) {
  io.count_finding();
  const auto text = [&io](auto& value) { io.text(value); };
  io.text(finding.message);
  io.text(finding.help);
  io.one_of(finding.severity, kSeverityNames);
  io.text(finding.module);
  io.text(finding.module_type);
  io.optional(finding.op, text);
  io.optional(finding.op_kind, text);
  io.optional(finding.op_type, text);
  io.optional(finding.calls, [&io](auto& calls) { io.number(calls); });
  io.list(finding.sources, kMostSourcesOfFinding, [&io](auto& source) {
    io.count_source();
    pass_source(io, source);
  });
  io.optional(finding.suggestion, [&io](auto& suggestion) { pass_suggestion(io, suggestion); });
  io.optional(finding.edit, [&io](auto& edit) {
    io.text(edit.file);
    io.text(edit.refused);
  });
  io.list(finding.modules, kMostModulesOfFinding, [&io](auto& module) {
    io.count_part();
    io.text(module);
  });
  io.text(finding.snippet);
  io.text(finding.fingerprint);
  io.optional(finding.place, [&io](auto& place) {
    io.index(place.module);
    io.index(place.node);
  });
  io.end_finding();
}

template <typename Io, typename Level>
void pass_level(Io& io, Level& level) {
  io.number(level.module);
  io.number(level.calls);
  io.count_graph(sizeof(GraphLevel));
  io.list(level.nodes, kMostGraphItems, [&io](auto& node) {
    io.count_graph(sizeof(GraphNode));
    io.one_of(node.kind, kGraphNodeKinds);
    io.number(node.what);
    io.number(node.call);
  });
  io.list(level.edges, kMostGraphItems, [&io](auto& edge) {
    io.count_graph(sizeof(GraphEdge));
    io.index(edge.from);
    io.index(edge.to);
    io.index(edge.label);
  });
}

template <typename Io, typename Graph>
void pass_graph(Io& io, Graph& graph) {
  io.text(graph.reason);
  io.list(graph.labels, kMostGraphItems, [&io](auto& label) {
    io.count_graph(sizeof(std::string));
    io.text(label);
  });
  io.list(graph.modules, kMostGraphItems, [&io](auto& module) {
    io.count_graph(sizeof(GraphModule));
    io.text(module.name);
    io.index(module.parent);
    io.text(module.type);
  });
  io.list(graph.levels, kMostGraphItems, [&io](auto& level) { pass_level(io, level); });
}

template <typename Io, typename Check>
void pass_check(Io& io, Check& check) {
  io.identifier(check.id);
  io.one_of(check.status, kCheckStatusNames);
  io.optional(check.reason, [&io](auto& reason) { io.text(reason); });
  io.one_of(check.severity, kSeverityNames);
  io.list(check.findings, kMostFindings, [&io](auto& finding) { pass_finding(io, finding); });
}

template <typename Io, typename Op>
void pass_covered_op(Io& io, Op& op) {
  io.count_covered();
  io.text(op.op);
  io.text(op.type);
  io.text(op.module);
  io.one_of(op.encoding, kEncodingNames);
  io.text(op.why);
  io.optional(op.source, [&io](auto& source) { pass_source(io, source); });
  io.number(op.times);
  io.optional(op.multiply_accumulates, [&io](auto& count) { io.number(count); });
}

template <typename Io, typename Covered>
void pass_coverage(Io& io, Covered& coverage) {
  const auto number = [&io](auto& count) { io.number(count); };
  io.text(coverage.aimet_since);
  for (auto* count : {&coverage.ops, &coverage.quantized, &coverage.not_needed, &coverage.none}) io.number(*count);
  io.optional(coverage.multiply_accumulates, number);
  io.optional(coverage.multiply_accumulates_quantized, number);
  io.list(coverage.list, kMostCoveredOps, [&io](auto& op) { pass_covered_op(io, op); });
}

template <typename Io, typename Model>
void pass_one_model(Io& io, Model& model) {
  const auto text = [&io](auto& value) { io.text(value); };
  io.text(model.path);
  io.one_of(model.status, kModelStatusNames);
  io.optional(model.error, [&io](auto& error) {
    io.one_of(error.kind, kErrorKindNames);
    io.text(error.message);
  });
  io.one_of(model.source, kSourceFormNames);
  io.one_of(model.mode, kModeNames);
  io.text(model.static_reason);
  io.optional(model.graph, [&io](auto& graph) { pass_graph(io, graph); });
  io.list(model.confinement, kMostConfinements, text);
  io.list(model.hints, kMostHints, [&io](auto& hint) {
    io.count_hint();
    io.text(hint);
  });
  io.list(model.checks, kMostChecks, [&io](auto& check) { pass_check(io, check); });
  io.optional(model.coverage, [&io](auto& coverage) { pass_coverage(io, coverage); });
  io.text(model.output);
}

template <typename Io, typename Model>
void pass_model(Io& io, Model& model) {
  pass_one_model(io, model);
  io.list(model.programs, kMostPrograms, [&io](auto& program) { pass_one_model(io, program); });
}

bool has_sound_places(const ModelReport& model) {
  for (const CheckResult& check : model.checks)
    for (const Finding& finding : check.findings)
      if (finding.place && !(model.graph && is_in(*model.graph, *finding.place))) return false;
  return true;
}

void expect_sound_graph(const ModelReport& model) {
  if ((model.graph && !is_sound(*model.graph)) || !has_sound_places(model))
    throw RunError(ErrorKind::internal, "The result of the file could not be read: its graph is not one.");
}

}  // namespace

std::string to_wire(const ModelReport& model) {
  WireWriter writer;
  pass_model(writer, model);
  return writer.take();
}

ModelReport from_wire(std::string_view bytes) {
  WireReader reader(bytes);
  ModelReport model;
  pass_model(reader, model);
  reader.expect_end();
  expect_sound_graph(model);
  for (const ModelReport& program : model.programs) expect_sound_graph(program);
  return model;
}

}  // namespace aimet
