// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/entry.hpp"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <sys/stat.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/operator.h>
#include <torch/csrc/jit/serialization/import.h>

#include <sstream>
#include <string>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/torch/cpu_only.hpp"
#include "lib/torch/library.hpp"

namespace {

void load_op_library(const std::string& path) {
  // Opening a FIFO would block until it has a writer. A path that does not exist is left to the dynamic linker, which
  // may find the library elsewhere.
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode))
    throw aimet::RunError(aimet::ErrorKind::usage, "--op-library " + path + " is not a file");
  if (::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) return;
  const char* reason = ::dlerror();
  throw aimet::RunError(aimet::ErrorKind::usage, "--op-library " + path + " cannot be loaded: " +
                                                     (reason == nullptr ? "no reason was given" : reason));
}

// ATen inspects the processor at the first computation with a tensor, reads its number of threads once, and seeds its
// random generator from /dev/urandom (1.13 to 2.14). A confined worker can open none of these files.
void look_at_the_machine() {
  at::get_num_threads();
  at::ones({2}).add_(1).sum();
  at::rand({1});
}

// The first load builds tables of all operators and of their older forms. Otherwise each worker would build them again.
void load_something() {
  std::stringstream file;
  torch::jit::Module module("Something");
  module.define("def forward(self, x):\n  return torch.relu(x)\n");
  module.save(file);
  torch::jit::load(file);
}

std::vector<std::vector<std::string>> operators() {
  std::vector<std::vector<std::string>> rows;
  for (const auto& known : torch::jit::getAllOperators()) {
    auto& row = rows.emplace_back(1, known->schema().name());
    for (const c10::Argument& argument : known->schema().arguments()) row.push_back(argument.name());
  }
  return rows;
}

void warm_up() {
  look_at_the_machine();
  aimet::compute_on_cpu();
  load_something();
}

}  // namespace

// The program looks up the symbol by this name.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" __attribute__((visibility("default"))) const aimet::TorchLibrary aimet_torch_library;
const aimet::TorchLibrary aimet_torch_library{aimet::analyze, operators, aimet::libtorch_version, warm_up,
                                              load_op_library};
// NOLINTEND(readability-identifier-naming)
