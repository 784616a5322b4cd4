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

// Ids that are next to each other in a vector, which must outlive the span.
class IdSpan {
 public:
  IdSpan(const std::int32_t* first, const std::int32_t* last) : first_(first), last_(last) {}

  const std::int32_t* begin() const { return first_; }
  const std::int32_t* end() const { return last_; }
  std::size_t size() const { return static_cast<std::size_t>(last_ - first_); }
  bool empty() const { return first_ == last_; }
  std::int32_t operator[](std::size_t i) const { return first_[i]; }
  std::int32_t back() const { return last_[-1]; }

 private:
  const std::int32_t* first_;
  const std::int32_t* last_;
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
