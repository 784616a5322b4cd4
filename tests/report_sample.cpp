// SPDX-License-Identifier: Apache-2.0
#include "tests/report_sample.hpp"

#include <string>

#include "lib/report/status.hpp"

namespace aimet {
namespace {

constexpr const char* kNet = "/home/alice/net/net.py";
constexpr const char* kRelu = "torch.nn.modules.activation.ReLU";

// Clears the screen, rings the bell, reverses text, breaks lines, and forges a workflow command and markup. Not UTF-8.
const std::string hostile = "\x1b[2J\a\u202eevil\u202c\r\n::error::<b>&\"']]>[x](http://e)\xff\u200b\u009b%0A\uffff";

Finding reused_relu() {
  Finding finding;
  finding.message = "relu1 is called 2 times in one forward pass, where AIMET needs one module a call.";
  finding.help = "Define one module for each call, and call each of them once.";
  finding.module = "relu1";
  finding.module_type = kRelu;
  finding.calls = 2;
  finding.sources = {{kNet, 10, 13, "self.relu1(x)", "forward"}, {kNet, 12, 16, "self.relu1(x)", "forward"}};
  finding.suggestion = Suggestion{
      SuggestionKind::module_for_op, {"relu1_2"}, Constructor{"torch.nn.ReLU", {{"inplace", "True"}}}, "", {"x"}};
  finding.fingerprint = "3f2a9c01d4e5b6f7";
  return finding;
}

// One of many findings in a class that occurs many times, as in a ResNet. They have the same lines and fold into one.
Finding reused_in_block(int block) {
  Finding finding = reused_relu();
  finding.module = "layer" + std::to_string(block / 2 + 1) + "." + std::to_string(block % 2) + ".relu";
  finding.message = finding.module + " is called 2 times in one forward pass, where AIMET needs one module a call.";
  finding.sources = {{"/home/bob/resnet.py", 93, 15, "        out = self.relu(out)", "forward"},
                     {"/home/bob/resnet.py", 101, 15, "        out = self.relu(out)", "forward"}};
  finding.suggestion.reset();
  finding.fingerprint = "block" + std::to_string(block);
  return finding;
}

Finding missing_matmul() {
  Finding finding;
  finding.message = "matmul_8 is a functional op, where AIMET needs a module to attach its quantizers to.";
  finding.help = "Define the module in __init__ and call it in place of the function.";
  finding.module_type = "__torch__.Net";
  finding.op = "matmul_8";
  finding.op_kind = "aten::matmul";
  finding.op_type = "matmul";
  finding.sources = {{kNet, 11, 0, "", "forward"}};
  finding.suggestion = Suggestion{SuggestionKind::module_for_op,
                                  {"matmul"},
                                  Constructor{"aimet_torch.v2.nn.custom.MatMul", {}},
                                  "",
                                  {"x", "weight"}};
  finding.fingerprint = "77aa";
  return finding;
}

Finding stripped_op(int number) {
  Finding finding;
  finding.message = "add_" + std::to_string(number) + " is a functional op.";
  finding.help = "Define the module in __init__ and call it in place of the function.";
  finding.module = "block" + std::to_string(number);
  finding.module_type = "__torch__.Block" + std::to_string(number % 12);
  finding.op = "add_" + std::to_string(number);
  finding.op_kind = "aten::add";
  finding.fingerprint = "strip" + std::to_string(number);
  return finding;
}

Finding hostile_finding() {
  Finding finding;
  finding.message = "message " + hostile;
  finding.help = "help " + hostile;
  finding.severity = Severity::warning;
  finding.module = "module " + hostile;
  finding.module_type = "type " + hostile;
  finding.op = "op " + hostile;
  finding.op_kind = "kind " + hostile;
  finding.sources = {{"/no/such/" + hostile + ".py", 3, 5, "    text " + hostile, "function " + hostile}};
  finding.suggestion = Suggestion{SuggestionKind::module_for_op,
                                  {"define " + hostile},
                                  Constructor{hostile, {{hostile, hostile}}},
                                  hostile,
                                  {"use " + hostile}};
  finding.suggestion->caution = "caution " + hostile;
  finding.edit = Edit{"", "refused " + hostile};
  finding.op_type = hostile;
  finding.modules = {hostile, "modules " + hostile};
  finding.snippet = "paste\n" + hostile;
  finding.fingerprint = "print " + hostile;
  return finding;
}

Finding note() {
  Finding finding;
  finding.message = "head is a module that is never called.";
  finding.help = "Remove it, or call it.";
  finding.severity = Severity::note;
  finding.module = "head";
  finding.module_type = "torch.nn.modules.linear.Linear";
  finding.fingerprint = "n1";
  return finding;
}

CheckResult check(std::string id, CheckStatus status, Severity severity, std::vector<Finding> findings = {}) {
  CheckResult result;
  result.id = std::move(id);
  result.status = status;
  result.severity = severity;
  result.findings = std::move(findings);
  return result;
}

Finding unregistered_add() {
  Finding finding;
  finding.message = "the modules a and b are of the class net.Add, for which AIMET has no quantized definition.";
  finding.help = "Register it.";
  finding.module = "a";
  finding.module_type = "net.Add";
  finding.modules = {"a", "b"};
  finding.snippet = "@QuantizationMixin.implements(Add)\nclass QuantizedAdd(QuantizationMixin, Add):\n    pass\n";
  finding.fingerprint = "u1";
  return finding;
}

Coverage coverage(const std::string& text) {
  Coverage coverage;
  coverage.aimet_since = "2.0";
  coverage.ops = 4;
  coverage.quantized = coverage.not_needed = 1;
  coverage.none = 2;
  coverage.multiply_accumulates = 1000;
  coverage.multiply_accumulates_quantized = 999;
  coverage.list = {
      {"Conv2d_0", "Conv2d", "conv", Encoding::quantized, "", SourceLocation{kNet, 10, 0, "", "forward"}, 1, 999},
      {"view_1", "view", "", Encoding::not_needed, "only moves data", std::nullopt, 1, 0},
      {text, text, text, Encoding::none, "why " + text, SourceLocation{text, 11, 0, text, text}, 2, std::nullopt}};
  return coverage;
}

ModelReport failing_model() {
  ModelReport model;
  model.path = "models/net.pt";
  model.source = SourceForm::scripted;
  model.mode = Mode::observed;
  model.confinement = {"landlock", "seccomp"};
  model.output = "hello from forward\n" + hostile + "\n";
  model.checks = {check("missing-module", CheckStatus::failed, Severity::error, {missing_matmul()}),
                  check("onnx-unsupported", CheckStatus::skipped, Severity::error),
                  check("reused-module", CheckStatus::failed, Severity::error, {reused_relu()}),
                  check("unused-module", CheckStatus::passed, Severity::note, {note()}),
                  check("unregistered-module", CheckStatus::failed, Severity::error, {unregistered_add()})};
  model.coverage = coverage("matmul_8");
  for (int block = 0; block < 13; ++block) model.checks[2].findings.push_back(reused_in_block(block));
  model.checks[1].reason = "a frozen file has no modules left to judge";
  return model;
}

ModelReport stripped_model() {
  ModelReport model;
  model.path = "/repo/models/stripped.pt";
  model.source = SourceForm::traced;
  model.static_reason = "no sample inputs were given and the file holds none";
  model.checks = {check("missing-module", CheckStatus::failed, Severity::error),
                  check("reused-module", CheckStatus::passed, Severity::error)};
  for (int number = 0; number < 24; ++number) model.checks[0].findings.push_back(stripped_op(number));
  return model;
}

ModelReport passing_model() {
  ModelReport model;
  model.path = "models/clean.pt";
  model.source = SourceForm::mixed;
  model.mode = Mode::observed;
  model.checks = {check("missing-module", CheckStatus::passed, Severity::error),
                  check("reused-module", CheckStatus::passed, Severity::error)};
  return model;
}

ModelReport hostile_model() {
  ModelReport model;
  model.path = "models/" + hostile + ".pt";
  model.source = SourceForm::frozen;
  model.static_reason = "why " + hostile;
  model.confinement = {"measure " + hostile};
  model.output = hostile;
  model.hints = {"hint " + hostile};
  model.coverage = coverage(hostile);
  model.checks = {check("eval-mode", CheckStatus::failed, Severity::warning, {hostile_finding()}),
                  check("reused-module", CheckStatus::error, Severity::error)};
  model.checks[1].reason = "vector::_M_range_check " + hostile;
  return model;
}

ModelReport unreadable_model() {
  ModelReport model;
  model.path = "/data/weights.pt";
  model.error = ReportError{ErrorKind::not_torchscript,
                            "This is a state dict from torch.save: weights without code.\n"
                            "Save the model with torch.jit.script(model).save(path) or torch.jit.trace."};
  return model;
}

}  // namespace

Report sample_report() {
  Report report;
  report.tool.version = "0.1.0";
  report.tool.libtorch = "1.13.1";
  report.models = {failing_model(), stripped_model(), passing_model(), hostile_model(), unreadable_model()};
  for (ModelReport& model : report.models) {
    model.status = status_of(model, FailOn::error);
    add_to_summary(report.summary, model);
  }
  return report;
}

RenderOptions sample_options() {
  RenderOptions options;
  options.working_folder = "/repo";
  options.path_maps = {{"/home/alice/net", AIMET_SOURCE_DIR "/tests/approved/report/source"},
                       {"/home/bob", "/repo/vision"}};
  options.rules = {
      {"eval-mode", "The model was saved in training mode", Severity::warning, "## eval-mode\n\nCall `eval()`."},
      {"missing-module", "A function is called where AIMET needs a module", Severity::error,
       "## missing-module\n\nAIMET attaches quantizers to modules.\n\n```python\nself.add = Add()\n```"},
      {"reused-module", "A module is called more than once", Severity::error, "## reused-module\n\nOne module a call.",
       "https://example.org/guidelines.html"}};
  return options;
}

}  // namespace aimet
