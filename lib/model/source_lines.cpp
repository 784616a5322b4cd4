// SPDX-License-Identifier: Apache-2.0
#include "lib/model/source_lines.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace aimet {
namespace {

bool torchvision_is_user(const Model& model) { return model.modules.front().origin == ClassOrigin::torchvision; }

// Whether the frame is one of nn.Module.__call__, which leaves one or two frames per call on the stack (1.13 to 2.14).
bool is_module_call(const SourceLocation& frame) {
  constexpr std::array<std::string_view, 5> kFunctions = {"_call_impl", "_wrapped_call_impl", "_slow_forward",
                                                          "__call__", "inner"};
  constexpr std::string_view kFile = "torch/nn/modules/module.py";
  const std::string& file = frame.file;
  return file.size() >= kFile.size() && file.compare(file.size() - kFile.size(), kFile.size(), kFile) == 0 &&
         std::find(kFunctions.begin(), kFunctions.end(), frame.function) != kFunctions.end();
}

void add_user_frames(const Model& model, const std::vector<SourceLocation>& stack, std::size_t from,
                     std::vector<SourceLocation>& lines) {
  const bool vision = torchvision_is_user(model);
  for (std::size_t i = from; i < stack.size(); ++i) {
    if (is_library_file(stack[i].file, vision)) continue;
    if (std::find(lines.begin(), lines.end(), stack[i]) == lines.end()) lines.push_back(stack[i]);
    return;
  }
}

bool is_stack(const std::vector<SourceLocation>& source) { return !source.empty() && source.front().column == 0; }

std::size_t forward_depth(const Model& model, CallId call) {
  std::size_t depth = 0;
  for (CallId up = model.call(call).caller; up != kNone; up = model.call(up).caller) {
    if (model.call(up).kind == CallKind::forward) ++depth;
  }
  return depth;
}

// In a trace the call itself has no source, but the ops below it have the whole stack. Each group of __call__ frames,
// counted from the outermost frame, is one module call. The frame just outside of the call's own group makes the call.
std::vector<SourceLocation> site_from_stack(const Model& model, CallId call, const std::vector<SourceLocation>& stack) {
  std::vector<SourceLocation> lines;
  const std::size_t wanted = forward_depth(model, call);
  std::size_t group = 0;
  for (std::size_t i = stack.size(); i-- > 0;) {
    if (!is_module_call(stack[i]) || (i + 1 < stack.size() && is_module_call(stack[i + 1]))) continue;
    if (group++ == wanted) {
      add_user_frames(model, stack, i + 1, lines);
      return lines;
    }
  }
  return lines;
}

const std::vector<SourceLocation>* stack_below(const Model& model, const Call& call) {
  for (std::int32_t i = 0; i < call.ops.count; ++i) {
    const SourceId source = model.op(call.ops[i]).source;
    if (source != kNone && is_stack(model.sources[source])) {
      return &model.sources[source];
    }
  }
  return nullptr;
}

}  // namespace

bool is_library_file(const std::string& file, bool torchvision_is_user) {
  const auto contains = [&](std::string_view part) { return file.find(part) != std::string::npos; };
  const auto below = [&](std::string_view package) {
    const std::string folder = std::string(package) + "/";
    return file.rfind(folder, 0) == 0 || contains("-packages/" + folder);
  };
  if (file.empty() || file.front() == '<') return true;
  if (below("torch")) return true;
  return !torchvision_is_user && below("torchvision");
}

std::vector<SourceLocation> user_lines(const Model& model, OpId id) {
  std::vector<SourceLocation> lines;
  const Op& op = model.op(id);
  if (op.source != kNone) {
    const auto& source = model.sources[op.source];
    add_user_frames(model, source, 0, lines);
    if (!lines.empty() || is_stack(source)) return lines;
  }
  for (CallId call = op.call; call != kNone && lines.empty(); call = model.call(call).caller) {
    const SourceId source = model.call(call).source;
    if (source != kNone) add_user_frames(model, model.sources[source], 0, lines);
  }
  return lines;
}

std::optional<SourceLocation> library_line(const Model& model, OpId id) {
  const SourceId source = model.op(id).source;
  if (source == kNone || torchvision_is_user(model)) return std::nullopt;
  for (const SourceLocation& frame : model.sources[source])
    if (!is_library_file(frame.file, true))
      return is_library_file(frame.file, false) ? std::optional(frame) : std::nullopt;
  return std::nullopt;
}

std::vector<SourceLocation> call_site(const Model& model, CallId id) {
  const Call& call = model.call(id);
  std::vector<SourceLocation> lines;
  for (CallId up = id; up != kNone && lines.empty(); up = model.call(up).caller) {
    const SourceId source = model.call(up).source;
    if (source != kNone) add_user_frames(model, model.sources[source], 0, lines);
  }
  if (!lines.empty()) return lines;
  const auto* stack = stack_below(model, call);
  return stack == nullptr ? lines : site_from_stack(model, id, *stack);
}

}  // namespace aimet
