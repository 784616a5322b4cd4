// SPDX-License-Identifier: Apache-2.0
#pragma once
// A long text that grows: in pieces, because a string that grows exists twice while it moves.

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aimet {

class Pieces {
 public:
  Pieces& operator+=(std::string_view text);
  // Moves the pieces, and copies none.
  Pieces& operator+=(Pieces more);

  std::vector<std::string_view> views() const;
  std::string whole() const;
  // Hands the pieces over in their order, and frees each before the next.
  template <typename Take>
  void drain(Take take) {
    for (; !pieces_.empty(); pieces_.pop_front()) take(std::string_view(pieces_.front()));
  }

 private:
  std::deque<std::string> pieces_;
};

}  // namespace aimet
