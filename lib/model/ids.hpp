// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ids and what they index.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace aimet {

using ModuleId = std::int32_t;
using CallId = std::int32_t;
using OpId = std::int32_t;
using ValueId = std::int32_t;
using BlockId = std::int32_t;
using TypeId = std::int32_t;
using SymbolId = std::int32_t;
using SourceId = std::int32_t;
using ConstantId = std::int32_t;
using SchemaId = std::int32_t;
inline constexpr std::int32_t kNone = -1;

// A run of consecutive ids.
struct IdRange {
  std::int32_t first = 0;
  std::int32_t count = 0;
};

// A vector with an entry per id. An id is signed, so that kNone can be; std::vector is indexed by an unsigned number.
template <typename T>
class IdVector : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  explicit IdVector(std::vector<T> entries) : std::vector<T>(std::move(entries)) {}

  template <typename Id>
  decltype(auto) operator[](Id id) {
    return std::vector<T>::operator[](static_cast<std::size_t>(id));
  }
  template <typename Id>
  decltype(auto) operator[](Id id) const {
    return std::vector<T>::operator[](static_cast<std::size_t>(id));
  }
};

}  // namespace aimet
