// SPDX-License-Identifier: Apache-2.0
#pragma once
// The call of a module that replaces the call of a function: which arguments go to the constructor, and which to the
// call.

#include <optional>
#include <string>
#include <vector>

#include "lib/edit/callee.hpp"
#include "lib/edit/functional_call.hpp"

namespace aimet {

// The arguments of a call. The tensor comes first, whether it is before the dot or in the parentheses.
struct CallArguments {
  std::vector<NodeRewrite::Argument> arguments;
  std::vector<std::string> keywords;  // one for each argument; "" for a positional one
};

// Each function throws Refusal if the module would not get what the call passes.
class FunctionalForms {
 public:
  FunctionalForms(const PythonExpressions& tree, const Functional& functional) : tree_(tree), functional_(functional) {}

  CallArguments arguments_of(NodeId call, const Callee& callee) const;

  // torch.nn's pooling over the whole tensor; nullopt if the call's window is not the whole tensor. The stride does not
  // matter, because each channel has one value left.
  std::optional<FunctionalCall> global_pooling(NodeId id, const Callee& callee) const;
  FunctionalCall layer_call(NodeId id, const Callee& callee) const;
  FunctionalCall elementwise_call(NodeId id, const Callee& callee) const;
  // AIMET's module writes into its input. It gets a copy if the function does not write and the input is read later.
  FunctionalCall masked_fill_call(NodeId id, const Callee& callee) const;
  FunctionalCall concat_call(NodeId id, const Callee& callee) const;

 private:
  const PythonNode& at(NodeId id) const { return tree_.nodes[id]; }
  FunctionalCall passing_call(NodeId id, const Callee& callee) const;

  const PythonExpressions& tree_;
  const Functional& functional_;
};

// Passes a copy of the first argument to the module.
void copy_first_argument(const PythonExpressions& tree, FunctionalCall& call);

}  // namespace aimet
