// SPDX-License-Identifier: Apache-2.0
#include "tools/version.hpp"

namespace aimet {
namespace {

const std::string kCommit =
#include "commit.inc"
    ;

}  // namespace

const char* const kVersion = AIMET_VALIDATE_VERSION;

std::string version_text() {
  std::string text = std::string("aimet-validate ") + kVersion + " (LibTorch " AIMET_LIBTORCH_VERSION;
  if (!kCommit.empty()) text += ", commit " + kCommit;
  return text + ")\n";
}

}  // namespace aimet
