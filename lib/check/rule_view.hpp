// SPDX-License-Identifier: Apache-2.0
#pragma once
// A model as rules of the user's own look at it: the ops that count, what AIMET calls them, and how often modules run.

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/check/aimet_graph.hpp"
#include "lib/check/check.hpp"
#include "lib/check/pattern.hpp"

namespace aimet {

class RuleView {
 public:
  RuleView(const Model& model, const CheckOptions& options);

  const Model& model() const { return model_; }
  const std::vector<AimetOp>& aimet_ops() const { return aimet_ops_; }  // one per place, also of those in loops

  // It ran, or may run, and its result matters.
  bool counts(OpId op) const;
  // Carries values about and computes nothing: constants, attributes, lists, tuples, the numbers behind sizes.
  bool is_plumbing(OpId op) const;
  std::int64_t calls_of(ModuleId module) const;  // in one forward pass

  // The first op in the range that has both the arguments and the tensors.
  Match some_op_matches(IdRange<OpId> ops, const Pattern& pattern) const;

  Finding at_op(OpId op) const;                           // its place and lines, without a message
  Finding at_module(ModuleId module, CallId call) const;  // kNone: it is never called

 private:
  const Model& model_;
  std::vector<AimetOp> aimet_ops_;
  std::unordered_map<OpId, std::string> names_;
  IdVector<ModuleId, std::int64_t> calls_;  // by the module's object
};

}  // namespace aimet
