#include "lib/torch/entry.hpp"

#include <dlfcn.h>

#include "lib/model/error.hpp"

namespace {

void load_op_library(const std::string& path) {
  if (::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) return;
  const char* reason = ::dlerror();
  throw aimet::RunError(aimet::error_kind::kUsage, "--op-library " + path + " cannot be loaded: " +
                                                       (reason == nullptr ? "no reason was given" : reason));
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const aimet::TorchLibrary aimet_torch_library;
const aimet::TorchLibrary aimet_torch_library{aimet::analyze, aimet::libtorch_version, load_op_library};
