// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pooling over all of a tensor: F.avg_pool2d(x, x.size()[2:]).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/expression.hpp"

namespace aimet {

struct Pooling {
  std::size_t dimensions = 0;  // 1 to 3
  std::string global;          // the module that pools over all of them: "torch.nn.AdaptiveAvgPool2d(1)"
};

// Of a function of torch.nn.functional, such as "avg_pool2d". None for one that is not average or maximum pooling.
std::optional<Pooling> pooling_of(std::string_view function);

// Whether the expression is the sizes of the tensor's last `dimensions`, of 1 to 3: x.size()[2:], x.shape[-2:],
// (x.size(2), x.size(3)). x[2:] alone says that only of a tensor with two more dimensions, as pooling takes with a
// batch.
bool is_whole_size(const PythonExpressions& tree, NodeId size, NodeId tensor, std::size_t dimensions);

// The sizes in the expression, x.size(2) and x.shape[2], where it is such a size or a tuple of them and of literals.
std::optional<std::vector<NodeId>> plain_sizes(const PythonExpressions& tree, NodeId node);

}  // namespace aimet
