// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/site.hpp"

#include <algorithm>
#include <string_view>

#include "lib/edit/refusal.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/passed_module.hpp"
#include "lib/suggest/words.hpp"

namespace aimet {
namespace {

constexpr std::string_view kReceiver = "owner";

// The calls of the function. Throws Refusal if it is used for anything else.
std::vector<HelperCall> calls_of_helper(PythonFile& file, const Scope& helper) {
  const PythonText& python = file.python();
  const auto refuse = [&helper](bool is_odd) {
    if (is_odd)
      throw Refusal{"the line is in the function " + helper.name + ", which not only methods of classes call"};
  };
  std::vector<HelperCall> calls;
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    std::size_t words = 0;
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i) {
      const PythonToken& token = python.statements[id].tokens[i];
      const std::string_view word = python.of(token);
      if (token.kind == PythonToken::Kind::string && word.size() == helper.name.size() + 2 &&
          word.substr(1, helper.name.size()) == helper.name) {
        // torch.fx.wrap("name") registers the function and does not call it.
        refuse(python.word(id, i - 2) != "wrap");
      }
      if (word == helper.name && (i == 0 || python.word(id, i - 1) != ".")) ++words;
    }
    if (words == 0 || id == helper.header) continue;
    const Scope& scope = file.scopes().of(id);
    const Scope& around = file.scopes().all()[scope.parent];
    const auto class_id = file.classes().around(id);
    const bool in_method = scope.kind == Scope::Kind::function && around.kind == Scope::Kind::type && class_id &&
                           python.word(scope.header, 3) == "self";
    refuse(!in_method);
    const PythonExpressions& tree = file.tree_of(id);
    for (NodeId node = 0; node < tree.nodes.size(); ++node) {
      if (tree.nodes[node].kind != PythonNode::Kind::call || dotted(tree, tree.nodes[node].children[0]) != helper.name)
        continue;
      refuse(tree.nodes[node].may_repeat);
      calls.push_back({id, node, *class_id});
      --words;
    }
    refuse(words != 0);
  }
  refuse(calls.empty());
  return calls;
}

// Whether an earlier edit made `owner` the first parameter, and each call passes `self` for it.
bool is_receiver_passed(PythonFile& file, const Scope& helper, const std::vector<HelperCall>& calls) {
  if (file.python().word(helper.header, 3) != kReceiver) return false;
  return std::all_of(calls.begin(), calls.end(), [&](const HelperCall& call) {
    const PythonExpressions& tree = file.tree_of(call.statement);
    const PythonNode& node = tree.nodes[call.call];
    return node.children.size() > 1 && dotted(tree, node.children[1]) == "self";
  });
}

Site helper_site(PythonFile& file, std::size_t scope) {
  const Scope& helper = file.scopes().all()[scope];
  const PythonText& python = file.python();
  if (python.word(helper.header, 0) != "def" || python.word(helper.header, 2) != "(" ||
      (helper.header > 0 && python.word(helper.header - 1, 0) == "@"))
    throw Refusal{"the line is in no method of a class"};
  if (file.scopes().meaning(helper.header, helper.name).kind != Meaning::Kind::function)
    throw Refusal{"the function " + helper.name + " is defined more than once"};
  const auto calls = calls_of_helper(file, helper);
  const bool is_passed = is_receiver_passed(file, helper, calls);
  for (StatementId id = helper.header; !is_passed && id < helper.body.last; ++id)
    for (const PythonToken& token : python.statements[id].tokens)
      if (python.of(token) == kReceiver) throw Refusal{"the function " + helper.name + " has a name `owner` already"};
  if (is_known_elsewhere(file.path(), helper.name))
    throw Refusal{"the line is in the function " + helper.name + ", which another file may call"};
  Site site;
  site.receiver = kReceiver;
  site.helper = scope;
  site.is_passed = is_passed;
  site.calls = calls;
  const auto derives_from_another = [&](std::size_t id) {
    return std::any_of(calls.begin(), calls.end(),
                       [&](const HelperCall& other) { return file.classes().derives(id, other.class_id); });
  };
  for (const HelperCall& call : calls) {
    const bool known = std::find(site.owners.begin(), site.owners.end(), call.class_id) != site.owners.end();
    if (!known && !derives_from_another(call.class_id)) site.owners.push_back(call.class_id);
  }
  return site;
}

// Whether the name is a method of the class around the statement, and so not a layer.
bool is_method_around(const PythonFile& file, StatementId id, std::string_view name) {
  const auto around = file.classes().around(id);
  return around && find_method(file.classes()[*around], name) != nullptr;
}

std::string first_layer(const PythonFile& file, StatementId id, std::size_t begin, std::size_t end) {
  const PythonText& python = file.python();
  for (std::size_t i = 0; i + 3 < python.statements[id].tokens.size(); ++i) {
    const PythonToken& token = python.statements[id].tokens[i];
    if (token.begin >= begin && token.end <= end && python.of(token) == "self" && python.word(id, i + 1) == "." &&
        python.word(id, i + 3) == "(" && !is_method_around(file, id, python.word(id, i + 2)))
      return std::string(python.word(id, i + 2));
  }
  return "";
}

}  // namespace

Site site_of(PythonFile& file, StatementId statement) {
  Site site = site_with_static_methods(file, statement);
  if (site.is_static) throw Refusal{"the line is in a method without self"};
  return site;
}

Site site_with_static_methods(PythonFile& file, StatementId statement) {
  const PythonText& python = file.python();
  const std::size_t scope = file.scopes().index_of(statement);
  const Scope& function = file.scopes().all()[scope];
  if (function.kind != Scope::Kind::function) throw Refusal{"the line is in no method of a class"};
  const Scope& around = file.scopes().all()[function.parent];
  Site site;
  if (around.kind == Scope::Kind::file) {
    site = helper_site(file, scope);
  } else if (around.kind == Scope::Kind::type) {
    site.is_static = is_static_method(python, function);
    if (!site.is_static && (python.word(function.header, 0) != "def" || python.word(function.header, 3) != "self"))
      throw Refusal{"the line is in a method without self"};
    site.owners = {*file.classes().around(statement)};
  } else {
    throw Refusal{"the line is in a function within a function"};
  }
  for (auto header = header_of(python, statement); header && *header != function.header;
       header = header_of(python, *header))
    site.in_loop = site.in_loop || python.word(*header, 0) == "for" || python.word(*header, 0) == "while";
  return site;
}

void pass_receiver(PythonFile& file, const Site& site) {
  if (!site.helper || site.is_passed) return;
  const Scope& helper = file.scopes().all()[*site.helper];
  const std::size_t place = file.python().statements[helper.header].tokens[2].end;
  const auto added = file.rewrite().insertions.find(place);
  if (added != file.rewrite().insertions.end() && has_word(added->second, std::string(kReceiver))) return;
  add_parameter(file, helper, std::string(kReceiver));
  for (const HelperCall& call : site.calls) add_argument(file, call, "self");
}

std::string layer_before(PythonFile& file, StatementId statement, NodeId node) {
  const PythonText& python = file.python();
  const PythonNode of = file.tree_of(statement).nodes[node];
  std::string found = first_layer(file, statement, of.begin, of.end);
  const Scope& function = file.scopes().of(statement);
  for (StatementId id = statement; found.empty() && id-- > function.body.first;)
    found = first_layer(file, id, 0, python.text.size());
  return found;
}

}  // namespace aimet
