// SPDX-License-Identifier: Apache-2.0
#pragma once
// In which rounds of a loop the code of a line runs, in words that __init__ can count them by.

#include <optional>
#include <string>
#include <vector>

#include "lib/edit/loop_head.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

struct Rounds {
  std::string all;        // an iterable with an element for each: "self.layers", "range(1, self.depth)"
  std::string index;      // the round's number from 0, in forward: "i", "i - 1"; "" for a loop without a counter
  StatementId known = 0;  // the statement of __init__ after which `all` has its value
};

// Of the nodes of the statement, which is in the body of the loop. None where __init__ cannot know them. The loop goes
// through modules of a torch.nn.ModuleList, ModuleDict or Sequential that only __init__ fills, through a list that is
// written out, or through range(...) of what __init__ knows; conditions around the nodes either compare the counter or
// have one value in all rounds.
std::optional<Rounds> rounds_of(EditedFile& of, const Site& site, const LoopHead& loop, StatementId statement,
                                const std::vector<NodeId>& nodes);

}  // namespace aimet
