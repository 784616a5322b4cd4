// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/size_expressions.hpp"

#include <algorithm>
#include <utility>

#include "lib/edit/signatures.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

// LibTorch's op on numbers for the sign; "" if there is none.
std::string number_op(std::string_view sign) {
  const std::string_view op = op_of_sign(sign);
  if (op.empty() || op == "matmul") return "";
  return "aten::" + std::string(op == "floor_divide" ? "floordiv" : op);
}

bool is_self(const PythonExpressions& tree, NodeId id) {
  return tree.nodes[id].kind == Kind::name && tree.nodes[id].word == "self";
}

}  // namespace

SizeValue SizeExpressions::value(const PythonExpressions& statement, NodeId id) {
  const auto key = std::pair(&statement, id);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  return known_.emplace(key, read(statement, id)).first->second;
}

SizeValue SizeExpressions::read(const PythonExpressions& statement, NodeId id) {
  const PythonNode& node = statement.nodes[id];
  switch (node.kind) {
    case Kind::name: {
      const auto known = names_.find(node.word);
      return known == names_.end() ? SizeValue{} : known->second;
    }
    case Kind::group:
      return value(statement, node.children[0]);
    case Kind::attribute:
      if (node.word == "shape" && !is_self(statement, node.children[0])) return {SizeValue::Kind::sizes, {}};
      return {};
    case Kind::call:
      return of_call(statement, node);
    case Kind::subscript:
      return of_subscript(statement, node);
    case Kind::unary:
      return of_unary(statement, node);
    case Kind::binary:
      return of_binary(statement, node);
    default:
      return {};
  }
}

// x.size(), x.size(1), x.numel()
SizeValue SizeExpressions::of_call(const PythonExpressions& statement, const PythonNode& node) const {
  const PythonNode& callee = statement.nodes[node.children[0]];
  if (callee.kind != Kind::attribute || is_self(statement, callee.children[0])) return {};
  const std::size_t arguments = node.children.size() - 1;
  if (callee.word == "size" && arguments < 2)
    return {arguments == 0 ? SizeValue::Kind::sizes : SizeValue::Kind::size, {}};
  if (callee.word == "numel" && arguments == 0) return {SizeValue::Kind::size, {}};
  return {};
}

// An element of x.shape, or a slice of it.
SizeValue SizeExpressions::of_subscript(const PythonExpressions& statement, const PythonNode& node) {
  const SizeValue base = value(statement, node.children[0]);
  if (base.kind != SizeValue::Kind::sizes) return {};
  return {node.word == "x" ? SizeValue::Kind::size : SizeValue::Kind::sizes, base.operators};
}

SizeValue SizeExpressions::of_unary(const PythonExpressions& statement, const PythonNode& node) {
  SizeValue operand = value(statement, node.children[0]);
  if (operand.kind != SizeValue::Kind::size || node.word != "-") return {};
  operand.operators.push_back(operators_.size());
  operators_.push_back({"aten::neg", source_, false});
  return operand;
}

SizeValue SizeExpressions::of_binary(const PythonExpressions& statement, const PythonNode& node) {
  const SizeValue left = value(statement, node.children[0]);
  const SizeValue right = value(statement, node.children[1]);
  const auto fits = [&](const SizeValue& operand, NodeId id) {
    return operand.kind == SizeValue::Kind::size ||
           (operand.kind == SizeValue::Kind::none && may_be_number(statement, id, node.word));
  };
  const bool any = left.kind == SizeValue::Kind::size || right.kind == SizeValue::Kind::size;
  if (!any || !fits(left, node.children[0]) || !fits(right, node.children[1])) return {};
  // A name may be bound to a size in a line that is not quoted; a literal and self.x are plain Python numbers.
  const bool is_name = statement.nodes[node.children[0]].kind == Kind::name;
  return computed(node.word, left, right, left.kind != SizeValue::Kind::size && !is_name);
}

SizeValue SizeExpressions::computed(std::string_view sign, SizeValue left, const SizeValue& right, bool reversed) {
  std::string kind = number_op(sign);
  if (kind.empty()) return {};
  left.kind = SizeValue::Kind::size;
  left.operators.insert(left.operators.end(), right.operators.begin(), right.operators.end());
  left.operators.push_back(operators_.size());
  operators_.push_back({std::move(kind), source_, reversed});
  return left;
}

// A numeric literal is one. Anything else may be a tensor, unless the line ran no op of this sign on tensors.
bool SizeExpressions::may_be_number(const PythonExpressions& statement, NodeId id, std::string_view sign) const {
  const PythonNode& node = statement.nodes[id];
  if (is_literal(statement, id)) return node.kind != Kind::string && node.kind != Kind::list;
  const std::string_view op = op_of_sign(sign);
  return !op.empty() && std::find(ran_->begin(), ran_->end(), op) == ran_->end();
}

void SizeExpressions::bind_name(const PythonNode& target, SizeValue value) {
  if (target.kind != Kind::name) return;
  if (value.kind == SizeValue::Kind::none) {
    names_.erase(target.word);
  } else {
    names_[target.word] = std::move(value);
  }
}

// n, c = x.shape; a, b = x.size(0), x.size(1)
void SizeExpressions::bind(const PythonExpressions& statement, NodeId target, NodeId id) {
  const PythonNode& node = statement.nodes[target];
  const PythonNode& given = statement.nodes[id];
  if (node.kind != Kind::tuple && node.kind != Kind::list) return bind_name(node, value(statement, id));
  const SizeValue sizes = value(statement, id);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const PythonNode& element = statement.nodes[node.children[i]];
    if (sizes.kind == SizeValue::Kind::sizes) {
      bind_name(element, {SizeValue::Kind::size, sizes.operators});
    } else if (given.kind == Kind::tuple && given.children.size() == node.children.size()) {
      bind_name(element, value(statement, given.children[i]));
    } else {
      bind_name(element, {});
    }
  }
}

void SizeExpressions::assign(const PythonExpressions& statement) {
  const PythonExpressions& tree = statement;
  if (tree.assignment.empty() || tree.roots.size() < 2) return;
  if (tree.assignment == "=") {
    for (std::size_t i = 0; i + 1 < tree.roots.size(); ++i) bind(statement, tree.roots[i], tree.roots.back());
    return;
  }
  const PythonNode& target = tree.nodes[tree.roots[0]];
  const std::string_view sign = std::string_view(tree.assignment).substr(0, tree.assignment.size() - 1);
  const SizeValue before = value(statement, tree.roots[0]);
  const SizeValue by = value(statement, tree.roots[1]);
  const bool is_size = before.kind == SizeValue::Kind::size && by.kind != SizeValue::Kind::sizes &&
                       (by.kind == SizeValue::Kind::size || may_be_number(statement, tree.roots[1], sign));
  bind_name(target, is_size ? computed(sign, before, by, false) : SizeValue{});
}

}  // namespace aimet
