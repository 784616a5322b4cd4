// SPDX-License-Identifier: Apache-2.0
#pragma once
// The containers of forward's arguments and results: PyTorch's pytrees, as torch.export writes them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

struct TreeSpec {
  enum class Kind { leaf, tuple, list, dict, other };
  Kind kind = Kind::leaf;
  std::string type;               // the name under which its class was registered; "" for a leaf
  std::vector<std::string> keys;  // of a dict, one per child, as text
  std::vector<TreeSpec> children;
};

// `text` is "[1, {...}]". Returns nullopt if it has another version or is damaged; callers can do without it.
std::optional<TreeSpec> parse_tree_spec(std::string_view text);

std::size_t count_leaves(const TreeSpec& spec);

}  // namespace aimet
