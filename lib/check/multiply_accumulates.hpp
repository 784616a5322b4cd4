// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many multiply-accumulates an op performed, from the shapes that the run observed.

#include <cstdint>
#include <optional>

#include "lib/model/model.hpp"

namespace aimet {

// Of one run of the op: counts convolutions, matrix products, linear and recurrent layers and attention; 0 for other
// ops. nullopt if the shapes are not known.
std::optional<std::int64_t> multiply_accumulates(const Model& model, OpId op);

// Of one run of the call and all calls below it; nullopt if the shapes of an op are not known.
std::optional<std::int64_t> multiply_accumulates_of_call(const Model& model, CallId call);

}  // namespace aimet
