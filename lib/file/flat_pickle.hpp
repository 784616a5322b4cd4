// SPDX-License-Identifier: Apache-2.0
#pragma once
// The values of a pickle of numbers, texts, tuples and lists, of which LibTorch writes its debug information: in two
// arrays instead of one object for each. A value that the pickle names twice through its memo is there once.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace aimet {

struct FlatValue {
  enum class Kind : std::uint8_t { number, text, list, function, none };

  std::int64_t number = 0;  // of a list or a tuple: which element is its first; of a text: where in the pickle it is
  std::uint32_t count = 0;  // of its elements or bytes
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

  // nullopt: damaged, or there is more in it than described above. `pickle` must outlive what is returned.
  static std::optional<FlatPickle> read(std::string_view pickle);

  const FlatValue& root() const { return root_; }
  Elements elements(const FlatValue& value) const;      // none of what is neither a list nor a tuple
  std::string_view text(const FlatValue& value) const;  // likewise

 private:
  friend class FlatPickleReader;

  std::string_view pickle_;
  std::vector<FlatValue> elements_;
  FlatValue root_;
};

}  // namespace aimet
