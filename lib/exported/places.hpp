// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which call of the call tree an op belongs to, and the Python lines of the op and of these calls.

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/exported/draft.hpp"
#include "lib/exported/frames.hpp"
#include "lib/exported/json_document.hpp"
#include "lib/exported/modules.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// The body that is being filled, and the frames of the call that it belongs to.
struct Place {
  BodyId body = 0;
  std::vector<Frame> frames;
};

// The metadata of one op.
struct OpMetadata {
  Json stack;     // nn_module_stack
  Json trace;     // stack_trace
  Json function;  // torch_fn: "add_1;method_descriptor.add"
};

// A line of the user's code that ran an op, or from which the op was called.
struct CodeLine {
  const SourceLocation* where = nullptr;
  SourceId source = kNone;  // the line and its callers
  BodyId body = 0;          // of the call of the module whose forward, or a helper of it, contains the line
  ModuleId module = kNone;
  std::string caller;  // equal for the lines of one call of one function
};

using StackTable = std::unordered_map<std::uint32_t, ModuleStack>;  // by the id of their text

class Places {
 public:
  Places(const StackTable& stacks, const ModuleTable& modules, bool strict, Draft& draft, Model& model)
      : stacks_(stacks), modules_(modules), strict_(strict), draft_(draft), model_(model) {}

  // An op whose metadata names no module belongs to `above`.
  Place of(const OpMetadata& metadata, const Place& above);
  SourceId source(const OpMetadata& metadata);
  // Without PyTorch's own frames at the inner end, such as those of torch.cond.
  SourceId user_source(const OpMetadata& metadata);
  ModuleId module_of(const Place& place) const;
  // For an op of an autograd.Function, the line that calls `apply`: a tracer sees only that call. kNone for other ops.
  // `no_grad`: the op is in a region that sets the gradient mode; a strict export writes the function as such a region.
  SourceId autograd_function(const OpMetadata& metadata, bool no_grad);
  // Innermost first. Empty if the lines cannot be assigned to modules, and for an op in a branch or loop body.
  std::vector<CodeLine> user_code(const OpMetadata& metadata, const Place& place);
  // Must be called for each op of a graph before its first `of`. Notes the length of the shortest stack trace per
  // module stack.
  void survey(const OpMetadata& metadata);

 private:
  const std::vector<SourceLocation>& trace(const OpMetadata& metadata);
  SourceId source_from(const OpMetadata& metadata, std::size_t first);
  bool is_of_a_hook(const OpMetadata& metadata, const std::vector<Frame>& frames);
  BodyId enter(BodyId body, const Frame& frame, SourceId site);
  std::vector<SourceId> call_sites(const OpMetadata& metadata, const std::vector<Frame>& frames, std::size_t first);
  const Module& module(const Frame& frame) const;
  std::vector<std::size_t> user_frames(const OpMetadata& metadata);
  std::vector<std::pair<BodyId, ModuleId>> user_modules(const Place& place) const;

  const StackTable& stacks_;
  const ModuleTable& modules_;
  bool strict_;
  Draft& draft_;
  Model& model_;
  std::unordered_map<std::uint32_t, std::vector<SourceLocation>> traces_;
  std::unordered_map<std::uint32_t, std::size_t> shortest_;  // number of frames, by text id of the module stack
  std::map<std::pair<std::uint32_t, std::size_t>, SourceId> sources_;
};

}  // namespace aimet
