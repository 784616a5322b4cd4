// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which values may share memory, and what is in a tuple, list or dict. Flow-insensitive: values that share memory at
// any time share it always.

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

class Aliases {
 public:
  // `executed`: one entry per op; the others do nothing.
  Aliases(const Model& model, const IdVector<OpId, bool>& executed);

  // Values with equal numbers may share memory.
  ValueId class_of(ValueId value) const;

  // The ops that write into memory of this class.
  const std::vector<OpId>& writers(ValueId class_id) const;

  // Memory of this class is there before forward and after it: an input's, a parameter's, a buffer's.
  bool outlives_forward(ValueId class_id) const { return external_[class_id]; }

  // The values of which `value` is one, where it was taken out of a tuple, list or dict that is known: its elements are
  // given by TupleConstruct or its like, and nothing writes into it. Null otherwise.
  const std::vector<ValueId>* elements_read(ValueId value) const;

 private:
  using Pair = std::pair<ValueId, ValueId>;

  void join_by_op(OpId id);
  void join_by_schema(OpId id, const OpSchema& schema);
  void join_all(const Op& op);
  void join_arms(const Op& op, bool loop);
  void join_attributes();
  void find_written_containers();
  std::vector<ValueId> find_reads(std::vector<Pair>& joined);
  void join_elements();
  void find_writers();
  bool carries_memory(ValueId value) const;
  bool may_be_input(const Op& op, const OpSchema& schema, const OpSchema::Alias& alias) const;
  void join(ValueId a, ValueId b);
  ValueId find(ValueId value);

  const Model& model_;
  const IdVector<OpId, bool>& executed_;
  IdVector<ValueId, ValueId> parent_;
  IdVector<ValueId, bool> written_;   // by class, before elements are joined: a container of this class is written into
  IdVector<ValueId, bool> external_;  // by class
  std::unordered_map<ValueId, std::vector<ValueId>> elements_;  // by the value that was read
  std::unordered_map<ValueId, std::vector<OpId>> writers_;
};

}  // namespace aimet
