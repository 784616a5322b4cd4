// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many multiply-accumulates an op made, from the shapes that the run saw.

#include <cstdint>
#include <optional>

#include "lib/model/model.hpp"

namespace aimet {

// Of one run of the op; 0 for an op that makes none. Nullopt where its shapes are not known. Counted are convolutions,
// matrix products, linear and recurrent layers and attention.
std::optional<std::int64_t> multiply_accumulates(const Model& model, OpId op);

// Of one run of the call and all calls below it.
std::optional<std::int64_t> multiply_accumulates_of_call(const Model& model, CallId call);

}  // namespace aimet
