#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Formats our C++ with the project's .clang-format, and puts the SPDX line at the head of each file of ours; with --check
# it only says what is not so, and fails.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"

mode=(-i)
if [[ ${1:-} == --check ]]; then mode=(--dry-run --Werror); fi
scripts/spdx.py ${1+"$1"}
find . \( -path ./build -o -path ./.git \) -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
  xargs -0 clang-format --style=file "${mode[@]}"
