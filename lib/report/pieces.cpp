// SPDX-License-Identifier: Apache-2.0
#include "lib/report/pieces.hpp"

#include <algorithm>
#include <iterator>

namespace aimet {
namespace {

constexpr std::size_t kPiece = (std::size_t{1} << 20) - 1;  // plus the terminating zero

}  // namespace

Pieces& Pieces::operator+=(std::string_view text) {
  while (!text.empty()) {
    if (pieces_.empty()) pieces_.emplace_back();  // nothing is reserved: most texts are short
    if (pieces_.back().size() >= kPiece) pieces_.emplace_back().reserve(kPiece);
    const std::size_t count = std::min(text.size(), kPiece - pieces_.back().size());
    pieces_.back().append(text.substr(0, count));
    text.remove_prefix(count);
  }
  return *this;
}

Pieces& Pieces::operator+=(Pieces more) {
  std::move(more.pieces_.begin(), more.pieces_.end(), std::back_inserter(pieces_));
  return *this;
}

std::vector<std::string_view> Pieces::views() const { return {pieces_.begin(), pieces_.end()}; }

std::string Pieces::whole() const {
  std::string out;
  for (const std::string& piece : pieces_) out += piece;
  return out;
}

}  // namespace aimet
