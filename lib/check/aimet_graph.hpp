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
  std::string type;         // as AIMET names it: "Add", "relu"; for a module op its class
  std::string name;         // "Add_3": the number counts the ops that AIMET up to 1.22 leaves in its graph
  ModuleId module = kNone;  // the leaf itself; for a functional, the module whose forward holds it
  OpId op = kNone;          // a functional's node
  CallId call = kNone;      // a leaf's call
  std::int64_t times = 1;   // how often it ran in one sample: a tracer would list it as often
  bool has_module = false;
};

std::vector<AimetOp> aimet_ops(const Model& model, const AimetRules& rules);

// What AIMET would list of the call's own code and of the functions and methods that it calls, if it read it.
std::vector<AimetOp> aimet_ops_inside(const Model& model, const AimetRules& rules, CallId call);

// The call whose graph AIMET reads for `call`: in a trace always that of the module's first call.
CallId graph_read_for(const Model& model, CallId call);

}  // namespace aimet
