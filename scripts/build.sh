#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds, after configuring if that was not done yet: build.sh PRESET [TARGET...]. Quick if there is nothing to do.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
preset=$1
shift

cd "$root"
if [[ ! -e build/$preset/build.ninja ]]; then
  cmake --preset "$preset" >&2
fi
targets=()
for target in "$@"; do targets+=(--target "$target"); done
cmake --build --preset "$preset" "${targets[@]}" >&2
