// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which modules the samples reached.

#include <cstdint>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// One entry per module; the names of one object have equal entries.
struct Usage {
  IdVector<ModuleId, bool> called;  // its forward ran
  IdVector<ModuleId, bool> read;    // another method of it ran, or code that ran read a tensor or a number of it
  IdVector<ModuleId, bool>
      named;  // there is a call of its forward that constants do not rule out, whether it ran or not

  bool used(ModuleId id) const { return called[id] || read[id]; }
};

Usage find_usage(const Model& model);

// The calls of a module's forward that ran, by the module's object, in program order. The root's own is not listed.
IdVector<ModuleId, std::vector<CallId>> calls_that_ran(const Model& model);

// AIMET reads every call of a module by the graph of its first call, which is the first that ran. One entry per module,
// by the module's object; kNone: it was not called. ConnectedGraph._parse_callmethod_node.
IdVector<ModuleId, CallId> first_calls(const Model& model);

// How many of `calls` one forward pass makes: in each sample as many as ran; in a static run, of the arms of one branch
// those of the one with more calls, and each round of a loop once. One entry per sample.
std::vector<std::int64_t> calls_in_a_pass(const Model& model, const std::vector<CallId>& calls);

}  // namespace aimet
