// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which calls of a line run the op of a finding.

#include <vector>

#include "lib/edit/functional_call.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

// In the order in which they run; empty where the statement does not show the op. Throws Refusal for a call that passes
// what the module would not get, and where no module is known.
std::vector<FunctionalCall> calls_of_op(EditedFile& of, const Group& group, StatementId statement, const Site& site);

}  // namespace aimet
