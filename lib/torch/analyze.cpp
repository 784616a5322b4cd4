// SPDX-License-Identifier: Apache-2.0

// Turns one file into facts: identify, load, inline, write the snapshot, run.

#include "lib/torch/analyze.hpp"

#include <ATen/Parallel.h>
#include <torch/csrc/jit/runtime/print_handler.h>
#include <torch/version.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "lib/file/bombs.hpp"
#include "lib/file/identify.hpp"
#include "lib/file/zip_record.hpp"
#include "lib/inputs/match.hpp"
#include "lib/model/error.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/quantized.hpp"
#include "lib/model/text.hpp"
#include "lib/model/twins.hpp"
#include "lib/torch/cpu_only.hpp"
#include "lib/torch/cpu_run.hpp"
#include "lib/torch/entry.hpp"
#include "lib/torch/export_graph.hpp"
#include "lib/torch/feed.hpp"
#include "lib/torch/inline.hpp"
#include "lib/torch/load.hpp"
#include "lib/torch/module_tree.hpp"
#include "lib/torch/parametrized.hpp"
#include "lib/torch/snapshot.hpp"
#include "lib/torch/source_form.hpp"
#include "lib/torch/source_ranges.hpp"
#include "lib/torch/unknown_operators.hpp"
#include "lib/torch/value_text.hpp"
#include "lib/torch/weights.hpp"

namespace aimet {
namespace {

using Samples = std::vector<std::vector<c10::IValue>>;

const Method& forward_of(const Module& root) {
  std::string others;
  for (const Method& method : root.methods) {
    if (method.name == "forward") return method;
    others += (others.empty() ? "" : ", ") + method.name;
  }
  throw RunError(ErrorKind::no_forward,
                 others.empty() ? "it has no method forward and no other method: nothing can be run or checked"
                                : "it has no method forward. Its methods are: " + others +
                                      ". Save a module whose forward is what AIMET will quantize");
}

// The user's inputs take precedence over the inputs stored in the file. Empty for a static run or if there are no
// inputs.
Samples samples_to_run(const AnalyzeOptions& options, const torch::jit::Module& module, const Method& forward,
                       const Model& model, int fd) {
  if (options.static_run) return {};
  if (!options.inputs) return stored_inputs("forward", fd);
  const auto& schema = module.get_method("forward").function().getSchema();
  Samples samples;
  std::uint64_t seed = options.inputs->seed;
  for (const Sample& sample : options.inputs->samples) {
    const InputMatch match = match_inputs(sample, forward.arguments, model.types);
    samples.push_back(make_inputs(sample, match, schema, seed++));
  }
  return samples;
}

// Checks the user's inputs against forward's schema, in a static run too: a wrong flag must not go unnoticed.
void check_given_inputs(const AnalyzeOptions& options, const Method& forward, const Model& model) {
  if (!options.inputs) return;
  for (const Sample& sample : options.inputs->samples) match_inputs(sample, forward.arguments, model.types);
}

bool will_run(const AnalyzeOptions& options, const TorchScriptFile& file) {
  if (options.static_run) return false;
  return options.inputs || file.directory.find(file.top + "/traced_inputs.pkl") != nullptr;
}

struct Loaded {
  torch::jit::Module module;
  std::vector<std::string> unknown_operators;
};

// Declares operators of other libraries if they are not registered, so that the rest of the model can be checked.
Loaded load(int fd, const ByteSource& bytes, const TorchScriptFile& file) {
  try {
    return {load_module(fd), {}};
  } catch (const RunError& error) {
    if (error.kind() != ErrorKind::unknown_operator) throw;
    std::vector<std::string> unknown = declare_unknown_operators(bytes, file);
    if (unknown.empty()) throw;
    return {load_module(fd), std::move(unknown)};
  }
}

// The reason why the model cannot run, whatever inputs there are; "" if it can.
std::string why_static(const AnalyzeOptions& options, const Model& model) {
  if (options.static_run) return "--static was given";
  if (model.unknown_operators.empty()) return "";
  return "no loaded library registers the " +
         (model.unknown_operators.size() == 1 ? std::string("operator ") : std::string("operators ")) +
         joined(model.unknown_operators) + " (--op-library)";
}

// What the model was given as the sample with index `at`.
std::string fed(const AnalyzeOptions& options, const Samples& samples, std::size_t at, const torch::jit::Module& module,
                const Model& model) {
  const auto& schema = module.get_method("forward").function().getSchema();
  const Method forward = forward_of(model.modules.front());
  if (!options.inputs) return describe_fed(samples[at], schema);
  const Sample& sample = options.inputs->samples[at];
  const InputMatch match = match_inputs(sample, forward.arguments, model.types);
  return describe_fed(samples[at], schema, &sample, &match);
}

// A model that fails only because hardware is missing is checked statically: the file is not at fault.
void run_samples(const AnalyzeOptions& options, InlinedGraph& inlined, const GraphIds& ids,
                 const torch::jit::Module& module, Samples& samples, Model& model) {
  try {
    const CpuRun run = observe_on_cpu(inlined, ids, module, samples, model);
    if (!run.seen) {
      model.static_reason = run.why;
      samples.clear();
      return;
    }
    add_observations(model, *run.seen);
    if (!run.why.empty()) model.remarks.push_back(run.why);
  } catch (const SampleFailed& error) {
    throw RunError(ErrorKind::run_failed, std::string("the model failed while it ran: ") + error.what() + "; " +
                                              fed(options, samples, error.sample(), module, model));
  }
  model.mode = Mode::observed;
}

// Looks records up by name in a hash table: a trace of a thousand modules has a thousand records of code. The arguments
// must outlive the returned function.
SourceTable::ReadRecord reader_of(const ByteSource& bytes, const TorchScriptFile& file) {
  std::unordered_map<std::string_view, const ZipEntry*> entries;
  for (const ZipEntry& entry : file.directory.entries) entries.emplace(entry.name, &entry);
  return [&, entries = std::move(entries)](const std::string& name) -> std::optional<std::string> {
    const auto entry = entries.find(file.top + "/" + name);
    if (entry == entries.end()) return std::nullopt;
    return read_zip_entry(bytes, *entry->second, entry->second->size);
  };
}

}  // namespace

std::string libtorch_version() { return TORCH_VERSION; }

Model analyze(int fd, const std::string& path, const AnalyzeOptions& options) {
  const auto enter = [&](Phase phase) {
    if (options.on_phase) options.on_phase(phase);
  };
  enter(Phase::reading);
  const ByteSource bytes = file_bytes(fd);
  const TorchScriptFile file = identify(bytes, path);
  refuse_bombs(bytes, file);

  enter(Phase::loading);
  torch::jit::setPrintHandler([](const std::string& text) { std::fputs(text.c_str(), stdout); });
  auto [module, unknown_operators] = load(fd, bytes, file);
  restore_parametrizations(module);
  move_attributes_to_cpu(module);

  auto model = Model();
  model.libtorch = TORCH_VERSION;
  model.unknown_operators = std::move(unknown_operators);
  model.static_reason = why_static(options, model);
  const bool run = will_run(options, file) && model.static_reason.empty();
  FactTables tables(model);
  SourceTable sources(model, reader_of(bytes, file));
  ModuleTree tree = read_module_tree(module, tables);
  model.modules = tree.modules;
  model.saved_in_training = model.modules.front().training.value_or(false);
  const Method forward = forward_of(model.modules.front());
  check_given_inputs(options, forward, model);
  module.eval();
  InlinedGraph inlined = inline_forward(module, tree, {InlineFor::checks, options.max_ops});
  const GraphIds ids = write_snapshot(inlined, tree, tables, sources, model);
  find_source_form(model);
  if (file.version == 1 &&
      !model.modules.front().children.empty()) {  // PyTorch 1.0 and 1.1 saved forward without calls
    model.inlined_when_saved = true;
    model.form = SourceForm::frozen;
  }
  separate_tied(model);

  // Starts LibTorch's threads. Must run in the worker (the parent forks and may have no threads), before the inputs are
  // made, which uses threads as well.
  if (run && options.threads > 0) at::set_num_threads(options.threads);
  Samples samples = run ? samples_to_run(options, module, forward, model, fd) : Samples{};
  if (samples.empty()) {
    if (model.static_reason.empty()) model.static_reason = "no sample inputs were given and the file stores none";
  } else {
    enter(Phase::running);
    run_samples(options, inlined, ids, module, samples, model);
  }
  find_liveness(model);
  if (options.export_graph && !quantized_parts(model).any()) {
    enter(Phase::checking);
    std::optional<ExportSample> sample;
    if (!samples.empty()) sample.emplace(ExportSample{samples.front(), seen_tensors(ids, model)});
    const ExportSource source{module, tree, options.max_ops, model.form == SourceForm::scripted};
    model.export_graph = std::make_shared<const ExportGraph>(
        make_export_graph(source, std::exchange(inlined, {}), sample ? &*sample : nullptr, sources));
  }
  return model;
}

}  // namespace aimet
