// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/attributes.hpp"

#include <algorithm>
#include <array>

#include "lib/edit/contains.hpp"
#include "lib/edit/parse_statement.hpp"

namespace aimet {
namespace {

constexpr std::array<std::string_view, 45> kModuleMembers = {"add_module",
                                                             "apply",
                                                             "bfloat16",
                                                             "buffers",
                                                             "call_super_init",
                                                             "children",
                                                             "compile",
                                                             "cpu",
                                                             "cuda",
                                                             "double",
                                                             "dump_patches",
                                                             "eval",
                                                             "extra_repr",
                                                             "float",
                                                             "forward",
                                                             "get_buffer",
                                                             "get_extra_state",
                                                             "get_parameter",
                                                             "get_submodule",
                                                             "half",
                                                             "ipu",
                                                             "load_state_dict",
                                                             "modules",
                                                             "named_buffers",
                                                             "named_children",
                                                             "named_modules",
                                                             "named_parameters",
                                                             "parameters",
                                                             "register_backward_hook",
                                                             "register_buffer",
                                                             "register_forward_hook",
                                                             "register_module",
                                                             "register_parameter",
                                                             "requires_grad_",
                                                             "set_extra_state",
                                                             "share_memory",
                                                             "state_dict",
                                                             "to",
                                                             "to_empty",
                                                             "train",
                                                             "training",
                                                             "type",
                                                             "xpu",
                                                             "zero_grad",
                                                             "T_destination"};

// Layers and functions that take a module as an argument, or keep it.
constexpr std::array<std::string_view, 9> kTakeModules = {
    "Sequential",         "ModuleList",  "ModuleDict",   "TransformerEncoderLayer", "TransformerDecoderLayer",
    "TransformerEncoder", "Transformer", "DataParallel", "TransformerDecoder"};
constexpr std::array<std::string_view, 8> kTakeValues = {"int",   "float", "bool", "str",
                                                         "range", "round", "abs",  "isinstance"};

bool takes_no_module(const PythonFile& file, StatementId id, const std::string& callee) {
  const std::string path = file.scopes().resolved(id, callee);
  if (path.rfind("torch.nn.", 0) == 0) {
    const std::string type = path.substr(9);
    return type.find('.') == std::string::npos && !contains(kTakeModules, type);
  }
  return contains(kTakeValues, callee) && file.scopes().meaning(id, callee).kind == Meaning::Kind::unknown;
}

}  // namespace

bool is_plain_value(PythonFile& file, StatementId id, std::size_t i) {
  using Kind = PythonNode::Kind;
  const auto tree = parse_statement(file.python(), file.python().statements[id]);
  if (!tree) return false;
  const std::size_t end = file.python().statements[id].tokens[i].end;
  for (const PythonNode& parent : tree->nodes) {
    for (std::size_t k = 0; k < parent.children.size(); ++k) {
      const PythonNode& node = tree->nodes[parent.children[k]];
      if (node.kind != Kind::attribute || node.end != end) continue;
      if (parent.kind == Kind::binary) return parent.word != "and" && parent.word != "or";
      if (parent.kind == Kind::subscript) return k > 0;
      return parent.kind == Kind::call && k > 0 && takes_no_module(file, id, dotted(*tree, parent.children[0]));
    }
  }
  return false;
}

bool is_member_of_module(std::string_view name) { return contains(kModuleMembers, name); }

std::optional<std::string_view> owner_of(const PythonText& python, StatementId id, std::size_t i) {
  if (i < 1 || python.word(id, i - 1) != ".") return std::nullopt;
  const bool is_simple = i == 2 || (i > 2 && python.word(id, i - 3) != ".");
  const auto kind = i >= 2 ? python.statements[id].tokens[i - 2].kind : PythonToken::Kind::symbol;
  return is_simple && kind == PythonToken::Kind::name ? python.word(id, i - 2) : std::string_view();
}

bool names_attribute(const PythonText& python, StatementId id, std::size_t i, const std::string& name) {
  constexpr std::array<std::string_view, 4> kFunctions = {"getattr", "setattr", "hasattr", "delattr"};
  const std::string_view word = python.word(id, i);
  if (word.size() != name.size() + 2 || word.substr(1, name.size()) != name) return false;
  const auto& tokens = python.statements[id].tokens;
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const PythonToken& token) { return contains(kFunctions, python.of(token)); });
}

bool mentions(const OtherClass& of, const std::string& name) {
  const PythonText& python = of.file->python;
  for (StatementId id = of.of().body.first; id < of.of().body.last; ++id) {
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i) {
      const bool is_attribute = i >= 2 && python.word(id, i - 1) == "." && python.word(id, i - 2) == "self";
      const bool is_member = of.file->scopes.index_of(id) == of.of().scope && i < 2;
      if (names_attribute(python, id, i, name)) return true;
      if (python.word(id, i) == name && (is_attribute || is_member)) return true;
    }
  }
  return false;
}

}  // namespace aimet
