#!/bin/bash
# Installs what is missing, builds, and runs every test. Arguments go to ctest, such as: scripts/test.sh -R reused
# AIMET_PRESET chooses what to build: release (the default), dev, or asan.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
preset=${AIMET_PRESET:-release}

"$root/scripts/install.sh" build test
"$root/scripts/build.sh" "$preset"
cd "$root"
exec ctest --preset "$preset" --parallel "$(nproc)" "$@"
