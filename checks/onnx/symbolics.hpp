// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which operators the ONNX exporter of a PyTorch version converts, from which opset on, and how it parses their
// arguments. scripts/onnx_symbolics.py generates the data.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aimet::onnx {

struct Symbolic {
  std::string_view name;       // "aten::max_pool2d", without the underscore of an in-place operator
  int opset;                   // the row applies from this opset on
  std::string_view arguments;  // "v,is,i": the type that each is parsed as; "" if the function parses them
  int fewest;
  int most;                // kAny: no limit; kBlocked: this opset does not support the operator
  std::string_view names;  // "input,kernel_size,..."
};
inline constexpr int kAny = -1;
inline constexpr int kBlocked = -2;

struct Exporter {
  std::string_view version;  // "1.13"
  int release;               // 113, 206, 214: for comparisons
  int newest_opset;          // the highest that torch.onnx.export accepts
  const Symbolic* first;     // sorted by name, then by opset
  const Symbolic* last;
};

// The exporter of that PyTorch version, else that of the nearest older known version. The oldest known exporter for ""
// and for versions that are older still.
const Exporter& exporter_of(std::string_view torch_version);

// The row that applies at `opset`: the one with the highest opset up to it; below opset 9, the one with the lowest
// opset from it to 9. Null if there is none.
const Symbolic* find_symbolic(const Exporter& exporter, std::string_view name, int opset);
// The lowest opset at which this exporter converts the operator; nullopt if there is none.
std::optional<int> first_opset(const Exporter& exporter, std::string_view name);
// The oldest known PyTorch version that converts the operator at `opset`; nullopt if there is none.
std::optional<std::string> first_version(std::string_view name, int opset);

std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace aimet::onnx
