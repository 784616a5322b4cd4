// SPDX-License-Identifier: Apache-2.0
#pragma once
// The smallest archive that is a TorchScript file, and the message of a RunError.

#include <functional>
#include <string>
#include <vector>

#include "lib/model/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/zip.hpp"

namespace aimet::test {

inline std::string error_of(const std::function<void()>& action, ErrorKind kind) {
  try {
    action();
  } catch (const RunError& error) {
    CHECK(error.kind() == kind);
    return error.what();
  }
  FAIL("no error");
  return {};
}

inline std::vector<ZipRecord> torchscript() {
  return {{"m/data.pkl", "\x80\x02}."},
          {"m/code/__torch__.py", "class M(Module):\n  pass\n"},
          {"m/constants.pkl", "\x80\x02)."},
          {"m/version", "3\n"}};
}

}  // namespace aimet::test
