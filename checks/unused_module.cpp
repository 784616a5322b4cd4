// SPDX-License-Identifier: Apache-2.0
#include "checks/unused_module.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "lib/check/wording.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/model/usage.hpp"

namespace aimet {
namespace {

bool is_container(const Module& module) { return module.type.rfind("torch.nn.modules.container.", 0) == 0; }

class Search {
 public:
  explicit Search(const Model& model) : model_(model), usage_(find_usage(model)), used_below_(model.modules.size()) {
    for (std::size_t i = model.modules.size(); i-- > 0;) {  // children come after their parents
      const ModuleId id(i);
      const Module& module = model.module(id);
      if (usage_.used(id)) used_below_[id] = true;
      if (used_below_[id] && module.parent != kNone) used_below_[module.parent] = true;
      if (usage_.called[id] && module.is_leaf()) called_leaves_.insert(module.type);
    }
  }

  std::vector<Finding> run() {
    if (!model_.modules.empty()) visit_children(kRootModule);
    return std::move(findings_);
  }

 private:
  void visit_children(ModuleId id) {
    for (const ModuleId child : model_.module(id).children) visit(child);
  }

  void visit(ModuleId id) {
    const Module& module = model_.module(id);
    if (!used_below_[id]) {
      if (matters(id)) findings_.push_back(finding(id));
      return;
    }
    // Ignores what PyTorch's own modules do not call, such as TransformerEncoderLayer's Dropout on its fast path.
    const bool torch_own = module.origin == ClassOrigin::torch_nn || module.origin == ClassOrigin::torch_other;
    if (!torch_own || is_container(module)) visit_children(id);
  }

  // Whether the unused module deserves a finding. A leaf without parameters may be another name of one that is called,
  // which the file does not show.
  bool matters(ModuleId id) const {
    const Module& module = model_.module(id);
    const auto is_parameter = [](const Parameter& parameter) { return !parameter.is_buffer; };
    if (std::any_of(module.parameters.begin(), module.parameters.end(), is_parameter)) return true;
    if (module.origin == ClassOrigin::unknown && module.is_leaf()) return false;  // it may be called and run no op
    if (module.is_leaf()) return !is_container(module) && called_leaves_.count(module.type) == 0;
    return std::any_of(module.children.begin(), module.children.end(), [&](ModuleId child) { return matters(child); });
  }

  bool is_reachable(ModuleId id) const {
    if (usage_.named[id]) return true;
    const auto& children = model_.module(id).children;
    return std::any_of(children.begin(), children.end(), [&](ModuleId child) { return is_reachable(child); });
  }

  Finding finding(ModuleId id) const {
    const Module& module = model_.module(id);
    Finding finding;
    finding.module = module.path;
    finding.module_type = module.type;
    if (model_.mode == Mode::observed && is_reachable(id)) {
      finding.severity = Severity::warning;
      finding.sources = places(id);
      finding.message = "the module " + module.path +
                        " was not called in any sample, though the code can call it; "
                        "AIMET sees only what its sample inputs reach, and would leave it without encodings";
      finding.help = "add a sample that reaches " + module.path +
                     " to the input spec, or remove the module before "
                     "quantizing";
    } else {
      finding.severity = Severity::note;
      finding.message = "the module " + module.path + " is never called; AIMET will not see it";
      finding.help = "nothing to do if it is only used in training; otherwise call it in " +
                     forward_of(model_.module(module.parent)) + ", or remove it";
    }
    return finding;
  }

  std::vector<SourceLocation> places(ModuleId id) const {
    std::vector<SourceLocation> lines;
    for (const CallId i : model_.calls.ids()) {
      const Call& call = model_.calls[i];
      const bool meant = call.kind == CallKind::forward && call.module == id;
      if (meant) add_lines(lines, call_site(model_, i));
    }
    return lines;
  }

  const Model& model_;
  Usage usage_;
  IdVector<ModuleId, bool> used_below_;
  std::set<std::string> called_leaves_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> unused_module(const Model& model, const CheckOptions& /*options*/) { return Search(model).run(); }

}  // namespace aimet
