// SPDX-License-Identifier: Apache-2.0
#include "checks/functional_remedy.hpp"

#include "lib/check/constructor.hpp"
#include "lib/check/overwritten.hpp"
#include "lib/check/python_constant.hpp"
#include "lib/check/weight_constructor.hpp"
#include "lib/check/wording.hpp"
#include "lib/model/flow.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

constexpr const char* kOverwrites =
    "the op writes into a tensor that may be used elsewhere; the module does not change that tensor";

// AIMET's MaskedFill runs Tensor.masked_fill_ (custom.py). No other module of AIMET changes its input.
constexpr const char* kWrites =
    "AIMET's module writes into its input, whose shape is fixed: the mask must not broadcast it to a larger shape";

constexpr const char* kLosesWeights =
    "the module has its own weights: copy the weights that the op was called with into it";

// The arguments that the op's module is called with: "x, y" if the op takes two tensors.
std::string tensors_of(const Model& model, OpId op) {
  const IdRange<OperandId> inputs = model.op(op).inputs;
  int count = 0;
  for (std::int32_t i = 0; i < inputs.count; ++i) {
    const Value& value = model.value(model.operand(inputs, i));
    if (model.type(value.type).kind == TypeKind::tensor && !value.is_attribute && value.constant == kNone) ++count;
  }
  if (count == 2) return "x, y";
  return inputs.count > 1 ? "x, ..." : "x";
}

// The arguments that AIMET's Concat is called with: the elements of the list.
std::string elements_of(const Model& model, OpId op) {
  const OpId list = model.value(model.operand(model.op(op).inputs, 0)).producer;
  if (list == kNone || model.kind(list) != "prim::ListConstruct") return "*tensors";
  const std::int32_t count = model.op(list).inputs.count;
  return count == 1 ? "x" : count == 2 ? "x, y" : count == 3 ? "x, y, z" : "x, y, z, ...";
}

// Whether the op takes weights that the model keeps. Weights that are drawn at random in each call are no loss.
bool loses_weights(const Model& model, OpId op) {
  const auto weight = weight_input(model, op);
  if (!weight) return false;
  const OpId producer = model.value(model.operand(model.op(op).inputs, *weight)).producer;
  if (producer == kNone) return true;
  const std::string& kind = model.kind(producer);
  return kind != "aten::randn" && kind != "aten::rand";
}

std::optional<Suggestion> module_for(const Model& model, const AimetOp& op, const Replacement& replacement) {
  Suggestion suggestion;
  suggestion.kind = SuggestionKind::module_for_op;
  suggestion.passing = replacement.passing;
  if (replacement.kind == ReplacementKind::torch_nn) {
    suggestion.constructor = constructor_for_op(model, op.op);
    if (!suggestion.constructor && suggestion.passing.empty()) return std::nullopt;
    suggestion.arguments = {"x"};
    if (suggestion.constructor) return suggestion;
    suggestion.constructor = Constructor{suggestion.passing, {}};
    suggestion.arguments.emplace_back("...");
    return suggestion;
  }
  if (replacement.kind != ReplacementKind::elementwise) return std::nullopt;
  suggestion.constructor = Constructor{replacement.module, {}};
  if (lower(op.type) != "concat" && op.type != "cat") {
    suggestion.arguments = {op.type == "rsub" ? "number, x" : tensors_of(model, op.op)};
    return suggestion;
  }
  const auto axis = integer_input(model, op.op, 1);
  if (!axis) return std::nullopt;
  suggestion.constructor->arguments.push_back({"axis", std::to_string(*axis)});
  suggestion.arguments = {elements_of(model, op.op)};
  return suggestion;
}

}  // namespace

FunctionalRemedies::FunctionalRemedies(const Model& model)
    : model_(model), uses_(count_uses(model)), runs_(model.modules.size(), 0) {
  for (const Call& call : model.calls)
    if (call.kind == CallKind::forward) ++runs_[call.module];
}

std::optional<Suggestion> FunctionalRemedies::remedy(const AimetOp& op, const Replacement& replacement,
                                                     const std::vector<SourceLocation>& lines) {
  if (model_.liveness[op.op].from_shape) {
    Suggestion pinned;
    pinned.kind = SuggestionKind::size_as_number;
    pinned.text = "int(...) around each size";
    return pinned;
  }
  auto suggestion = module_for(model_, op, replacement);
  if (!suggestion) return std::nullopt;
  suggestion->attributes = {name_of(op, lines)};
  suggestion->owner_runs = runs_[op.module];
  suggestion->library_line = library_line(model_, op.op);
  if (replacement.kind == ReplacementKind::torch_nn && loses_weights(model_, op.op))
    suggestion->caution = kLosesWeights;
  const bool writes = writes_first_input(model_, op.op);
  if (op.type == "masked_fill") {
    const auto line = writes ? std::nullopt : line_of_overwritable(model_, op.op, uses_);
    suggestion->overwritten_line = line.value_or(0);
    if (!writes && !line) {
      suggestion->arguments = {"x.clone()", "..."};
      if (!keeps_form(model_, op.op)) suggestion->caution = kWrites;
    }
    return suggestion;
  }
  const auto& arguments = suggestion->constructor->arguments;
  if (writes && (arguments.empty() || arguments.back().name != "inplace")) {
    const auto line = line_of_overwritten(model_, op.op, uses_);
    suggestion->overwritten_line = line.value_or(0);
    if (!line) suggestion->caution = kOverwrites;
  }
  return suggestion;
}

// The name of the op's module: one per line, because two ops need two modules.
std::string FunctionalRemedies::name_of(const AimetOp& op, const std::vector<SourceLocation>& lines) {
  // upsample_nearest2d and similar ops are all F.interpolate.
  const bool is_interpolate = op.type.rfind("upsample_", 0) == 0;
  const std::string wanted = is_interpolate ? "interpolate" : lower(op.type);
  auto& places = places_[{op.module, wanted}];
  const auto here =
      lines.empty() ? std::pair<std::string, int>("", -1 - op.op) : std::pair(lines.front().file, lines.front().line);
  const int number = places.emplace(here, static_cast<int>(places.size()) + 1).first->second;
  return free_name(model_, op.module, wanted, number);
}

}  // namespace aimet
