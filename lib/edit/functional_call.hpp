// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the calls of a functional in a statement, and the call of a module that replaces each.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/edit/callee.hpp"
#include "lib/edit/expression.hpp"
#include "lib/edit/rewrite.hpp"
#include "lib/edit/scopes.hpp"

namespace aimet {

struct Functional {
  std::string op;         // "add" for aten::add_
  bool in_place = false;  // aten::add_
  bool is_layer = false;  // replaced by a class of torch.nn, whose constructor gets most of the arguments
  bool prefers_passing = false;
  bool copies_input = false;   // the module writes into its input, which other code reads, so it gets a copy
  bool has_passing = false;    // AIMET has a class whose modules are called like the function of torch.nn.functional
  bool writes_result = false;  // the layer writes into its input as the op does
};

struct FunctionalCall {
  enum class Form {
    module,      // the suggested module, called with `arguments`
    layer,       // a layer, constructed with `layer` (expressions of the source), called with `arguments`
    global,      // `constructor` (torch.nn's pooling over the whole tensor), called with `arguments`
    passing,     // AIMET's module, called with the function's arguments
    assignment,  // the whole statement: a += b
    in_place,    // a.add_(b), as a statement of its own or as a = a.add_(b)
  };
  NodeId node = 0;
  Form form = Form::module;
  std::vector<NodeRewrite::Argument> arguments;
  std::vector<NodeRewrite::Argument> layer;  // the constructor arguments: "kernel_size=" and the node
  bool only_callee = false;                  // only the callee changes; the text of the arguments stays
  bool has_open_argument = false;            // AIMET's module gets the function's arguments; forward computes one
  std::vector<NodeId> to_number;             // sizes to convert to Python numbers
  std::string target;                        // the name of the tensor that is written into; "" if none
  bool writes_unnamed = false;               // the op writes into the result of another call, which has no name
  std::string constructor;                   // for Form::global
  std::string composite;                     // AIMET's class for a function that runs several ops, else ""
};

class FunctionalForms;

inline constexpr std::string_view kFunctionalModule = "torch.nn.functional";

// Resolves names in the file's scopes. The base of a method call counts as a tensor only if it can be nothing else.
class FunctionalFinder {
 public:
  // Returns the path of the function that the class assigns to `self.NAME`, such as "torch.relu"; "" if it is not
  // known.
  using FunctionOfAttribute = std::function<std::string(const std::string& name)>;

  FunctionalFinder(const PythonExpressions& tree, const Scopes& scopes, StatementId statement,
                   FunctionOfAttribute function_of_attribute = nullptr)
      : tree_(tree), scopes_(scopes), statement_(statement), function_of_attribute_(std::move(function_of_attribute)) {}

  // Returns the calls in the order in which they run. Throws Refusal if a call of the op passes an argument that the
  // module would not get.
  std::vector<FunctionalCall> find(const Functional& functional);

 private:
  const PythonNode& at(NodeId id) const { return tree_.nodes[id]; }
  void visit(NodeId id);
  void visit_call(NodeId id);
  Callee called_attribute(NodeId call) const;
  std::optional<FunctionalCall> in_place_call(NodeId id, const Callee& callee, const FunctionalForms& forms) const;
  void visit_composite(NodeId id, const Callee& callee);
  bool is_number_divided(NodeId id) const;
  static FunctionalCall divide_call(NodeId id, std::vector<NodeRewrite::Argument> arguments);
  std::optional<FunctionalCall> assignment() const;
  bool may_be_number(NodeId id) const;

  const PythonExpressions& tree_;
  const Scopes& scopes_;
  StatementId statement_;
  FunctionOfAttribute function_of_attribute_;
  Functional functional_;
  std::vector<FunctionalCall> found_;
};

}  // namespace aimet
