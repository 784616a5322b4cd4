// SPDX-License-Identifier: Apache-2.0
#pragma once
// The values of a pickle of numbers, texts, tuples and lists (LibTorch's debug information contains nothing else). They
// are stored in one array instead of one object each. The elements of a value that the pickle uses twice through its
// memo are stored once.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace aimet {

struct FlatValue {
  enum class Kind : std::uint8_t { number, text, list, function, none };

  std::int64_t number = 0;  // list or tuple: index of the first element; text: offset in the pickle
  std::uint32_t count = 0;  // number of elements or bytes
  Kind kind = Kind::none;
};

class FlatPickle {
 public:
  class Elements {
   public:
    Elements(const FlatValue* begin, std::size_t size) : begin_(begin), size_(size) {}
    const FlatValue* begin() const { return begin_; }
    const FlatValue* end() const { return begin_ + size_; }
    std::size_t size() const { return size_; }
    const FlatValue& operator[](std::size_t i) const { return begin_[i]; }

   private:
    const FlatValue* begin_;
    std::size_t size_;
  };

  // Returns nullopt if the pickle is damaged or contains other values than those above. `pickle` must outlive the
  // result.
  static std::optional<FlatPickle> read(std::string_view pickle);

  const FlatValue& root() const { return root_; }
  Elements elements(const FlatValue& value) const;      // empty if value is neither a list nor a tuple
  std::string_view text(const FlatValue& value) const;  // empty if value is not a text

 private:
  friend class FlatPickleReader;

  std::string_view pickle_;
  std::vector<FlatValue> elements_;
  FlatValue root_;
};

}  // namespace aimet
