// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/unknown_operators.hpp"

#include <torch/csrc/jit/frontend/function_schema_parser.h>
#include <torch/csrc/jit/runtime/operator.h>

#include <map>
#include <string_view>
#include <utility>

#include "lib/file/custom_ops.hpp"
#include "lib/file/zip_record.hpp"

namespace aimet {
namespace {

using c10::Argument;
using c10::TypePtr;

// torchvision/csrc/ops/*.cpp, 0.14; unchanged up to 0.24 except for SymInt.
constexpr const char* kTorchvision[] = {
    "torchvision::deform_conv2d(Tensor input, Tensor weight, Tensor offset, Tensor mask, Tensor bias, int stride_h, "
    "int "
    "stride_w, int pad_h, int pad_w, int dilation_h, int dilation_w, int groups, int offset_groups, bool use_mask) -> "
    "Tensor",
    "torchvision::nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "torchvision::ps_roi_align(Tensor input, Tensor rois, float spatial_scale, int pooled_height, int pooled_width, "
    "int "
    "sampling_ratio) -> (Tensor, Tensor)",
    "torchvision::ps_roi_pool(Tensor input, Tensor rois, float spatial_scale, int pooled_height, int pooled_width) -> "
    "(Tensor, Tensor)",
    "torchvision::roi_align(Tensor input, Tensor rois, float spatial_scale, int pooled_height, int pooled_width, int "
    "sampling_ratio, bool aligned) -> Tensor",
    "torchvision::roi_pool(Tensor input, Tensor rois, float spatial_scale, int pooled_height, int pooled_width) -> "
    "(Tensor, Tensor)",
};

bool is_known(const std::string& name) {
  return !torch::jit::getAllOperatorsFor(c10::Symbol::fromQualString(name)).empty();
}

c10::FunctionSchema as_called(const std::string& name, const CustomOpUse& use) {
  std::vector<Argument> arguments;
  const auto optional = [](const std::string& argument, bool by_keyword) {
    return Argument(argument, c10::AnyType::get(), {}, c10::IValue(), by_keyword);
  };
  for (std::size_t i = 0; i < use.most; ++i) {
    const std::string argument = "argument" + std::to_string(i);
    arguments.push_back(i < use.fewest ? Argument(argument, c10::AnyType::get()) : optional(argument, false));
  }
  for (const std::string& keyword : use.keywords) arguments.push_back(optional(keyword, true));
  TypePtr type = c10::TensorType::get();
  if (use.unpacks_list || use.result == "List[Tensor]") type = c10::ListType::ofTensors();
  if (use.result == "int") type = c10::IntType::get();
  if (use.result == "float") type = c10::FloatType::get();
  if (use.result == "bool") type = c10::BoolType::get();
  std::vector<Argument> results;
  for (std::size_t i = 0; i < use.results; ++i) results.emplace_back("", type);
  return c10::FunctionSchema(name, "", std::move(arguments), std::move(results));
}

c10::FunctionSchema schema_for(const std::string& name, const CustomOpUse& use) {
  for (const char* known : kTorchvision) {
    if (std::string_view(known).substr(0, name.size() + 1) == name + "(") return torch::jit::parseSchema(known);
  }
  return as_called(name, use);
}

void declare(const std::string& name, const c10::FunctionSchema& schema) {
  const auto refuse = [name](torch::jit::Stack& /*stack*/) {
    throw std::runtime_error("the operator " + name + " is not in this LibTorch");
  };
  torch::jit::registerOperator(torch::jit::Operator(name, "", schema.arguments(), schema.returns(), refuse,
                                                    c10::AliasAnalysisKind::FROM_SCHEMA));
}

}  // namespace

std::vector<std::string> declare_unknown_operators(const ByteSource& bytes, const TorchScriptFile& file) {
  std::map<std::string, CustomOpUse> uses;
  const std::string folder = file.top + "/code/";
  for (const ZipEntry& entry : file.directory.entries) {
    if (entry.name.rfind(folder, 0) == 0 && entry.name.size() > 3 &&
        entry.name.compare(entry.name.size() - 3, 3, ".py") == 0)
      add_custom_op_uses(read_zip_entry(bytes, entry, entry.size), uses);
  }
  std::vector<std::string> declared;
  for (const auto& [name, use] : uses) {
    if (is_known(name)) continue;
    declare(name, schema_for(name, use));
    declared.push_back(name);
  }
  return declared;
}

}  // namespace aimet
