// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/suggest_edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "lib/edit/refusal.hpp"
#include "lib/report/paths.hpp"
#include "lib/suggest/functional_edit.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/library_class.hpp"
#include "lib/suggest/module_edit.hpp"
#include "lib/suggest/size_edit.hpp"

namespace aimet {
namespace {

std::string type_of(const std::string& op) { return op.substr(0, op.rfind('_')); }

std::string path_of(const SourceLocation& source, const RenderOptions& options) {
  return absolute_path(mapped_path(source.file, options.path_maps), options.working_folder);
}

class Planner {
 public:
  Planner(const RenderOptions& options, Fixes fixes, const std::vector<ModelReport>& models)
      : options_(options), fixes_(fixes) {
    for (const ModelReport& model : models)
      for (const CheckResult& check : model.checks)
        for (const Finding& finding : check.findings) {
          if (!finding.op || finding.sources.empty()) continue;
          path_of_class_.emplace(finding.module_type, path_of(finding.sources.front(), options));
          class_of_module_.emplace(std::pair(&model, finding.module), finding.module_type);
        }
  }

  // Plans the edit of the group. Returns the name of the file that it changes.
  std::string edit(const std::string& check, const Group& group) {
    const Finding& finding = *group.findings.front();
    EditedFile& of = file_of(group);
    const SuggestionKind kind = finding.suggestion ? finding.suggestion->kind : SuggestionKind::text;
    if (check == "reused-module") {
      edit_reused(of, group, finding.sources.empty() ? owner_of(group) : "");
    } else if (kind == SuggestionKind::other_module) {
      edit_other_module(of, group);
    } else if (kind == SuggestionKind::size_as_number) {
      change_size(of, group);
    } else if (finding.suggestion && finding.suggestion->library_line) {
      library_class(of, finding).edit(group);
    } else {
      edit_functional(of, group);
    }
    return of.file.shown();
  }

  // The file and the first line of the statement. The ops of a statement over several lines have different lines.
  std::string place_of(const SourceLocation& source) {
    const std::string path = path_of(source, options_);
    int line = source.line;
    try {
      const PythonFile& file = file_at(path).file;
      line = file.python().statements[file.statement_of(source)].first_line;
    } catch (const Refusal&) {  // reported when the edit of the finding is planned
    }
    return fmt::format("{}:{:08}", path, line);
  }

  Edits edits(std::vector<ModelReport>& models) {
    write_library_classes();
    std::map<std::string, FileEdit> by_name;
    for (const auto& [path, of] : files_) {
      const PythonFile& file = of->file;
      try {
        FileEdit edit{file.shown(), file.path(), file.python().text, file.after(), file.diff()};
        if (!edit.diff.empty()) by_name[file.shown()] = std::move(edit);
      } catch (const Refusal& refusal) {
        refuse_all(models, file.shown(), refusal.why);
      }
    }
    Edits edits;
    for (auto& [name, edit] : by_name) {
      edits.diff += edit.diff;
      edits.files.push_back(std::move(edit));
    }
    return edits;
  }

 private:
  EditedFile& file_of(const Group& group) {
    const Finding& finding = *group.findings.front();
    const std::string path = path_for(group);
    for (const SourceLocation& source : finding.sources)
      if (path_of(source, options_) != path) throw Refusal{"its lines are in several files"};
    return file_at(path);
  }

  EditedFile& file_at(const std::string& path) {
    if (const auto refused = refused_.find(path); refused != refused_.end()) throw Refusal{refused->second};
    auto& file = files_[path];
    if (file) return *file;
    try {
      file = std::make_unique<EditedFile>(path, options_, new_names_);
    } catch (const Refusal& refusal) {
      files_.erase(path);
      refused_[path] = refusal.why;
      throw;
    }
    return *file;
  }

  LibraryClass& library_class(EditedFile& user, const Finding& finding) {
    auto& found = libraries_[{user.file.path(), finding.module_type}];
    if (!found) found = std::make_unique<LibraryClass>(user, finding, options_);
    return *found;
  }

  void write_library_classes() {
    for (const auto& [of, library] : libraries_) {
      if (!library) continue;  // it was refused
      try {
        library->write();
      } catch (const Refusal& refusal) {
        for (Finding* finding : library->findings()) finding->edit = Edit{"", refusal.why};
      }
    }
  }

  // A call that runs no op has no line in a trace. Other findings in the class then name its file.
  std::string path_for(const Group& group) const {
    const Finding& finding = *group.findings.front();
    if (!finding.sources.empty()) return path_of(finding.sources.front(), options_);
    const SuggestionKind kind = finding.suggestion ? finding.suggestion->kind : SuggestionKind::text;
    const auto known = path_of_class_.find(kind == SuggestionKind::other_module      ? finding.module_type
                                           : kind == SuggestionKind::module_per_call ? owner_of(group)
                                                                                     : "");
    if (known == path_of_class_.end()) throw Refusal{"the model does not contain the line"};
    return known->second;
  }

  // The class of the module that has the finding's module as an attribute; "" if no other finding names it.
  std::string owner_of(const Group& group) const {
    const auto& [model, path] = group.per_module.begin()->first;
    const std::size_t dot = path.rfind('.');
    const auto known = class_of_module_.find({model, dot == std::string::npos ? "" : path.substr(0, dot)});
    return known == class_of_module_.end() ? "" : known->second;
  }

  void change_size(EditedFile& of, const Group& group) const {
    try {
      edit_size(of, group);
    } catch (const Refusal& refusal) {
      if (fixes_ == Fixes::safe)
        throw Refusal{"it computes with sizes, and " + refusal.why + ": --unsafe-fixes puts int(...) around them"};
      pin_size(of, group);
    }
  }

  static void refuse_all(std::vector<ModelReport>& models, const std::string& file, const std::string& why) {
    for (ModelReport& model : models)
      for (CheckResult& check : model.checks)
        for (Finding& finding : check.findings)
          if (finding.edit && finding.edit->file == file) finding.edit = Edit{"", why};
  }

  const RenderOptions& options_;
  Fixes fixes_;
  NewNames new_names_;
  std::map<std::string, std::unique_ptr<EditedFile>> files_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<LibraryClass>> libraries_;  // by user's file and type
  std::map<std::string, std::string> refused_;
  std::map<std::string, std::string> path_of_class_;
  std::map<std::pair<const ModelReport*, std::string>, std::string> class_of_module_;
};

using Key = std::tuple<std::string, std::int64_t, std::string, std::string>;

// The findings with most calls come first, so that their edit also serves an instance that makes fewer of them.
Key key_of(const CheckResult& check, const ModelReport& model, const Finding& finding, Planner& planner) {
  std::set<std::string> places;
  for (const SourceLocation& source : finding.sources) places.insert(planner.place_of(source));
  std::string lines;
  for (const std::string& place : places) lines += place + "\n";
  if (finding.suggestion && finding.suggestion->library_line)
    lines += finding.suggestion->library_line->file + fmt::format(":{:08}\n", finding.suggestion->library_line->line);
  const std::string what = finding.op ? type_of(*finding.op) : last_part(finding.module);
  if (lines.empty() && finding.suggestion && finding.suggestion->kind == SuggestionKind::other_module)
    lines = finding.module_type + "\n" + finding.suggestion->attributes.front();
  if (lines.empty()) lines = model.path + "\n" + finding.fingerprint;
  return {check.id, finding.op ? 0 : -finding.calls.value_or(0), lines, what};
}

// Whether the finding is a pooling that gets a size of the tensor as argument. To PyTorch's tracer the size is a
// tensor, but the argument must be a number (torch 1.13: "must be tuple of ints, not Tensor"). Such a model was
// scripted because it cannot be traced.
bool keeps_from_tracing(const Finding& finding) {
  const std::string kind = finding.op_kind.value_or("");
  const bool is_pool = kind.find("::avg_pool") != std::string::npos || kind.find("::max_pool") != std::string::npos;
  return is_pool && (!finding.suggestion || !finding.suggestion->constructor ||
                     finding.suggestion->constructor->type.rfind("torch.nn.", 0) != 0 ||
                     finding.suggestion->constructor->arguments.empty());
}

template <typename Predicate>
bool any_missing_module(const ModelReport& model, Predicate predicate) {
  return std::any_of(model.checks.begin(), model.checks.end(), [&](const CheckResult& check) {
    return check.id == "missing-module" && std::any_of(check.findings.begin(), check.findings.end(), predicate);
  });
}

// Scripted models that stay scripted. An edit must not need a module that cannot be scripted if the model cannot be
// traced, and must not need code that cannot be scripted if all modules of the model can be.
using Bound = std::set<const ModelReport*>;

bool wants_aimet(const Finding& finding) {
  return finding.suggestion && finding.suggestion->constructor &&
         finding.suggestion->constructor->type.rfind("aimet_torch.", 0) == 0;
}

// Whether the model can be traced with the planned edits, and has to be because they add AIMET's modules.
bool will_be_traced(const ModelReport& model) {
  const auto is_edited = [](const Finding& finding) { return finding.edit && !finding.edit->file.empty(); };
  return !any_missing_module(model, [&](const Finding& f) { return keeps_from_tracing(f) && !is_edited(f); }) &&
         any_missing_module(model, [&](const Finding& f) { return wants_aimet(f) && is_edited(f); });
}

std::map<Key, Group> groups_of(std::vector<ModelReport>& models, Planner& planner, const Bound& bound) {
  std::map<Key, Group> groups;
  for (ModelReport& model : models) {
    const bool is_scripted = model.source != SourceForm::traced;
    const bool is_bound = is_scripted && bound.count(&model) > 0;
    const bool only_scriptable = is_bound && any_missing_module(model, keeps_from_tracing);
    for (CheckResult& check : model.checks) {
      if (check.id != "reused-module" && check.id != "missing-module") continue;
      for (Finding& finding : check.findings) {
        Group& group = groups[key_of(check, model, finding, planner)];
        group.findings.push_back(&finding);
        auto& [count, runs] = group.per_module[{&model, finding.module}];
        ++count;
        group.class_of_module[{&model, finding.module}] = finding.module_type;
        runs = finding.suggestion ? static_cast<std::size_t>(std::max(finding.suggestion->owner_runs, 1)) : 1;
        group.traced_only = group.traced_only && !is_bound;
        group.has_scripted = group.has_scripted || is_scripted;
        group.only_scriptable = group.only_scriptable || only_scriptable;
      }
    }
  }
  return groups;
}

// 2 for "gelu_2", 0 if the finding has no op. AIMET numbers the ops in the order of execution.
int number_of(const Finding& finding) {
  if (!finding.op) return 0;
  const std::string digits = finding.op->substr(finding.op->rfind('_') + 1);
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// The groups by line, and within a line in the order of execution. New modules are numbered and defined in this order.
std::vector<std::pair<const Key*, Group*>> in_order(std::map<Key, Group>& groups) {
  std::vector<std::pair<const Key*, Group*>> sorted;
  for (auto& [key, group] : groups) sorted.emplace_back(&key, &group);
  const auto place = [](const auto& entry) {
    const auto& [check, calls, lines, what] = *entry.first;
    int first = number_of(*entry.second->findings.front());
    for (const Finding* finding : entry.second->findings) first = std::min(first, number_of(*finding));
    return std::tuple(check, calls, lines, first);
  };
  std::stable_sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return sorted;
}

}  // namespace

namespace {

Edits plan(std::vector<ModelReport>& models, const RenderOptions& options, Fixes fixes, const Bound& bound) {
  Planner planner(options, fixes, models);
  auto groups = groups_of(models, planner, bound);
  for (const auto& [key, group] : in_order(groups)) {
    Edit edit;
    try {
      edit.file = planner.edit(std::get<0>(*key), *group);
    } catch (const Refusal& refusal) {
      edit.refused = refusal.why;
    }
    for (Finding* finding : group->findings) finding->edit = edit;
  }
  return planner.edits(models);
}

}  // namespace

Edits plan_edits(std::vector<ModelReport>& models, const RenderOptions& options, Fixes fixes) {
  Bound bound;
  while (true) {
    Edits edits = plan(models, options, fixes, bound);
    const std::size_t before = bound.size();
    for (const ModelReport& model : models)
      if (model.source != SourceForm::traced && !will_be_traced(model)) bound.insert(&model);
    if (bound.size() == before) return edits;
  }
}

}  // namespace aimet
