// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/exported.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "lib/exported/draft.hpp"
#include "lib/exported/graph_reader.hpp"
#include "lib/exported/json_document.hpp"
#include "lib/exported/limits.hpp"
#include "lib/exported/modules.hpp"
#include "lib/exported/places.hpp"
#include "lib/exported/quoted_code.hpp"
#include "lib/exported/signature.hpp"
#include "lib/exported/silent_calls.hpp"
#include "lib/exported/size_arithmetic.hpp"
#include "lib/exported/tables.hpp"
#include "lib/exported/tensors.hpp"
#include "lib/exported/values.hpp"
#include "lib/file/quote.hpp"
#include "lib/model/error.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/op_name.hpp"

namespace aimet {
namespace {

constexpr std::int64_t kSchema = 8;

// PyTorch 2.6 introduced major 8, in which the second call of a module has its own name.
void check_schema(const Json& program) {
  const Json version = program["schema_version"];
  const auto major = version["major"].integer();
  std::string by(program["torch_version"].text().substr(0, 40));
  if (!by.empty()) by = " by PyTorch " + quoted(by);
  if (!program["graph_module"].is_object())
    throw RunError(ErrorKind::corrupt, "the program contains no graph_module. Export the model again.");
  if (!major || *major < kSchema) {
    throw RunError(
        ErrorKind::not_torchscript,
        "the program was exported" + (by.empty() ? " by PyTorch before 2.6" : by) +
            (major ? " (schema " + std::to_string(*major) + ")" : "") +
            ", in a form that does not separate the calls of a module. Export it with PyTorch 2.6 or newer.");
  }
  if (*major > kSchema) {
    throw RunError(ErrorKind::newer_pytorch, "the program was exported" + by + " in schema " + std::to_string(*major) +
                                                 ", which is newer than this program knows. Use a newer "
                                                 "aimet-validate.");
  }
}

// Facts about all graphs, collected before the first op is read.
struct Survey {
  StackTable stacks;
  Paths known;
  std::size_t nodes = 0;
  std::size_t named = 0;  // nodes with an nn_module_stack

  void visit(const Json& graph, int depth) {
    if (depth > kDeepestGraph) return;  // GraphReader::read reports it
    for (const Json node : graph["nodes"]) {
      ++nodes;
      const Json stack = node["metadata"]["nn_module_stack"];
      if (stack.is_text()) {
        ++named;
        const auto [entry, is_new] = stacks.try_emplace(stack.text_id());
        if (is_new) entry->second = parse_module_stack(stack.text(), known);
      }
      for (const Json input : node["inputs"]) {
        const Json inner = input["arg"]["as_graph"]["graph"];
        if (inner.is_object()) visit(inner, depth + 1);
      }
    }
  }

  std::vector<const ModuleStack*> all() const {
    std::vector<std::pair<std::uint32_t, const ModuleStack*>> sorted;
    for (const auto& [id, stack] : stacks) sorted.emplace_back(id, &stack);
    std::sort(sorted.begin(), sorted.end());
    std::vector<const ModuleStack*> result;
    for (const auto& [id, stack] : sorted) result.push_back(stack);
    return result;
  }
};

bool is_strict(const std::vector<const ModuleStack*>& stacks) {
  return std::any_of(stacks.begin(), stacks.end(), [](const ModuleStack* stack) {
    return std::any_of(stack->frames.begin(), stack->frames.end(), [](const Frame& frame) { return frame.strict; });
  });
}

// Whether all called modules have the class that torch.export.unflatten gives to every module.
bool lost_classes(const std::vector<const ModuleStack*>& stacks) {
  bool any = false;
  for (const ModuleStack* stack : stacks) {
    for (const Frame& frame : stack->frames) {
      any = true;
      if (frame.type != "torch.export.unflatten.InterpreterModule") return false;
    }
  }
  return any;
}

bool writes_in_place(const std::string& kind) { return is_aten(kind) && has_in_place_name(kind); }

// A write of forward into a parameter or buffer is visible afterwards, so a tracer keeps it: the written attributes
// count as outputs. `used`: values that something outside the graph uses, which count as outputs too.
void find_liveness_with_writes(Model& model, const std::vector<ValueId>& used) {
  const std::vector<ValueId> outputs = model.outputs;
  model.outputs.insert(model.outputs.end(), used.begin(), used.end());
  for (const OpId id : model.ops.ids()) {
    const Op& op = model.op(id);
    if (!writes_in_place(model.kind(id)) || op.inputs.count == 0) continue;
    const ValueId written = model.operand(op.inputs, 0);
    if (model.value(written).is_attribute) model.outputs.push_back(written);
  }
  find_liveness(model);
  model.outputs = outputs;
}

bool is_decomposed(const Json& program) {
  for (const Json verifier : program["verifiers"]) {
    if (verifier.text() == "ATEN") return true;
  }
  return false;
}

// Adds the two ops of the torch.autograd.profiler.record_function in which DataParallel.forward runs
// (torch/nn/parallel/data_parallel.py). A trace contains them, an export does not.
void add_records(const ModuleTable& modules, Draft& draft, Tables& tables) {
  const auto record = [&](const char* kind, SourceId source) {
    OpDraft op;
    op.kind = tables.symbol(kind);
    op.source = source;
    draft.ops.push_back(std::move(op));
    return Body::Item{false, draft.ops.size() - 1};
  };
  for (const CallDraft& call : draft.calls) {
    const Module& module = modules.modules[call.module];
    if (module.type != "torch.nn.parallel.data_parallel.DataParallel") continue;
    auto& items = draft.bodies[call.body].items;
    items.insert(items.begin(), record("profiler::_record_function_enter", call.source));
    items.push_back(record("profiler::_record_function_exit", call.source));
  }
}

class ProgramReader {
 public:
  ProgramReader(const Json& program, const Json& weights, const ExportedOptions& options)
      : program_(program), graph_module_(program["graph_module"]), weights_(weights), options_(options) {}

  Model run() {
    const std::vector<std::string> listed = listed_modules();
    survey_.known.insert(listed.begin(), listed.end());
    survey_.visit(graph_module_["graph"], 0);
    const auto stacks = survey_.all();
    const std::vector<NamedTensor> tensors = named_tensors(graph_module_, weights_);
    ModuleTable modules = build_modules({listed, stacks, &tensors, weights_["config"].is_object()});
    Model model;
    model.form = SourceForm::exported;
    model.static_reason = "a .pt2 file contains the graph and its shapes and does not need to run";
    model.decomposed = is_decomposed(program_);
    model.modules_lost = survey_.nodes > 0 && survey_.named == 0;
    model.classes_lost = lost_classes(stacks);
    write_graph(stacks, modules, model);
    model.modules = std::move(modules.modules);
    find_liveness_with_writes(model, used_);
    return model;
  }

 private:
  std::vector<std::string> listed_modules() const {
    std::vector<std::string> listed;
    for (const Json entry : graph_module_["module_call_graph"]) {
      // torch.export adds _guards_fn when it exports a program again.
      if (entry["fqn"].is_text() && entry["fqn"].text() != "_guards_fn") listed.emplace_back(entry["fqn"].text());
    }
    return listed;
  }

  void write_graph(const std::vector<const ModuleStack*>& stacks, ModuleTable& modules, Model& model) {
    Draft draft;
    Tables tables(model);
    const bool strict = is_strict(stacks);
    Places places(survey_.stacks, modules, strict, draft, model);
    Values values(draft, tables, modules);
    const Json graph = graph_module_["graph"];
    Scope scope(graph);
    read_inputs(graph_module_, scope, values, draft, tables, modules);
    QuotedCode code(places);
    GraphReader reader(draft, tables, places, values, code, {model.decomposed, options_.max_ops});
    reader.read(graph, scope, {}, 0);
    read_outputs(graph_module_, scope, values, draft, tables, modules);
    add_records(modules, draft, tables);
    add_silent_calls(code, modules, draft, tables);
    add_size_arithmetic(code, draft, tables);
    write_draft(draft, tables);
    used_ = draft.used;
    model.calls.front().arguments = tables.operands(model.inputs);
    model.calls.front().results = tables.operands(model.outputs);
    model.blocks.front().inputs = model.calls.front().arguments;
    model.blocks.front().outputs = model.calls.front().results;
    model.remarks = what_cannot_be_shown(modules, model, reader.unnamed());
  }

  Json program_;
  Json graph_module_;
  Json weights_;
  const ExportedOptions& options_;
  Survey survey_;
  std::vector<ValueId> used_;
};

}  // namespace

Model read_program(std::string program, std::string weights, const ExportedOptions& options) {
  const JsonDocument document = JsonDocument::parse(std::move(program), "the program");
  check_schema(document.root());
  JsonDocument described;
  if (!weights.empty()) described = JsonDocument::parse(std::move(weights), "the description of the weights");
  return ProgramReader(document.root(), described.root(), options).run();
}

Model read_exported(const ByteSource& bytes, const ExportedArchive& archive, const std::string& program,
                    const ExportedOptions& options) {
  return read_program(program_text(bytes, archive, program), weights_text(bytes, archive, program), options);
}

}  // namespace aimet
