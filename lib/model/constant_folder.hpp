// SPDX-License-Identifier: Apache-2.0
#pragma once
// Computes the values of a graph that do not depend on the contents of tensors: numbers, strings, lists of numbers, and
// what a branch with a known condition returns. What counts as known differs between TorchScript, which decides
// branches by constants (lib/model/reachability), and the ONNX exporter, which also knows sizes (checks/onnx/fold): see
// Rules.

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lib/model/graph.hpp"

namespace aimet {

class ConstantFolder {
 public:
  struct Rules {
    // The op of lib/model/evaluate that computes the result of ops of this kind; "" if their results are not computed.
    std::function<std::string_view(const std::string& kind)> computed_as;
    // Whether ops of this kind return their first input.
    std::function<bool(const std::string& kind)> is_identity;
    // Whether the list that a prim::ListConstruct returned is never written to. Null: no list is known, because an
    // alias may have been written to.
    std::function<bool(ValueId list)> is_fixed_list = nullptr;
    // The position, among the blocks of a prim::If, of the block that runs; nullopt if it is not known. Null: the
    // condition decides.
    std::function<std::optional<std::int32_t>(OpId branch)> taken_block = nullptr;
    // The result of an op that constants do not determine, such as aten::size. Null: there are none.
    std::function<std::optional<Constant>(OpId op)> other = nullptr;
  };

  // `graph` must outlive the folder.
  ConstantFolder(const Graph& graph, Rules rules);

  // Null if the value is not known. The pointer is valid as long as the folder and the graph. A chain of more than 400
  // ops whose values have not been asked for counts as unknown: ask in program order.
  const Constant* value(ValueId id);

  std::optional<double> number(ValueId id);

  // The value that the block that runs returns as `output` of a prim::If; nullopt for an output of another op, or if
  // the block is not known.
  std::optional<ValueId> returned(ValueId output);

  // Whether the value is None, according to its value or its type; nullopt if that is not known.
  std::optional<bool> is_none(ValueId id);

 private:
  const Constant* find(ValueId id);
  const Constant* compute(OpId op, ValueId output);
  std::optional<Constant> result_of(OpId op);
  std::optional<Constant> arithmetic(std::string_view kind, ValueSpan inputs);
  std::optional<Constant> identity_test(bool is_same, ValueSpan inputs);
  std::optional<Constant> length(ValueId container);
  std::optional<Constant> list(OpId op);
  std::optional<Constant> part_of_list(OpId op);
  std::optional<double> place_in(std::size_t count, ValueId index, double if_none);
  const Constant* keep(std::optional<Constant> constant);

  const Graph& graph_;
  Rules rules_;
  std::deque<Constant> computed_;
  // Null if the value is not known, kNotAsked if it was never asked for.
  IdVector<ValueId, const Constant*> values_;
  int depth_ = 0;
};

}  // namespace aimet
