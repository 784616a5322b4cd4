// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/places.hpp"

#include <algorithm>

#include "lib/exported/stack_trace.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

constexpr std::size_t kDeepestCode = 200;  // frames of user code

bool is_same(const Frame& a, const Frame& b) { return a.key == b.key && a.path == b.path; }

bool has_file(const std::vector<SourceLocation>& frames, const std::string& part) {
  return std::any_of(frames.begin(), frames.end(),
                     [&](const SourceLocation& frame) { return frame.file.find(part) != std::string::npos; });
}

}  // namespace

const Module& Places::module(const Frame& frame) const { return modules_.modules[modules_.by_path.at(frame.path)]; }

ModuleId Places::module_of(const Place& place) const {
  return place.frames.empty() ? kRootModule : modules_.by_path.at(place.frames.back().path);
}

const std::vector<SourceLocation>& Places::trace(const OpMetadata& metadata) {
  const auto [entry, is_new] = traces_.try_emplace(metadata.trace.text_id());
  if (is_new) entry->second = parse_stack_trace(metadata.trace.text());
  return entry->second;
}

SourceId Places::source_from(const OpMetadata& metadata, std::size_t first) {
  const auto& frames = trace(metadata);
  if (first >= frames.size()) return kNone;
  const auto [entry, is_new] =
      sources_.emplace(std::make_pair(metadata.trace.text_id(), first), model_.sources.next_id());
  if (is_new) model_.sources.emplace_back(frames.begin() + static_cast<std::ptrdiff_t>(first), frames.end());
  return entry->second;
}

SourceId Places::source(const OpMetadata& metadata) { return source_from(metadata, 0); }

SourceId Places::user_source(const OpMetadata& metadata) {
  const auto& frames = trace(metadata);
  const auto users = std::find_if(frames.begin(), frames.end(),
                                  [](const SourceLocation& frame) { return !is_library_file(frame.file, true); });
  return source_from(metadata, static_cast<std::size_t>(users - frames.begin()));
}

// Function.forward(ctx, ...) is called by the line with `F.apply(x)`, with only PyTorch's own frames between them. A
// strict export of PyTorch 2.6 has no frame of forward.
SourceId Places::autograd_function(const OpMetadata& metadata, bool no_grad) {
  const auto& frames = trace(metadata);
  bool in_forward = no_grad;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (is_library_file(frames[i].file, true)) continue;
    if (in_forward && frames[i].text.find(".apply(") != std::string::npos) return source_from(metadata, i);
    in_forward = frames[i].function == "forward";
  }
  return kNone;
}

void Places::survey(const OpMetadata& metadata) {
  const std::size_t frames = trace(metadata).size();
  if (!strict_ || frames == 0) return;
  const auto [entry, is_new] = shortest_.emplace(metadata.stack.text_id(), frames);
  if (!is_new) entry->second = std::min(entry->second, frames);
}

// Whether a hook of the innermost layer ran the op. Hooks, such as torch.nn.utils' weight_norm and spectral_norm, run
// around the layer's forward, so AIMET sees their ops in the module that calls the layer. A strict export has the
// user's own hooks as frames inside the call.
bool Places::is_of_a_hook(const OpMetadata& metadata, const std::vector<Frame>& frames) {
  if (frames.empty()) return false;
  const Module& leaf = module(frames.back());
  const auto& lines = trace(metadata);
  if (!leaf.is_leaf() || leaf.origin != ClassOrigin::torch_nn || lines.empty()) return false;
  if (!strict_) return !has_file(lines, "torch/nn/modules");
  const auto shortest = shortest_.find(metadata.stack.text_id());
  const bool is_inside = shortest != shortest_.end() && lines.size() > shortest->second;
  return has_file(lines, "torch/nn/utils") || (is_inside && !is_library_file(lines.front().file, true));
}

// The positions of the user's frames in the trace.
std::vector<std::size_t> Places::user_frames(const OpMetadata& metadata) {
  const auto& lines = trace(metadata);
  std::vector<std::size_t> users;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!is_library_file(lines[i].file, true)) users.push_back(i);
  return users;
}

// The calls around the op whose forward is not PyTorch's, outermost first. Empty for an op in a branch or loop body.
std::vector<std::pair<BodyId, ModuleId>> Places::user_modules(const Place& place) const {
  std::vector<std::pair<BodyId, ModuleId>> users;
  BodyId body = 0;
  const auto note = [&](ModuleId id) {
    const ClassOrigin origin = modules_.modules[id].origin;
    if (origin != ClassOrigin::torch_nn && origin != ClassOrigin::torch_other) users.emplace_back(body, id);
  };
  note(kRootModule);
  for (const Frame& frame : place.frames) {
    const auto call = draft_.bodies[body].calls.find(std::make_pair(frame.key, frame.path));
    if (call == draft_.bodies[body].calls.end()) return {};
    body = draft_.calls[call->second].body;
    note(modules_.by_path.at(frame.path));
  }
  return body == place.body ? users : std::vector<std::pair<BodyId, ModuleId>>();
}

std::vector<CodeLine> Places::user_code(const OpMetadata& metadata, const Place& place) {
  const auto& lines = trace(metadata);
  const std::vector<std::size_t> users = user_frames(metadata);
  const auto owners = user_modules(place);
  std::vector<CodeLine> code;
  if (users.size() > kDeepestCode) return code;
  std::size_t next = users.size();  // outermost first: forward, and the helpers that it calls
  for (std::size_t i = 0; i < owners.size() && next > 0; ++i) {
    if (lines[users[next - 1]].function != "forward") return {};
    std::string callers = std::to_string(owners[i].first);
    do {
      const SourceLocation& line = lines[users[--next]];
      code.push_back({&line, source_from(metadata, users[next]), owners[i].first, owners[i].second,
                      callers + "|" + line.function + "|" + line.file});
      callers += "|" + std::to_string(line.line);
    } while (next > 0 && lines[users[next - 1]].function != "forward");
    if ((next == 0) != (i + 1 == owners.size())) return {};
  }
  std::reverse(code.begin(), code.end());
  return code;
}

BodyId Places::enter(BodyId body, const Frame& frame, SourceId site) {
  const auto [entry, is_new] =
      draft_.bodies[body].calls.emplace(std::make_pair(frame.key, frame.path), draft_.calls.size());
  const std::size_t call = entry->second;
  if (is_new) {
    draft_.bodies[body].items.push_back({true, call});
    draft_.calls.push_back({modules_.by_path.at(frame.path), site, 0});
    draft_.calls[call].body = draft_.add_body();
  }
  return draft_.calls[call].body;
}

// For each frame from `first` on, the line that called its module: the first one outside the module's own code. The own
// code of a PyTorch module has lines in PyTorch's files or none, that of a user's module has the lines up to its
// forward.
std::vector<SourceId> Places::call_sites(const OpMetadata& metadata, const std::vector<Frame>& frames,
                                         std::size_t first) {
  std::vector<SourceId> sites(frames.size(), kNone);
  const auto& lines = trace(metadata);
  std::size_t at = 0;
  const auto skip_library = [&] {
    while (at < lines.size() && is_library_file(lines[at].file, true)) ++at;
  };
  for (std::size_t i = frames.size(); i-- > first;) {
    const ClassOrigin origin = module(frames[i]).origin;
    skip_library();
    if (origin != ClassOrigin::torch_nn && origin != ClassOrigin::torch_other) {
      while (at < lines.size() && lines[at].function != "forward") ++at;
      ++at;
      skip_library();
    }
    if (at >= lines.size()) break;
    sites[i] = source_from(metadata, at);
  }
  return sites;
}

Place Places::of(const OpMetadata& metadata, const Place& above) {
  const auto stack = stacks_.find(metadata.stack.text_id());
  if (!metadata.stack.is_text() || stack == stacks_.end()) return above;
  std::vector<Frame> frames = stack->second.frames;
  if (is_of_a_hook(metadata, frames)) frames.pop_back();
  std::size_t common = 0;
  while (common < frames.size() && common < above.frames.size() && is_same(frames[common], above.frames[common]))
    ++common;
  Place place{above.body, above.frames};
  bool is_known = true;
  for (std::size_t i = common; i < frames.size() && is_known; ++i) {
    const auto known = draft_.bodies[place.body].calls.find(std::make_pair(frames[i].key, frames[i].path));
    is_known = known != draft_.bodies[place.body].calls.end();
    if (is_known) place.body = draft_.calls[known->second].body;
  }
  if (!is_known) {
    place.body = above.body;
    const std::vector<SourceId> sites = call_sites(metadata, frames, common);
    for (std::size_t i = common; i < frames.size(); ++i) place.body = enter(place.body, frames[i], sites[i]);
  }
  place.frames.insert(place.frames.end(), frames.begin() + static_cast<std::ptrdiff_t>(common), frames.end());
  return place;
}

}  // namespace aimet
