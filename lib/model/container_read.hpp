// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which values an op reads from a tuple, a list or a dict.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

struct ContainerRead {
  ValueId container = kNone;
  std::optional<std::int32_t> position;  // negative: from the end; nullopt: not known
  ValueId key = kNone;                   // the key or index operand; kNone for an unpacking op
};

// Whether the kind is prim::TupleConstruct, prim::ListConstruct or prim::DictConstruct.
bool is_construct(const std::string& kind);

// Returns nullopt if the op's output is not an element of a container.
std::optional<ContainerRead> read_of(const Model& model, OpId op, std::int32_t output);

// The values that may be read, through the branches that ran: several values if branches differ. Returns nullopt if
// they are not known: an op that is_construct() must have made the container, and `is_written` must be false for it.
std::optional<std::vector<ValueId>> elements_of(const Model& model, const ContainerRead& read,
                                                const std::function<bool(ValueId)>& is_written);

}  // namespace aimet
