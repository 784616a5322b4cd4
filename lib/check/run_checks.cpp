// SPDX-License-Identifier: Apache-2.0
#include "lib/check/run_checks.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "lib/check/aimet_rules.hpp"
#include "lib/check/excluded.hpp"
#include "lib/check/fingerprint.hpp"
#include "lib/check/limits.hpp"
#include "lib/check/verdict.hpp"
#include "lib/model/quantized.hpp"

namespace aimet {
namespace {

constexpr const char* kFrozenReason =
    "the file is frozen: its modules were merged into one graph, so modules cannot be checked (see frozen-model)";

constexpr const char* kInlinedReason =
    "PyTorch 1.0 and 1.1 saved files without the calls of their modules, so modules cannot be checked (see "
    "frozen-model)";

constexpr const char* kQuantizedReason =
    "PyTorch has quantized the model already, so the float model cannot be checked (see quantized-model)";

constexpr const char* kNoModulesReason =
    "the program contains no module names, so modules cannot be checked (see frozen-model)";
constexpr const char* kNoClassesReason =
    "the classes of the modules were lost in torch.export.unflatten (see frozen-model)";
constexpr const char* kNoOnnxReason =
    "torch.onnx.export accepts a .pt2 only with dynamo=True, which decomposes each op by the rules of onnxscript; "
    "validate the TorchScript file instead";

constexpr const char* kRegistryReason =
    "AIMET before 2.0 accepts modules of any class; its QuantizationSimModel looks up classes only since 2.0";

// Why the check cannot judge this model; nullptr if it can.
const char* why_skipped(const Check& check, const Model& model, const CheckOptions& options, bool is_quantized) {
  const bool asks_for_registry = check.needs == Needs::class_registry;
  const bool asks_for_classes = check.needs == Needs::module_classes || asks_for_registry;
  const bool asks_for_modules = check.needs == Needs::module_structure || asks_for_classes;
  if (asks_for_modules && model.form == SourceForm::frozen)
    return model.inlined_when_saved ? kInlinedReason : kFrozenReason;
  const bool needs_floats = check.needs != Needs::nothing && check.needs != Needs::tensors;
  if (needs_floats && is_quantized) return kQuantizedReason;
  if (asks_for_modules && model.modules_lost) return kNoModulesReason;
  if (asks_for_classes && model.classes_lost) return kNoClassesReason;
  if (check.needs == Needs::export_graph && model.form == SourceForm::exported) return kNoOnnxReason;
  if (asks_for_registry && !aimet_rules(options.aimet_version).has_registry) return kRegistryReason;
  return nullptr;
}

constexpr const char* kNoTensorsReason =
    "the model was not run and the file contains no dtypes or shapes; pass the inputs (--input-shape)";

// A check can judge parameters without a run. If it finds nothing there, nothing is known of the other tensors.
bool lacks_tensors(const Check& check, const Model& model, const std::vector<Finding>& findings) {
  return check.needs == Needs::tensors && findings.empty() && model.observations.empty();
}

CheckResult skipped(CheckResult result, const char* reason) {
  result.status = CheckStatus::skipped;
  result.reason = reason;
  return result;
}

std::string failure_of(const Check& check, const std::string& what) {
  const std::string owner = check.origin.empty() ? "this program" : check.origin;
  return "the check itself failed, which is a defect of " + owner + ": " + what;
}

void drop_excluded(std::vector<Finding>& findings, const CheckOptions& options) {
  const auto excluded = [&](const Finding& finding) { return is_excluded(finding.module, options.exclude_modules); };
  findings.erase(std::remove_if(findings.begin(), findings.end(), excluded), findings.end());
}

// How much more the report may contain.
struct Room {
  std::size_t findings = kMostFindings;
  std::size_t sources = kMostSources;
  std::size_t parts = kMostParts;
};

// How many leading elements of a finding's list to keep: up to the one that reaches kLongestListOfFinding.
template <typename Bytes, typename T>
std::size_t that_fit(const std::vector<T>& values, Bytes bytes_of) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (; count < values.size() && bytes < kLongestListOfFinding; ++count) bytes += bytes_of(values[count]);
  return count;
}

std::size_t bytes_of(const SourceLocation& source) {
  return source.file.size() + source.text.size() + source.function.size();
}

std::size_t bytes_of(const Suggestion& suggestion) {
  std::size_t bytes = 0;
  for (const auto* texts : {&suggestion.attributes, &suggestion.arguments})
    for (const std::string& text : *texts) bytes += text.size();
  if (!suggestion.constructor) return bytes;
  for (const Constructor::Argument& argument : suggestion.constructor->arguments)
    bytes += argument.name.size() + argument.value.size();
  return bytes;
}

// Truncates the findings and their lists to the limits of a report, which must fit through a pipe. If findings are
// dropped, a last one says how many there were.
void cut(std::vector<Finding>& findings, Severity severity, Room& room) {
  const std::size_t most = std::min(kMostFindingsOfCheck, room.findings - 1);
  if (findings.size() > most) {
    Finding rest;
    rest.severity = severity;
    rest.message = "there are " + std::to_string(findings.size()) + " findings of this kind; the first " +
                   std::to_string(most) + " are listed";
    rest.help = "fix those that share a line first, or leave modules out with --exclude-module";
    findings.resize(most);
    findings.push_back(std::move(rest));
  }
  room.findings -= std::min(room.findings - 1, findings.size());
  for (Finding& finding : findings) {
    const std::size_t kept =
        std::min({that_fit(finding.sources, [](const SourceLocation& source) { return bytes_of(source); }),
                  kMostSourcesOfFinding, room.sources});
    finding.sources.resize(kept);
    room.sources -= kept;
    finding.modules.resize(std::min({that_fit(finding.modules, [](const std::string& module) { return module.size(); }),
                                     kMostModulesOfFinding, room.parts}));
    room.parts -= finding.modules.size();
    const std::size_t parts = finding.suggestion ? parts_of(*finding.suggestion) : 0;
    if (parts > std::min(kMostPartsOfSuggestion, room.parts) ||
        (parts > 0 && bytes_of(*finding.suggestion) > kLongestListOfFinding))
      finding.suggestion.reset();
    else
      room.parts -= parts;
  }
}

CheckResult run_one(const Check& check, const Model& model, const CheckOptions& options, const char* reason) {
  CheckResult result{check.id, CheckStatus::passed, std::nullopt, check.severity, {}};
  if (reason != nullptr) return skipped(std::move(result), reason);
  try {
    result.findings = check.run(model, options);
  } catch (const std::exception& error) {
    result.status = CheckStatus::error;
    result.reason = failure_of(check, error.what());
    return result;
  } catch (...) {
    result.status = CheckStatus::error;
    result.reason = failure_of(check, "it threw something that is no std::exception");
    return result;
  }
  if (lacks_tensors(check, model, result.findings)) return skipped(std::move(result), kNoTensorsReason);
  drop_excluded(result.findings, options);
  return result;
}

// Completes the result of a check that ran.
void finish(CheckResult& result, Room& room) {
  cut(result.findings, result.severity, room);
  set_fingerprints(result.id, result.findings);
  result.status = verdict(result.findings, FailOn::warning);
}

}  // namespace

std::vector<CheckResult> run_checks(const std::vector<Check>& checks, const Model& model, const CheckOptions& options,
                                    const std::function<void(std::string_view id)>& announce) {
  const bool is_quantized = quantized_parts(model).any();
  std::vector<CheckResult> results;
  Room room;
  for (const Check& check : checks) {
    if (announce) announce(check.id);
    CheckResult result = run_one(check, model, options, why_skipped(check, model, options, is_quantized));
    if (result.status == CheckStatus::passed) finish(result, room);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace aimet
