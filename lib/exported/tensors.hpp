// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shapes and dtypes as a program stores them, and which tensor names are the same tensor.

#include <optional>
#include <string>
#include <vector>

#include "lib/exported/json_document.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// The dtype and shape of a TensorMeta. Returns nullopt if there is no TensorMeta, or if a dimension is symbolic and has
// no example value.
std::optional<Tensor> tensor_of(const Json& meta);

// A parameter or a buffer, by its qualified name: "layer1.0.conv.weight".
struct NamedTensor {
  std::string name;
  Tensor tensor;
  bool is_buffer = false;
  std::int32_t storage = kNone;  // equal: one tensor
  std::string value;             // its name in the graph; "" if no op can read it
};

// The tensors in the program's signature and in the description of the weights (null if the container has none).
std::vector<NamedTensor> named_tensors(const Json& graph_module, const Json& weights);

}  // namespace aimet
