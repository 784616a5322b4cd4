// SPDX-License-Identifier: Apache-2.0
#include "lib/model/class_origin.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace aimet {
namespace {

// Public classes of torch.nn by their defining module: scripts/make_torch_nn_classes.py.
constexpr std::string_view kTorchNnClasses[] = {
#include "lib/model/torch_nn_classes.inc"
};

}  // namespace

ClassOrigin class_origin(const std::string& python_class) {
  if (python_class.empty()) return ClassOrigin::unknown;
  const auto starts = [&](std::string_view prefix) { return python_class.rfind(prefix, 0) == 0; };
  if (std::find(std::begin(kTorchNnClasses), std::end(kTorchNnClasses), python_class) != std::end(kTorchNnClasses)) {
    return ClassOrigin::torch_nn;
  }
  if (starts("torch.")) return ClassOrigin::torch_other;
  if (starts("aimet_torch.")) return ClassOrigin::aimet;
  if (starts("torchvision.")) return ClassOrigin::torchvision;
  return ClassOrigin::user;
}

}  // namespace aimet
