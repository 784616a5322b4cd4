// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which expressions of quoted lines are sizes of tensors, or computed from them.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/exported/quoted_code.hpp"

namespace aimet {

// One operator on sizes: `c // 2`.
struct SizeOperator {
  std::string kind;  // "aten::floordiv"
  SourceId source = kNone;
  bool reversed = false;  // the left operand is a plain number: `1 - c`
};
using OperatorId = std::size_t;

struct SizeValue {
  enum class Kind { none, size, sizes };
  Kind kind = Kind::none;
  std::vector<OperatorId> operators;  // that compute it, each after those of its operands
};

// Finds the sizes in the lines of one function, which must be read in order.
class SizeExpressions {
 public:
  // Begins a line. `ran`: the unqualified kinds of the ops that it ran, such as "mul".
  void begin(SourceId source, const std::vector<std::string>& ran) {
    source_ = source;
    ran_ = &ran;
    known_.clear();
  }
  SizeValue value(const PythonExpressions& statement, NodeId node);
  // Notes what the statement assigns. Must be called after the statement was read.
  void assign(const PythonExpressions& statement);
  const std::vector<SizeOperator>& operators() const { return operators_; }

 private:
  SizeValue read(const PythonExpressions& statement, NodeId node);
  SizeValue of_call(const PythonExpressions& statement, const PythonNode& node) const;
  SizeValue of_subscript(const PythonExpressions& statement, const PythonNode& node);
  SizeValue of_unary(const PythonExpressions& statement, const PythonNode& node);
  SizeValue of_binary(const PythonExpressions& statement, const PythonNode& node);
  SizeValue computed(std::string_view sign, SizeValue left, const SizeValue& right, bool reversed);
  bool may_be_number(const PythonExpressions& statement, NodeId node, std::string_view sign) const;
  void bind(const PythonExpressions& statement, NodeId target, NodeId value);
  void bind_name(const PythonNode& target, SizeValue value);

  SourceId source_ = kNone;
  const std::vector<std::string>* ran_ = nullptr;
  std::map<std::string, SizeValue, std::less<>> names_;
  std::map<std::pair<const PythonExpressions*, NodeId>, SizeValue> known_;  // of this line
  std::vector<SizeOperator> operators_;
};

}  // namespace aimet
