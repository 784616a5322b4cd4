// SPDX-License-Identifier: Apache-2.0
#pragma once
// The model as AIMET's ConnectedGraph lists it: leaf modules are one op each, everything else is a functional that
// belongs to the module whose forward runs it (aimet_torch/meta/connectedgraph.py, _parse_trace_graph).

#include <cstdint>
#include <string>
#include <vector>

#include "lib/check/aimet_rules.hpp"
#include "lib/model/model.hpp"

namespace aimet {

struct AimetOp {
  std::string type;         // AIMET's name: "Add", "relu"; for a leaf its class
  std::string name;         // "Add_3": the number counts the ops that AIMET up to 1.22 keeps in its graph
  ModuleId module = kNone;  // the leaf itself; for a functional, the module whose forward contains it
  OpId op = kNone;          // the functional's node; kNone for a leaf
  CallId call = kNone;      // the leaf's call; kNone for a functional
  std::int64_t times = 1;   // runs in one sample that this entry represents: not 1 only if there are more than 1000
  bool has_module = false;
};

std::vector<AimetOp> aimet_ops(const Model& model, const AimetRules& rules);

// The functionals that AIMET would list for the call's own code and for the functions and methods that it calls, if
// AIMET read that code.
std::vector<AimetOp> aimet_ops_inside(const Model& model, const AimetRules& rules, CallId call);

// The call whose graph AIMET reads for `call`: the first call of the module's forward, or `call` if there is none.
CallId graph_read_for(const Model& model, CallId call);

}  // namespace aimet
