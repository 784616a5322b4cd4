// SPDX-License-Identifier: Apache-2.0
#pragma once
// A model as the user's own rules see it: the ops that count, their names in AIMET, and how often modules run.

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
  const std::vector<AimetOp>& aimet_ops() const { return aimet_ops_; }  // each op or call once, also in loops

  // Whether the op ran (in a static run: may run), and is live, a branch or a loop.
  bool counts(OpId op) const;
  // Whether the op only moves values: constants, attributes, lists, tuples, and numbers computed from sizes.
  bool is_plumbing(OpId op) const;
  std::int64_t calls_of(ModuleId module) const;  // in one forward pass

  // Matches the first op in the range whose arguments and tensors both match; Verdict::no if there is none. A pattern
  // that asks for neither matches always.
  Match some_op_matches(IdRange<OpId> ops, const Pattern& pattern) const;

  Finding at_op(OpId op) const;                           // with the op's module and lines, without a message
  Finding at_module(ModuleId module, CallId call) const;  // kNone: the module is never called

 private:
  const Model& model_;
  std::vector<AimetOp> aimet_ops_;
  std::unordered_map<OpId, std::string> names_;
  IdVector<ModuleId, std::int64_t> calls_;  // by the module's object
};

}  // namespace aimet
