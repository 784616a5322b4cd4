// SPDX-License-Identifier: Apache-2.0
#pragma once
// Serialises JSON.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace aimet {

// Never throws on the content of a string. Writes \u escapes for code points that a terminal interprets or that hide
// text, and for the # of commands that a build log would execute.
std::string dump(const nlohmann::ordered_json& json, int indent);

// For arrays that are written element by element: as values of the library, a long array takes ten times its bytes.
struct Layout {
  int indent = 2;  // -1: all on one line
  int depth = 0;   // of the written value, in indents
};
// The text of an object that contains the empty array `key`, split between the brackets.
struct Shell {
  std::string before;
  std::string after;
};
Shell shell_of(const nlohmann::ordered_json& object, std::string_view key, const Layout& layout);
// Splits a text that contains such an object at the first empty array `key`.
Shell cut_at(const std::string& text, std::string_view key, const Layout& layout);
// Returns the separator and indent before element `index` of an array in an object with this layout.
std::string before_element(std::size_t index, const Layout& object);
// Returns the text after the last of `count` elements.
std::string after_elements(std::size_t count, const Layout& object);
// Returns the text of a value at nesting depth `depth`; its first line has no indent.
std::string dump(const nlohmann::ordered_json& json, const Layout& layout);

}  // namespace aimet
