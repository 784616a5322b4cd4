// SPDX-License-Identifier: Apache-2.0
#pragma once
// Classes that derive from torch.nn.Sequential or ModuleDict. A new module becomes the last element, so code that
// iterates over the elements must skip it.

#include <cstddef>
#include <vector>

#include "lib/suggest/python_file.hpp"

namespace aimet {

struct Container {
  std::vector<StatementId> loops;     // for layer in self, for name, layer in self.items()
  std::vector<StatementId> forwards;  // x = super().forward(x)
};

bool is_container(const PythonFile& file, std::size_t class_id);

// Throws Refusal unless all code that iterates over the elements is known and is in the class. `has_derived`: whether a
// class derives from it.
Container read_container(PythonFile& file, std::size_t class_id, bool has_derived);

// Rewrites that code to skip the last `count` elements.
void leave_out(PythonFile& file, const Container& container, std::size_t count);

}  // namespace aimet
