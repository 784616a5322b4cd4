// SPDX-License-Identifier: Apache-2.0
#pragma once
// The graphs of a program, read into a draft: ops in their calls, and torch.cond and its like as branches and loops.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "lib/exported/draft.hpp"
#include "lib/exported/places.hpp"
#include "lib/exported/quoted_code.hpp"
#include "lib/exported/tables.hpp"
#include "lib/exported/values.hpp"

namespace aimet {

inline constexpr int kDeepestGraph = 64;

struct GraphOptions {
  bool decomposed = false;  // all parts of one call of a function are one op
  std::int64_t max_ops = 0;
};

class GraphReader {
 public:
  GraphReader(Draft& draft, Tables& tables, Places& places, Values& values, QuotedCode& code,
              const GraphOptions& options)
      : draft_(draft), tables_(tables), places_(places), values_(values), code_(code), options_(options) {}

  // Throws RunError(kCorrupt, or kLimit).
  void read(const Json& graph, Scope& scope, const Place& place, int depth);

  // The functions, such as "torch.cond", whose graphs hold no names of modules.
  const std::vector<std::string>& unnamed() const { return unnamed_; }

 private:
  struct HigherOrder;
  // Nodes that are one op: their body, the text of their module stack, and the function or the line that they are of.
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

  void higher_order(const Json& node, const std::string& name, Scope& scope, const Place& place, int depth);
  void in_place(const HigherOrder& call, Scope& scope, const Place& place, int depth);
  void branch(const HigherOrder& call, Scope& scope, const Place& place, int depth);
  void loop(const HigherOrder& call, Scope& scope, const Place& place, int depth);
  void map(const HigherOrder& call, Scope& scope, const Place& place, int depth);
  void opaque(const HigherOrder& call, Scope& scope, const Place& place);
  std::vector<ValueId> inside(const Json& graph, const std::vector<ValueId>& inputs, const Place& place, int depth);
  OpDraft started(const HigherOrder& call, const std::string& kind);
  void give(const HigherOrder& call, std::vector<ValueId> inputs, Scope& scope, const Place& place);

  Draft& draft_;
  Tables& tables_;
  Places& places_;
  Values& values_;
  QuotedCode& code_;
  GraphOptions options_;
  std::int64_t ops_ = 0;
  int grad_regions_ = 0;                 // regions that set the gradient mode, around what is being read
  std::map<Group, std::size_t> groups_;  // op drafts
  std::vector<std::string> unnamed_;
};

}  // namespace aimet
