// SPDX-License-Identifier: Apache-2.0
#pragma once
// Judges for each operator of the graph, in the exporter's order, whether it converts.

#include <vector>

#include "checks/onnx/rules.hpp"

namespace aimet::onnx {

struct Unconverted {
  std::string what;  // "aten::fft_fft", "the input scale"
  Problem problem;
  OpId op = kNone;  // kNone for an input or an output of the model
};

std::vector<Unconverted> unconverted_ops(const View& view);

}  // namespace aimet::onnx
