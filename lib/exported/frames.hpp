// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses an op's nn_module_stack, a text that lists the modules being called, outermost first.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace aimet {

// One call of a module. Equal `key` and `path` mean the same call.
struct Frame {
  std::string key;      // export's own name of the call: "L__self__b.0", a second call "L__self__b.0@1"
  std::string path;     // "b.0", without what torch.export adds
  std::string type;     // "torch.nn.modules.linear.Linear"
  std::string object;   // strict export: identifies the Python object (the key without the call number); "" if unknown
  bool strict = false;  // the key is not derived from the path
};

using Paths = std::unordered_set<std::string>;

struct ModuleStack {
  std::string root_type;
  std::vector<Frame> frames;  // below the root
};

// `known`: the paths of the program's modules, needed because names may contain the separators.
// Throws RunError(ErrorKind::corrupt), or ErrorKind::limit if the stack is too deep.
ModuleStack parse_module_stack(std::string_view text, const Paths& known);

// "s.slice(1, None, None)._modules.1" -> "s.1", "L['s'].r" -> "r", "_export_root.a" -> "a"
std::string clean_path(std::string_view path);

}  // namespace aimet
