// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds a functional in a statement, and the call of a module that replaces it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/callee.hpp"
#include "lib/edit/expression.hpp"
#include "lib/edit/rewrite.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

struct Functional {
  std::string op;         // "add" of aten::add_
  bool in_place = false;  // aten::add_
  bool is_layer = false;  // a class of torch.nn takes its place, and most arguments go to its constructor
  bool prefers_passing = false;
  bool copies_input = false;   // the module writes into its input, which is read elsewhere: it is given a copy
  bool has_passing = false;    // AIMET's class that is called as the function of torch.nn.functional is may take it too
  bool writes_result = false;  // the layer writes into its input as the op does
};

struct FunctionalCall {
  enum class Form {
    module,      // the module of the suggestion, called with `arguments`
    layer,       // a layer that is made with `layer`, expressions of the source, and called with `arguments`
    global,      // `constructor`, torch.nn's pooling of the whole tensor, called with `arguments`
    passing,     // AIMET's module that is called as the function was
    assignment,  // the statement as a whole: a += b
    in_place,    // a.add_(b), as a statement of its own or as a = a.add_(b)
  };
  NodeId node = 0;
  Form form = Form::module;
  std::vector<NodeRewrite::Argument> arguments;
  std::vector<NodeRewrite::Argument> layer;  // "kernel_size=" and the node
  bool only_callee = false;                  // the text of the arguments stays
  bool has_open_argument = false;            // called as the function was, with a value that forward computes
  std::vector<NodeId> to_number;             // sizes that are to become Python's numbers
  std::string target;                        // of assignment and in_place: what is written into
  std::string constructor;                   // of global
  std::string composite;                     // AIMET's class for a function that runs several ops
};

inline constexpr std::string_view kFunctionalModule = "torch.nn.functional";

// Names are looked up in the file's scopes: the base of a call is a tensor only where it can be nothing else.
class FunctionalFinder {
 public:
  FunctionalFinder(const PythonExpressions& tree, const Scopes& scopes, StatementId statement)
      : tree_(tree), scopes_(scopes), statement_(statement) {}

  // In the order in which they run. Throws Refusal for one that is the op but passes what the module would not get.
  std::vector<FunctionalCall> find(const Functional& functional);

 private:
  const PythonNode& at(NodeId id) const { return tree_.nodes[id]; }
  void visit(NodeId id);
  void visit_call(NodeId id);
  std::optional<FunctionalCall> in_place_call(NodeId id, const Callee& callee) const;
  void visit_composite(NodeId id, const Callee& callee);
  bool is_number_divided(NodeId id) const;
  static FunctionalCall divide_call(NodeId id, std::vector<NodeRewrite::Argument> arguments);
  std::optional<FunctionalCall> assignment() const;
  bool may_be_number(NodeId id) const;

  const PythonExpressions& tree_;
  const Scopes& scopes_;
  StatementId statement_;
  Functional functional_;
  std::vector<FunctionalCall> found_;
};

}  // namespace aimet
