// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where in the tree of calls an op belongs, and which Python lines it and these calls have.

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

// A line of the user's that an op ran in, or was called from.
struct CodeLine {
  const SourceLocation* where = nullptr;
  SourceId source = kNone;  // with its callers
  BodyId body = 0;          // of the call of the module whose forward, or whose helper, has the line
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
  // Without the frames of PyTorch's own at the inner end, as of torch.cond.
  SourceId user_source(const OpMetadata& metadata);
  ModuleId module_of(const Place& place) const;
  // The line that calls `apply`, for an op of an autograd.Function, of which a tracer sees the call alone; else kNone.
  // `no_grad`: the op is in a region without gradients, as a strict export writes such a function.
  SourceId autograd_function(const OpMetadata& metadata, bool no_grad);
  // Innermost first. Empty if modules do not distinguish the lines, and for an op in an arm of a branch.
  std::vector<CodeLine> user_code(const OpMetadata& metadata, const Place& place);
  // To be called for each op before the first `of`: how short the stacks of a call are.
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
  std::unordered_map<std::uint32_t, std::size_t> shortest_;  // frames, by the id of the stack of modules
  std::map<std::pair<std::uint32_t, std::size_t>, SourceId> sources_;
};

}  // namespace aimet
