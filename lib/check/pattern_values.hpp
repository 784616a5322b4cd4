// SPDX-License-Identifier: Apache-2.0
#pragma once
// Matches the values that a pattern asks for in `where`: arguments of ops, attributes of modules.

#include "lib/check/pattern.hpp"

namespace aimet {

Match arguments_match(const Model& model, OpId op, const Pattern& pattern, Quantifier quantifier);
Match attributes_match(const Module& module, const Pattern& pattern, Quantifier quantifier);

}  // namespace aimet
