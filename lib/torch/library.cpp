#include <dlfcn.h>
#include <unistd.h>

#include <climits>
#include <filesystem>
#include <string>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/torch/analyze.hpp"

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

const TorchLibrary* open_library() {
  std::string reason = "it is neither beside the program nor in " AIMET_INSTALLED_TORCH_FOLDER;
  for (const auto& place : places()) {
    std::error_code ignored;
    if (!std::filesystem::exists(place, ignored)) continue;
    void* handle = ::dlopen(place.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (handle == nullptr) {
      reason = ::dlerror();
      continue;
    }
    if (const void* found = ::dlsym(handle, "aimet_torch_library")) {
      const auto* library = static_cast<const TorchLibrary*>(found);
      library->warm_up();
      return library;
    }
    reason = place.string() + " is not the one of this program";
  }
  throw RunError(error_kind::kInternal, "the program's own library " AIMET_TORCH_LIBRARY_NAME " cannot be opened: " +
                                            reason + ". Install the program again");
}

}  // namespace

const TorchLibrary& torch_library() {
  static const TorchLibrary* library = open_library();
  return *library;
}

}  // namespace aimet
