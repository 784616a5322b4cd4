// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/planned_module.hpp"

#include <algorithm>

#include "lib/check/python_constant.hpp"
#include "lib/check/suggestion_text.hpp"
#include "lib/check/wording.hpp"
#include "lib/edit/constructor.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/suggest/init_value.hpp"

namespace aimet {
namespace {

// "add" for "add_2".
std::string without_number(const std::string& name) {
  const std::size_t underscore = name.rfind('_');
  const std::string digits = underscore == std::string::npos ? "" : name.substr(underscore + 1);
  return digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos ? name
                                                                                       : name.substr(0, underscore);
}

}  // namespace

std::string constructor_of(const Suggestion& suggestion) {
  return suggestion.constructor ? constructor_text(*suggestion.constructor) : "";
}

std::optional<StatementId> ModulePlanner::stable_place(const FunctionalCall& call, std::size_t owner) {
  StatementId after = 0;
  for (const auto& argument : call.layer) {
    const auto known = known_in_init(of_, statement_, argument.node, owner, site_.helper.has_value());
    if (!known) return std::nullopt;
    after = std::max(after, *known);
  }
  return after;
}

PlannedModule ModulePlanner::plan(const FunctionalCall& call) {
  PlannedModule module;
  std::string constructor = suggestion() != nullptr ? constructor_of(*suggestion()) : "";
  module.name = suggestion() != nullptr && !suggestion()->attributes.empty()
                    ? without_number(suggestion()->attributes.front())
                    : "";
  std::vector<StatementId> stable(site_.owners.size(), 0);
  if (!call.composite.empty()) {
    constructor = composite_constructor(call);
    module.name = lower(call.composite);
  } else if (call.form == FunctionalCall::Form::global) {
    constructor = call.constructor;
    module.name = bare_name(*finding_.op_kind);
  } else if (call.form == FunctionalCall::Form::passing) {
    constructor = suggestion()->passing + "()";
  } else if (call.form == FunctionalCall::Form::layer) {
    constructor = layer_constructor(call);
    for (std::size_t i = 0; i < site_.owners.size(); ++i) {
      const auto after = stable_place(call, site_.owners[i]);
      if (!after) throw Refusal{"an argument of the call is not fixed in __init__"};
      stable[i] = *after;
    }
  }
  if (call.form != FunctionalCall::Form::layer) check_constructor(constructor);
  const std::string type = constructor.substr(0, constructor.find('('));
  const std::string layer = site_.helper ? "" : layer_before(file_, statement_, call.node);
  for (std::size_t i = 0; i < site_.owners.size(); ++i) {
    of_.classes.must_take(site_.owners[i], type);
    if (of_.classes.is_container(site_.owners[i]) && !group_.traced_only)
      throw Refusal{"the class is a container, and a scripted model cannot leave out some of its elements"};
    if (loop_) of_.classes.must_take(site_.owners[i], "torch.nn.ModuleList");
    StatementId after = of_.classes.place_in_init(site_.owners[i], layer);
    const StatementId known = std::max(stable[i], loop_ ? loop_->iterations.known : 0);
    if (after != kNewInit && known > after) after = of_.classes.end_of_top(site_.owners[i], known);
    module.after.push_back(after);
    module.known.push_back(stable[i]);
  }
  module.owners = site_.owners;
  module.value = constructor;
  return module;
}

// The finding does not name this module: the op alone has none, or another one. Only AIMET's package is taken from it.
std::string ModulePlanner::composite_constructor(const FunctionalCall& call) const {
  const std::string& help = finding_.help;
  const std::string module =
      suggestion() != nullptr && suggestion()->constructor ? suggestion()->constructor->type : std::string();
  const std::size_t dot = module.rfind('.');
  if (module.rfind("aimet_torch.", 0) == 0) return module.substr(0, dot + 1) + call.composite + "()";
  const std::size_t begin = help.find("aimet_torch.");
  const std::size_t end = help.find_first_of("(, ;:", begin);
  if (begin == std::string::npos) throw Refusal{"no module with known arguments takes its place"};
  const std::string named = help.substr(begin, end - begin);
  return named.substr(0, named.rfind('.') + 1) + call.composite + "()";
}

std::string ModulePlanner::layer_constructor(const FunctionalCall& call) {
  std::string arguments;
  for (const auto& argument : call.layer)
    arguments += (arguments.empty() ? "" : ", ") + argument.before + file_.text_of(statement_, argument.node);
  if (arguments.find('\n') != std::string::npos) throw Refusal{"an argument of the call spans several lines"};
  return suggestion()->constructor->type + "(" + arguments + ")";
}

}  // namespace aimet
