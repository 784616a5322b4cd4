// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which modules the samples reached.

#include <cstdint>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// One entry per module. Modules that are one object have equal entries.
struct Usage {
  IdVector<ModuleId, bool> called;  // its forward ran
  IdVector<ModuleId, bool> read;    // another of its methods ran, or code that ran read one of its tensors or numbers
  IdVector<ModuleId, bool>
      named;  // there is a call of its forward that constants do not rule out, whether it ran or not

  bool used(ModuleId id) const { return called[id] || read[id]; }
};

Usage find_usage(const Model& model);

// The calls of a module's forward that ran, by the module's object, in program order. Does not list the root's forward.
IdVector<ModuleId, std::vector<CallId>> calls_that_ran(const Model& model);

// The first call of each module that ran, by the module's object; kNone if the module was not called. AIMET uses the
// graph of this call for every call of the module (ConnectedGraph._parse_callmethod_node).
IdVector<ModuleId, CallId> first_calls(const Model& model);

// How many of `calls` one forward pass makes: one entry per sample, which counts the calls that ran. A static run has
// one entry: of an If, only the branch with more calls counts, and a Loop counts as one iteration.
std::vector<std::int64_t> calls_in_a_pass(const Model& model, const std::vector<CallId>& calls);

}  // namespace aimet
