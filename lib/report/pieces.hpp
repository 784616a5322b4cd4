// SPDX-License-Identifier: Apache-2.0
#pragma once
// A long text that grows, stored in pieces: a single string would exist twice while it is reallocated.

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
  // Moves the pieces instead of copying them.
  Pieces& operator+=(Pieces more);

  std::vector<std::string_view> views() const;
  std::string whole() const;
  // Passes the pieces to `take` in order, and frees each before the next.
  template <typename Take>
  void drain(Take take) {
    for (; !pieces_.empty(); pieces_.pop_front()) take(std::string_view(pieces_.front()));
  }

 private:
  std::deque<std::string> pieces_;
};

}  // namespace aimet
