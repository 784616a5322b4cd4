#pragma once
// Where a functional stands in a statement, and the call of a module that takes its place.

#include <string>
#include <vector>

#include "lib/edit/expression.hpp"
#include "lib/edit/rewrite.hpp"

namespace aimet {

struct Functional {
  std::string op;           // "add" of aten::add_
  bool in_place = false;    // aten::add_
  std::string constructor;  // "torch.nn.MaxPool2d(3)": what need not be passed any more
};

struct FunctionalCall {
  NodeId node = 0;
  std::vector<NodeRewrite::Argument> arguments;
  bool is_assignment = false;  // the statement as a whole: a += b
};

// From left to right. Throws Refusal for one that is the op but passes what the module would not get.
std::vector<FunctionalCall> find_functional(const PythonExpressions& tree, const Functional& functional);

// Throws Refusal unless it is a call of torch.nn's or AIMET's with literals: the text may come from the model.
void check_constructor(const std::string& constructor);

}  // namespace aimet
