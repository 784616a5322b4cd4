// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/signature.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "lib/exported/tensors.hpp"
#include "lib/exported/tree_spec.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

struct Held {
  ValueId value = kNone;
  TypeId type = kNone;
};

TypeId container_type(Tables& tables, const TreeSpec& spec, const std::vector<TypeId>& elements) {
  const Model& model = tables.model();
  // If the types differ, the first type that is not Tensor counts: the checks report such a container.
  TypeId element = elements.empty() ? tables.tensor_type() : elements.front();
  for (const TypeId type : elements) {
    if (model.type(element).kind == TypeKind::tensor) element = type;
  }
  switch (spec.kind) {
    case TreeSpec::Kind::dict: {
      const TypeId key = tables.type(TypeKind::string, "str");
      return tables.type(TypeKind::dict, "Dict[str, " + model.type(element).text + "]", {key, element});
    }
    case TreeSpec::Kind::list:
      return tables.list_of(element);
    case TreeSpec::Kind::tuple:
      return tables.type(
          TypeKind::tuple,
          "Tuple[" + joined(elements, ", ", [&](TypeId id) -> const std::string& { return model.type(id).text; }) + "]",
          elements);
    default:
      return tables.type(TypeKind::other, spec.type, elements, spec.type);
  }
}

ValueId text_constant(Tables& tables, const std::string& text) {
  Constant constant;
  constant.kind = Constant::Kind::string;
  constant.string = text;
  return tables.constant(std::move(constant));
}

const Json signature_of_root(const Json& graph_module) {
  for (const Json entry : graph_module["module_call_graph"]) {
    if (entry["fqn"].is_text() && entry["fqn"].text().empty()) return entry["signature"];
  }
  return {};
}

class Inputs {
 public:
  Inputs(const Json& graph_module, Scope& scope, Values& values, Draft& draft, Tables& tables, ModuleTable& modules)
      : graph_module_(graph_module),
        scope_(scope),
        values_(values),
        draft_(draft),
        tables_(tables),
        modules_(modules) {}

  void run() {
    for (const Json spec : graph_module_["signature"]["input_specs"]) bind(spec.first());
    const Json root = signature_of_root(graph_module_);
    const auto spec = parse_tree_spec(root["in_spec"].text());
    Method forward;
    forward.name = "forward";
    if (spec && count_leaves(*spec) == given_.size() && spec->children.size() == 2) {
      std::vector<std::string> names;
      for (const Json name : root["forward_arg_names"]) names.emplace_back(name.text());
      const TreeSpec& positional = spec->children[0];
      const TreeSpec& named = spec->children[1];
      for (std::size_t i = 0; i < positional.children.size(); ++i)
        argument(i < names.size() ? names[i] : "argument_" + std::to_string(i + 1), positional.children[i], forward);
      for (std::size_t i = 0; i < named.children.size(); ++i)
        argument(i < named.keys.size() ? named.keys[i] : "", named.children[i], forward);
    } else {
      for (const Given& given : given_) add(given.name, given.held, forward);
    }
    modules_.modules.front().methods.push_back(std::move(forward));
  }

 private:
  struct Given {
    std::string name;
    Held held;
  };

  void bind(const Json& spec) {
    const std::string_view kind = spec.key();
    if (kind == "parameter" || kind == "buffer") {
      const std::string name(spec[kind == "parameter" ? "parameter_name" : "buffer_name"].text());
      const ValueId value = values_.define_tensor(scope_, spec["arg"]["name"].text());
      const auto [owner, attribute] = split_tensor_name(name);
      const auto module = modules_.by_path.find(owner);
      if (module != modules_.by_path.end()) values_.add_attribute(value, module->second, attribute);
    } else if (kind == "tensor_constant") {
      const ValueId value = values_.define_tensor(scope_, spec["arg"]["name"].text());
      tables_.model().values[value].is_attribute = true;
    } else if (kind == "user_input") {
      std::vector<ValueId> made;
      define(spec["arg"], made);
    } else if (kind == "constant_input") {
      const Json value = spec["value"].first();
      const ValueId made = tables_.constant(constant_of(value.key(), value));
      keep(std::string(spec["name"].text()), made);
    } else {  // custom_obj, token
      const std::string_view name = spec["arg"]["name"].text();
      Values::define(scope_, name, tables_.value(tables_.type(TypeKind::other, "object")));
    }
  }

  void define(const Json& argument, std::vector<ValueId>& made) {
    const Json value = argument.first();
    const std::string_view tag = value.key();
    const std::string_view name = value["name"].is_null() ? value["as_name"].text() : value["name"].text();
    if (tag == "as_tensor") {
      made.push_back(values_.define_tensor(scope_, name));
    } else if (!name.empty()) {
      const bool is_object = tag == "as_custom_obj";
      made.push_back(tables_.value(is_object ? tables_.type(TypeKind::other, std::string(value["class_fqn"].text()))
                                             : tables_.type(TypeKind::integer, "int")));
      Values::define(scope_, name, made.back());
    } else {
      made.push_back(tables_.constant(constant_of(tag, value)));
    }
    keep(std::string(name), made.back());
  }

  void keep(const std::string& name, ValueId value) {
    given_.push_back({name, {value, tables_.model().value(value).type}});
  }

  void argument(const std::string& name, const TreeSpec& spec, Method& forward) {
    std::vector<OpDraft> reads;
    const Held held = take(spec, false, 0, reads);
    for (OpDraft& read : reads) draft_.add(0, std::move(read));
    add(name, held, forward);
  }

  void add(const std::string& name, const Held& held, Method& forward) {
    forward.arguments.push_back({name, held.type, false});
    tables_.model().inputs.push_back(held.value);
  }

  // Returns the value that contains the next leaves, and adds to `reads` the ops that unpack it, outermost first.
  // torch.jit.trace records a getitem for each tensor of a dict, and for lists and tuples nothing that AIMET would
  // count.
  Held take(const TreeSpec& spec, bool in_dict, int depth, std::vector<OpDraft>& reads) {
    if (spec.kind == TreeSpec::Kind::leaf) return given_[next_++].held;
    const std::size_t first_read = reads.size();
    std::vector<TypeId> types;
    std::vector<OpDraft> mine;
    const bool is_dict = spec.kind == TreeSpec::Kind::dict;
    for (std::size_t i = 0; i < spec.children.size(); ++i) {
      const Held child = take(spec.children[i], in_dict || is_dict, depth + 1, reads);
      types.push_back(child.type);
      OpDraft read;
      const bool counts = (in_dict || is_dict) && spec.children[i].kind == TreeSpec::Kind::leaf;
      read.kind = tables_.symbol(counts ? "aten::__getitem__" : "prim::TupleIndex");
      read.name = tables_.symbol("getitem_" + std::to_string(getitems_));
      if (counts) ++getitems_;
      if (is_dict)
        read.inputs = {kNone, text_constant(tables_, spec.keys[i])};
      else
        read.inputs = {kNone};
      read.outputs = {child.value};
      const bool is_constant = tables_.model().value(child.value).constant != kNone;
      if (!is_constant) mine.push_back(std::move(read));
    }
    const TypeId type = container_type(tables_, spec, types);
    const ValueId container = tables_.value(type);
    for (OpDraft& read : mine) read.inputs[0] = container;
    reads.insert(reads.begin() + static_cast<std::ptrdiff_t>(first_read), mine.begin(), mine.end());
    return {container, type};
  }

  const Json& graph_module_;
  Scope& scope_;
  Values& values_;
  Draft& draft_;
  Tables& tables_;
  ModuleTable& modules_;
  std::vector<Given> given_;
  std::size_t next_ = 0;
  int getitems_ = 0;
};

class Outputs {
 public:
  Outputs(Draft& draft, Tables& tables) : draft_(draft), tables_(tables) {}

  std::vector<Held> leaves;

  Held put(const TreeSpec& spec) {
    if (spec.kind == TreeSpec::Kind::leaf) return leaves[next_++];
    OpDraft made;
    std::vector<TypeId> types;
    for (std::size_t i = 0; i < spec.children.size(); ++i) {
      const Held child = put(spec.children[i]);
      types.push_back(child.type);
      if (spec.kind == TreeSpec::Kind::dict) made.inputs.push_back(text_constant(tables_, spec.keys[i]));
      made.inputs.push_back(child.value);
    }
    const TypeId type = container_type(tables_, spec, types);
    const ValueId container = tables_.value(type);
    made.kind = tables_.symbol(spec.kind == TreeSpec::Kind::dict   ? "prim::DictConstruct"
                               : spec.kind == TreeSpec::Kind::list ? "prim::ListConstruct"
                                                                   : "prim::TupleConstruct");
    made.outputs = {container};
    draft_.add(0, std::move(made));
    return {container, type};
  }

 private:
  Draft& draft_;
  Tables& tables_;
  std::size_t next_ = 0;
};

}  // namespace

void read_inputs(const Json& graph_module, Scope& scope, Values& values, Draft& draft, Tables& tables,
                 ModuleTable& modules) {
  Inputs(graph_module, scope, values, draft, tables, modules).run();
}

void read_outputs(const Json& graph_module, Scope& scope, Values& values, Draft& draft, Tables& tables,
                  ModuleTable& modules) {
  Outputs outputs(draft, tables);
  Model& model = tables.model();
  for (const Json spec : graph_module["signature"]["output_specs"]) {
    const Json kind = spec.first();
    if (kind.key() != "user_output") continue;
    const ValueId value = values.argument(kind["arg"], scope, {});
    outputs.leaves.push_back({value, model.value(value).type});
  }
  const auto spec = parse_tree_spec(signature_of_root(graph_module)["out_spec"].text());
  if (spec && count_leaves(*spec) == outputs.leaves.size()) {
    const Held whole = outputs.put(*spec);
    model.outputs = {whole.value};
    for (Method& method : modules.modules.front().methods) method.returns = whole.type;
  } else {
    for (const Held& leaf : outputs.leaves) model.outputs.push_back(leaf.value);
  }
}

}  // namespace aimet
