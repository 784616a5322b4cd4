#!/bin/bash
# Runs clang-tidy on all our C++ as the files are compiled: a file that did not change since is not looked at again.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)

# The compiler's own diagnostics are those of the build; here only what clang-tidy says is of interest.
"$root/scripts/build.sh" tidy "$@"
