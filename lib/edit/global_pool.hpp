// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pooling whose window is the whole tensor: F.avg_pool2d(x, x.size()[2:]).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/expression.hpp"

namespace aimet {

struct Pooling {
  std::size_t dimensions = 0;  // 1 to 3
  std::string global;          // the module that pools over the whole tensor: "torch.nn.AdaptiveAvgPool2d(1)"
};

// The pooling of a function of torch.nn.functional, such as "avg_pool2d". nullopt if the function is not average or
// maximum pooling.
std::optional<Pooling> pooling_of(std::string_view function);

// Whether the expression is the sizes of the tensor's last `dimensions` (1 to 3) dimensions: x.size()[2:],
// x.shape[-2:], (x.size(2), x.size(3)). [2:] means this only if the tensor has `dimensions` + 2 dimensions, as pooling
// of a batch requires.
bool is_whole_size(const PythonExpressions& tree, NodeId size, NodeId tensor, std::size_t dimensions);

// The sizes in the expression (x.size(2), x.shape[2]), if it is a size, a literal, or a tuple or list of these; else
// nullopt.
std::optional<std::vector<NodeId>> plain_sizes(const PythonExpressions& tree, NodeId node);

}  // namespace aimet
