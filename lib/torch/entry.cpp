#include "lib/torch/entry.hpp"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

#include "lib/model/error.hpp"

namespace {

void load_op_library(const std::string& path) {
  if (::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) return;
  const char* reason = ::dlerror();
  throw aimet::RunError(aimet::error_kind::kUsage, "--op-library " + path + " cannot be loaded: " +
                                                       (reason == nullptr ? "no reason was given" : reason));
}

// ATen looks at the processor when the first tensor is computed with, and asks for its number of threads once; a
// confined worker could read neither /proc nor /sys.
void warm_up() {
  at::get_num_threads();
  at::ones({2}).add_(1).sum();
  at::rand({1});
}

}  // namespace

// The name is that of the symbol that the program looks up.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" __attribute__((visibility("default"))) const aimet::TorchLibrary aimet_torch_library;
const aimet::TorchLibrary aimet_torch_library{aimet::analyze, aimet::libtorch_version, warm_up, load_op_library};
// NOLINTEND(readability-identifier-naming)
