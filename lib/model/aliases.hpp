// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which values may share memory, and which values a tuple, list or dict contains. Flow-insensitive: values that share
// memory at any time always share it.

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

class Aliases {
 public:
  // `executed` has one entry per op. Ops that did not run have no effect.
  Aliases(const Model& model, const IdVector<OpId, bool>& executed);

  // The alias class of the value: values of one class may share memory.
  ValueId class_of(ValueId value) const;

  // The ops that write into memory of this class.
  const std::vector<OpId>& writers(ValueId class_id) const;

  // Whether memory of this class exists before and after forward: an input's, a parameter's or a buffer's.
  bool outlives_forward(ValueId class_id) const { return external_[class_id]; }

  // The values that `value` may be, if it was read from a tuple, list or dict whose elements are known: the container
  // was made by prim::TupleConstruct or a similar op, and nothing writes into it. nullptr otherwise.
  const std::vector<ValueId>* elements_read(ValueId value) const;

 private:
  using Pair = std::pair<ValueId, ValueId>;

  void join_by_op(OpId id);
  void join_by_schema(OpId id, const OpSchema& schema);
  void join_all(const Op& op);
  void join_branches(const Op& op, bool loop);
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
  IdVector<ValueId, bool> written_;  // by class before elements are joined: an op writes into a container of this class
  IdVector<ValueId, bool> external_;                            // by class
  std::unordered_map<ValueId, std::vector<ValueId>> elements_;  // by the value that was read
  std::unordered_map<ValueId, std::vector<OpId>> writers_;
};

}  // namespace aimet
