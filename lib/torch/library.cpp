// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/library.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/model/kept_process.hpp"
#include "lib/torch/shortcuts.hpp"

namespace aimet {
namespace {

// Built: beside the program's folder; installed: bin/ and lib/aimet-validate/ below one prefix.
std::vector<std::filesystem::path> places() {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  return {program / AIMET_TORCH_LIBRARY_NAME,
          program.parent_path() / AIMET_INSTALLED_TORCH_FOLDER / AIMET_TORCH_LIBRARY_NAME,
          program.parent_path() / "lib/torch" / AIMET_TORCH_LIBRARY_NAME};
}

// LibTorch asks for libraries of which it uses nothing, and these bring hundreds more
// (scripts/cmake/stub_libraries.cmake). An empty library of the same soname that is there already is what the dynamic
// linker then takes.
class StubLibraries {
 public:
  explicit StubLibraries(const std::filesystem::path& folder) {
    std::error_code none;
    for (const auto& file : std::filesystem::directory_iterator(folder, none)) {
      if (void* handle = ::dlopen(file.path().c_str(), RTLD_NOW | RTLD_LOCAL)) handles_.push_back(handle);
    }
  }

  bool any() const { return !handles_.empty(); }

  void close() {
    for (void* handle : handles_) ::dlclose(handle);
    handles_.clear();
  }

 private:
  std::vector<void*> handles_;
};

// Every symbol is bound at once: one that is missing is seen here.
void* open_all(const std::filesystem::path& library) { return ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL); }

// nullptr where there is no stub library, or where LibTorch, another than at the time of building, wants what only the
// real library has.
void* open_with_stubs(const std::filesystem::path& library) {
  StubLibraries stubs(library.parent_path() / AIMET_STUB_LIBRARIES);
  if (!stubs.any()) return nullptr;
  void* handle = open_all(library);
  if (handle == nullptr) stubs.close();
  return handle;
}

const TorchLibrary* opened = nullptr;

}  // namespace

void open_torch_library(const std::vector<std::string>& op_libraries) {
  if (const std::string unknown = unknown_shortcuts(); !unknown.empty()) throw RunError(ErrorKind::usage, unknown);
  const KeptProcess kept;
  // A confined worker may not say where its threads run, and OpenMP ends a process whose threads it cannot place as
  // these ask. Workers side by side would be put on the same processors, too. Read when OpenMP's library is loaded.
  for (const char* placement : {"OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY", "KMP_AFFINITY"})
    ::unsetenv(placement);
  std::string reason = "it is neither beside the program nor in " AIMET_INSTALLED_TORCH_FOLDER;
  for (const auto& place : places()) {
    std::error_code ignored;
    if (!std::filesystem::exists(place, ignored)) continue;
    // An op library may want one of the real libraries: torchvision's decodes videos.
    const bool may_stub = op_libraries.empty() && takes(Shortcut::stub_libraries);
    void* handle = may_stub ? open_with_stubs(place) : nullptr;
    if (handle == nullptr) handle = open_all(place);
    if (handle == nullptr) {
      reason = ::dlerror();
      continue;
    }
    if (const void* found = ::dlsym(handle, "aimet_torch_library")) {
      opened = static_cast<const TorchLibrary*>(found);
      opened->warm_up();
      for (const std::string& library : op_libraries) opened->load_op_library(library);
      return;
    }
    reason = place.string() + " is not the one of this program";
  }
  throw RunError(ErrorKind::internal, "the program's own library " AIMET_TORCH_LIBRARY_NAME " cannot be opened: " +
                                          reason + ". Install the program again");
}

bool torch_library_is_open() { return opened != nullptr; }

const TorchLibrary& torch_library() { return *opened; }

}  // namespace aimet
