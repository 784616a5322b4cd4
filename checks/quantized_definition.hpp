// SPDX-License-Identifier: Apache-2.0
#pragma once
// Python to paste that registers a class with AIMET 2.

#include <string>

#include "lib/model/model.hpp"

namespace aimet {

// A subclass of QuantizationMixin for the class of a leaf, with a quantizer for each input and output tensor. `call` is
// a call that ran; if it is kNone, the types of forward's arguments decide. Assumes one tensor in and one out if the
// file does not have the method.
std::string quantized_definition(const Model& model, ModuleId leaf, CallId call);

}  // namespace aimet
