// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the ops whose arguments include graphs. torch.cond, while_loop and map become branches and loops. The regions
// of no_grad and autocast are read in place.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lib/exported/draft.hpp"
#include "lib/exported/places.hpp"
#include "lib/exported/tables.hpp"
#include "lib/exported/values.hpp"

namespace aimet {

class HigherOrderReader {
 public:
  // Reads one graph that the op contains.
  using ReadGraph = std::function<void(const Json& graph, Scope& scope, const Place& place, int depth)>;

  HigherOrderReader(Draft& draft, Tables& tables, Places& places, Values& values, ReadGraph read)
      : draft_(draft), tables_(tables), places_(places), values_(values), read_(std::move(read)) {}

  // `name`: the op's name in torch.ops.higher_order. Throws RunError: ErrorKind::corrupt or ErrorKind::limit.
  void read(const Json& node, const std::string& name, Scope& scope, const Place& place, int depth);

  // The functions, such as "torch.cond", whose graphs contain no names of modules.
  const std::vector<std::string>& unnamed() const { return unnamed_; }

  // Whether a region that sets the gradient mode surrounds the node that is being read.
  bool in_grad_region() const { return grad_regions_ > 0; }

 private:
  struct Call;

  void in_place(const Call& call, Scope& scope, const Place& place, int depth);
  void branch(const Call& call, Scope& scope, const Place& place, int depth);
  void loop(const Call& call, Scope& scope, const Place& place, int depth);
  void map(const Call& call, Scope& scope, const Place& place, int depth);
  void opaque(const Call& call, Scope& scope, const Place& place);
  std::vector<ValueId> inside(const Json& graph, const std::vector<ValueId>& inputs, const Place& place, int depth);
  OpDraft started(const Call& call, const std::string& kind);
  void give(const Call& call, std::vector<ValueId> inputs, Scope& scope, const Place& place);

  Draft& draft_;
  Tables& tables_;
  Places& places_;
  Values& values_;
  ReadGraph read_;
  int grad_regions_ = 0;
  std::vector<std::string> unnamed_;
};

}  // namespace aimet
