// SPDX-License-Identifier: Apache-2.0
#include "lib/check/multiply_accumulates.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/model/flow.hpp"

namespace aimet {
namespace {

using Shape = std::vector<std::int64_t>;
using Count = std::optional<double>;  // double: a shape in a hostile file must not overflow; exact up to 2^53

const Shape* shape_of(const Model& model, ValueId id) {
  const Value& value = model.value(id);
  if (value.observed.count > 0) return &model.observations[value.observed.first].shape;
  if (value.constant != kNone && model.constant(value.constant).kind == Constant::Kind::tensor)
    return &model.constant(value.constant).tensor.shape;
  return nullptr;
}

class Shapes {
 public:
  Shapes(const Model& model, OpId op) : model_(model), op_(model.op(op)) {}

  const Shape* input(std::int32_t i) const {
    return i < op_.inputs.count ? shape_of(model_, model_.operand(op_.inputs, i)) : nullptr;
  }
  const Shape* output() const {
    return op_.outputs.count > 0 ? shape_of(model_, model_.operand(op_.outputs, 0)) : nullptr;
  }
  std::int32_t inputs() const { return op_.inputs.count; }

  // The number of elements of all weight matrices among the inputs, including those in lists. A scripted nn.LSTM passes
  // an attribute that is a list whose elements the file does not show; in that case, counts the module's matrices.
  double weights() const {
    double sum = 0;
    for (std::int32_t i = 1; i < op_.inputs.count; ++i) sum += weights_in(model_.operand(op_.inputs, i));
    if (sum > 0) return sum;
    for (const Parameter& parameter : model_.module(model_.call(op_.call).module).parameters)
      sum += elements_of_matrix(parameter.tensor.shape);
    return sum;
  }

  bool transposed() const {
    if (op_.inputs.count <= 6) return false;
    const ConstantId id = model_.value(model_.operand(op_.inputs, 6)).constant;
    return id != kNone && model_.constant(id).integer != 0;
  }

 private:
  double weights_in(ValueId id) const {
    const Value& value = model_.value(id);
    if (value.producer != kNone && model_.kind(value.producer) == "prim::ListConstruct") {
      double sum = 0;
      const IdRange<OperandId> elements = model_.op(value.producer).inputs;
      for (std::int32_t i = 0; i < elements.count; ++i) sum += weights_in(model_.operand(elements, i));
      return sum;
    }
    const Shape* shape = shape_of(model_, id);
    return value.is_attribute && shape != nullptr ? elements_of_matrix(*shape) : 0;
  }

  static double elements_of_matrix(const Shape& shape) {
    return shape.size() == 2 ? static_cast<double>(shape[0]) * static_cast<double>(shape[1]) : 0;
  }

  const Model& model_;
  const Op& op_;
};

double product(const Shape& shape, std::size_t first = 0) {
  double elements = 1;
  for (std::size_t i = first; i < shape.size(); ++i) elements *= static_cast<double>(shape[i]);
  return elements;
}

// Each output element is a sum over the kernel and the input channels of its group. In a transposed convolution, each
// input element contributes to as many output elements.
Count convolution(const Shapes& shapes, bool transposed) {
  const Shape* moved = transposed ? shapes.input(0) : shapes.output();
  const Shape* weight = shapes.input(1);
  if (moved == nullptr || weight == nullptr || weight->empty()) return std::nullopt;
  return product(*moved) * product(*weight, 1);
}

// Each output element is a sum over the last dimension of the input at `left`.
Count matrix_product(const Shapes& shapes, std::int32_t left) {
  const Shape* output = shapes.output();
  const Shape* a = shapes.input(left);
  if (output == nullptr || a == nullptr) return std::nullopt;
  return a->empty() ? product(*output) : product(*output) * static_cast<double>(a->back());
}

// Each step of each sequence uses each weight once. nn.LSTM passes the weights as a list.
Count recurrent(const Shapes& shapes) {
  const Shape* input = shapes.input(0);
  if (input == nullptr || input->empty() || input->back() == 0) return std::nullopt;
  return product(*input) / static_cast<double>(input->back()) * shapes.weights();
}

// Queries times keys, and the result times values.
Count attention(const Shape* query, const Shape* key, const Shape* value) {
  if (query == nullptr || key == nullptr || value == nullptr) return std::nullopt;
  if (query->size() < 2 || key->size() < 2 || value->empty() || query->back() == 0) return std::nullopt;
  const auto keys = static_cast<double>((*key)[key->size() - 2]);
  const double queries = product(*query) / static_cast<double>(query->back());
  return queries * keys * (static_cast<double>(query->back()) + static_cast<double>(value->back()));
}

// PyTorch's fused layers: their weight matrices, and self-attention of the input.
Count fused_attention(const Shapes& shapes) {
  const Count matrices = recurrent(shapes);
  const Count heads = attention(shapes.input(0), shapes.input(0), shapes.input(0));
  return matrices && heads ? Count(*matrices + *heads) : std::nullopt;
}

Count count(const Shapes& shapes, const std::string& kind) {
  enum class Form { convolution, transposed, either, at_0, at_1, recurrent, attention, fused };
  static const std::unordered_map<std::string, Form> kForms = {
      {"aten::conv1d", Form::convolution},
      {"aten::conv2d", Form::convolution},
      {"aten::conv3d", Form::convolution},
      {"aten::conv_transpose1d", Form::transposed},
      {"aten::conv_transpose2d", Form::transposed},
      {"aten::conv_transpose3d", Form::transposed},
      {"aten::_convolution", Form::either},
      {"aten::convolution", Form::either},
      {"aten::linear", Form::at_0},
      {"aten::matmul", Form::at_0},
      {"aten::mm", Form::at_0},
      {"aten::bmm", Form::at_0},
      {"aten::mv", Form::at_0},
      {"aten::dot", Form::at_0},
      {"aten::addmm", Form::at_1},
      {"aten::addmv", Form::at_1},
      {"aten::baddbmm", Form::at_1},
      {"aten::lstm", Form::recurrent},
      {"aten::gru", Form::recurrent},
      {"aten::rnn_tanh", Form::recurrent},
      {"aten::rnn_relu", Form::recurrent},
      {"aten::lstm_cell", Form::recurrent},
      {"aten::gru_cell", Form::recurrent},
      {"aten::rnn_tanh_cell", Form::recurrent},
      {"aten::rnn_relu_cell", Form::recurrent},
      {"aten::scaled_dot_product_attention", Form::attention},
      {"aten::_native_multi_head_attention", Form::fused},
      {"aten::_transformer_encoder_layer_fwd", Form::fused},
  };
  const auto form = kForms.find(kind);
  if (form == kForms.end()) return 0;
  switch (form->second) {
    case Form::convolution:
      return convolution(shapes, false);
    case Form::transposed:
      return convolution(shapes, true);
    case Form::either:
      return convolution(shapes, shapes.transposed());
    case Form::at_0:
      return matrix_product(shapes, 0);
    case Form::at_1:
      return matrix_product(shapes, 1);
    case Form::recurrent:
      return recurrent(shapes);
    case Form::attention:
      return attention(shapes.input(0), shapes.input(1), shapes.input(2));
    case Form::fused:
      return fused_attention(shapes);
  }
  return 0;
}

std::optional<std::int64_t> whole(const Count& count) {
  constexpr double kMost = 9e18;
  if (!count || *count < 0 || *count > kMost) return std::nullopt;
  return static_cast<std::int64_t>(*count);
}

}  // namespace

std::optional<std::int64_t> multiply_accumulates(const Model& model, OpId op) {
  return whole(count(Shapes(model, op), model.kind(op)));
}

std::optional<std::int64_t> multiply_accumulates_of_call(const Model& model, CallId id) {
  const Call& call = model.call(id);
  const std::int64_t calls = std::max<std::int64_t>(1, runs(model, call.block));
  double sum = 0;
  for (OpId op = call.ops.first; op < call.ops.past_last(); ++op) {
    const std::int64_t times = runs(model, model.op(op).block);
    if (times == 0) continue;
    const Count once = count(Shapes(model, op), model.kind(op));
    if (!once) return std::nullopt;
    sum += *once * static_cast<double>(times) / static_cast<double>(calls);
  }
  return whole(sum);
}

}  // namespace aimet
