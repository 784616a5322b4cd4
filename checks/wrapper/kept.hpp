// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a pasted wrapper keeps besides the model, and how its Python is written.

#include <string>
#include <vector>

namespace aimet::wrapper {

// An attribute that the wrapper's __init__ is given: a number that the run fixed, or a function that makes an object of
// tensors.
struct Kept {
  std::string name;
  std::string comment;
};

// Adds it if it is not there; returns how forward names it: "self.make_dynamic_cache".
std::string keep(std::vector<Kept>& all, const std::string& name, const std::string& comment);

std::string quoted(const std::string& text);      // "\"a\""
bool is_printable(const std::string& text);       // one line, no control characters: can be a key to paste
std::string snake_case(const std::string& name);  // "DynamicCache" -> "dynamic_cache"

}  // namespace aimet::wrapper
