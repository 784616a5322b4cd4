// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python that registers a class with AIMET 2, to be pasted.

#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// A subclass of QuantizationMixin for the class of a leaf, with a quantizer for each tensor that goes in and comes out.
// `call` is a call that ran. With kNone, one tensor in and one out are assumed.
std::string quantized_definition(const Model& model, ModuleId leaf, CallId call);

}  // namespace aimet
