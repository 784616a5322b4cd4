// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which calls of a line run the op of a finding.

#include <vector>

#include "lib/edit/functional_call.hpp"
#include "lib/suggest/group.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {

// The calls in the order in which they run; empty if the statement does not contain the op. Throws Refusal if a call
// passes an argument that the module cannot take, or if no module is known.
std::vector<FunctionalCall> calls_of_op(EditedFile& of, const Group& group, StatementId statement, const Site& site);

}  // namespace aimet
