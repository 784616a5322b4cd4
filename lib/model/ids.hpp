// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ids, the vectors that they index, and ranges of ids. Each kind of id is a type of its own: an op's id cannot index
// values, and ids of two kinds cannot be compared. An id converts to a number implicitly, a number to an id only
// explicitly.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

namespace aimet {

// The absence of an id of any kind.
struct NoId {
  constexpr operator std::int32_t() const { return -1; }
};
inline constexpr NoId kNone;

template <typename Tag>
class Id {
 public:
  constexpr Id() = default;  // kNone
  constexpr Id(NoId) {}
  template <typename Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
  constexpr explicit Id(Number number) : number_(static_cast<std::int32_t>(number)) {}

  constexpr operator std::int32_t() const { return number_; }
  constexpr Id& operator++() {
    ++number_;
    return *this;
  }
  friend constexpr bool operator==(Id a, Id b) { return a.number_ == b.number_; }
  friend constexpr bool operator!=(Id a, Id b) { return a.number_ != b.number_; }
  friend constexpr bool operator==(Id a, NoId) { return a.number_ == kNone; }
  friend constexpr bool operator!=(Id a, NoId) { return a.number_ != kNone; }

 private:
  std::int32_t number_ = kNone;
};

template <typename A, typename B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
bool operator==(Id<A>, Id<B>) = delete;
template <typename A, typename B, std::enable_if_t<!std::is_same_v<A, B>, int> = 0>
bool operator!=(Id<A>, Id<B>) = delete;

using ModuleId = Id<struct ModuleTag>;
using CallId = Id<struct CallTag>;
using OpId = Id<struct OpTag>;
using ValueId = Id<struct ValueTag>;
using BlockId = Id<struct BlockTag>;
using TypeId = Id<struct TypeTag>;
using SymbolId = Id<struct SymbolTag>;
using SourceId = Id<struct SourceTag>;
using ConstantId = Id<struct ConstantTag>;
using SchemaId = Id<struct SchemaTag>;
using OperandId = Id<struct OperandTag>;
using ObservationId = Id<struct ObservationTag>;

inline constexpr ModuleId kRootModule{0};
inline constexpr CallId kRootCall{0};    // of the root's forward
inline constexpr BlockId kRootBlock{0};  // the whole graph

// Consecutive ids.
template <typename IdType>
struct IdRange {
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = IdType;
    using difference_type = std::ptrdiff_t;
    using pointer = const IdType*;
    using reference = IdType;

    explicit Iterator(IdType id) : id_(id) {}
    IdType operator*() const { return id_; }
    Iterator& operator++() {
      ++id_;
      return *this;
    }
    friend bool operator==(Iterator a, Iterator b) { return a.id_ == b.id_; }
    friend bool operator!=(Iterator a, Iterator b) { return a.id_ != b.id_; }

   private:
    IdType id_;
  };

  IdType first = IdType(0);
  std::int32_t count = 0;

  bool empty() const { return count == 0; }
  IdType operator[](std::int32_t i) const { return IdType(first + i); }
  IdType past_last() const { return IdType(first + count); }
  Iterator begin() const { return Iterator(first); }
  Iterator end() const { return Iterator(past_last()); }
};

// A vector with an entry per id.
template <typename IdType, typename T>
class IdVector : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  explicit IdVector(std::vector<T> entries) : std::vector<T>(std::move(entries)) {}

  decltype(auto) operator[](IdType id) { return std::vector<T>::operator[](static_cast<std::size_t>(id)); }
  decltype(auto) operator[](IdType id) const { return std::vector<T>::operator[](static_cast<std::size_t>(id)); }

  IdRange<IdType> ids() const { return {IdType(0), static_cast<std::int32_t>(this->size())}; }
  IdType next_id() const { return IdType(this->size()); }
  IdType last_id() const { return IdType(this->size() - 1); }
  // Returns the id of the new entry.
  IdType add(T entry) {
    this->push_back(std::move(entry));
    return last_id();
  }
};

}  // namespace aimet

template <typename Tag>
struct std::hash<aimet::Id<Tag>> {
  std::size_t operator()(aimet::Id<Tag> id) const noexcept { return std::hash<std::int32_t>()(id); }
};
