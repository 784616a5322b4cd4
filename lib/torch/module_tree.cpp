// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/module_tree.hpp"

#include <ATen/core/Tensor.h>

#include <map>
#include <unordered_map>
#include <utility>

#include "lib/model/error.hpp"

namespace aimet {
namespace {

constexpr int kDeepest = 200;
constexpr std::size_t kMostModules = 1'000'000;

class TreeReader {
 public:
  TreeReader(ModuleTree& tree, FactTables& tables) : tree_(tree), tables_(tables) {}

  ModuleId add(const c10::intrusive_ptr<c10::ivalue::Object>& object, std::string name, ModuleId parent, int depth) {
    if (depth > kDeepest) throw RunError(ErrorKind::limit, "its modules are nested deeper than 200 levels");
    if (tree_.modules.size() >= kMostModules) throw RunError(ErrorKind::limit, "it has more than a million modules");
    const ModuleId id = tree_.modules.add({});
    tree_.objects.push_back(object);
    Module module = describe(*object);
    module.name = std::move(name);
    module.parent = parent;
    if (parent != kNone) {
      const std::string& above = tree_.modules[parent].path;
      module.path = above.empty() ? module.name : above + "." + module.name;
    }
    module.object = first_id_.emplace(object.get(), id).first->second;
    tree_.by_path.emplace(module.path, id);
    tree_.modules[id] = std::move(module);
    add_children(*object, id, depth);
    return id;
  }

 private:
  void add_children(const c10::ivalue::Object& object, ModuleId id, int depth) {
    const auto type = object.type();
    for (std::size_t slot = 0; slot < type->numAttributes(); ++slot) {
      const c10::IValue& value = object.getSlot(slot);
      if (!value.isObject() || !value.toObjectRef().type()->is_module()) continue;
      const ModuleId child = add(value.toObject(), type->getAttributeName(slot), id, depth + 1);
      tree_.modules[id].children.push_back(child);
    }
  }

  Module describe(const c10::ivalue::Object& object) {
    Module module;
    const auto type = object.type();
    if (type->name()) module.type = python_class_name(type->name()->qualifiedName());
    module.origin = class_origin(module.type);
    for (std::size_t slot = 0; slot < type->numAttributes(); ++slot) {
      const c10::IValue& value = object.getSlot(slot);
      const std::string& name = type->getAttributeName(slot);
      if (value.isTensor()) {
        module.parameters.push_back(
            {name, tensor_fact(value.toTensor()), !type->is_parameter(slot), storage(value.toTensor())});
      } else if (!value.isObject()) {
        if (name == "training" && value.isBool()) module.training = value.toBool();
        module.attributes.push_back({name, constant_fact(value)});
      }
    }
    for (std::size_t i = 0; i < type->numConstants(); ++i) {
      module.attributes.push_back({type->getConstantName(i), constant_fact(type->getConstant(i))});
    }
    for (const torch::jit::Function* function : type->methods()) module.methods.push_back(describe(*function));
    return module;
  }

  Method describe(const torch::jit::Function& function) {
    Method method;
    method.name = function.name();
    const auto& schema = function.getSchema();
    for (std::size_t i = 1; i < schema.arguments().size(); ++i) {
      const auto& argument = schema.arguments()[i];
      method.arguments.push_back(
          {argument.name(), tables_.type(argument.type()), argument.default_value().has_value()});
    }
    if (schema.returns().size() == 1) method.returns = tables_.type(schema.returns()[0].type());
    return method;
  }

  std::int32_t storage(const at::Tensor& tensor) {
    if (!tensor.defined() || !tensor.has_storage() || tensor.numel() == 0) return kNone;
    return storages_.emplace(tensor.storage().unsafeGetStorageImpl(), static_cast<std::int32_t>(storages_.size()))
        .first->second;
  }

  ModuleTree& tree_;
  FactTables& tables_;
  std::unordered_map<const void*, ModuleId> first_id_;
  std::unordered_map<const void*, std::int32_t> storages_;
};

bool same_shape(const IdVector<ModuleId, Module>& modules, ModuleId a, ModuleId b) {
  const Module& left = modules[a];
  const Module& right = modules[b];
  if (left.type != right.type || left.children.size() != right.children.size()) return false;
  bool same = left.parameters.empty() ? right.parameters.empty() : left.object == right.object;
  for (std::size_t i = 0; same && i < left.children.size(); ++i) {
    same = modules[left.children[i]].name == modules[right.children[i]].name &&
           same_shape(modules, left.children[i], right.children[i]);
  }
  return same;
}

void join(IdVector<ModuleId, Module>& modules, ModuleId into, ModuleId from) {
  Module& right = modules[from];
  const Module& left = modules[into];
  right.object = left.object;
  for (std::size_t i = 0; i < right.children.size(); ++i) join(modules, left.children[i], right.children[i]);
}

// The first child before the i-th that is a container of the same class with the same tensors; kNone if there is none.
ModuleId first_twin(const IdVector<ModuleId, Module>& modules, const std::vector<ModuleId>& children, std::size_t i) {
  const ModuleId id = children[i];
  if (modules[id].children.empty()) return kNone;
  ModuleId with_parameters = id;  // quick test: the first module below that has parameters
  while (modules[with_parameters].parameters.empty()) {
    const auto& below = modules[with_parameters].children;
    if (below.empty()) return kNone;
    with_parameters = below.front();
  }
  if (modules[with_parameters].object == with_parameters) return kNone;
  for (std::size_t k = 0; k < i; ++k) {
    if (same_shape(modules, children[k], id)) return children[k];
  }
  return kNone;
}

// Two containers of one class are one object if every parameter, at every depth, is the same tensor in both. Then their
// children without parameters are one object, too.
void join_subtrees(IdVector<ModuleId, Module>& modules, ModuleId id) {
  const std::vector<ModuleId>& children = modules[id].children;
  for (std::size_t i = 1; i < children.size(); ++i) {
    const ModuleId twin = first_twin(modules, children, i);
    if (twin != kNone) join(modules, twin, children[i]);
  }
}

// Scripting and tracing make two script objects of one Python object that has two names. Objects with parameters can
// still be recognised: every parameter is the same tensor in both.
void join_aliases(IdVector<ModuleId, Module>& modules) {
  std::map<std::pair<std::string, std::vector<std::pair<std::string, std::int32_t>>>, ModuleId> first;
  for (const ModuleId id : modules.ids()) {
    Module& module = modules[id];
    if (module.object != id) continue;
    std::vector<std::pair<std::string, std::int32_t>> storages;
    for (const Parameter& parameter : module.parameters) {
      if (parameter.storage != kNone) storages.emplace_back(parameter.name, parameter.storage);
    }
    if (storages.empty()) continue;
    module.object = first.emplace(std::make_pair(module.type, std::move(storages)), id).first->second;
  }
  for (Module& module : modules) module.object = modules[module.object].object;
  for (const ModuleId id : modules.ids()) join_subtrees(modules, id);
}

}  // namespace

ModuleId ModuleTree::child(ModuleId parent, const std::string& name) const {
  const std::string& above = modules[parent].path;
  const auto found = by_path.find(above.empty() ? name : above + "." + name);
  return found == by_path.end() ? kNone : found->second;
}

ModuleTree read_module_tree(const torch::jit::Module& root, FactTables& tables) {
  ModuleTree tree;
  TreeReader(tree, tables).add(root._ivalue(), "", kNone, 0);
  join_aliases(tree.modules);
  return tree;
}

}  // namespace aimet
