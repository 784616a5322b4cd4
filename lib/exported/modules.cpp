// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/modules.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "lib/file/quote.hpp"
#include "lib/model/class_origin.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMostModules = 1'000'000;
constexpr int kDeepest = 200;

// The module paths as a tree. Node ids are in order of arrival; table() numbers the modules in pre-order.
class Names {
 public:
  Names() { nodes_.emplace_back(); }

  // An empty name means that the file is damaged: torch.nn.Module.add_module rejects one.
  void add(const std::string& path) {
    std::size_t node = 0;
    int depth = 0;
    for (std::size_t start = 0; !path.empty() && start <= path.size();) {
      const std::size_t end = std::min(path.find('.', start), path.size());
      if (end == start)
        throw RunError(ErrorKind::corrupt, "the program is damaged: the module path " + quoted(path) +
                                               " has an empty name in it. Export the model again.");
      node = child(node, path.substr(start, end - start));
      start = end + 1;
      if (++depth > kDeepest) throw RunError(ErrorKind::limit, "its modules are nested deeper than 200 levels");
    }
  }

  ModuleTable table() const {
    ModuleTable table;
    append(0, kNone, table);
    return table;
  }

 private:
  struct Node {
    std::string name;
    std::vector<std::size_t> children;
    std::unordered_map<std::string, std::size_t> by_name;
  };

  std::size_t child(std::size_t parent, const std::string& name) {
    const auto known = nodes_[parent].by_name.find(name);
    if (known != nodes_[parent].by_name.end()) return known->second;
    if (nodes_.size() >= kMostModules) throw RunError(ErrorKind::limit, "it has more than a million modules");
    const std::size_t id = nodes_.size();
    nodes_.emplace_back();
    nodes_[id].name = name;
    nodes_[parent].children.push_back(id);
    nodes_[parent].by_name.emplace(name, id);
    return id;
  }

  // The recursion is bounded: `add` limits the depth.
  ModuleId append(std::size_t node, ModuleId parent, ModuleTable& table) const {
    const ModuleId id = table.modules.next_id();
    Module module;
    module.name = nodes_[node].name;
    module.parent = parent;
    module.object = id;
    module.traced = true;  // its ops are what ran, as in a trace
    if (parent != kNone) {
      const std::string& above = table.modules[parent].path;
      module.path = above.empty() ? module.name : above + "." + module.name;
    }
    table.by_path.emplace(module.path, id);
    table.modules.push_back(std::move(module));
    for (const std::size_t below : nodes_[node].children) {
      const ModuleId added = append(below, id, table);
      table.modules[id].children.push_back(added);
    }
    return id;
  }

  std::vector<Node> nodes_;
};

// Finds modules that are the same Python object. The first in pre-order represents all of them.
class Objects {
 public:
  explicit Objects(ModuleTable& table) : table_(table), first_(table.modules.size()) {
    std::iota(first_.begin(), first_.end(), kRootModule);
  }

  // A strict export identifies the object of each call.
  void join_by_calls(const std::vector<const ModuleStack*>& stacks) {
    index_keys();
    std::map<std::string, std::vector<ModuleId>> called;  // by object
    for (const ModuleStack* stack : stacks) {
      for (const Frame& frame : stack->frames) {
        if (!frame.object.empty()) called[frame.object].push_back(table_.by_path.at(frame.path));
      }
    }
    for (const auto& [object, modules] : called) join_named(object, modules);
  }

  // Two modules that have at least two tensors and share all of them are one object, and so are their submodules. A
  // single shared tensor may be a tied weight.
  void join_by_tensors(const std::vector<NamedTensor>& tensors) {
    IdVector<ModuleId, std::string> below(table_.modules.size());
    IdVector<ModuleId, std::size_t> counts(table_.modules.size(), 0);
    for (const NamedTensor& tensor : tensors) {
      const std::string owner = split_tensor_name(tensor.name).first;
      for (ModuleId id = table_.by_path.at(owner); id > 0; id = table_.modules[id].parent) {
        const std::string& path = table_.modules[id].path;
        below[id] +=
            tensor.name.substr(path.empty() ? 0 : path.size() + 1) + '\0' + std::to_string(tensor.storage) + '\0';
        for (const std::int64_t size : tensor.tensor.shape) below[id] += std::to_string(size) + ',';
        ++counts[id];
      }
    }
    std::unordered_map<std::string, ModuleId> seen;
    for (const ModuleId id : below.ids()) {
      if (counts[id] < 2) continue;
      const auto [known, is_new] = seen.emplace(std::move(below[id]), id);
      if (!is_new) join_trees(known->second, id);
    }
  }

  void write() {
    for (const ModuleId id : first_.ids()) table_.modules[id].object = find(id);
  }

 private:
  // 2.6 writes L__self___second for an object that is both first and second. The path first does not give that key, so
  // first is another name of second. If several paths give the key (a.b and a_b), nothing is known.
  void join_named(const std::string& object, const std::vector<ModuleId>& modules) {
    constexpr std::string_view kPrefix = "L__self___";
    if (object.rfind(kPrefix, 0) != 0) {
      for (const ModuleId module : modules) join(modules.front(), module);
      return;
    }
    const auto owner = by_key_.find(object.substr(kPrefix.size()));
    if (owner == by_key_.end() || owner->second == kNone) return;
    for (const ModuleId module : modules) join(owner->second, module);
  }

  void index_keys() {
    for (const ModuleId id : table_.modules.ids()) {
      if (id == kRootModule) continue;
      std::string key = table_.modules[id].path;
      std::replace(key.begin(), key.end(), '.', '_');
      const auto [known, is_new] = by_key_.emplace(std::move(key), id);
      if (!is_new) known->second = kNone;
    }
  }

  void join_trees(ModuleId a, ModuleId b) {
    join(a, b);
    const Module& right = table_.modules[b];
    for (const ModuleId child : table_.modules[a].children) {
      const std::string& name = table_.modules[child].name;
      const auto twin = table_.by_path.find(right.path.empty() ? name : right.path + "." + name);
      if (twin != table_.by_path.end()) join_trees(child, twin->second);
    }
  }

  ModuleId find(ModuleId id) {
    while (first_[id] != id) id = first_[id] = first_[first_[id]];
    return id;
  }
  void join(ModuleId a, ModuleId b) {
    a = find(a);
    b = find(b);
    first_[std::max(a, b)] = std::min(a, b);
  }

  ModuleTable& table_;
  IdVector<ModuleId, ModuleId> first_;
  std::unordered_map<std::string, ModuleId> by_key_;  // by path with underscores for dots; kNone: several
};

// nn.MultiheadAttention reads its out_proj's weight and does not call it, so no op names the class.
bool is_projection_of_attention(const Module& module, const ModuleTable& table) {
  return module.name == "out_proj" && module.parent != kNone &&
         table.modules[module.parent].type == "torch.nn.modules.activation.MultiheadAttention";
}

void write_types(const ModuleEvidence& evidence, ModuleTable& table) {
  for (const ModuleStack* stack : evidence.stacks) {
    if (table.modules.front().type.empty()) table.modules.front().type = stack->root_type;
    for (const Frame& frame : stack->frames) table.modules[table.by_path.at(frame.path)].type = frame.type;
  }
  for (Module& module : table.modules) {
    Module& object = table.modules[module.object];
    if (object.type.empty()) object.type = module.type;
  }
  for (Module& module : table.modules) {
    if (module.type.empty()) module.type = table.modules[module.object].type;
    if (module.type.empty() && is_projection_of_attention(module, table))
      module.type = "torch.nn.modules.linear.NonDynamicallyQuantizableLinear";
    module.origin = class_origin(module.type);
  }
}

void write_parameters(const std::vector<NamedTensor>& tensors, ModuleTable& table) {
  for (const NamedTensor& tensor : tensors) {
    const auto [owner, name] = split_tensor_name(tensor.name);
    table.modules[table.by_path.at(owner)].parameters.push_back(
        {name, tensor.tensor, tensor.is_buffer, tensor.storage});
  }
}

}  // namespace

std::pair<std::string, std::string> split_tensor_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

ModuleTable build_modules(const ModuleEvidence& evidence) {
  Names names;
  for (const std::string& path : evidence.listed) names.add(path);
  for (const ModuleStack* stack : evidence.stacks) {
    for (const Frame& frame : stack->frames) names.add(frame.path);
  }
  for (const NamedTensor& tensor : *evidence.tensors) names.add(split_tensor_name(tensor.name).first);
  ModuleTable table = names.table();
  Objects objects(table);
  objects.join_by_calls(evidence.stacks);
  if (evidence.whole_state) objects.join_by_tensors(*evidence.tensors);
  objects.write();
  write_types(evidence, table);
  write_parameters(*evidence.tensors, table);
  return table;
}

}  // namespace aimet
