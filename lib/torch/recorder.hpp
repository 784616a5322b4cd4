// SPDX-License-Identifier: Apache-2.0
#pragma once
// Records what the operators aimet::visit and aimet::observe report while an instrumented graph runs.

#include <ATen/core/Tensor.h>
#include <ATen/core/jit_type_base.h>
#include <ATen/core/symbol.h>

#include <array>
#include <cstdint>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

c10::Symbol visit_symbol();    // visit(int id) -> (): the id of a block
c10::Symbol observe_symbol();  // observe(Tensor? t, int id) -> (): the id of a value

// Whether a value of this type can be observed: Tensor or Tensor?.
bool is_observable(const c10::Type& type);

class Recorder {
 public:
  Recorder(std::size_t blocks, std::size_t values) : block_runs_(blocks, 0), seen_(values) {}

  void visit(BlockId block) {
    ++block_runs_[block];
    last_block_ = block;
    last_value_ = kNone;
  }
  void observe(ValueId value, const at::Tensor& tensor);

  // Returns the counts since the last call and resets them. The observed values stay.
  IdVector<BlockId, std::int64_t> take_block_runs();
  // Distinct dtypes and shapes, in the order of their first occurrence.
  const std::vector<Tensor>& seen(ValueId value) const { return seen_[value].distinct; }

  // The last event: a value was observed, or a block was entered (then last_value is kNone).
  ValueId last_value() const { return last_value_; }
  BlockId last_block() const { return last_block_; }

  // The recorder that the operators write to; null while nothing is recorded. One graph runs at a time in this process.
  static Recorder* active;

 private:
  struct Seen {
    std::vector<Tensor> distinct;
    std::int64_t hits = 0;
  };
  IdVector<BlockId, std::int64_t> block_runs_;
  IdVector<ValueId, Seen> seen_;
  ValueId last_value_ = kNone;
  BlockId last_block_ = kRootBlock;
};

// Makes `recorder` the active one for a scope.
class Recording {
 public:
  explicit Recording(Recorder& recorder) { Recorder::active = &recorder; }
  ~Recording() { Recorder::active = nullptr; }
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;
};

}  // namespace aimet
