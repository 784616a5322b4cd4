// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which values an op takes out of a tuple, a list or a dict.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct ContainerRead {
  ValueId container = kNone;
  std::int32_t position = kNone;  // kNone: not known
  ValueId key = kNone;            // of a dict
};

// prim::TupleConstruct and its like.
bool is_construct(const std::string& kind);

// Returns nullopt if the op's output is not an element of a container.
std::optional<ContainerRead> read_of(const Model& model, OpId op, std::int32_t output);

// What is read, through the arms that ran: several values where arms differ. Returns nullopt if that is not known: only
// elements of a TupleConstruct or its like are, and none of a container for which `is_written` is true.
std::optional<std::vector<ValueId>> elements_of(const Model& model, const ContainerRead& read,
                                                const std::function<bool(ValueId)>& is_written);

}  // namespace aimet
