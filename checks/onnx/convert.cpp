// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/convert.hpp"

#include <algorithm>
#include <array>

#include "checks/onnx/equivalents.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/op_name.hpp"

namespace aimet::onnx {
namespace {

// The exporter treats relu_ as relu, and __and__ as __and_.
std::string base_name(const std::string& kind) { return kind.back() == '_' ? kind.substr(0, kind.size() - 1) : kind; }

// Whether the operator is removed, or replaced by one that converts, before the first operator is converted.
bool is_gone(const std::string& kind) {
  static constexpr std::array<std::string_view, 7> kGone = {
      "prim::GetAttr", "prim::SetAttr",        "prim::CreateObject", "prim::Print",
      "aten::warn",    "prim::RaiseException", "prim::AutogradZero"};
  return passes_through(kind) || std::find(kGone.begin(), kGone.end(), kind) != kGone.end();
}

Problem not_registered(const View& view, const std::string& name) {
  const std::string version(view.exporter().version);
  const std::string other = equivalent_of(name);
  if (const auto opset = first_opset(view.exporter(), name)) {
    const std::string higher = "export with opset " + std::to_string(*opset) + " or higher";
    return refused("it converts from opset " + std::to_string(*opset) + " on",
                   other.empty() ? higher : higher + ", or " + other);
  }
  const auto newer = first_version(name, view.opset());
  const std::string why = "PyTorch " + version + " converts it in no opset" + (newer ? "; " + *newer + " does" : "");
  if (!other.empty()) return refused(why, other);
  if (newer) return refused(why, "export with PyTorch " + *newer);
  if (is_builtin(name)) {
    return refused(
        why,
        "rewrite it with operators that convert, or register a conversion: torch.onnx.register_custom_op_symbolic('" +
            name + "', function, " + std::to_string(view.opset()) + ")");
  }
  return refused("it is a custom operator, which PyTorch does not know how to convert",
                 "register a conversion: torch.onnx.register_custom_op_symbolic('" + name + "', function, " +
                     std::to_string(view.opset()) + ")");
}

std::optional<Problem> wrong_arity(const Symbolic& row, const Node& op) {
  const auto given = static_cast<int>(op.inputs.size());
  const auto parsed = static_cast<int>(split(row.arguments, ',').size());
  const bool too_many = (row.most != kAny && given > row.most) || (parsed > 0 && given > parsed);
  if (given >= row.fewest && !too_many) return std::nullopt;
  return refused("it is called with " + std::to_string(given) + " arguments, which its conversion does not accept",
                 "omit the unusual arguments (out=, dtype=, reduce=), or add the missing ones (dim=, keepdim=)");
}

// Whether parse_args accepts the value as an argument of the kind `as` (symbolic_helper.py, _parse_arg).
bool parses_as(const View& view, Handle value, std::string_view as) {
  if (as == "v" || as == "none" || view.is_none(value)) return true;
  if (view.is_list(value)) return as == "is" && view.integers(value);
  if (!view.is_constant(value)) return false;
  if (as == "is" || as == "fs") return !view.number(value) && !view.is_text(value);
  return as != "i" && as != "f" ? true : !view.is_text(value) && view.kind(value) != TypeKind::list;
}

std::optional<Problem> not_constant(const View& view, const Symbolic& row, const Node& op) {
  const auto kinds = split(row.arguments, ',');
  const auto names = split(row.names, ',');
  for (std::size_t i = 0; i < kinds.size() && i < op.inputs.size(); ++i) {
    if (parses_as(view, op.inputs[i], kinds[i])) continue;
    const std::string name = i < names.size() ? std::string(names[i]) : "argument " + std::to_string(i + 1);
    if (view.is_text(op.inputs[i]))
      return refused("its " + name + " is a text, which does not convert", "give " + name + " as numbers");
    return refused("its " + name + " is computed, not a constant",
                   "give " + name + " as a number or numbers that do not depend on the input");
  }
  return std::nullopt;
}

std::optional<Problem> complex_values(const View& view, const Node& op) {
  const auto is_complex = [&](Handle value) {
    const auto dtype = view.dtype(value);
    return dtype && dtype->rfind("complex", 0) == 0;
  };
  const bool found = std::any_of(op.inputs.begin(), op.inputs.end(), is_complex) ||
                     std::any_of(op.outputs.begin(), op.outputs.end(), is_complex);
  if (!found) return std::nullopt;
  return refused("complex numbers do not convert", "keep real and imaginary parts in a last dimension of two");
}

// A prim::Constant converts only if it is a number, a string, a tensor, a device or a list of numbers.
std::optional<Problem> odd_constant(const View& view, const Node& op) {
  const TypeKind kind = view.kind(op.outputs[0]);
  if (kind == TypeKind::list && view.element_kind(op.outputs[0]) != TypeKind::integer &&
      view.element_kind(op.outputs[0]) != TypeKind::floating) {
    return refused("a constant of type " + view.type(op.outputs[0]).text + " does not convert",
                   "use numbers or tensors instead");
  }
  return std::nullopt;
}

// Whether the op enters or leaves a context such as `with torch.no_grad():`, which leaves nothing in the exported
// graph. Other context managers write attributes of their own object.
bool is_grad_mode(const View& view, const Node& op) {
  if (op.kind != "prim::Enter" && op.kind != "prim::Exit") return false;
  return view.type(op.inputs[0]).text.rfind("torch.autograd.grad_mode.", 0) == 0;
}

// Whether the type is a number of no definite kind. The exporter converts numbers to tensors and needs the kind of
// each: EraseNumberTypes (erase_number_types.cpp).
bool is_number_of_any_kind(const Type& type) {
  return type.text == "number" || type.text == "Scalar" || type.text.rfind("Union[", 0) == 0;
}

// Applies to the whole graph, including branches that are left out because their condition is constant. A cast to a
// type that includes the original one has been removed by then.
std::optional<Problem> odd_number(const View& view, const Node& op) {
  if (op.kind != "prim::unchecked_cast" || op.inputs.empty() || op.outputs.empty()) return std::nullopt;
  const Type& to = view.type(op.outputs[0]);
  if (!is_number_of_any_kind(to) || to.text.find(view.type(op.inputs[0]).text) != std::string::npos)
    return std::nullopt;
  return refused("a number of type " + to.text + " does not convert", "give it one type, float or int");
}

// The ops that the exporter may resolve before it converts operators. The model file alone does not show whether it
// can: that depends on the inputs, or on the file that aten::from_file reads.
std::optional<Problem> resolved_by_inputs(const View& view, const Node& op) {
  if (op.kind == "aten::from_file") {
    return Problem{Verdict::unsure, "the exporter reads the file and stores its content, if the file exists",
                   "make it a buffer of the model"};
  }
  if (op.kind != "prim::isinstance" || view.graph().observed) return std::nullopt;
  return Problem{Verdict::unsure, "it disappears if the input types decide its branch",
                 "give sample inputs (--input-shape)"};
}

std::optional<Problem> problem_of(const View& view, const Node& op) {
  if (op.kind == "prim::Constant") return odd_constant(view, op);
  if (auto problem = resolved_by_inputs(view, op)) return problem;
  std::string name = base_name(op.kind);
  if (view.graph().drops(op.id)) {
    return Problem{Verdict::changed, "the exporter drops this write, so the exported graph computes something else",
                   "write it without changing a value in place: parts = parts + [x], y = a * b instead of out=y"};
  }
  if (op.kind == "aten::copy_") name = "aten::expand_as";  // a write of the whole tensor, see writes_into_part
  const Symbolic* row = find_symbolic(view.exporter(), name, view.opset());
  if (row == nullptr || row->most == kBlocked) return not_registered(view, name);
  if (op.kind != "aten::copy_") {
    const bool has_attributes = op.kind == "prim::ConstantChunk";
    if (auto problem = has_attributes ? std::nullopt : wrong_arity(*row, op)) return problem;
    if (auto problem = not_constant(view, *row, op)) return problem;
    if (auto problem = broken_rule(view, op, name)) return problem;
  }
  return complex_values(view, op);
}

// x[0].mul_(2): the exporter turns a write to a view into index_put (remove_inplace_ops_for_onnx.cpp).
std::optional<Problem> writes_into_part(const View& view, const Node& op) {
  if (view.opset() >= 11 || !writes(view.graph(), op.id) || op.inputs.empty() || op.kind == "aten::index_put_")
    return std::nullopt;
  const std::string& maker = view.maker(op.inputs[0]);
  if (maker != "aten::select" && maker != "aten::slice") return std::nullopt;
  return refused("writing into a part of a tensor does not convert before opset 11", "export with opset 11 or higher");
}

class Walk {
 public:
  explicit Walk(const View& view) : view_(view) {}

  std::vector<Unconverted> run() {
    interface();
    numbers();
    operators();
    return std::move(found_);
  }

 private:
  void operators() {
    IdVector<BlockId, bool> left_out(view_.graph().blocks.size(), false);
    for (const OpId id : view_.ops()) {
      const Node op = view_.node(id);
      const bool is_left_out = left_out[view_.graph().op(id).block];
      leave_out_blocks(op, is_left_out, left_out);
      if (is_left_out || is_gone(op.kind) || is_grad_mode(view_, op)) continue;
      auto problem = problem_of(view_, op);
      if (!problem) problem = writes_into_part(view_, op);
      if (problem) found_.push_back({op.kind, std::move(*problem), id});
    }
  }

  // If the condition is a constant, only the branch that runs is converted. The other branch is left out with all
  // blocks in it.
  void leave_out_blocks(const Node& op, bool all, IdVector<BlockId, bool>& left_out) const {
    for (const BlockId block : op.blocks) left_out[block] = all;
    if (all || op.kind != "prim::If") return;
    if (const auto condition = view_.integer(op.inputs[0])) left_out[op.blocks[*condition != 0 ? 1 : 0]] = true;
  }

  void numbers() {
    for (const OpId id : view_.ops()) {
      const Node op = view_.node(id);
      if (auto problem = odd_number(view_, op)) found_.push_back({op.kind, std::move(*problem), id});
    }
  }

  void interface() {
    const ExportGraph& graph = view_.graph();
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
      const std::string what = "the input " + graph.input_names[i];
      if (i < graph.absent_inputs.size() && graph.absent_inputs[i]) {
        found_.push_back(
            {what,
             refused("torch.onnx.export takes neither None nor defaults for the inputs of a TorchScript file",
                     "give a value for it, or leave the parameter out of forward"),
             kNone});
        continue;
      }
      if (auto problem = input_problem(graph.inputs[i])) found_.push_back({what, std::move(*problem), kNone});
    }
    if (auto problem = output_problem(graph.type(graph.returns)))
      found_.push_back({"the output", std::move(*problem), kNone});
  }

  std::optional<Problem> input_problem(Handle input) const {
    const std::string& text = view_.type(input).text;
    switch (view_.kind(input)) {
      case TypeKind::dict:
      case TypeKind::string:
      case TypeKind::other:
        return refused("an input of type " + text + " does not convert",
                       "take tensors, each as a parameter of forward");
      case TypeKind::list:
        if (view_.element_kind(input) != TypeKind::tensor || only_unpacked(input)) return std::nullopt;
        return refused("an input of type " + text + " does not convert",
                       "take tensors, each as a parameter of forward");
      case TypeKind::floating:
        if (!is_number_of_any_kind(view_.type(input))) return std::nullopt;
        return refused("a number of any type does not convert", "declare it as float or int, or take a tensor");
      case TypeKind::optional:
        if (!view_.graph().observed) return may_be_none();
        if ((view_.element_kind(input) == TypeKind::tensor) == (view_.opset() >= 15)) return std::nullopt;
        if (view_.opset() < 15)
          return refused("an optional input converts from opset 15 on",
                         "export with opset 15 or higher, or make it a plain tensor");
        if (!view_.before(200)) return std::nullopt;
        return refused("an optional input other than a tensor does not convert", "make it a plain number");
      default:
        return std::nullopt;
    }
  }

  static Problem may_be_none() {
    return {Verdict::unsure, "the exporter refuses a TorchScript file one of whose inputs is None",
            "give sample inputs (--input-spec) as they will be exported"};
  }

  // Whether the list is only unpacked. A trace unpacks a list at once, and its tensors become the inputs.
  bool only_unpacked(Handle input) const {
    for (const OpId id : view_.ops()) {
      const Node op = view_.node(id);
      if (op.kind != "prim::ListUnpack" && std::find(op.inputs.begin(), op.inputs.end(), input) != op.inputs.end())
        return false;
    }
    return true;
  }

  std::optional<Problem> output_problem(const Type& type) const {
    const auto element = [&](const Type& of) -> const Type& { return view_.graph().type(of.elements[0]); };
    if (type.kind == TypeKind::string)
      return refused("a text is no output of an ONNX graph", "return tensors, or a tuple of tensors");
    if (type.kind == TypeKind::other && !type.name.empty())
      return refused("an object of the class " + type.name + " is no output of an ONNX graph",
                     "return tensors, or a tuple of tensors");
    if (type.kind == TypeKind::tuple) {
      for (const TypeId id : type.elements) {
        if (auto problem = output_problem(view_.graph().type(id))) return problem;
      }
    }
    if (type.kind != TypeKind::list || type.elements.size() != 1) return std::nullopt;
    if (element(type).kind != TypeKind::tensor) {
      return refused("an output of type " + type.text + " does not convert", "return tensors, or a tuple of tensors");
    }
    if (view_.opset() >= 11) return std::nullopt;
    return refused("an output of type " + type.text + " converts from opset 11 on",
                   "export with opset 11 or higher, or return a tuple");
  }

  const View& view_;
  std::vector<Unconverted> found_;
};

}  // namespace

std::vector<Unconverted> unconverted_ops(const View& view) { return Walk(view).run(); }

}  // namespace aimet::onnx
