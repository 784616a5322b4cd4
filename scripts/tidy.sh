#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs clang-tidy on all our C++ as part of the build, so a file that has not changed since is not checked again.
# Arguments go to ninja, such as: scripts/tidy.sh -k 0
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"

# Ninja does not know that clang-tidy's results depend on its configuration.
configuration=$(cat .clang-tidy */.clang-tidy */*/.clang-tidy CMakePresets.json | sha256sum)
known=build/tidy/configuration
if [[ ! -e $known || $(<"$known") != "$configuration" ]]; then
  rm -rf build/tidy
  cmake --preset tidy
  echo "$configuration" >"$known"
fi
cmake --build --preset tidy -- "$@"
