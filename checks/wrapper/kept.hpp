// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a pasted wrapper keeps besides the model, and helpers to write its Python.

#include <string>
#include <vector>

namespace aimet::wrapper {

// An attribute that the wrapper's __init__ takes: a value that the run fixed, the keys of a dict, or a function that
// makes an object from tensors or returns its tensors.
struct Kept {
  std::string name;
  std::string comment;
};

// Adds the attribute if it is not in `all` yet. Returns its name in forward: "self.make_dynamic_cache".
std::string keep(std::vector<Kept>& all, const std::string& name, const std::string& comment);

std::string quoted(const std::string& text);      // "\"a\""
bool is_printable(const std::string& text);       // has no control characters or line breaks: can be pasted as a key
std::string snake_case(const std::string& name);  // "DynamicCache" -> "dynamic_cache"

}  // namespace aimet::wrapper
