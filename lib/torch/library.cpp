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

// The paths where the library may be: beside the program; if installed, in lib/aimet-validate/ next to bin/; if built,
// in lib/torch/ next to the program's folder.
std::vector<std::filesystem::path> places() {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  return {program / AIMET_TORCH_LIBRARY_NAME,
          program.parent_path() / AIMET_INSTALLED_TORCH_FOLDER / AIMET_TORCH_LIBRARY_NAME,
          program.parent_path() / "lib/torch" / AIMET_TORCH_LIBRARY_NAME};
}

// LibTorch is linked with libraries of which it uses nothing, and which load hundreds more
// (scripts/cmake/stub_libraries.cmake). If an empty library of the same soname is loaded already, the dynamic linker
// uses that.
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

// Binds all symbols at once, so that a missing one is an error here. Returns nullptr on errors.
void* open_all(const std::filesystem::path& library) { return ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL); }

// Returns nullptr if there is no stub library, or if LibTorch, which may not be the one of the build, needs a symbol
// that only the real library has.
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
  // A confined worker must not choose the processors of its threads, and OpenMP ends a process whose threads it cannot
  // place as these variables ask. They would also put parallel workers on the same processors. OpenMP reads them when
  // its library is loaded.
  for (const char* placement : {"OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY", "KMP_AFFINITY"})
    ::unsetenv(placement);
  std::string reason = "it is neither beside the program nor in " AIMET_INSTALLED_TORCH_FOLDER;
  for (const auto& place : places()) {
    std::error_code ignored;
    if (!std::filesystem::exists(place, ignored)) continue;
    // An op library may need one of the real libraries: torchvision's decodes videos.
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
