// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the graphs of a program into a draft: the ops, each in the module call that it belongs to.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lib/exported/draft.hpp"
#include "lib/exported/higher_order.hpp"
#include "lib/exported/places.hpp"
#include "lib/exported/quoted_code.hpp"
#include "lib/exported/tables.hpp"
#include "lib/exported/values.hpp"

namespace aimet {

inline constexpr int kDeepestGraph = 64;

struct GraphOptions {
  bool decomposed = false;  // merge the ops of one function call into one op
  std::int64_t max_ops = 0;
};

class GraphReader {
 public:
  GraphReader(Draft& draft, Tables& tables, Places& places, Values& values, QuotedCode& code,
              const GraphOptions& options)
      : draft_(draft),
        tables_(tables),
        places_(places),
        values_(values),
        code_(code),
        options_(options),
        higher_order_(draft, tables, places, values,
                      [this](const Json& graph, Scope& scope, const Place& place, int depth) {
                        read(graph, scope, place, depth);
                      }) {}
  GraphReader(const GraphReader&) = delete;
  GraphReader& operator=(const GraphReader&) = delete;

  // Throws RunError: ErrorKind::corrupt, or ErrorKind::limit for too many ops or too deep nesting.
  void read(const Json& graph, Scope& scope, const Place& place, int depth);

  // The functions, such as "torch.cond", whose graphs contain no names of modules.
  const std::vector<std::string>& unnamed() const { return higher_order_.unnamed(); }

 private:
  // Identifies the nodes that are merged into one op: their body, the text of their module stack, and the function or
  // the line that they belong to.
  struct Group {
    BodyId body = 0;
    std::uint32_t stack = 0;
    std::int64_t what = 0;
    bool operator<(const Group& other) const {
      return std::tie(body, stack, what) < std::tie(other.body, other.stack, other.what);
    }
  };

  void read_node(const Json& node, Scope& scope, const Place& above, int depth);
  void plain(const Json& node, const std::string& kind, Scope& scope, const Place& place);
  void grouped(const Json& node, const std::string& kind, Scope& scope, const Place& place);
  void into_group(const Json& node, const Group& group, OpDraft op, Scope& scope, const Place& place);

  Draft& draft_;
  Tables& tables_;
  Places& places_;
  Values& values_;
  QuotedCode& code_;
  GraphOptions options_;
  std::int64_t ops_ = 0;
  std::map<Group, std::size_t> groups_;  // index in Draft::ops
  HigherOrderReader higher_order_;
};

}  // namespace aimet
