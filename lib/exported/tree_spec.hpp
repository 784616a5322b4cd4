// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the tensors of forward's arguments and results are held: PyTorch's pytrees, as torch.export writes them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

struct TreeSpec {
  enum class Kind { leaf, tuple, list, dict, other };
  Kind kind = Kind::leaf;
  std::string type;               // of `other`: the name that its class was registered by
  std::vector<std::string> keys;  // of a dict, one per child, as text
  std::vector<TreeSpec> children;
};

// `text` is "[1, {...}]". Returns nullopt if it is another version or damaged: what it says is not needed.
std::optional<TreeSpec> parse_tree_spec(std::string_view text);

std::size_t count_leaves(const TreeSpec& spec);

}  // namespace aimet
