// SPDX-License-Identifier: Apache-2.0
#pragma once
// The known word that is nearest to a mistyped one, for the end of an error message.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

namespace detail {

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
inline char folded(char c) { return c == '_' ? '-' : lower(c); }

// Counts insertions, deletions, substitutions and swaps of neighbours. Ignores case and treats '-' and '_' as equal.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = folded(a[i - 1]) == folded(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0u : 1u)});
      const bool swapped =
          i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) && folded(a[i - 2]) == folded(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace detail

// The first of the nearest words in `known` (a range of things that convert to std::string_view). nullopt if none is
// near enough for a typing error: about one edit in three characters.
template <typename Range>
std::optional<std::string> did_you_mean(std::string_view word, const Range& known) {
  constexpr std::size_t kLongest = 128;
  if (word.empty() || word.size() > kLongest) return std::nullopt;
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto& entry : known) {
    const std::string_view candidate = entry;
    if (candidate.size() > kLongest) continue;
    const std::size_t distance = detail::edit_distance(word, candidate);
    if (distance >= best_distance || distance >= candidate.size()) continue;
    best_distance = distance;
    best = std::string(candidate);
  }
  return best;
}

}  // namespace aimet
