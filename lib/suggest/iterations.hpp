// SPDX-License-Identifier: Apache-2.0
#pragma once
// The iterations of a loop in which a line runs, as an expression that __init__ can evaluate.

#include <optional>
#include <string>
#include <vector>

#include "lib/edit/loop_head.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

struct Iterations {
  std::string all;        // an iterable with one element per iteration: "self.layers", "range(1, self.depth)"
  std::string index;      // the iteration's number from 0, in forward: "i", "i - 1"; "" if the loop has no counter
  StatementId known = 0;  // the statement of __init__ after which `all` can be evaluated
};

// The iterations of the loop in which the nodes of the statement in its body run. nullopt if __init__ cannot know them.
// The loop must iterate over a torch.nn.ModuleList, ModuleDict or Sequential that only __init__ fills, over a list that
// is written out, or over range(...) of values that __init__ knows. Conditions around the nodes must compare the
// counter or have the same value in all iterations.
std::optional<Iterations> iterations_of(EditedFile& of, const Site& site, const LoopHead& loop, StatementId statement,
                                        const std::vector<NodeId>& nodes);

}  // namespace aimet
