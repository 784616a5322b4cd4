// SPDX-License-Identifier: Apache-2.0
#include "lib/report/cause.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace aimet {
namespace {

template <typename Type>
int order(const Type& a, const Type& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int order_of_constructors(const std::optional<Constructor>& a, const std::optional<Constructor>& b) {
  if (!a || !b) return order(a.has_value(), b.has_value());
  if (a->type != b->type) return order(a->type, b->type);
  const auto in_order = [](const std::vector<Constructor::Argument>& x, const std::vector<Constructor::Argument>& y) {
    return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(),
                                        [](const Constructor::Argument& left, const Constructor::Argument& right) {
                                          return std::tie(left.name, left.value) < std::tie(right.name, right.value);
                                        });
  };
  return in_order(a->arguments, b->arguments) ? -1 : in_order(b->arguments, a->arguments) ? 1 : 0;
}

int order_of_suggestions(const std::optional<Suggestion>& a, const std::optional<Suggestion>& b) {
  if (!a || !b) return order(a.has_value(), b.has_value());
  const auto parts = [](const Suggestion& s) { return std::tie(s.kind, s.attributes, s.passing, s.arguments, s.text); };
  const int others = order(parts(*a), parts(*b));
  return others != 0 ? others : order_of_constructors(a->constructor, b->constructor);
}

// Compares findings without source lines by their help (is_before() has compared the op kind). Compares findings about
// the model itself by their message, because only the message names the input or output.
int order_of_places(const Finding& a, const Finding& b) {
  if (a.sources.empty() != b.sources.empty()) return a.sources.empty() ? -1 : 1;
  const bool by_type = !a.sources.empty() || (!a.op && !b.op);
  if (a.sources.empty() && a.op.has_value() != b.op.has_value()) return a.op ? -1 : 1;
  if (by_type && a.module_type != b.module_type) return order(a.module_type, b.module_type);
  const bool of_model = a.sources.empty() && !a.op && a.module.empty() && b.module.empty();
  if (of_model && a.message != b.message) return order(a.message, b.message);
  if (a.sources.empty() && !a.op && a.module.empty() != b.module.empty()) return a.module.empty() ? -1 : 1;
  if (a.sources.empty()) return order(a.help, b.help);
  const auto lines = [](const SourceLocation& x, const SourceLocation& y) {
    return std::tie(x.file, x.line) < std::tie(y.file, y.line);
  };
  if (std::lexicographical_compare(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(), lines))
    return -1;
  return std::lexicographical_compare(b.sources.begin(), b.sources.end(), a.sources.begin(), a.sources.end(), lines);
}

// Two findings have the same cause if neither is before the other. Compares them in place: text keys would take as much
// memory again as the findings.
bool is_before(const Finding& a, const Finding& b) {
  const auto head = [](const Finding& f) { return std::tie(f.severity, f.op_kind, f.calls); };
  if (head(a) != head(b)) return head(a) < head(b);
  const int suggestions = order_of_suggestions(a.suggestion, b.suggestion);
  return suggestions != 0 ? suggestions < 0 : order_of_places(a, b) < 0;
}

}  // namespace

std::vector<Cause> group_by_cause(const std::vector<Finding>& findings) {
  std::vector<Cause> causes;
  const auto by_cause = [](const Finding* a, const Finding* b) { return is_before(*a, *b); };
  std::map<const Finding*, std::size_t, decltype(by_cause)> known(by_cause);
  for (const Finding& finding : findings) {
    const auto [place, is_new] = known.emplace(&finding, causes.size());
    if (is_new) causes.emplace_back();
    causes[place->second].findings.push_back(&finding);
  }
  return causes;
}

}  // namespace aimet
