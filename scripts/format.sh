#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Formats our C++ with the project's .clang-format, and adds the SPDX line to each of our files that lacks it. With
# --check, only reports the violations, and fails if there are any.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"

mode=(-i)
if [[ ${1:-} == --check ]]; then mode=(--dry-run --Werror); fi
scripts/spdx.py ${1+"$1"}
find . \( -path ./build -o -path ./.git \) -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
  xargs -0 clang-format --style=file "${mode[@]}"
