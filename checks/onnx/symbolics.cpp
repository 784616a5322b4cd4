// SPDX-License-Identifier: Apache-2.0
#include "checks/onnx/symbolics.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace aimet::onnx {
namespace {

constexpr Symbolic kOf113[] = {
#include "checks/onnx/symbolics_1_13.inc"
};
constexpr Symbolic kOf206[] = {
#include "checks/onnx/symbolics_2_6.inc"
};
constexpr Symbolic kOf214[] = {
#include "checks/onnx/symbolics_2_14.inc"
};

// newest_opset: ONNX_MAX_OPSET, or ONNX_TORCHSCRIPT_EXPORTER_MAX_OPSET, in torch/onnx/_constants.py.
const Exporter kExporters[] = {
    {"1.13", 113, 17, std::begin(kOf113), std::end(kOf113)},
    {"2.6", 206, 20, std::begin(kOf206), std::end(kOf206)},
    {"2.14", 214, 20, std::begin(kOf214), std::end(kOf214)},
};

// "2.6.0+cu124" -> 206
int release_of(const std::string& version) {
  const std::size_t dot = version.find('.');
  const int major = std::atoi(version.c_str());
  const int minor = dot == std::string::npos ? 0 : std::atoi(version.c_str() + dot + 1);
  return major * 100 + minor;
}

}  // namespace

const Exporter& exporter_of(std::string_view torch_version) {
  const int wanted = release_of(std::string(torch_version));
  const Exporter* best = &kExporters[0];
  for (const Exporter& exporter : kExporters) {
    if (exporter.release <= wanted) best = &exporter;
  }
  return *best;
}

// torch/onnx/_internal/registration.py, _dispatch_opset_version.
const Symbolic* find_symbolic(const Exporter& exporter, std::string_view name, int opset) {
  constexpr int kBase = 9;
  const Symbolic* found = nullptr;
  const Symbolic* row = std::lower_bound(exporter.first, exporter.last, name,
                                         [](const Symbolic& a, std::string_view b) { return a.name < b; });
  for (; row != exporter.last && row->name == name; ++row) {
    if (opset >= kBase ? row->opset <= opset : row->opset >= opset && row->opset <= kBase && found == nullptr)
      found = row;
  }
  return found;
}

std::optional<int> first_opset(const Exporter& exporter, std::string_view name) {
  for (int opset = 7; opset <= exporter.newest_opset; ++opset) {
    const Symbolic* row = find_symbolic(exporter, name, opset);
    if (row != nullptr && row->most != kBlocked) return opset;
  }
  return std::nullopt;
}

std::optional<std::string> first_version(std::string_view name, int opset) {
  for (const Exporter& exporter : kExporters) {
    const Symbolic* row = find_symbolic(exporter, name, opset);
    if (row != nullptr && row->most != kBlocked) return std::string(exporter.version);
  }
  return std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  if (text.empty()) return parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(separator, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

}  // namespace aimet::onnx
