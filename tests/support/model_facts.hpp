// SPDX-License-Identifier: Apache-2.0
#pragma once
// Queries on a Model for tests.

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "lib/model/flow.hpp"
#include "lib/model/model.hpp"

namespace aimet::test {

using Strings = std::vector<std::string>;

inline ModuleId module_at(const Model& model, const std::string& path) {
  for (const ModuleId id : model.modules.ids()) {
    if (model.module(id).path == path) return id;
  }
  throw std::runtime_error("the model has no module " + path);
}

inline const OpLiveness& liveness(const Model& model, OpId op) { return model.liveness[op]; }

inline std::vector<OpId> ops_of(const Model& model, const std::string& kind) {
  std::vector<OpId> ops;
  for (const OpId id : model.ops.ids()) {
    if (model.kind(id) == kind) ops.push_back(id);
  }
  return ops;
}

// The ops of this kind that are live: they ran and their result is used.
inline std::vector<OpId> kept_ops_of(const Model& model, const std::string& kind) {
  std::vector<OpId> ops = ops_of(model, kind);
  ops.erase(std::remove_if(ops.begin(), ops.end(), [&](OpId op) { return !liveness(model, op).live; }), ops.end());
  return ops;
}

inline const std::string& path_of(const Model& model, OpId op) {
  return model.module(model.call(model.op(op).call).module).path;
}

inline Strings paths_of(const Model& model, const std::vector<OpId>& ops) {
  Strings paths;
  for (const OpId op : ops) paths.push_back(path_of(model, op));
  return paths;
}

inline std::int64_t runs_of(const Model& model, OpId op) { return runs(model, model.op(op).block); }

// One "fc.forward" for each call of a module that ran, in program order, without the call of the root.
inline Strings calls_that_ran(const Model& model) {
  Strings calls;
  for (const Call& call : model.calls) {
    if (call.kind == CallKind::function || call.caller == kNone || runs(model, call.block) == 0) continue;
    const std::string& path = model.module(call.module).path;
    calls.push_back(path.empty() ? call.name : path + "." + call.name);
  }
  return calls;
}

inline std::vector<CallId> calls_of(const Model& model, const std::string& path) {
  std::vector<CallId> calls;
  for (const CallId id : model.calls.ids()) {
    const Call& call = model.call(id);
    if (call.kind == CallKind::forward && model.module(call.module).path == path) calls.push_back(id);
  }
  return calls;
}

inline std::vector<Tensor> seen(const Model& model, ValueId value) {
  const IdRange<ObservationId> range = model.value(value).observed;
  const auto first = model.observations.begin() + range.first;
  return {first, first + range.count};
}

inline std::vector<Tensor> outputs_seen(const Model& model, OpId op) {
  return seen(model, model.operand(model.op(op).outputs, 0));
}

// The number of the first line that contains `part`, at or after the first line that contains `after`.
inline int line_of(const std::string& text, const std::string& after, const std::string& part) {
  std::istringstream lines(text);
  std::string line;
  bool reached = false;
  for (int number = 1; std::getline(lines, line); ++number) {
    reached = reached || line.find(after) != std::string::npos;
    if (reached && line.find(part) != std::string::npos) return number;
  }
  throw std::runtime_error("no line after '" + after + "' holds '" + part + "'");
}

}  // namespace aimet::test
