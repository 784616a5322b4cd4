// SPDX-License-Identifier: Apache-2.0
#pragma once
// How every JSON of ours becomes bytes.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace aimet {

// Never throws for what a string holds. Code points that a terminal acts on, or that hide text, and what the log of a
// build takes for a command, stand as \u escapes.
std::string dump(const nlohmann::ordered_json& json, int indent);

// An array that is written element by element, for as values of the library a long one takes ten times its bytes.
struct Layout {
  int indent = 2;  // -1: all on one line
  int depth = 0;   // of the value that is written, in indents
};
// The text of an object that holds the empty array `key`, cut within the brackets.
struct Shell {
  std::string before;
  std::string after;
};
Shell shell_of(const nlohmann::ordered_json& object, std::string_view key, const Layout& layout);
// Of a text that holds such an object: at the first empty array `key`.
Shell cut_at(const std::string& text, std::string_view key, const Layout& layout);
// The separator and indent before element `index` of an array inside an object of this layout.
std::string before_element(std::size_t index, const Layout& object);
// What goes after the last of `count`.
std::string after_elements(std::size_t count, const Layout& object);
// The text of a value at nesting depth `depth`; its first line has no indent.
std::string dump(const nlohmann::ordered_json& json, const Layout& layout);

}  // namespace aimet
