// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shapes and dtypes as a program writes them, and which names of tensors are one tensor.

#include <optional>
#include <string>
#include <vector>

#include "lib/exported/json_document.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// Of a TensorMeta. Returns nullopt where a dimension is symbolic and has no example value.
std::optional<Tensor> tensor_of(const Json& meta);

// A parameter or a buffer, by its qualified name: "layer1.0.conv.weight".
struct NamedTensor {
  std::string name;
  Tensor tensor;
  bool is_buffer = false;
  std::int32_t storage = kNone;  // equal: one tensor
  std::string value;             // its name in the graph; "" where no op may read it
};

// From the program's signature and, where the container has it, the description of the weights (null: it has none).
std::vector<NamedTensor> named_tensors(const Json& graph_module, const Json& weights);

}  // namespace aimet
