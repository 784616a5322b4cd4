// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx_unsupported.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "checks/onnx/convert.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

// The user's own line: the first in the stack of the op, or else of the calls around it, that is not in a library's
// files. nullopt if there is none.
std::optional<SourceLocation> user_line(const Model& model, const Graph& graph, OpId op, bool torchvision_is_user) {
  const auto line_in = [&](SourceId id) -> std::optional<SourceLocation> {
    if (id == kNone) return std::nullopt;
    for (const SourceLocation& frame : model.sources[id]) {
      if (!frame.file.empty() && !is_library_file(frame.file, torchvision_is_user)) return frame;
    }
    return std::nullopt;
  };
  auto line = line_in(graph.op(op).source);
  for (CallId call = graph.op(op).call; !line && graph.call(call).caller != kNone; call = graph.call(call).caller)
    line = line_in(graph.call(call).source);
  return line;
}

std::string sentence_end(const std::string& text) { return text.empty() || text.back() == '.' ? text : text + "."; }

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z' && text.compare(0, 6, "torch.") != 0)
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// Capitalizes "the input x", which begins the sentence. An operator keeps its name.
std::string subject(const std::string& what) { return what.rfind("the ", 0) == 0 ? capital(what) : what; }

class Report {
 public:
  Report(const Model& model, const onnx::View& view) : model_(model), view_(view) {}

  void add(onnx::Unconverted found) {
    if (is_unknown(found)) {
      found.problem = {onnx::Verdict::unsure,
                       "this LibTorch does not have it; it converts if its library registers a conversion",
                       "export with that library imported, as torchvision registers those of its operators"};
    }
    const auto [entry, is_new] = place_.emplace(std::make_pair(found.what, found.problem.why), findings_.size());
    if (is_new) findings_.push_back(first(found));
    Finding& finding = findings_[entry->second];
    if (found.op == kNone) return;
    finding.calls = finding.calls.value_or(0) + 1;
    const bool vision = !model_.modules.empty() && model_.modules.front().origin == ClassOrigin::torchvision;
    const auto line = user_line(model_, view_.graph(), found.op, vision);
    if (line && lines_.emplace(entry->second, key_of(*line)).second) finding.sources.push_back(*line);
  }

  std::vector<Finding> take() { return std::move(findings_); }

 private:
  // Whether LibTorch does not know the operator, or one whose result is its input.
  bool is_unknown(const onnx::Unconverted& found) const {
    const auto& unknown = model_.unknown_operators;
    if (unknown.empty() || found.op == kNone) return false;
    const auto is_one = [&](const std::string& kind) {
      return std::find(unknown.begin(), unknown.end(), kind) != unknown.end();
    };
    const onnx::Node op = view_.node(found.op);
    return is_one(op.kind) ||
           std::any_of(op.inputs.begin(), op.inputs.end(), [&](ValueId input) { return is_one(view_.maker(input)); });
  }

  static std::string key_of(const SourceLocation& line) {
    return line.file + ':' + std::to_string(line.line) + ':' + std::to_string(line.column) + ':' + line.function;
  }

  static std::string opening(const onnx::Unconverted& found, const std::string& target) {
    switch (found.problem.verdict) {
      case onnx::Verdict::unsure:
        return "It is not certain whether " + found.what + " exports to ONNX (" + target + "): ";
      case onnx::Verdict::changed:
        return found.what + " is lost in the export to ONNX (" + target + "): ";
      default:
        return subject(found.what) + " does not export to ONNX (" + target + "): ";
    }
  }

  Finding first(const onnx::Unconverted& found) const {
    const std::string target =
        "opset " + std::to_string(view_.opset()) + ", PyTorch " + std::string(view_.exporter().version);
    Finding finding;
    finding.severity = found.problem.verdict == onnx::Verdict::refused ? Severity::error : Severity::note;
    finding.message = opening(found, target) + sentence_end(found.problem.why);
    finding.help = sentence_end(capital(found.problem.help));
    if (found.op != kNone) {
      const onnx::Node op = view_.node(found.op);
      const Module& module = model_.module(view_.graph().call(view_.graph().op(op.id).call).module);
      finding.module = module.path;
      finding.module_type = module.type;
      finding.op_kind = op.kind;
      if (is_left_by_scripting(op, module)) {
        finding.help = "It is the code of " + module.type +
                       " itself, which a trace leaves out: export the Python model, or a file of torch.jit.trace.";
      }
    }
    return finding;
  }

  // Whether the op tests types, modes or texts in a scripted module of torch.nn, which the user neither wrote nor can
  // rewrite.
  bool is_left_by_scripting(const onnx::Node& op, const Module& module) const {
    if (model_.form != SourceForm::scripted || module.type.rfind("torch.nn.", 0) != 0) return false;
    return std::none_of(op.outputs.begin(), op.outputs.end(),
                        [&](ValueId output) { return view_.kind(output) == TypeKind::tensor; });
  }

  const Model& model_;
  const onnx::View& view_;
  std::map<std::pair<std::string, std::string>, std::size_t> place_;
  std::set<std::pair<std::size_t, std::string>> lines_;  // lines of each finding, by its index
  std::vector<Finding> findings_;
};

Finding not_prepared(const std::string& reason) {
  Finding finding;
  finding.message =
      "The model does not export to ONNX: the exporter failed to prepare the graph: " + sentence_end(reason);
  finding.help = "Save the model again with torch.jit.trace, which leaves out what is not needed for these inputs.";
  return finding;
}

// torch.onnx.export raises at once for such an opset.
Finding opset_too_new(const onnx::Exporter& exporter, int opset) {
  Finding finding;
  finding.message =
      "The exporter of PyTorch " + std::string(exporter.version) + " knows no opset " + std::to_string(opset) + ".";
  finding.help = "Export with opset " + std::to_string(exporter.newest_opset) + " or lower.";
  return finding;
}

}  // namespace

std::vector<Finding> onnx_unsupported(const Model& model, const CheckOptions& options) {
  if (!model.export_graph) return {};
  const ExportGraph& graph = *model.export_graph;
  if (!graph.failed.empty()) return {not_prepared(graph.failed)};
  const onnx::Exporter& exporter =
      onnx::exporter_of(options.torch_version.empty() ? model.libtorch : options.torch_version);
  if (options.opset > exporter.newest_opset) return {opset_too_new(exporter, options.opset)};
  const onnx::View view(graph, exporter, options.opset);
  Report report(model, view);
  for (const onnx::Unconverted& found : onnx::unconverted_ops(view)) report.add(found);
  return report.take();
}

}  // namespace aimet
