// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which operators the exporter of a PyTorch converts, from which opset on, and how it reads their arguments.
// The data is made by scripts/onnx_symbolics.py.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aimet::onnx {

struct Symbolic {
  std::string_view name;       // "aten::max_pool2d", without the underscore of an in-place operator
  int opset;                   // from this one on
  std::string_view arguments;  // "v,is,i": what each is parsed as; "" if the function does it by itself
  int fewest;
  int most;                // kAny, or kBlocked: this opset is refused
  std::string_view names;  // "input,kernel_size,..."
};
inline constexpr int kAny = -1;
inline constexpr int kBlocked = -2;

struct Exporter {
  std::string_view version;  // "1.13"
  int release;               // 113, 206, 214: to be compared
  int newest_opset;          // the highest that torch.onnx.export takes
  const Symbolic* first;     // sorted by name, then by opset
  const Symbolic* last;
};

// The one of that PyTorch, else of the nearest known one that is not newer; "" is the oldest known.
const Exporter& exporter_of(std::string_view torch_version);

// The row that is used at `opset`: the highest one that is not above it. Null if no row is.
const Symbolic* find_symbolic(const Exporter& exporter, std::string_view name, int opset);
// The lowest opset that converts it in this PyTorch.
std::optional<int> first_opset(const Exporter& exporter, std::string_view name);
// The oldest known PyTorch that converts it at `opset`.
std::optional<std::string> first_version(std::string_view name, int opset);

std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace aimet::onnx
