// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parts of an op's kind: "aten::relu_" is relu of the namespace aten, which writes in place.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/model/text.hpp"

namespace aimet {

inline bool is_one_of(std::string_view kind, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}
inline bool is_aten(std::string_view kind) { return starts_with(kind, "aten::"); }
inline bool is_prim(std::string_view kind) { return starts_with(kind, "prim::"); }
inline bool is_builtin(std::string_view kind) { return is_aten(kind) || is_prim(kind); }

// "relu_" for "aten::relu_"; the whole name if it has no namespace.
inline std::string unqualified(const std::string& kind) {
  const std::size_t colons = kind.rfind("::");
  return colons == std::string::npos ? kind : kind.substr(colons + 2);
}

// Whether the name is that of an op that writes into its first input: "relu_", but not "__and__".
inline bool has_in_place_name(std::string_view kind) {
  return kind.size() > 1 && kind.back() == '_' && kind[kind.size() - 2] != '_';
}

}  // namespace aimet
